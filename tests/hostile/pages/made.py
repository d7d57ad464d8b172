"""An article as a publisher prints it, with room for whatever a hostile page puts there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

UTF8 = "text/html; charset=utf-8"
UNSAID = "text/html"
DAY = "/2025/07/01/"
TITLES = {"en": "The ferry leaves at dawn", "fr": "Le bac part à l’aube", "ru": "Паром уходит на рассвете"}
AUTHORS = {"en": "Anna Berg", "fr": "Anne Morel", "ru": "Анна Берг"}
_SENTENCES = {
    "en": "The ferry to the north island will run twice a day from the {}th of the month, as it did before the storm.",
    "fr": "Le bac de l’île du Nord fera deux traversées par jour à partir du {} du mois, comme avant la tempête.",
    "ru": "Паром на северный остров с {} числа будет ходить два раза в день, как ходил до осенней бури.",
}


@dataclass(frozen=True, slots=True)
class Hostile:
    """A page that is made to hurt whoever reads it, and what must become of it."""

    name: str  # what it does; unique
    make: Callable[[], str | bytes]
    declared: str = "held"  # or the reason why it is no article, at a publisher that has a file
    general: str = "held"  # at any other
    language: str = "en"
    content_type: str = UTF8

    @property
    def body(self) -> bytes:
        """The page's bytes, made anew."""
        made = self.make()
        return made if isinstance(made, bytes) else made.encode("utf-8", "surrogatepass")

    @property
    def slug(self) -> str:
        """Its name in an address."""
        return "-".join("".join(char if char.isalnum() else " " for char in self.name).split()).lower()

    @property
    def path(self) -> str:
        """Where it lies at the publisher."""
        return f"{'' if self.language == 'en' else '/' + self.language}{DAY}{self.slug}/"


def paragraphs(count: int = 4, language: str = "en") -> str:
    """So many paragraphs, no two alike."""
    return "".join(f"<p>{_SENTENCES[language].format(number)}</p>" for number in range(1, count + 1))


def story(
    head: str = "",
    *,
    title: str | None = None,
    byline: str | None = None,
    text: str | None = None,
    after: str = "",
    language: str = "en",
) -> str:
    """An article's page, each of its parts as usual unless it is given."""
    said = TITLES[language] if title is None else title
    by = f'<a rel="author" href="/author/berg/">{AUTHORS[language]}</a>' if byline is None else byline
    told = paragraphs(language=language) if text is None else text
    return (
        f'<!doctype html><html lang="{language}"><head><title>{said}</title>{head}</head><body class="single">'
        f'<article><h1 class="entry-title">{said}</h1><div class="post-meta">{by}</div>'
        f'<div class="entry-content">{told}</div></article>{after}</body></html>'
    )
