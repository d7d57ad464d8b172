"""A running WordPress with an English, a French and a Russian site, and what an editor does in it.

Everything passes through WordPress itself (`php/do.php`); nothing writes to its tables.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from . import content, servers

SITES = {
    "en": {"title": "The Bay Gazette", "locale": "", "date": "F d, Y", "theme": "twentytwentyone"},
    "fr": {"title": "La Gazette de la baie", "locale": "fr_FR", "date": "j F Y", "theme": "twentytwentythree"},
    "ru": {"title": "Вестник залива", "locale": "ru_RU", "date": "j F Y", "theme": "twentytwentythree"},
}
ZONE = "Europe/Moscow"


class Refused(Exception):
    """WordPress would not do it; the message is its own."""


@dataclass(frozen=True, slots=True)
class Post:
    """A post or page as WordPress knows it."""

    id: int  # unique within its site
    language: str
    path: str  # of its address, percent-encoded as WordPress does it
    title: str
    status: str  # publish, private, draft, pending, future, trash; password; page
    text: str  # that a reader sees, white space folded
    pages: int  # that the text is spread over
    author: str  # name
    published: str  # in UTC: "2025-07-02T06:30:00Z"
    sections: Sequence[str]  # names
    tags: Sequence[str]  # names
    story: str | None  # shared by its translations


@dataclass(frozen=True, slots=True)
class Asked:
    """A line of the access log."""

    status: int
    method: str
    url: str  # path and query


class WordPress:
    """WordPress from nothing, while the context lasts; its files are gone afterwards.

    The packages must be there: `debian.install`.
    """

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            self._folder = Path(tempfile.mkdtemp(prefix="wordpress-"))
            stack.callback(shutil.rmtree, self._folder)
            self._env = servers.surroundings(self._folder)
            servers.lay_out(self._folder)
            stack.enter_context(servers.database(self._folder, self._env))
            self._do("install", title=SITES["en"]["title"])
            self._do("found", **{language: {**site, "zone": ZONE} for language, site in SITES.items()})
            self._do("publish", authors=content.authors(), posts=content.everything())
            for path in (self._folder / "site" / "wp-content" / "uploads").rglob("*"):
                path.chmod(0o755 if path.is_dir() else 0o644)
            stack.enter_context(servers.web(self._folder, self._env))
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *_error: object) -> None:
        self._stack.close()

    @property
    def address(self) -> str:
        """Scheme, host and port, without a slash at the end."""
        return f"http://{self._env['NEWSPAPER_HOST']}"

    @property
    def requests(self) -> Sequence[Asked]:
        """What the web server was asked for, oldest first."""
        lines = (self._folder / "requests.log").read_text(encoding="utf-8").splitlines()
        return [Asked(int(line.split()[0]), *line.split()[1:3]) for line in lines]

    def posts(self, status: str | None = None) -> list[Post]:
        """Every post and page of that status, or of any."""
        found = [Post(**one) for one in self._do("posts")]
        return [post for post in found if status in (None, post.status)]

    def add(self, language: str, title: str, text: str, date: str) -> Post:
        """Publishes a post; `date` is local: "2025-07-02 09:30:00"."""
        return Post(**self._do("add", language=language, title=title, content=text, date=date, status="publish"))

    def edit(self, post: Post, text: str) -> Post:
        """Gives a post another text."""
        return Post(**self._do("edit", language=post.language, id=post.id, text=text))

    def reslug(self, post: Post, slug: str) -> Post:
        """Gives a post another address; WordPress sends those who ask for the old one there."""
        return Post(**self._do("reslug", language=post.language, id=post.id, slug=slug))

    def protect(self, post: Post, password: str) -> Post:
        """Asks readers of a post for a password."""
        return Post(**self._do("protect", language=post.language, id=post.id, password=password))

    def delete(self, post: Post, *, for_good: bool = False) -> None:
        """Moves a post to the trash, or takes it out for good."""
        self._do("delete", language=post.language, id=post.id, for_good=for_good)

    def _do(self, command: str, **asked: Any) -> Any:
        """One command of `php/do.php`. Raises `Refused`."""
        words = ["php", "-d", "display_errors=stderr", str(servers.HERE / "php" / "do.php"), command]
        done = subprocess.run(
            words, input=json.dumps(asked), capture_output=True, text=True, env=self._env, check=False
        )
        if done.returncode != 0 or "WordPress database error" in done.stderr:
            raise Refused(f"{command}: {(done.stderr or done.stdout)[-2000:]}")
        return json.loads(done.stdout)
