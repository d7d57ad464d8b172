"""An authority and the certificates that it gave out, good and bad."""

from __future__ import annotations

import ssl
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from crawl.site import Site
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


class Authority:
    """A certificate authority of a test's own; its certificate lies in `folder`."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        made = _builder(self._name, self._name, self._key, days=(-1, 30))
        made = made.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        self.certificate = folder / f"{name}.pem"
        self.certificate.write_bytes(made.sign(self._key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))

    def give(self, names: Sequence[str], days: tuple[int, int] = (-1, 30), *, by_itself: bool = False) -> Path:
        """A key and a certificate for hosts, valid from one day to another, counted from today."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0])])
        made = _builder(subject, subject if by_itself else self._name, key, days)
        hosts = [x509.IPAddress(ip_address(name)) if name[0].isdigit() else x509.DNSName(name) for name in names]
        made = made.add_extension(x509.SubjectAlternativeName(hosts), critical=False)
        signed = made.sign(key if by_itself else self._key, hashes.SHA256())
        path = self._folder / f"{names[0]}{days[1]}{by_itself}.pem"
        secret = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        path.write_bytes(secret + signed.public_bytes(serialization.Encoding.PEM))
        return path


def speak_tls(site: Site, certificate: Path, most: ssl.TLSVersion | None = None) -> str:
    """Lets a site speak TLS; returns its new address. `most` is the newest version that it speaks."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    if most:
        context.set_ciphers("ALL:@SECLEVEL=0")
        context.minimum_version, context.maximum_version = ssl.TLSVersion.TLSv1, most
    site._server.socket = context.wrap_socket(
        site._server.socket, server_side=True, do_handshake_on_connect=False
    )  # the handshake belongs to the connection's own thread
    site.address = site.address.replace("http:", "https:")
    return site.address


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, days: tuple[int, int]
) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder(issuer, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(now + timedelta(days=days[0] - 1))
        .not_valid_after(now + timedelta(days=days[1]))
    )
