"""The same sixteen letters for every server: what mail programs really write, and what they should not."""

from base64 import encodebytes
from email import policy
from email.message import EmailMessage
from email.mime.application import MIMEApplication
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

DOCUMENT = bytes(range(256)) * 40
"""10,240 octets that no transfer encoding leaves alone."""


def _head(number: int, subject: str = "A letter") -> str:
    return (
        f"From: Dr Ann Example <ann@practice.example>\r\nTo: client{number}@home.example\r\nSubject: {subject}\r\n"
        f"Date: Mon, {number:02} Jun 2026 10:{number:02}:00 +0000\r\nMessage-ID: <letter-{number}@practice.example>\r\n"
    )


def _raw(number: int, rest: str, subject: str = "A letter") -> bytes:
    return (_head(number, subject) + rest.replace("\n", "\r\n")).encode("latin-1")


def _attached(disposition: str, content_type: str = "application/pdf") -> str:
    coded = encodebytes(DOCUMENT).decode()
    return (
        'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: text/plain\n\nhello\n'
        f"--b\nContent-Type: {content_type}\nContent-Transfer-Encoding: base64\n"
        f"Content-Disposition: {disposition}\n\n{coded}--b--\n"
    )


def _forwarded() -> bytes:
    inner = EmailMessage(policy=policy.SMTP)
    inner["From"], inner["To"], inner["Subject"] = "b@home.example", "ann@practice.example", "inner"
    inner.set_content("inner text\n")
    inner.add_attachment(DOCUMENT, maintype="application", subtype="pdf", filename="inner.pdf")
    outer = MIMEMultipart(policy=policy.SMTP)
    outer.attach(MIMEText("see below\n", policy=policy.SMTP))
    outer.attach(MIMEMessage(inner, policy=policy.SMTP))
    outer.set_boundary("outer")
    return _head(12, "Fwd").encode() + outer.as_bytes()


def _encrypted() -> bytes:
    outer = MIMEMultipart("encrypted", protocol="application/pgp-encrypted", policy=policy.SMTP)
    outer.attach(MIMEApplication(b"Version: 1\r\n", "pgp-encrypted", policy=policy.SMTP))
    outer.attach(MIMEApplication(b"-----BEGIN PGP MESSAGE-----", "octet-stream", policy=policy.SMTP))
    outer.set_boundary("sealed")
    return _head(13).encode() + outer.as_bytes()


LETTERS: tuple[bytes, ...] = (
    _raw(1, "Content-Type: text/plain\n\nplain words\n"),
    _raw(2, _attached('attachment; filename="report.pdf"')),
    _raw(3, _attached("attachment; filename*=utf-8''r%C3%A9sum%C3%A9.pdf")),
    _raw(4, _attached("attachment; filename*0*=utf-8''a%20very%20;\n filename*1*=long%20name.pdf")),
    _raw(5, _attached('attachment; filename="=?utf-8?B?csOpc3Vtw6kucGRm?="')),
    _raw(6, _attached('attachment; filename="quote\\"and\\\\slash.pdf"')),
    _raw(7, _attached('attachment; filename="r\xe9sum\xe9.pdf"')),
    _raw(8, "Content-Type: text/plain; charset=latin-1\nContent-Transfer-Encoding: 8bit\n\ncaf\xe9\n"),
    _raw(9, "Content-Type: text/html\nContent-Transfer-Encoding: quoted-printable\n\n<p>caf=E9 =\nsoft</p>\n"),
    _raw(
        10, 'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b"\n\n--b\n\nno type\n--b\n\nnor here\n--b--\n'
    ),
    _raw(11, _attached("inline", 'image/png; name="logo.png"')),
    _forwarded(),
    _encrypted(),
    _raw(
        14,
        "Content-Type: application/pkcs7-mime; smime-type=enveloped-data\nContent-Transfer-Encoding: base64\n\nMIAG\n",
    ),
    _raw(15, "\n"),
    _raw(16, "Content-Type: text/plain\n\nwords\n", subject="caf\xe9 unencoded"),
)
SEEN = frozenset((0, 2, 3, 15))
"""Positions of the letters that were read."""
INBOX = LETTERS[:3]
"""What lies in the INBOX beside it."""
