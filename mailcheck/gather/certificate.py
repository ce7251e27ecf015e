"""A mail server's certificate, looked at without trusting it. Nothing is sent but the first words of TLS."""

import socket
import ssl
from datetime import datetime

from mailcheck.dataclass import dataclass
from mailcheck.model import Account, Security


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a certificate says of itself."""

    names: tuple[str, ...]
    since: datetime
    until: datetime
    issuer: str


def certificate_of(account: Account, *, timeout: float = 8.0) -> Certificate | None:
    """Return the certificate of a server that speaks TLS at once; None if there is none to be had."""
    if account.security is not Security.TLS:
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False  # its names are what is asked for; nothing secret goes over this connection
    context.verify_mode = ssl.CERT_NONE
    try:
        with (
            socket.create_connection((account.host, account.port), timeout) as connected,
            context.wrap_socket(connected, server_hostname=account.host) as wrapped,
        ):
            octets = wrapped.getpeercert(binary_form=True)
    except (OSError, ValueError):
        return None
    return _read(octets) if octets else None


def _read(octets: bytes) -> Certificate | None:
    from cryptography import x509
    from cryptography.x509.oid import NameOID

    try:
        found = x509.load_der_x509_certificate(octets)
        issuer = found.issuer.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)
        return Certificate(
            _names(found),
            found.not_valid_before_utc,
            found.not_valid_after_utc,
            str(issuer[0].value) if issuer else "",
        )
    except ValueError:
        return None


def _names(found: object) -> tuple[str, ...]:
    from cryptography import x509

    try:
        extension = found.extensions.get_extension_for_class(x509.SubjectAlternativeName)  # type: ignore[attr-defined] # x509.Certificate
        return tuple(map(str, extension.value.get_values_for_type(x509.DNSName)))
    except x509.ExtensionNotFound:
        return ()
