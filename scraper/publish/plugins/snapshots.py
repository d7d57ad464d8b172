"""The snapshots that a site offers: listed, described, and to be taken away."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from datasette import NotFound, Response, hookimpl

from scraper.publish.snapshot import Manifest, find, shelf
from scraper.publish.snapshot.download import send_file


@hookimpl  # type: ignore[untyped-decorator]
def register_routes() -> list[tuple[str, Any]]:
    """The list, each snapshot, and each of its files."""
    return [
        (r"^/snapshots$", _list),
        (r"^/snapshots/(?P<name>[^/.]+)$", _one),
        (r"^/snapshots/(?P<name>[^/.]+)/(?P<file>[^/]+)$", _file),
    ]


@hookimpl  # type: ignore[untyped-decorator]
def extra_template_vars(datasette: Any) -> dict[str, object]:
    """Whether there is a list, for every page's head."""
    return {"offers_snapshots": _folder(datasette) is not None}


async def _list(datasette: Any, request: Any) -> Response:
    folder = _offered(datasette)
    shown = [one for one in shelf(folder) if _may(datasette, one)]
    page = await datasette.render_template("snapshots.html", {"snapshots": shown}, request=request)
    return Response.html(page)


async def _one(datasette: Any, request: Any) -> Response:
    one = _named(datasette, request)
    return Response.html(await datasette.render_template("snapshot.html", {"it": one}, request=request))


async def _file(datasette: Any, request: Any, scope: Any, send: Any) -> Response | None:
    one = _named(datasette, request)
    if request.url_vars["file"] == f"{one.name}.json":
        return Response(one.dumped(), content_type="application/json; charset=utf-8")
    file = one.file(request.url_vars["file"])
    folder = _offered(datasette)
    if file is None or not (folder / file.file).is_file():
        raise NotFound("no such file")
    await send_file(folder / file.file, file, scope, send)
    return None


def _named(datasette: Any, request: Any) -> Manifest:
    found = find(_offered(datasette), request.url_vars["name"])
    if found is None or not _may(datasette, found):
        raise NotFound("no such snapshot")
    return found


def _offered(datasette: Any) -> Path:
    folder = _folder(datasette)
    if folder is None:
        raise NotFound("no snapshots here")
    return folder


def _folder(datasette: Any) -> Path | None:
    return getattr(datasette, "snapshots", None)


def _may(datasette: Any, one: Manifest) -> bool:
    """Whether it may be offered: where texts are withheld, none that has them."""
    public = getattr(datasette, "public", None)
    return public is None or not public.withhold_text or one.text == "none"
