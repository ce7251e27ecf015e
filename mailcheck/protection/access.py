"""Access databases.

Microsoft has not published the format. The places are those of the mdbtools project's HACKING file and, for an
encrypted .accdb, of Jackcess; what stands there is an EncryptionInfo of [MS-OFFCRYPTO].
"""

import io
import struct
from typing import BinaryIO

from mailcheck.model import Protection, opens
from mailcheck.protection.judge import begins_with, format  # noqa: A004 - the mark's name in the design
from mailcheck.protection.look import CannotTell, Look
from mailcheck.protection.office_encrypted import judge_info
from mailcheck.protection.office_password import rc4

START = b"\0\1\0\0"
JET, ACE = START + b"Standard Jet DB\0", START + b"Standard ACE DB\0"
MASKED, MASKED_SIZE = 0x18, 126
MASK_KEY = bytes.fromhex("c7da396b") * 2  # RC4 repeats its key, and the library takes none of four octets
KEY, PASSWORD, CREATED = 0x3E, 0x42, 0x72
CRYPT_STRUCTURE = 0x299
JET3 = 0
DAMAGED = "it is damaged or incomplete"


@format("access", begins_with(JET, ACE), rank=10)
def access(file: BinaryIO, look: Look) -> Protection:
    """Judge an Access database by its first page.

    Before 2007 a database password is kept in the file beside the data, which is not encrypted with it (at most
    scrambled with a key that stands in the first page too): other programs read it, so it is open.
    """
    version = _octets(file, 0x14, 1)[0]
    size = 2048 if version == JET3 else 4096
    page = bytearray(_octets(file, 0, size))
    if file.seek(0, io.SEEK_END) % size:
        raise CannotTell(DAMAGED)
    page[MASKED : MASKED + MASKED_SIZE] = rc4(MASK_KEY, bytes(page[MASKED : MASKED + MASKED_SIZE]))
    if page.startswith(ACE) and any(page[KEY : KEY + 4]):
        length = struct.unpack_from("<H", page, CRYPT_STRUCTURE)[0]
        info = bytes(page[CRYPT_STRUCTURE + 2 :][:length])
        return judge_info("access", info, b"", look)
    note = "its password is asked for by Access only; other programs read it without" if _has_password(page) else ""
    return opens("access", note=note)


def _has_password(page: bytearray) -> bool:
    if page[0x14] == JET3:
        return any(page[PASSWORD : PASSWORD + 20])
    day = struct.unpack_from("<d", page, CREATED)[0]
    mask = struct.pack("<i", int(day)) if abs(day) < 2**31 else bytes(4)
    return any(octet != mask[at % 4] for at, octet in enumerate(page[PASSWORD : PASSWORD + 40]))


def _octets(file: BinaryIO, offset: int, length: int) -> bytes:
    file.seek(offset)
    data = file.read(length)
    if len(data) != length:
        raise CannotTell(DAMAGED)
    return data
