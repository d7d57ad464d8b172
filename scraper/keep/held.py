"""What is held of an article, beside a new reading: was it changed by the publisher, or by us?"""

from __future__ import annotations

from collections.abc import Mapping

from scraper.archive import Archive, Kept, Reading
from scraper.extract import EXTRACTOR, Declared
from scraper.extract.urls import locate
from scraper.keep.texts import digests, text_sha256
from scraper.readers import Readers
from scraper.records import Address, Article


def reading_of(kept: Kept, article: Article, readers: Readers) -> Reading:
    """What a capture says, as it is to be stored."""
    address = kept.capture.address
    known = readers.of(address)
    transforms = known.publisher.transforms if known else {}
    found = digests(article, transforms)
    publisher = known.publisher.name if known else address.edition
    return Reading(kept, article, publisher, found.text, found.body, _targets(article, known), EXTRACTOR, transforms)


def brought_up_to_date(archive: Archive, address: Address, readers: Readers) -> bool:
    """Reads again, by today's rules, what other rules made of the capture that is held; so that no change of ours
    passes for the publisher's.

    Returns False if today's rules find no article in that capture: nothing can be held against it.
    """
    capture_id = archive.derived.read_otherwise(address.id, EXTRACTOR)
    if capture_id is None:
        return True
    held = archive.facts.get(capture_id)
    pages = [held.capture, *(archive.facts.get(part).capture for part in archive.facts.parts(held))]
    reading = readers.look(pages, whole=True).result().reading
    if not isinstance(reading, Article):
        return False
    archive.derived.reread(reading_of(held, reading, readers))
    return True


def was_a_part(archive: Archive, kept: Kept, readers: Readers) -> bool:
    """Whether the version held so far was read from this very first page alone, though further ones followed it.

    Then the publisher changed nothing: we had not fetched the whole.
    """
    if not archive.facts.parts(kept):
        return False
    before = archive.derived.capture_of_version(kept.capture.address.id)
    if before is None:
        return False
    held = archive.facts.get(before)
    if archive.facts.parts(held):
        return False
    then, now = (readers.look([page.capture], whole=True).result() for page in (held, kept))
    if then.following is None or not isinstance(then.reading, Article) or not isinstance(now.reading, Article):
        return False
    return text_sha256(then.reading) == text_sha256(now.reading)


def _targets(article: Article, known: Declared | None) -> Mapping[str, int]:
    if known is None:
        return {}
    hrefs = [link.href for link in article.links] + [link.href for link in article.related]
    return {href: address.id for href in hrefs if (address := locate(known.publisher, href))}
