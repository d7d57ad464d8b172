"""In a real browser: no script is refused, and the editor, the menus of columns and the facets work."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import programs
import pytest
from debian import CannotInstall, chromium
from lxml import html
from publish.test_publish_serving import served

from .conftest import rows

_OPTIONS = (
    "--headless --no-sandbox --disable-gpu --disable-background-networking --no-first-run --disable-extensions "
    "--enable-logging=stderr --v=0 --virtual-time-budget=4000 --timeout=20000 --dump-dom"
)
Shown = Callable[[str], tuple[html.HtmlElement, str]]

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser() -> str:
    """Where Chromium is."""
    try:
        return chromium()
    except CannotInstall as reason:
        pytest.skip(str(reason))


@pytest.fixture(scope="module")
def shown(browser: str, archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shown]:
    """Opens a page; gives it as its scripts left it, and what they complained of."""
    with served(archive) as (_, address):

        def show(path: str) -> tuple[html.HtmlElement, str]:
            profile = tmp_path_factory.mktemp("profile")
            command = [browser, *_OPTIONS.split(), f"--user-data-dir={profile}", address + path]
            done = programs.run(command)
            complaints = [line for line in done.stderr.splitlines() if "CONSOLE" in line]
            return html.fromstring(done.stdout), "\n".join(complaints)

        yield show


def test_editor_for_sql_is_there(shown: Shown) -> None:
    for path in ("archive", "archive?sql=select+title+from+articles"):
        page, complaints = shown(path)
        assert complaints == ""
        assert page.find_class("CodeMirror-line")
        assert page.get_element_by_id("sql-format").get("hidden") is None


def test_columns_have_their_menus_and_can_be_counted(shown: Shown) -> None:
    page, complaints = shown("archive/articles?_facet=language")
    assert complaints == ""
    assert page.find_class("dropdown-menu-icon")
    assert page.find_class("dropdown-facet")
    assert page.find_class("facet-info")
    assert page.xpath("//div[@class='filter-row']/a[@aria-label='Remove this filter']")


def test_other_pages_run_without_a_complaint(shown: Shown, archive: Path) -> None:
    ((article,),) = rows(archive, "select article_id from changes limit 1")
    for path in ("", f"archive/articles/{article}", "archive/search?q=the", "archive/changed"):
        _, complaints = shown(path)
        assert complaints == "", path


def test_browser_says_what_is_refused(browser: str, tmp_path: Path) -> None:
    """The test of the tests: complaints are heard."""
    bad = tmp_path / "bad.html"
    bad.write_text("<meta http-equiv='Content-Security-Policy' content=\"script-src 'self'\"><script>1</script>")
    command = [browser, *_OPTIONS.split(), f"--user-data-dir={tmp_path / 'profile'}", bad.as_uri()]
    done = programs.run(command)
    assert "Content Security Policy" in done.stderr
