"""Workbooks with a password, made here: agile .xlsx by the library, old .xls by our own ciphers."""

from __future__ import annotations

import hashlib
import io
import struct
from collections.abc import Callable

import hostile

WORD = "Rahasia 99"
DEFAULT = "VelvetSweatshop"
_OPEN = {0x0809: None, 0x002F: None, 0x0085: 4}  # bytes of a record that are never locked


def locked_package(content: bytes, word: str = WORD) -> bytes:
    """An .xlsx or .xlsm of more than 4 KB under agile encryption."""
    from msoffcrypto.format.ooxml import OOXMLFile

    out = io.BytesIO()
    OOXMLFile(io.BytesIO(content)).encrypt(word, out)
    return out.getvalue()


def package() -> bytes:
    """The usual two rows, and noise that keeps the file above 4 KB."""
    return hostile.pack({**hostile.parts(), "xl/media/image1.png": hostile.random_bytes()})


def old_rc4(word: str = WORD) -> bytes:
    """The usual two rows in an .xls of Excel 97 with its 40-bit cipher."""
    salt = bytes(range(16))
    proof = bytes(range(16, 32))
    sealed = _rc4(_rc4_key(word, salt, 0), proof + hashlib.md5(proof).digest())
    return _locked(struct.pack("<4H", 1, 1, 1, 0)[:6] + salt + sealed, _seal_rc4(word, salt))


def _seal_rc4(word: str, salt: bytes) -> Callable[[bytes], bytes]:
    def seal(stream: bytes) -> bytes:
        blocks = (stream[at : at + 1024] for at in range(0, len(stream), 1024))
        return b"".join(_rc4(_rc4_key(word, salt, n), block) for n, block in enumerate(blocks))

    return seal


def _rc4_key(word: str, salt: bytes, block: int) -> bytes:
    short = hashlib.md5(word.encode("utf-16-le")).digest()[:5]
    short = hashlib.md5((short + salt) * 16).digest()[:5]
    return hashlib.md5(short + struct.pack("<I", block)).digest()


def _rc4(key: bytes, data: bytes) -> bytes:
    box, j = list(range(256)), 0
    for i in range(256):
        j = (j + box[i] + key[i % len(key)]) % 256
        box[i], box[j] = box[j], box[i]
    out, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + box[i]) % 256
        box[i], box[j] = box[j], box[i]
        out.append(byte ^ box[(box[i] + box[j]) % 256])
    return bytes(out)


def old_xor(word: str = WORD) -> bytes:
    """The same with the still older way, that turns and mixes bytes with the password."""
    from msoffcrypto.method.xor_obfuscation import DocumentXOR

    letters = DocumentXOR.create_xor_array_method1(word)
    key = DocumentXOR.create_xor_key_method1(word)
    verifier = next(v for v in range(0x10000) if DocumentXOR.verifypw(word, v))
    return _locked(struct.pack("<3H", 0, key, verifier), None, letters)


def _locked(
    lock: bytes, seal: Callable[[bytes], bytes] | None, letters: list[int] | None = None
) -> bytes:
    """The workbook stream with a lock record behind its first one, and sealed."""
    stream = _with_lock(hostile.xls_stream(), lock)
    sealed = bytearray(seal(stream) if seal else stream)
    at = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<2H", stream, at)
        bare = _OPEN.get(kind, 0)
        opened = length if bare is None else bare
        stop = at + 4 + length
        sealed[at : at + 4 + opened] = stream[at : at + 4 + opened]
        for place in range(at + 4 + opened, stop) if letters else ():
            turned = (stream[place] >> 3 | stream[place] << 5) & 0xFF
            sealed[place] = turned ^ letters[(place + length) % 16]
        at = stop
    return hostile.compound({"Workbook": bytes(sealed)})


def _with_lock(stream: bytes, lock: bytes) -> bytes:
    """The lock behind the first record; sheets stand that much further behind."""
    record = struct.pack("<2H", 0x002F, len(lock)) + lock
    first = 4 + struct.unpack_from("<H", stream, 2)[0]
    result = bytearray(stream[:first] + record + stream[first:])
    place = result.find(struct.pack("<H", 0x0085), first) + 4
    (was,) = struct.unpack_from("<I", result, place)
    struct.pack_into("<I", result, place, was + len(record))
    return bytes(result)


MAKERS: dict[str, Callable[[str], bytes]] = {
    "agile.xlsx": lambda word: locked_package(package(), word),
    "rc4.xls": old_rc4,
    "xor.xls": old_xor,
}
