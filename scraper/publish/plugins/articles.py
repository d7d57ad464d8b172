"""Pages about articles: two versions compared, two languages side by side, how to cite; and what article pages need."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from sqlite3 import Connection
from typing import Any, TypeVar

from datasette import hookimpl
from datasette.utils.asgi import NotFound, Response

from scraper.publish.articles.citing import FORMATS, Citation, citation, written
from scraper.publish.articles.comparison import comparison
from scraper.publish.articles.evidence import Evidence, evidence
from scraper.publish.articles.facing import facing
from scraper.publish.articles.story import Story, story
from scraper.publish.articles.version import Version, newest, version
from scraper.publish.kept import kept

_Found = TypeVar("_Found")


@hookimpl  # type: ignore[untyped-decorator]
def register_routes() -> list[tuple[str, Callable[..., Awaitable[Any]]]]:
    """Pages beside Datasette's own; each can be linked to for ever."""
    return [
        (r"^/compare$", compare),
        (r"^/side-by-side/(?P<article>\d{1,16})$", side_by_side),
        (rf"^/cite/(?P<key>\w{{1,40}})(?:\.(?P<form>{'|'.join(FORMATS)}))?$", cite),
    ]


@hookimpl  # type: ignore[untyped-decorator]
def extra_template_vars(view_name: str, request: Any, datasette: Any) -> Callable[[], Awaitable[dict[str, object]]]:
    """For pages of rows: `story(id)`, `version(key)`, `cited(key)`, `evidence(capture)`, `absolute(path)`."""

    async def found() -> dict[str, object]:
        if view_name != "row":
            return {}

        async def read_story(article_id: int) -> Story | None:
            return await _ask(datasette, lambda connection: story(connection, article_id))

        async def read_version(key: str) -> Version | None:
            return await _ask(datasette, lambda connection: version(connection, key))

        async def read_cited(key: str) -> Citation:
            return await _cited(datasette, request, await _version(datasette, key))

        async def read_evidence(capture_id: int) -> Evidence | None:
            return await _ask(datasette, lambda connection: evidence(connection, capture_id))

        return {
            "evidence": read_evidence,
            "story": read_story,
            "version": read_version,
            "cited": read_cited,
            "absolute": lambda path: datasette.absolute_url(request, path),
        }

    return found


async def compare(request: Any, datasette: Any) -> Any:
    """What differs between `before` and `after`, keys of versions; or in an `article`, its newest and the one before.

    404 for what no version was ever called.
    """
    await datasette.ensure_permissions(request.actor, ["view-instance"])
    asked = {name: request.args.get(name) or "" for name in ("before", "after", "article", "only")}
    if asked["article"] and not asked["after"]:
        asked["after"] = await _ask(datasette, lambda connection: newest(connection, _number(asked["article"])))
    after = await _version(datasette, asked["after"] or asked["before"])
    earlier = asked["before"] or (after.before or after.row)["id"]
    before = await _version(datasette, earlier)
    told = await _ask(datasette, lambda _: comparison(before, after))
    context = {"before": before, "after": after, "told": told, "only": asked["only"] == "changes"}
    return Response.html(await datasette.render_template("compare.html", context, request=request))


async def side_by_side(request: Any, datasette: Any) -> Any:
    """An article against one of its translations, `with`: a language, or its key. 404 if there is none."""
    await datasette.ensure_permissions(request.actor, ["view-instance"])
    left = await _story(datasette, int(request.url_vars["article"]))
    wanted = request.args.get("with") or ""
    others = {str(other["id"]): other for other in left.translations}
    chosen = [key for key, other in others.items() if wanted in ("", key, other["language"])]
    if not chosen:
        raise NotFound(f"this archive holds no translation of that article{' into ' + wanted if wanted else ''}")
    right = await _story(datasette, int(chosen[0]))
    pairs = await _ask(datasette, lambda _: facing(left.blocks, right.blocks))
    context = {"left": left, "right": right, "pairs": pairs, "others": left.translations}
    return Response.html(await datasette.render_template("side_by_side.html", context, request=request))


async def cite(request: Any, datasette: Any) -> Any:
    """How to cite a version, or an article's newest, in every format; with an ending, that format as a file."""
    await datasette.ensure_permissions(request.actor, ["view-instance"])
    key, form = request.url_vars["key"], request.url_vars["form"]
    if key.isdigit():
        key = await _ask(datasette, lambda connection: newest(connection, _number(key)))
    of = await _version(datasette, key or "")
    cited = await _cited(datasette, request, of)
    texts = written(cited)
    if form:
        name = f"{cited.version_id}.{form}"
        headers = {"content-disposition": f'{"inline" if form == "txt" else "attachment"}; filename="{name}"'}
        return Response(texts[form], headers=headers, content_type=FORMATS[form])
    context = {"of": of, "cited": cited, "texts": texts}
    return Response.html(await datasette.render_template("cite.html", context, request=request))


async def _cited(datasette: Any, request: Any, of: Version) -> Citation:
    place = datasette.urls.row(kept(datasette).name, "versions", of.row["id"])
    address = datasette.absolute_url(request, str(place))
    return await _ask(datasette, lambda connection: citation(connection, of, address))


async def _version(datasette: Any, key: str) -> Version:
    found = await _ask(datasette, lambda connection: version(connection, key))
    if found is None:
        raise NotFound(f"no version is called {key or 'so'}; an article's page lists its versions")
    return found


async def _story(datasette: Any, article_id: int) -> Story:
    found = await _ask(datasette, lambda connection: story(connection, article_id))
    if found is None:
        raise NotFound(f"this archive holds no article {article_id}")
    return found


async def _ask(datasette: Any, question: Callable[[Connection], _Found]) -> _Found:
    """What a function makes of the archive, in one of the site's threads."""
    found: _Found = await kept(datasette).database.execute_fn(question)
    return found


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 17 else 0  # 0: no article's key
