"""Bodies of captures: each stored once, zstd, with one dictionary a site and layout.

Pages of one site are mostly the same furniture: with two of them as a dictionary, a page takes
a third of what it takes alone. A dictionary is data: never changed, never removed.
"""

from __future__ import annotations

from hashlib import sha256
from sqlite3 import Connection

import zstandard

LEVEL = 3
SAMPLES = 2  # pages that make a dictionary
_SAMPLE_LIMIT = 128 * 1024  # bytes of each


class Bodies:
    """The store of bodies behind one connection."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection
        self._packers: dict[str | None, zstandard.ZstdCompressor] = {}
        self._unpackers: dict[str | None, zstandard.ZstdDecompressor] = {}
        self._chosen: dict[tuple[str, str], str] = {}

    def put(self, body: bytes, site: str, layout: str) -> str:
        """Stores a body, unless the same bytes are there already, and returns its SHA-256."""
        digest = sha256(body).hexdigest()
        if self._db.execute("select 1 from bodies where sha256 = ?", (digest,)).fetchone():
            return digest
        chosen = self._dictionary(site, layout)
        self._db.execute(
            "insert into bodies (sha256, site, layout, size, dictionary_id, data) values (?, ?, ?, ?, ?, ?)",
            (digest, site, layout, len(body), chosen, self._packer(chosen).compress(body)),
        )
        return digest

    def get(self, digest: str) -> bytes:
        """The body with that SHA-256, as received.

        Raises `KeyError` if there is none, `ValueError` if the stored bytes are damaged.
        """
        row = self._db.execute("select dictionary_id, data from bodies where sha256 = ?", (digest,)).fetchone()
        if row is None:
            raise KeyError(digest)
        try:
            body = self._unpacker(row[0]).decompress(row[1])
        except zstandard.ZstdError as error:
            raise ValueError(f"body {digest} is damaged: {error}") from error
        if sha256(body).hexdigest() != digest:
            raise ValueError(f"body {digest} is damaged: its bytes have another SHA-256")
        return body

    def _dictionary(self, site: str, layout: str) -> str | None:
        """The dictionary for a site and layout; made of the first bodies once there are enough."""
        if (site, layout) in self._chosen:
            return self._chosen[site, layout]
        row = self._db.execute("select id from dictionaries where site = ? and layout = ?", (site, layout)).fetchone()
        found: str | None = row[0] if row else self._make(site, layout)
        if found:
            self._chosen[site, layout] = found
        return found

    def forget(self) -> None:
        """Forgets the dictionaries seen: a rollback may have undone one."""
        self._chosen.clear()
        self._packers.clear()
        self._unpackers.clear()

    def _make(self, site: str, layout: str) -> str | None:
        first = self._db.execute(
            "select sha256 from bodies where site = ? and layout = ? order by rowid limit ?", (site, layout, SAMPLES)
        ).fetchall()
        if len(first) < SAMPLES:
            return None
        sample = b"".join(self.get(digest)[:_SAMPLE_LIMIT] for (digest,) in first)
        key = sha256(sample).hexdigest()
        self._db.execute(
            "insert or ignore into dictionaries (id, site, layout, size, data) values (?, ?, ?, ?, ?)",
            (key, site, layout, len(sample), zstandard.compress(sample, LEVEL)),
        )
        return key

    def _load(self, key: str) -> zstandard.ZstdCompressionDict:
        row = self._db.execute("select data from dictionaries where id = ?", (key,)).fetchone()
        if row is None:
            raise ValueError(f"dictionary {key} is missing: the bodies that need it cannot be read")
        return zstandard.ZstdCompressionDict(zstandard.decompress(row[0]), dict_type=zstandard.DICT_TYPE_RAWCONTENT)

    def _packer(self, key: str | None) -> zstandard.ZstdCompressor:
        if key not in self._packers:
            if key is None:
                self._packers[key] = zstandard.ZstdCompressor(LEVEL)
            else:
                self._packers[key] = zstandard.ZstdCompressor(LEVEL, dict_data=self._load(key))
        return self._packers[key]

    def _unpacker(self, key: str | None) -> zstandard.ZstdDecompressor:
        if key not in self._unpackers:
            self._unpackers[key] = zstandard.ZstdDecompressor(dict_data=self._load(key) if key else None)
        return self._unpackers[key]
