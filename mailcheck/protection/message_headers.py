"""How a message begins: a block of headers (RFC 5322 §2.2), in a mailbox behind an envelope line (RFC 4155)."""

import re

HEADERS = {
    b"from", b"to", b"cc", b"subject", b"date", b"received", b"return-path", b"delivered-to", b"message-id", b"sender",
    b"mime-version", b"content-type", b"content-transfer-encoding", b"content-disposition", b"reply-to",
    b"x-mozilla-status", b"x-mimeole", b"x-mailer", b"x-notes-item", b"dkim-signature", b"authentication-results",
}  # fmt: skip
HEADER = re.compile(rb"([!-9;-~]{1,76}):(?: |\t|\r?$)|([!-9;-~]{1,76}):")
ENVELOPE = re.compile(rb"From \S+.*\d\d:\d\d")


def is_message(head: bytes) -> bool:
    """Say whether octets begin like a message: a block of headers with at least one that every program knows."""
    lines = head.lstrip(b"\xef\xbb\xbf\r\n").split(b"\n")
    known = False
    for number, line in enumerate(lines[:-1] or lines):
        is_envelope, is_continued = not number and ENVELOPE.match(line), number and line[:1] in {b" ", b"\t"}
        if is_envelope or is_continued:
            continue
        if not line.strip():
            break
        header = HEADER.match(line)
        if header is None:
            return False
        known = known or (header[1] or header[2]).lower() in HEADERS
    return known
