"""Languages and prefixes, told from a home page, a sitemap and addresses; and which host is whose."""

from __future__ import annotations

import pytest

from scraper.crawl.probe.editions import candidates, prefix_of, split_by
from scraper.crawl.probe.site import language_of, site_of
from scraper.crawl.probe.zones import zone_of
from scraper.errors import BadInput

from .pages import opened, page

SITE = site_of("https://post.example")


def editions(html: str, alternates: dict[str, str] | None = None, urls: tuple[str, ...] = ()) -> dict[str, str]:
    """Language → prefix."""
    found = candidates(SITE, opened(html), alternates or {}, urls)
    return {candidate.language: prefix_of(SITE, candidate) for candidate in found}


def test_a_page_that_says_nothing_more_is_one_edition_at_the_root() -> None:
    assert editions(page("<p>Guten Tag</p>", "de-AT")) == {"de": "/"}


def test_hreflang_in_the_head_tells() -> None:
    extra = "".join(
        f'<link rel="alternate" hreflang="{tag}" href="https://post.example{path}">'
        for tag, path in (("en", "/"), ("fr-FR", "/fr/"), ("pt-BR", "/pt-br/"), ("x-default", "/"))
    )
    assert editions(page("<p>Good day</p>", extra=extra)) == {"en": "/", "fr": "/fr/", "pt": "/pt-br/"}


@pytest.mark.parametrize(
    "link",
    [
        '<a href="/fr/">FR</a>',
        '<a href="/fr">Français</a>',
        '<a href="/fr/" hreflang="fr">autre</a>',
        '<a href="https://www.post.example/fr/" lang="fr">x</a>',
    ],
)
def test_a_language_switch_tells(link: str) -> None:
    assert editions(page(f"<p>Good day</p>{link}")) == {"en": "/", "fr": "/fr/"}


@pytest.mark.parametrize(
    "link",
    [
        '<a href="/fr/2025/07/01/x/">FR</a>',
        '<a href="/?lang=fr">FR</a>',
        '<a href="https://other.example/fr/">FR</a>',
        '<a href="/france/">France</a>',
    ],
)
def test_other_links_do_not(link: str) -> None:
    assert editions(page(f"<p>Good day</p>{link}")) == {"en": "/"}


def test_alternates_of_a_sitemap_tell_the_prefix_of_each_language() -> None:
    alternates = {"en": "https://post.example/2025/07/01/x/", "ru": "https://post.example/ru/2025/07/01/y/"}
    assert editions(page("<p>Good day</p>"), alternates) == {"en": "/", "ru": "/ru/"}


def test_many_addresses_under_a_language_tell() -> None:
    urls = (*(f"https://post.example/es/2025/{n}/" for n in range(3)), "https://post.example/it/x/")
    assert editions(page("<p>Good day</p>"), {}, urls) == {"en": "/", "es": "/es/"}


def test_a_root_that_shows_the_same_as_a_folder_gives_way_to_it() -> None:
    urls = tuple(f"https://post.example/{language}/article/{n}" for n in range(4) for language in ("en", "fr"))
    assert editions(page("<p>Good day</p>"), {}, urls) == {"en": "/en/", "fr": "/fr/"}


def test_a_path_belongs_to_the_longest_prefix() -> None:
    prefixes = ["/", "/fr/"]
    assert split_by(prefixes, "/fr/2025/x/") == ("/fr/", "2025/x/")
    assert split_by(prefixes, "/french/x/") == ("/", "french/x/")
    assert split_by(["/en/", "/fr/"], "/x/") is None


@pytest.mark.parametrize(
    ("word", "language"),
    [("fr", "fr"), ("pt-BR", "pt"), ("zh_Hans", "zh"), ("tv", None), ("xx", None), ("news", None), ("", None)],
)
def test_language_of(word: str, language: str | None) -> None:
    assert language_of(word) == language


@pytest.mark.parametrize(
    ("url", "ours", "here"),
    [
        ("https://post.example/x", True, True),
        ("http://www.post.example/x", True, True),
        ("https://fr.post.example/x", True, False),
        ("https://shop.post.example/x", False, False),
        ("https://post.example.org/", False, False),
        ("https://notpost.example/", False, False),
        ("https://post.example:8443/", False, False),
        ("ftp://post.example/", False, False),
        ("file:///etc/passwd", False, False),
        ("javascript:alert(1)", False, False),
        ("http://[bad/", False, False),
    ],
)
def test_which_host_is_ours(url: str, ours: bool, here: bool) -> None:
    assert (SITE.is_ours(url), SITE.is_here(url)) == (ours, here)


def test_sub_domains_of_languages_are_sisters() -> None:
    site = site_of("https://ru.post.example/")
    assert site.is_ours("https://post.example/")
    assert site.is_ours("https://en.post.example/")
    assert not site_of("http://127.0.0.1:80").is_ours("http://128.0.0.1:80")


@pytest.mark.parametrize("address", ["post.example", "ftp://post.example", "https://", "nonsense", "http://[bad/", ""])
def test_what_is_no_web_address_is_refused(address: str) -> None:
    with pytest.raises(BadInput) as caught:
        site_of(address)
    assert ("Did you mean https://post.example?" in str(caught.value)) is (address.endswith("post.example"))


def test_a_password_goes_nowhere() -> None:
    with pytest.raises(BadInput) as caught:
        site_of("https://anna:secret@post.example/")
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("stated", "zone"),
    [
        (["2025-07-01T10:00:00+03:00", "2025-03-01T10:00:00+03:00"], "Etc/GMT-3"),
        (["2025-07-01T10:00:00-05:00", None], "Etc/GMT+5"),
        (["2025-07-01T10:00:00+02:00", "2025-01-01T10:00:00+01:00"], "UTC"),
        (["2025-07-01T10:00:00+05:30"], "UTC"),
        (["2025-07-01T10:00:00+00:00"], "UTC"),
        (["2025-07-01", "yesterday", None], "UTC"),
        ([], "UTC"),
    ],
)
def test_zone_is_told_by_one_offset_alone(stated: list[str | None], zone: str) -> None:
    assert zone_of(stated) == zone
