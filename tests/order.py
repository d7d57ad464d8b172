"""What takes longest begins first, so that at the end no core waits minutes for another's last file."""

from __future__ import annotations

import pytest

_LONGEST = frozenset({"browser", "cluster", "crash", "health", "hostile", "outages", "storage", "warc", "wordpress"})


@pytest.hookimpl(specname="pytest_collection_modifyitems")
def longest_first(items: list[pytest.Item]) -> None:
    """Puts the folders of crawls, installations and faults before the others; else the order stays."""
    items.sort(key=lambda item: not _LONGEST.intersection(item.path.parts))
