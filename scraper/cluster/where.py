"""Which Redis, and how it is talked to: from the environment, so that no password stands on a command line."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from scraper.errors import BadInput
from scraper.secrets import secret

VARIABLE, CA = "NEO_REDIS", "NEO_REDIS_CA"
_EXAMPLE = "export NEO_REDIS=rediss://neo:PASSWORD@redis.example:6379/0, or NEO_REDIS_FILE=FILE that holds it"
_SCHEMES = ("redis", "rediss", "unix")
TIMEOUT = 10.0  # seconds for a connection, and for each answer of Redis


@dataclass(frozen=True, slots=True)
class Where:
    """A Redis, and how to connect."""

    url: str = field(repr=False)  # with its password
    ca: Path | None = None  # the certificates that may have signed its own; None: the system's

    @property
    def shown(self) -> str:
        """Its address without user and password."""
        parts = urlsplit(self.url)
        if parts.scheme == "unix":
            return f"unix:{parts.path}"
        return f"{parts.scheme}://{parts.hostname}:{parts.port or 6379}{parts.path if parts.path != '/' else ''}"

    @property
    def is_encrypted(self) -> bool:
        """Whether nobody on the way can read or change what is said."""
        parts = urlsplit(self.url)
        return parts.scheme in ("rediss", "unix") or parts.hostname in ("localhost", "127.0.0.1", "::1")

    @property
    def options(self) -> dict[str, object]:
        """What the client is to be made with: certificates are verified, and nothing is tried again behind our back."""
        from redis.backoff import NoBackoff
        from redis.retry import Retry

        common: dict[str, object] = {
            "socket_timeout": TIMEOUT,
            "socket_connect_timeout": TIMEOUT,
            "retry": Retry(NoBackoff(), 0),
            "retry_on_timeout": False,
        }
        if urlsplit(self.url).scheme != "rediss":
            return common
        verified: dict[str, object] = {"ssl_cert_reqs": "required", "ssl_check_hostname": True}
        verified["ssl_min_version"] = ssl.TLSVersion.TLSv1_2
        return common | verified | ({"ssl_ca_certs": str(self.ca)} if self.ca else {})


def where(environment: Mapping[str, str]) -> Where:
    """The Redis that the environment names.

    Raises `BadInput` if it names none, or by an address that is none, and what `secret` does.
    """
    url = secret(environment, VARIABLE).strip()
    if not url:
        raise BadInput(f"no Redis is named, which hosts that crawl together share.\nName it: {_EXAMPLE}")
    try:
        parts = urlsplit(url)
        named = bool(parts.path if parts.scheme == "unix" else parts.hostname and (parts.port or True))
    except ValueError:
        named = False
    if not named or parts.scheme not in _SCHEMES:
        raise BadInput(
            f"{VARIABLE} is no address of a Redis.\nIt begins with redis://, rediss:// or unix://: {_EXAMPLE}"
        )
    if parse_qs(parts.query, keep_blank_values=True):
        raise BadInput(f"{VARIABLE} has options behind a question mark; none is read.\nLeave them out: {_EXAMPLE}")
    ca = environment.get(CA)
    if ca and not Path(ca).is_file():
        raise BadInput(f"{ca} is not there, which {CA} names for the certificate that signed that of Redis.")
    return Where(url, Path(ca) if ca else None)
