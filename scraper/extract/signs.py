"""What an answer looks like that is not what an article's address should give. Pure; read when an article is lost."""

from __future__ import annotations

import re
from contextlib import suppress

from lxml import etree

from scraper.extract.text import clean
from scraper.extract.urls import host, split
from scraper.records import Capture

SERVER, DATABASE, MAINTENANCE, PARKED = "server errors", "database error", "maintenance page", "parked domain"
WALL, REFUSED, EMPTY, GONE = "login or challenge page", "access refused", "empty pages", "mass 404"
ELSEWHERE, OFF_SITE, NO_ARTICLE = "redirected elsewhere", "redirected to another site", "pages without an article"

_HEAD = 64 * 1024  # bytes that are looked at
_SHORT = 1500  # characters; a longer page is about something else, whatever words are in it
_EMPTY = 40  # characters of visible text; with fewer, a page is a shell
_SAID = {  # in the three languages; the first that is met counts
    DATABASE: (
        r"error establishing a database connection|database (?:connection )?error|too many connections|SQLSTATE\[",
        r"could not connect to (?:the )?database|erreur (?:de connexion|lors de la connexion) à la base de données",
        r"ошибка (?:установки )?(?:соединения|подключения) (?:с|к) баз",
    ),
    PARKED: (
        r"(?:buy|purchase|renew|own) this domain|domain (?:has|was) (?:expired|been suspended)|account suspended",
        r"domain (?:name )?(?:is|may be) (?:for sale|available|parked|expired)|sedoparking",
        r"acheter ce (?:nom de )?domaine|domaine (?:est )?(?:à vendre|expiré)",
        r"домен (?:прода[её]тся|припаркован|не оплачен)|купить (?:этот )?домен",
    ),
    WALL: (
        r"verify(?:ing)? (?:that )?you are (?:a )?human|checking your browser|just a moment|attention required|captcha",
        r"enable javascript and cookies|unusual traffic|(?:log|sign) in to (?:continue|read|your account)",
        r"lost your password|mot de passe oublié|vérifi\w+ que vous êtes humain|connectez-vous pour",
        r"забыли пароль|подтвердите, что вы (?:не робот|человек)|войдите, чтобы|проверка браузера",
    ),
    MAINTENANCE: (
        r"(?:under|scheduled|planned|undergoing|down for) maintenance|maintenance mode",
        r"temporarily (?:unavailable|down|offline|closed)|(?:['’]ll|will) be (?:right )?back (?:soon|shortly)",
        r"en (?:cours de )?maintenance|maintenance en cours|temporairement (?:indisponible|fermé)|de retour bientôt",
        r"технически[ех]\w* работ|на обслуживании|временно недоступ|скоро верн[её]мся",
    ),
}
_WORDS = {sign: re.compile("|".join(phrases), re.I) for sign, phrases in _SAID.items()}
_LOGIN = re.compile(r"/(?:wp-login|log-?in|sign-?in|auth|account|captcha|challenge|cdn-cgi)\b", re.I)


def worded(capture: Capture) -> str | None:
    """The sign that a page says in so many words; None if it says none, or says a lot else."""
    text = _visible(capture.body)
    if len(text) > _SHORT:
        return None
    return next((sign for sign, words in _WORDS.items() if words.search(text)), None)


def sign_of(capture: Capture, target: str | None = None) -> str:
    """What an answer looks like that gives no article; `target` is where it redirects to.

    It is the answer's word for itself: one article that went, and all of them at once, look the same.
    """
    status = capture.status
    if target is not None:
        if _LOGIN.search(target):
            return WALL
        here, there = split(capture.url), split(target)
        return ELSEWHERE if here and there and host(here) == host(there) else OFF_SITE
    if said := worded(capture):
        return said
    if status in (404, 410):
        return GONE
    if status >= 500:
        return SERVER
    if status >= 400:
        return REFUSED
    return EMPTY if len(_visible(capture.body)) < _EMPTY else NO_ARTICLE


def _visible(body: bytes) -> str:
    """The text of a page as a reader sees it, of its beginning; its title too."""
    tree = None
    with suppress(etree.LxmlError, ValueError):
        tree = etree.HTML(body[:_HEAD].replace(b"\0", b" "), etree.HTMLParser(encoding="utf-8"))
    if tree is None:
        return ""
    etree.strip_elements(tree, "script", "style", "noscript", "template", with_tail=False)
    return clean(" ".join(tree.itertext()))
