"""robots.txt: on most sites of this kind, a request to stay away."""

from __future__ import annotations

from typing import Any

from datasette import Response, hookimpl

_NONE = "User-agent: *\nDisallow: /\n"
_PAGES = "User-agent: *\nDisallow: /*?\nDisallow: /*.csv\nDisallow: /*.json\nDisallow: /*.db\n"  # no queries


@hookimpl  # type: ignore[untyped-decorator]
def register_routes(datasette: Any) -> list[tuple[str, Any]]:
    """The one address."""
    public = getattr(datasette, "public", None)
    words = _PAGES if public is not None and public.robots else _NONE
    return [(r"^/robots\.txt$", lambda: Response.text(words))]
