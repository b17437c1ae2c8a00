"""What xlwings wants an engine to be made of. Loaded before anything else of it is imported."""

from kepesertaan.excel.load import load_xlwings

load_xlwings()

from xlwings import base_classes  # noqa: E402  # only now: it is lighter then

__all__ = ["base_classes"]
