"""The shape of article addresses, told from the addresses that a site announces."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

_SUFFIX = re.compile(r"\.(?:s?html?|php|aspx?|jsp)$", re.I)
# A first part of a path that no article has; what lies under it is a listing, a page or machinery.
_OTHERS = frozenset(
    "about about-us account admin advertise advertising amp archive archives author authors cart categories category "
    "comments contact contact-us contacts cookies donate faq feed feeds help imprint impressum login logout newsletter "
    "page pages people privacy privacy-policy register rss search section sections shop signup sitemap sitemaps "
    "subscribe tag tags team terms topic topics user users wp-admin wp-content wp-includes wp-json wp-login.php".split()
)
_LEAST = 0.05  # share of the addresses that a second shape must have to count
_WORDS = 4  # values up to which a folder is spelled out
_NAMED = 12  # pages that are kept out by name
_SURE = 0.95  # share of the slugs that must end in a number for it to be part of the shape


@dataclass(frozen=True, slots=True)
class Pattern:
    """A regular expression for an article's path after the edition's prefix, and how well it fits."""

    regex: str
    matched: int  # of the announced addresses
    announced: int
    missed: tuple[str, ...] = ()  # announced, but of another shape: a few of them
    caught: tuple[str, ...] = ()  # matched, though nobody announces them as articles: a few
    slashed: bool = True  # addresses end with a slash

    @property
    def share(self) -> float:
        """How many of the announced addresses it matches, 0 to 1."""
        return self.matched / self.announced if self.announced else 0.0

    def matches(self, path: str) -> bool:
        """Whether a path, without its edition's prefix, is that of an article."""
        return _matches(re.compile(self.regex), path)


def infer(
    articles: Iterable[str], others: Iterable[str] = (), taken: Sequence[str] = (), *, sure: bool = True
) -> Pattern | None:
    """The pattern of most of these paths, each without its edition's prefix: "2025/07/02/slug/".

    `others` are paths that the site links to and nobody announces: menus, pages. `taken` are
    first parts of a path that belong to other editions ("fr"). Not `sure`: the paths are no more
    than links, and only a shape that looks like that of articles will do. None if none stands out.
    """
    known = [path for path in dict.fromkeys(articles) if _may_be_article(path)]
    shapes: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for path in known:
        shapes[_shape(path)].append(path)
    liked = {shape: _likeness(shape, paths, sure) for shape, paths in shapes.items()}
    ranked = sorted(shapes.items(), key=lambda pair: (-len(pair[1]) * liked[pair[0]], pair[0]))
    if not ranked or not liked[ranked[0][0]]:
        return None
    best, least = liked[ranked[0][0]], max(2, _LEAST * len(known))
    more = (pair for pair in ranked[1:] if len(pair[1]) >= least and 0 < best <= 2 * liked[pair[0]])
    chosen = [ranked[0], *more]
    bodies = list(dict.fromkeys(_regex(shape, paths) for shape, paths in chosen))
    slashed = sum(path.endswith("/") for _, paths in chosen for path in paths) * 2 > sum(len(p) for _, p in chosen)
    body = bodies[0] if len(bodies) == 1 else f"(?:{'|'.join(bodies)})"
    end = "/" if slashed else "/?"
    plain = re.compile(body + end)
    others = [path for path in dict.fromkeys(others) if path.strip("/") and path not in set(known)]
    caught = [path for path in others if _matches(plain, path)]
    regex = _guard(body, known, caught, taken) + end
    compiled = re.compile(regex)
    missed = tuple(path for path in known if not _matches(compiled, path))
    still = tuple(path for path in caught if _matches(compiled, path))
    return Pattern(regex, len(known) - len(missed), len(known), missed[:5], still[:5], slashed)


def _matches(pattern: re.Pattern[str], path: str) -> bool:
    """As a crawl tells it: an address may come with its last slash or without."""
    return pattern.fullmatch(path if path.endswith("/") else f"{path}/") is not None


def _may_be_article(path: str) -> bool:
    parts = [part for part in path.split("/") if part]
    return bool(parts) and parts[0].lower() not in _OTHERS and not re.search(r"(?:^|/)page/\d+/?$", path)


def _shape(path: str) -> tuple[str, ...]:
    """What each part of a path is: a year, a number, a day, or a word; and the ending."""
    parts = [part for part in path.split("/") if part]
    suffix = found[0] if (found := _SUFFIX.search(parts[-1])) else ""
    parts[-1] = parts[-1].removesuffix(suffix)
    return (*(_kind(part) for part in parts), suffix)


def _kind(part: str) -> str:
    for kind, form in (("day", r"(?:19|20)\d{2}-?\d{2}-?\d{2}"), ("year", r"(?:19|20)\d{2}"), ("two", r"\d{1,2}")):
        if re.fullmatch(form, part):
            return kind
    return "number" if part.isdigit() else "word"


def _likeness(shape: tuple[str, ...], paths: Sequence[str], sure: bool) -> float:
    """How much a shape looks like that of articles: a date or number in it, or long slugs at its end."""
    *parts, suffix = shape
    if parts[-1] in ("year", "two") or parts == ["day"]:
        return 0.0  # an archive of a month or day
    if {"number", "year", "day"} & set(parts):
        return 2.0
    long = sum(_is_long(_slug(path)) for path in paths)
    return 1.5 * long / len(paths) + (0.2 if suffix else 0.0) + (0.3 if sure else 0.0)


def _is_long(slug: str) -> bool:
    return len(re.split(r"[-_]", slug)) >= 4 or re.search(r"\d{4,}", slug) is not None


def _slug(path: str) -> str:
    return _SUFFIX.sub("", path.rstrip("/").rsplit("/", 1)[-1])


def _regex(shape: tuple[str, ...], paths: Sequence[str]) -> str:
    *kinds, suffix = shape
    columns = list(zip(*([part for part in path.split("/") if part] for path in paths), strict=True))
    last = len(kinds) - 1
    written = [
        _slugs([_SUFFIX.sub("", part) for part in column]) if kind == "word" and place == last else _part(kind, column)
        for place, (kind, column) in enumerate(zip(kinds, columns, strict=True))
    ]
    return "/".join(written) + re.escape(suffix)


def _part(kind: str, column: Sequence[str]) -> str:
    if kind == "day":
        return r"\d{4}-\d{2}-\d{2}" if "-" in column[0] else r"\d{8}"
    if kind == "year":
        return r"\d{4}"
    if kind == "two":
        return r"\d{2}" if all(len(_SUFFIX.sub("", part)) == 2 for part in column) else r"\d{1,2}"
    if kind == "number":
        return r"\d+"
    words = Counter(column)
    if len(words) <= _WORDS and len(column) >= 2 * len(words):
        spelled = [re.escape(word).replace(r"\-", "-") for word in sorted(words)]
        return spelled[0] if len(spelled) == 1 else f"(?:{'|'.join(spelled)})"
    return "[^/]+"


def _slugs(slugs: Sequence[str]) -> str:
    """The last part of an address: with a number in front or behind, if nearly all have one."""

    def most(fits: Callable[[str], object]) -> bool:
        return sum(bool(fits(slug)) for slug in slugs) >= _SURE * len(slugs)

    for form in (r"\d{3,}-[^/]+", r"[^/]+-\d{4,}", r"[^/]+_\d{4,}"):
        if most(re.compile(form).fullmatch):
            return form.replace("{3,}", "+").replace("{4,}", "+")
    return "[^/]+"


def _guard(body: str, known: Sequence[str], caught: Sequence[str], taken: Sequence[str]) -> str:
    """The expression with a look ahead that keeps out what only looks like an article.

    Only needed where it begins with any word at all: "about/" is one, too. A word with which an
    article begins, or under which an address with a long slug lies, is not kept out.
    """
    if not body.startswith(("[^/]+", "(?:[^/]+")):
        return body
    innocent = {path.split("/")[0] for path in (*known, *(path for path in caught if _is_long(_slug(path))))}
    first = Counter(path.split("/")[0] for path in caught)
    others = [word for word, _ in first.most_common() if word not in innocent and word not in taken][:_NAMED]
    escaped = [re.escape(name).replace(r"\-", "-") for name in [*sorted(set(taken)), *sorted(others)]]
    return f"(?!(?:{'|'.join(escaped)})/){body}" if escaped else body
