"""The names of people in a byline or in a statement of the author, without roles, dates and sites."""

from __future__ import annotations

import re
from collections.abc import Mapping

from scraper.extract.dates import printed
from scraper.extract.text import clean, folded

MOST = 6  # names; a longer list is of something else
_FAR = 500  # characters of a statement of authors; more is no list of names
_BY = re.compile(  # what stands before a name
    r"^\W*(?:(?:story|text|words|written|reported|posted|published|reviewed|edited|submitted|reporting|review|article"
    r"|compiled|column|analysis|recipe)\s+by"
    r"|(?:post|opinion|a guest post|a post)\s+by|by|authors?|autor(?:in(?:/autor)?)?|from|von|por"
    r"|un (?:texte|article|documentaire|reportage) (?:de|par)|écrit par|publié par|rédigé par|propos recueillis par"
    r"|(?:texte|article|récit|entretien|reportage) (?:de|par)|par"
    r"|auteure?s?|автор(?:ы)?(?:\s+(?:текста|статьи|материала|фото))?|текст|подготовил[аи]?|записал[аи]?"
    r"|беседовал[аи]?|корреспондент|опубликовал[аи]?|источник)(?=\W)[\s:]*",
    re.I,
)
_CUT = re.compile(  # where a byline goes on to other things
    r"\s*(?:[|•·⋅»]|\s[-–—]\s|\s[\d@]|\b(?:published|posted|updated|last updated|reviewed by|edited by|read more"
    r"|min read|in [A-Z]\w+$|on (?=\w+ \d)|publié|mis à jour|le \d|опубликовано|обновлено)\b).*$",
    re.I,
)
_SPLIT = re.compile(
    r"\s*(?:,|;|&|\+|/|\b(?:and|with|und|og|och|y|et|avec|и)\b)\s*",
)
_ROLE = re.compile(
    r"\b(?:editors?|editor-in-chief|reporters?|writers?|correspondents?|columnists?|contributors?|contributing"
    r"|journalists?|staff|producers?|managers?|director|officer|founder|ceo|cto|chief|head of|president|vice|senior"
    r"|specialist|coordinator|professor|ph\.?d|m\.?d|md|cfp|rd|rn|special to|follow|email|e-mail|contact|about|view all"
    r"|posts|bio|photo|photos|getty|images|guest|author|extension|marketing|team lead|analyst|strategist|consultant"
    r"|university|institute|journaliste|rédact\w+|correspondante?|envoyée? spéciale?|chroniqueu\w+|éditorialiste"
    r"|photographe"
    r"|корреспондент|журналист|редактор|обозреватель|специально|собкор|фото)\b",
    re.I,
)
_JOB = re.compile(
    r"\b(?:editor|reporter|writer|correspondent|columnist|journalist|contributor|journaliste|rédacteur|rédactrice"
    r"|correspondante?|chroniqueu\w+|корреспондент|журналист|редактор|обозреватель)$",
    re.I,
)
_BESIDE = re.compile(r"\s*[|•·,]\s*")
_AGENCY = re.compile(
    r"\b(?:press|presse|news|agency|agence|media|service|magazine|network|foundation|bureau|wire|inc|llc|ltd|gmbh"
    r"|новости|агентство|информ|медиа)$",
    re.I,
)
_FIELD = re.compile(r"(?:\s+[A-Z]{2,4})+$")  # "SEO" of "Anna Berg SEO Specialist"
_NOBODY = re.compile(
    r"^(?:no author|admin(?:istrator)?|editors?|editorial|editorial (?:staff|team|board)|staff"
    r"|staff (?:writer|reporter)s?|web ?master|user|by|par|guest|anonymous|news ?desk|none|null|unknown|home|subscribe"
    r"|share|comments?|facebook|twitter|x|redaction|rédaction|la rédaction|редакция|администратор|админ|аноним)$",
    re.I,
)
_BAD = re.compile(r"[@<>{}=_:*]|https?:|www\.|\d|\.(?:com|org|net|ru|fr|co)\b", re.I)
_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
_GLUE = re.compile(
    rf"(?<=^By)(?=[A-Z])|(?<=^Par)(?=[A-ZÉ])"
    rf"|(?<=[a-zé])(?=(?:Updated|Published|Posted|Publié|Mis à jour)\b|(?:{_MONTH}) \d)"
)
_LEFT = re.compile(r"\s+(?:le|on|at|the|du|à|in|от)$")
_DATED_BY = re.compile(r"(?:^|[\s,|•·—–-])(?:[Bb]y|[Pp]ar|[Vv]on|[Pp]or)\s+(?=[^\W\d_a-zа-я])")
_TITLE = 4  # words of what somebody does
_LABEL = 40  # characters
_BEFORE = 3  # words before a date that say what it is of: "Posted on Monday,"
_PARTICLES = frozenset(
    "van von der den de da di du del della la le el al bin ibn ben dos das do e y af ten ter zu".split()
)
_ELIDED = re.compile(r"[dl]['’][^\W\d_]")  # "d’Arc"


def says_by(text: str) -> bool:
    """Whether a line begins with what stands before a name, or has it behind a date."""
    text = _GLUE.sub(" ", text)
    return bool(_BY.match(text)) or bool(_DATED_BY.search(text) and printed(text))


def is_label(text: str) -> bool:
    """Whether a line is only what stands before a name: the next line is the name."""
    found = _BY.match(f"{text} ") if len(text) <= _LABEL else None
    return found is not None and found.end() >= len(text)


def is_job(text: str) -> bool:
    """Whether a line, or what stands beside a name in it, is what a journalist does: "Senior Writer"."""
    return any(bool(_JOB.search(part)) and len(part.split()) <= _TITLE for part in _BESIDE.split(text))


def is_stated(text: str) -> bool:
    """Whether a statement of the author is no address and nothing else that cannot be a name."""
    return bool(text) and not _BAD.search(text)


def people_in(text: str) -> tuple[str, ...]:
    """The names in a byline or a statement of the author; none where there is no name."""
    if len(text) > _FAR or "://" in text:
        return ()
    if ";" in text:  # "Berg, Anna; Lind, Otto"
        names = {folded(name): name for part in text.split(";") for name in people_in(part)}
        return _whole(names)
    text = _GLUE.sub(" ", clean(text))
    while (begun := _BY.match(text)) and begun.end() < len(text):
        text = text[begun.end() :]
    if date := printed(text):
        before, _, behind = text.partition(date.words)
        later = _DATED_BY.search(behind)
        text = behind[later.end() :] if later and len(before.split()) <= _BEFORE else before
    text = _LEFT.sub("", _CUT.sub("", text).strip(" ,.:|-–—"))
    parts = [part.strip(" .,:()[]\"'“”") for part in _SPLIT.split(text)]
    words = [part.split() for part in parts if part]
    if len(parts) == 2 and "," in text and [len(word) for word in words] == [1, 1] and all(map(_is_name, parts)):
        return (f"{parts[1]} {parts[0]}",)  # "Berg, Anna"
    found: dict[str, str] = {}
    for part in parts:
        role = _ROLE.search(part)
        if role and " " in (name := part[: role.start()].strip(" -–—(")):
            part = _FIELD.sub("", name)
        if _is_name(part):
            found.setdefault(folded(part), part)
    return _whole(found)


def _whole(names: Mapping[str, str]) -> tuple[str, ...]:
    """The names without what is none beside a name: single words and agencies, as in "Anna Berg, Nordic Press"."""
    whole = [name for name in names.values() if " " in name]
    kept = tuple(name for name in whole if not _AGENCY.search(name)) or tuple(whole) or tuple(names.values())
    return kept if len(kept) <= MOST else ()


def _is_name(part: str) -> bool:
    words = part.split()
    if not 1 <= len(words) <= 5 or len(part) < 2 or len(part) > 50:
        return False
    if _BAD.search(part) or _NOBODY.match(part) or _ROLE.search(part):
        return False
    small = {word for word in words if word[0].islower() and not _ELIDED.match(word)} if len(words) > 1 else set()
    return words[0][0].isalpha() and small <= _PARTICLES
