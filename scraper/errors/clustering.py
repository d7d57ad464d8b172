"""What is wrong between hosts that crawl together."""

from __future__ import annotations

from scraper.errors.root import ArchiveError


class NoRedis(ArchiveError):
    """No Redis answers where it should be."""

    exit_code = 30

    def __init__(self, where: str, why: str) -> None:
        super().__init__(
            f"no Redis answers at {where}: {why}.\n"
            "Check that it runs and that this host may reach it: redis-cli -u URL ping (docs/cluster.md)."
        )


class RedisRefuses(ArchiveError):
    """Redis is there, and lets nobody in like this: password, rights, or TLS."""

    exit_code = 31

    def __init__(self, where: str, why: str) -> None:
        super().__init__(
            f"the Redis at {where} refuses: {why}.\n"
            "Check user and password in NEO_REDIS or NEO_REDIS_FILE, and for rediss:// the certificate and NEO_REDIS_CA"
            " (docs/cluster.md)."
        )


class AlreadySeeded(ArchiveError):
    """A crawl of this publisher is ordered already, or under way."""

    exit_code = 32

    def __init__(self, publisher: str, state: str) -> None:
        super().__init__(
            f"a crawl of {publisher} is {state} already.\nLet it end (neo-archive cluster says how far it is), or take"
            f" it back first: neo-archive seed {publisher} --withdraw"
        )


class AnotherWriter(ArchiveError):
    """Another writer has taken over; this one kept nothing after that."""

    exit_code = 33

    def __init__(self, publisher: str, holder: str) -> None:
        super().__init__(
            f"another writer ({holder}) carries out the crawl of {publisher}.\n"
            "One is enough: end one of them. What this one kept is kept."
        )
