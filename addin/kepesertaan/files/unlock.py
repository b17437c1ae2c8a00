"""Workbooks with a password, unlocked in memory; nothing unlocked touches the disk here.

Excel opens a book locked with its default password without asking, so that one is tried first.
msoffcrypto-tool checks the password and does the ciphers; of an old .xls we walk the records
ourselves, since the tool unlocks those through a temporary file. Sources: [MS-OFFCRYPTO] and
[MS-XLS] 2.2.10.
"""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kepesertaan.domain.errors import UnreadableInput
from kepesertaan.files.ole2 import Compound, open_compound
from kepesertaan.files.xmlgate import judge_xml

DEFAULT = "VelvetSweatshop"
_AGILE = (4, 4)
_FILEPASS, _BOUNDSHEET = 0x002F, 0x0085
_NEVER_LOCKED = (0x0809, 0x002F, 0x0194, 0x0195, 0x00E1, 0x0196, 0x0138)  # BOF, FILEPASS, ...
_BLOCK = 1024  # bytes under one key
_EXCEL_5_LOCK = 4  # bytes: key and verifier alone
_XOR_LONGEST = 15  # letters of a password that count


@dataclass(frozen=True, slots=True)
class Unlocked:
    """The workbook's bytes; ``by_default``: nobody had to know a password."""

    data: bytes
    by_default: bool


def unlock(path: Path, password: str | None) -> Unlocked:
    """Unlock a compound file that holds a locked workbook.

    ``password`` is "" when the user gave none and None where none can be given. Raises
    ``UnreadableInput`` when it does not fit or the way of locking is unknown.
    """
    if password is None:
        raise locked(path)
    data = path.read_bytes()
    for word in filter(None, (DEFAULT, password)):
        plain = _opened(path, data, word)
        if plain is not None:
            return Unlocked(plain, by_default=word == DEFAULT)
    if password:
        raise UnreadableInput(
            f"Kata sandi untuk {path.name} salah. Ulangi dengan --sandi dan kata sandi yang benar."
        )
    raise UnreadableInput(
        f"{path.name} dikunci kata sandi. Ulangi dengan --sandi, "
        "atau hapus kata sandinya di Excel, simpan, lalu coba lagi."
    )


def locked(path: Path) -> UnreadableInput:
    """The sentence for a workbook whose password must go first."""
    return UnreadableInput(
        f"{path.name} dikunci kata sandi. Buka berkas itu, hapus kata sandinya "
        "(di Excel: File > Info > Protect Workbook), simpan, lalu coba lagi."
    )


def told(name: str, unlocked: Unlocked) -> str:
    """What becomes of the lock, for the notices of the book."""
    if unlocked.by_default:
        return f"{name} terkunci dengan sandi bawaan Excel; hasil dan daftar temuannya tanpa kunci."
    return (
        f"{name} dibuka dengan kata sandi Anda; hasil dan daftar temuannya TIDAK berkata sandi. "
        "Beri kata sandi di Excel bila perlu."
    )


def _opened(path: Path, data: bytes, word: str) -> bytes | None:
    """The workbook, None when the password is wrong."""
    import logging

    logging.getLogger("msoffcrypto").setLevel(logging.WARNING)  # it would log the password
    from msoffcrypto.exceptions import InvalidKeyError

    try:
        compound = open_compound(data)
        if compound.has("EncryptionInfo"):
            return _open_package(compound, data, word)
        return _open_old(compound, data, word)
    except InvalidKeyError:
        return None
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - a foreign reader on foreign bytes raises anything
        raise UnreadableInput(
            f"{path.name} dikunci dengan cara yang tidak dikenal atau rusak. "
            "Buka di Excel, hapus kata sandinya, simpan, lalu coba lagi."
        ) from None


def _open_package(compound: Compound, data: bytes, word: str) -> bytes:
    from msoffcrypto.exceptions import InvalidKeyError
    from msoffcrypto.format.ooxml import OOXMLFile

    about = compound.read("EncryptionInfo")
    if struct.unpack_from("<2H", about) == _AGILE:
        judge_xml([about[8:]])
    book = OOXMLFile(io.BytesIO(data))
    book.load_key(password=word, verify_password=True)
    out = io.BytesIO()
    try:
        book.decrypt(out)
    except InvalidKeyError:  # the password was right, the content is not
        raise ValueError("not a zip file inside") from None
    return out.getvalue()


def _open_old(compound: Compound, data: bytes, word: str) -> bytes:
    """An old .xls with its workbook stream unlocked."""
    name = "Workbook" if compound.has("Workbook") else "Book"
    stream = compound.read(name)
    lock = next(body for kind, _, body in _records(stream) if kind == _FILEPASS)
    if len(lock) == _EXCEL_5_LOCK or lock[:2] == b"\0\0":
        plain = _without_xor(stream, lock[-4:], word[:_XOR_LONGEST])
    else:
        plain = _without_rc4(stream, data, word)
    return compound.replaced(name, plain)


def _records(stream: bytes) -> list[tuple[int, int, bytes]]:
    """Kind, place of the body and body of every record; what is no whole record ends them."""
    found, at = [], 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<2H", stream, at)
        if at + 4 + length > len(stream):
            break
        found.append((kind, at + 4, stream[at + 4 : at + 4 + length]))
        at += 4 + length
    return found


def _without_rc4(stream: bytes, data: bytes, word: str) -> bytes:
    from msoffcrypto.format.xls97 import Xls97File
    from msoffcrypto.method.rc4 import DocumentRC4
    from msoffcrypto.method.rc4_cryptoapi import DocumentRC4CryptoAPI

    book: Any = Xls97File(io.BytesIO(data))
    book.load_key(password=word)
    locked_bytes = io.BytesIO(stream)  # the key runs over the tags and open records too
    if book.type == "rc4":
        plain = DocumentRC4.decrypt(word, book.salt, locked_bytes, blocksize=_BLOCK)
    else:
        plain = DocumentRC4CryptoAPI.decrypt(
            word, book.salt, book.keySize, locked_bytes, blocksize=_BLOCK
        )
    result = bytearray(plain.read())
    for kind, at, body in _records(stream):
        opened = _open_bytes(kind, body)
        result[at - 4 : at + opened] = stream[at - 4 : at + opened]
    return _without_lock(result)


def _open_bytes(kind: int, body: bytes) -> int:
    """How many bytes of a record's body are never locked."""
    if kind in _NEVER_LOCKED:
        return len(body)
    return 4 if kind == _BOUNDSHEET else 0


def _without_xor(stream: bytes, key: bytes, word: str) -> bytes:
    from msoffcrypto.exceptions import InvalidKeyError
    from msoffcrypto.method.xor_obfuscation import DocumentXOR

    wanted, verifier = struct.unpack("<2H", key)
    if not DocumentXOR.verifypw(word, verifier):
        raise InvalidKeyError
    if DocumentXOR.create_xor_key_method1(word) != wanted:
        raise InvalidKeyError
    letters = DocumentXOR.create_xor_array_method1(word)
    tables = [bytes(_turned(byte ^ letter) for byte in range(256)) for letter in letters]
    result = bytearray(stream)
    for kind, at, body in _records(stream):
        opened = _open_bytes(kind, body)
        first = at + len(body) + opened
        for k in range(16):
            plain = body[opened + k :: 16].translate(tables[(first + k) % 16])
            result[at + opened + k : at + len(body) : 16] = plain
    return _without_lock(result)


def _turned(byte: int) -> int:
    """Three bits to the left, as those that fall out come in again."""
    return (byte << 3 | byte >> 5) & 0xFF


def _without_lock(stream: bytearray) -> bytes:
    """The record that says "locked" made one that nobody reads."""
    for kind, at, body in _records(bytes(stream)):
        if kind == _FILEPASS:
            stream[at - 4 : at - 2] = b"\0\0"
            stream[at : at + len(body)] = bytes(len(body))
            break
    return bytes(stream)
