"""A publisher as a file for `spiders/`, with comments that say what was seen and what is guessed."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterator
from contextlib import suppress
from keyword import iskeyword
from pathlib import Path
from tempfile import NamedTemporaryFile
from textwrap import wrap

from scraper.archive.guard import refused
from scraper.crawl.probe.draft import DELAY, draft
from scraper.crawl.probe.findings import Findings, FoundEdition, FoundLayout
from scraper.errors import BadInput, Unwritable
from scraper.publisher import Edition, Feed, Publisher, Source

_WIDE = 120  # columns, as the project's formatter has it
_NO_LINKS = (errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EMLINK)  # memory cards and some network disks


def check_target(path: Path) -> str:
    """The publisher's name that a file will have.

    Raises `BadInput` if the file is there already, or its name is none for a publisher; `Unwritable`
    if its folder is not there.
    """
    name = path.stem
    if path.suffix != ".py" or not re.fullmatch(r"[a-z][a-z0-9_]*", name) or iskeyword(name):
        near = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_0123456789") or "courier"
        near += "_paper" if iskeyword(near) else ""
        raise BadInput(
            f"{path} is no name for a publisher's file: small letters, digits and _, then .py.\n"
            f"Choose another, such as {path.with_name(f'{near}.py')}"
        )
    if path.exists() or path.is_symlink():
        raise BadInput(f"{path} is there already, and was left as it is.\nName another file with --write.")
    if not path.parent.is_dir():
        raise Unwritable(path, "there is no such folder")
    return name


def write(path: Path, found: Findings) -> None:
    """Writes the publisher's file: all of it or nothing, and never over another.

    Raises what `check_target` does, `BadInput` if there is too little to write, `DiskFull`.
    """
    name = check_target(path)
    if found.pattern is None or not any(one.sources for one in found.editions):
        raise BadInput(
            f"{path} was not written: nothing on {found.home} announces articles that could be told as such.\n"
            "spiders/README.md says how to write it by hand."
        )
    text = publisher_file(found, name)
    made = None
    try:
        with NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, suffix=".tmp", delete=False) as file:
            made = Path(file.name)
            file.write(text)
        made.chmod(0o644)
        _name(made, path)
    except FileExistsError:
        raise BadInput(f"{path} is there already, and was left as it is.\nName another file with --write.") from None
    except OSError as error:
        raise refused(path, error) from error
    finally:
        if made is not None:
            with suppress(OSError):
                made.unlink()


def _name(made: Path, path: Path) -> None:
    """Gives a finished file its name, unless another came in between."""
    try:
        os.link(made, path)  # fails if it is there, which a renaming does not
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        if path.exists():
            raise FileExistsError from None
        made.rename(path)


def publisher_file(found: Findings, name: str) -> str:
    """The text of a publisher's file, formatted as the project's formatter would."""
    publisher = draft(found, name)
    used = {type(source).__name__ for edition in publisher.editions for source in edition.sources}
    used |= {"Edition", "Publisher"} | ({"Layout"} if publisher.layouts else set())
    used |= {"Strings"} if any(_says(edition) for edition in publisher.editions) else set()
    lines = [
        *_docstring(found),
        "",
        f"from scraper.publisher import {', '.join(sorted(used))}",
        "",
        *_publisher(found, publisher),
    ]
    return "\n".join(lines) + "\n"


def _docstring(found: Findings) -> Iterator[str]:
    title = re.sub(r"[\"\\]", "'", found.title)
    languages = ", ".join(one.language for one in found.editions)
    yield from wrap(f'"""{title}: editions in {languages}.', _WIDE - 20)
    yield ""
    yield from wrap(
        f"Written by `neo-archive probe` after {found.requests} requests and {len(found.pages)} articles. What it saw "
        "is marked (seen), what it made of that (guessed): look at both, and crawl with --limit 20 first.",
        _WIDE - 20,
    )
    yield '"""'


def _publisher(found: Findings, publisher: Publisher) -> Iterator[str]:
    pattern = found.pattern
    assert pattern is not None
    yield "PUBLISHER = Publisher("
    yield f"    name={quoted(publisher.name)},"
    yield f"    title={quoted(publisher.title)},"
    yield f"    home={quoted(publisher.home)},"
    yield "    editions=("
    for one, edition in zip(found.editions, publisher.editions, strict=True):
        yield from _edition(one, edition)
    yield "    ),"
    if publisher.layouts:
        yield "    layouts=("
        for laid in found.layouts:
            yield from _layout(laid)
        yield "    ),"
    else:
        yield from _comment(
            "no layouts: no selector fitted the pages that were seen; the body is the element with most paragraphs", 1
        )
    fits = f"(guessed) matches {pattern.matched} of {pattern.announced} addresses that it was told from"
    other = f"; also {', '.join(pattern.caught)}" if pattern.caught else ""
    yield from _comment(f"{fits}{other}", 1)
    yield f"    article={raw(publisher.article)},"
    if publisher.zone != "UTC":
        yield from _comment("(guessed) by the offset of the times on its pages; name the city's own zone", 1)
        yield f"    zone={quoted(publisher.zone)},"
    if publisher.delay != DELAY:
        yield from _comment("robots.txt asks for it (seen)", 1)
        yield f"    delay={publisher.delay!r},"
    yield ")"


def _edition(one: FoundEdition, edition: Edition) -> Iterator[str]:
    yield "        Edition("
    yield f"            language={quoted(edition.language)},"
    yield f"            prefix={quoted(edition.prefix)},"
    if edition.sources:
        yield "            sources=("
        for source in edition.sources:
            said, articles = one.announced.get(source.path, (0, 0))
            yield from _comment(_seen(source, said, articles), 4)
            yield f"                {_source(source)},"
        yield "            ),"
    else:
        yield "            sources=(),  # none was found"
    if _says(edition):
        yield "            strings=Strings("
        for name in ("by", "related"):
            if words := getattr(edition.strings, name):
                yield f"                {name}=({', '.join(map(quoted, words))},),"
        yield "            ),"
    yield "        ),"


def _seen(source: Source, said: int, articles: int) -> str:
    if isinstance(source, Feed) and source.pages > 1:
        return f"(seen) {articles} articles, and that older pages follow; (guessed) how many"
    among = "" if said <= articles else f" among {said} addresses"
    return f"(seen) {articles} articles{among}"


def _layout(laid: FoundLayout) -> Iterator[str]:
    yield from _comment(f"(seen) on {len(laid.pages)} pages, the first {laid.pages[0]}", 2)
    yield "        Layout("
    layout = laid.layout
    yield f"            {quoted(layout.name)},"
    for name in ("body", "title", "byline", "author", "lead", "related", "section", "tag"):
        if css := getattr(layout, name):
            yield f"            {name}={quoted(css)},  # {laid.seen.get(name, 0)} of {len(laid.pages)}"
    yield "        ),"


def _source(source: Source) -> str:
    pages = f", pages={source.pages}" if isinstance(source, Feed) and source.pages > 1 else ""
    return f"{type(source).__name__}({quoted(source.path)}{pages})"


def _says(edition: Edition) -> bool:
    return bool(edition.strings.by or edition.strings.related)


def _comment(text: str, depth: int) -> Iterator[str]:
    space = "    " * depth
    yield from (f"{space}# {line}" for line in wrap(text, _WIDE - len(space) - 2, break_on_hyphens=False))


def quoted(text: str) -> str:
    """A string as the project's formatter writes it: in double quotes, unless single ones save escapes."""
    mark = "'" if text.count('"') > text.count("'") else '"'
    inside = "".join(
        f"\\{char}" if char in (mark, "\\") else char if char.isprintable() else repr(char)[1:-1] for char in text
    )
    return f"{mark}{inside}{mark}"


def raw(expression: str) -> str:
    """A regular expression as a raw string, where one can hold it."""
    plain = "\\" not in expression
    return quoted(expression) if plain or '"' in expression or not expression.isprintable() else f'r"{expression}"'
