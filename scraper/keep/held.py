"""What is held of an article, beside a new reading: was it changed by the publisher, or by us?"""

from __future__ import annotations

from scraper.archive import Archive, Kept, Reading
from scraper.extract import EXTRACTOR, Look
from scraper.extract.prepared import prepared, text_sha256
from scraper.readers import Readers
from scraper.records import Address, Article


def reading_of(kept: Kept, look: Look, readers: Readers) -> Reading | None:
    """What a capture says, as it is to be stored; None if it is no article."""
    article, address = look.reading, kept.capture.address
    if not isinstance(article, Article):
        return None
    known = readers.of(address)
    publisher = known.publisher.name if known else address.edition
    transforms = known.publisher.transforms if known else {}
    return Reading(kept, article, look.prepared or prepared(article, known), publisher, EXTRACTOR, transforms)


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
    reading = reading_of(held, readers.look(pages, whole=True).result(), readers)
    if reading is None:
        return False
    archive.derived.reread(reading)
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
