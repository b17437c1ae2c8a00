"""Messages between the two sides: a length of four bytes, then JSON. Never pickle.

A question is ``{"ask": name, "with": [...], "drop": [handles]}``; an answer is ``{"ok": value}``
or ``{"bad": kind, "why": text}``. The text names operations and kinds, never what a cell holds.
"""

from __future__ import annotations

import json
import struct
from typing import Any, BinaryIO

_LENGTH = struct.Struct(">I")
LARGEST = 1 << 30


def send(stream: BinaryIO, message: Any) -> None:
    """Write one message; raises ``OSError`` when the other side is gone."""
    data = json.dumps(message, separators=(",", ":"), allow_nan=False).encode("ascii")
    if len(data) > LARGEST:
        raise ValueError("a message is too long")
    stream.write(_LENGTH.pack(len(data)) + data)
    stream.flush()


def receive(stream: BinaryIO) -> Any:
    """The next message; None when the other side has ended. Raises ``ValueError`` for garbage."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    if length > LARGEST:
        raise ValueError("not one of our messages")
    data = stream.read(length)
    return json.loads(data) if len(data) == length else None
