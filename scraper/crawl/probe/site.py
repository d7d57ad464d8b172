"""Which addresses belong to the site that is looked at."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from scraper.errors import BadInput
from scraper.extract.urls import host, normal_path, split

# ISO 639-1, all of it: what may stand in a path or in front of a host and mean an edition.
LANGUAGES = frozenset(
    "aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo "
    "es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka "
    "kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng "
    "nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr ss st "
    "su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu".split()
)
_TAG = re.compile(r"([a-z]{2})(?:[-_](?:[a-z]{2}|hans|hant|latn|cyrl))?", re.I)


def language_of(word: str) -> str | None:
    """The language that a word such as "fr" or "pt-BR" means; None for any other word."""
    found = _TAG.fullmatch(word)
    code = found[1].lower() if found else ""
    return code if code in LANGUAGES else None


@dataclass(frozen=True, slots=True)
class Site:
    """A newspaper's host, and those that belong to it: `www.` and one sub-domain a language."""

    home: str  # scheme and host, no trailing slash

    @property
    def name(self) -> str:
        """The host without "www." and without a language in front; with its port if that is an unusual one."""
        return self._bare(self.home) or ""

    def is_ours(self, url: str) -> bool:
        """Whether a URL is http or https and leads to this site."""
        return self._bare(url) == self.name

    def is_here(self, url: str) -> bool:
        """Whether a URL leads to the very host of the home, `www.` or not: what one publisher file can crawl."""
        here, there = split(self.home), split(url)
        return here is not None and there is not None and host(here) == host(there)

    def path(self, url: str) -> str:
        """The path of a URL, in its one spelling; without query."""
        return normal_path(urlsplit(url).path)

    def source(self, url: str) -> str:
        """A URL as a `Source` names it: path and query."""
        query = urlsplit(url).query
        return self.path(url) + (f"?{query}" if query else "")

    def absolute(self, href: str) -> str:
        """A link of the home page, made absolute; as it stands where it cannot be."""
        try:
            return urljoin(f"{self.home}/", href.strip())
        except ValueError:
            return href

    @staticmethod
    def _bare(url: str) -> str | None:
        parts = split(url)
        if parts is None:
            return None
        name = host(parts)
        first, _, rest = name.partition(".")
        return rest if "." in rest and language_of(first) and not rest.replace(".", "").isdigit() else name


def site_of(address: str) -> Site:
    """The site that an address lies on, whatever page of it. Raises `BadInput` if it is no web address."""
    parts = split(address)
    if parts is None:
        bare = address.strip().split("://")[-1].strip("/")
        near = f"\nDid you mean https://{bare}?" if split(f"https://{bare}") and "." in bare else ""
        raise BadInput(f"{address!r} is not a web address; it begins with http:// or https://.{near}")
    if parts.username or parts.password:
        raise BadInput(f"{parts.hostname} was given with a user name; a probe signs in nowhere.\nLeave it out.")
    return Site(f"{parts.scheme}://{parts.netloc.lower()}")
