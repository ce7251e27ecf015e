"""Throw-away certificates for servers on loopback: a good one, and each kind of bad one."""

import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import trustme

NAMES = ("localhost", "127.0.0.1")


class Authority:
    """A certificate authority that lives in a folder for one test session."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self._ca = folder, trustme.CA()
        self.ca_file = folder / "ca.pem"
        self._ca.cert_pem.write_to_path(self.ca_file)

    def files(self, *names: str) -> tuple[Path, Path]:
        """Write a server certificate for `names` and its key; return both paths."""
        issued = self._ca.issue_cert(*(names or NAMES))
        chain, key = self.folder / "server.pem", self.folder / "server.key"
        chain.write_bytes(b"".join(blob.bytes() for blob in issued.cert_chain_pems))
        issued.private_key_pem.write_to_path(key)
        key.chmod(0o600)
        return chain, key

    def context(self, *names: str, not_after: datetime | None = None, not_before: datetime | None = None):
        """Return a server's TLS context with a certificate for `names`."""
        issued = self._ca.issue_cert(*(names or NAMES), not_after=not_after, not_before=not_before)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        issued.configure_cert(context)
        return context

    def expired(self) -> ssl.SSLContext:
        """Return a context whose certificate ended yesterday."""
        now = datetime.now(UTC)
        return self.context(not_before=now - timedelta(days=30), not_after=now - timedelta(days=1))


def self_signed(folder: Path) -> tuple[ssl.SSLContext, Path]:
    """Return a context with a certificate that signed itself, and the certificate's file."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "a bridge")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    folder.mkdir(parents=True, exist_ok=True)
    file, both = folder / "self.pem", folder / "self-and-key.pem"
    file.write_bytes(certificate.public_bytes(Encoding.PEM))
    both.write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()) + certificate.public_bytes(Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(both)
    return context, file
