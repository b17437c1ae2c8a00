"""Start the worker: ``python run.py PIPE private|attached``; its own folder comes last."""

import importlib
import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path.append(str(Path(sys.path.pop(0)).parent))
    sys.exit(importlib.import_module("uno_worker.serve").main(*sys.argv[1:3]))
