"""The words of furniture in English, French and Russian newspapers: a form a line, rule by rule.

A form is a regular expression, case aside. `^` before it means that a line begins so, `$` behind
it that a line ends so; punctuation around is not looked at. `{more}` stands for the words that
may follow a button's first; `{of}` for what follows the name of a kind of picture; `{<}` and
`{>}` for the ends of a word that a digit may touch: "16:00Updated".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from scraper.extract.general.words import english, french, russian

LANGUAGES = (english.FORMS, french.FORMS, russian.FORMS)
RULES = frozenset(rule for forms in LANGUAGES for rule in forms)
_BEGIN = r"^\W*"
_PARTS = {
    "{more}": r"(?:\W+(?:" + "|".join((english.MORE, french.MORE, russian.MORE)) + r"|\d+))*",
    "{<}": r"(?<![^\W\d_])",
    "{>}": r"(?![^\W\d_])",
    "{of}": r"\b(?: (?:by|de|credit|illustration|courtesy)\b|\s*[:/©|(])",
}


def pattern(rule: str) -> re.Pattern[str]:
    """The forms of a rule, in all languages, as one expression."""
    return re.compile("|".join(map(_expression, _forms(rule))), re.I)


def test(rule: str) -> Callable[[str], bool]:
    """Whether a line, in lower case, has a form of that rule. Those of its beginning are looked for nowhere else."""
    begins = [_expression(form)[len(_BEGIN) :] for form in _forms(rule) if form.startswith("^")]
    begin = re.compile(_BEGIN + "(?:" + "|".join(begins) + ")") if begins else None
    others = [_expression(form) for form in _forms(rule) if not form.startswith("^")]
    anywhere = re.compile("|".join(others)) if others else None
    return lambda text: bool((begin and begin.match(text)) or (anywhere and anywhere.search(text)))


def _forms(rule: str) -> Iterator[str]:
    for forms in LANGUAGES:
        yield from (line.strip() for line in forms.get(rule, "").strip().splitlines())


def _expression(form: str) -> str:
    for name, part in _PARTS.items():
        form = form.replace(name, part)
    begin = _BEGIN if form.startswith("^") else ""
    end = r"\W*$" if form.endswith("$") else ""
    return f"{begin}(?:{form.removeprefix('^').removesuffix('$')}){end}"
