"""What a link is set on, and which picture an address means."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_URL = re.compile(r"(?:https?://|www\.)\S+|[\w-]+(?:\.[\w-]+)+/\S*", re.I)
_HERE = frozenset(
    (
        "here|click here|see here|this link|link|source|ici|cliquez ici|voir ici|lien|"
        "здесь|тут|сюда|см. здесь|ссылка|по ссылке|источник"
    ).split("|")
)
_SIZE = re.compile(r"(?:-\d{2,5}x\d{2,5}|-scaled|-e\d{10,13})+(?=\.\w+$)")
_UPLOADS = "/wp-content/uploads/"


def anchor_kind(anchor: str) -> str:
    """ "url" for a bare address, "here" for a word that only points, "none" for a picture or nothing, else "words"."""
    bare = anchor.strip(' ()[]«»"“”.,:;').casefold()
    if not bare:
        return "none"
    if bare in _HERE:
        return "here"
    return "url" if _URL.fullmatch(bare) else "words"


def unsized(name: str) -> str:
    """The name or path of a picture's file without what WordPress adds to it for a size or an edit."""
    return _SIZE.sub("", name)


def upload(src: str) -> str:
    """The path of a picture below the publisher's uploads, in whatever size: the same on every host it moved to.

    Of a picture that lies elsewhere, its host and path.
    """
    parts = urlsplit(src)
    path = unsized(parts.path)
    return path.partition(_UPLOADS)[2] or f"{(parts.hostname or '').removeprefix('www.')}{path}"
