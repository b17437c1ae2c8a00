"""What xlwings wants an engine to be made of. Loaded before anything else of it is imported."""

from kepesertaan.excel.load import load_xlwings

load_xlwings()

from xlwings import base_classes, utils  # noqa: E402

__all__ = ["base_classes", "utils"]
