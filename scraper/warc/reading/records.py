"""What a WARC file is made of: records with their heads, and places where something is broken."""

from __future__ import annotations

from base64 import b32decode
from dataclasses import dataclass
from hashlib import new

_DIGESTS = ("md5", "sha1", "sha256", "sha512")

Fields = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a record."""

    offset: int  # of its member, or of itself where the file is not packed
    fields: Fields
    length: int  # of the block

    def get(self, name: str) -> str | None:
        """The first field of that name, in any case; None if there is none."""
        return next((value for key, value in self.fields if key.lower() == name.lower()), None)

    @property
    def type(self) -> str:
        """What it says that it is: "response"."""
        return (self.get("WARC-Type") or "").lower()

    @property
    def url(self) -> str | None:
        """The address that it is about; wget writes it in angle brackets."""
        url = self.get("WARC-Target-URI")
        return url.strip().removeprefix("<").removesuffix(">") if url else None

    @property
    def id(self) -> str | None:
        """WARC-Record-ID without its brackets."""
        id_ = self.get("WARC-Record-ID")
        return id_.strip().strip("<>") if id_ else None


@dataclass(frozen=True, slots=True)
class Record:
    """A record that is whole."""

    head: Head
    block: bytes | None  # None: it was not wanted


@dataclass(frozen=True, slots=True)
class Torn:
    """A place in the file where something is broken; and of a record, its address."""

    offset: int
    what: str
    url: str | None = None

    def said_of(self, name: str) -> str:
        """A sentence, of a file with that name."""
        return f"{name}, at byte {self.offset:,}{f', {self.url}' if self.url else ''}: {self.what}"


def parsed(head: bytes) -> tuple[str, Fields]:
    """The first line of a head, and its fields; a line that begins with white space goes on with the one before."""
    first, *lines = head.decode("utf-8", "surrogateescape").replace("\r\n", "\n").split("\n")
    fields: list[tuple[str, str]] = []
    for line in lines:
        name, colon, value = line.partition(":")
        if line[:1] in (" ", "\t") and fields:
            fields[-1] = (fields[-1][0], f"{fields[-1][1]} {line.strip()}")
        elif colon and name.strip():
            fields.append((name.strip(), value.strip(" \t")))
    return first, tuple(fields)


def is_sound(stated: str | None, block: bytes) -> bool | None:
    """Whether a block has the digest that is stated; None if none is, or in a way that nobody knows."""
    kind, _, value = (stated or "").strip().partition(":")
    kind, value = kind.lower().replace("-", ""), value.strip()
    if kind not in _DIGESTS:
        return None
    found = new(kind, block, usedforsecurity=False)
    if len(value) == 2 * found.digest_size:
        return value.lower() == found.hexdigest()
    try:
        return b32decode(value.upper().ljust(-(-len(value) // 8) * 8, "=")) == found.digest()
    except ValueError:
        return None
