"""What keeps a WACZ file from being made."""

from __future__ import annotations

from scraper.errors.root import ArchiveError


class NoWacz(ArchiveError):
    """The program that makes WACZ files is not installed."""

    exit_code = 25

    def __init__(self) -> None:
        super().__init__(
            "the program wacz, which makes WACZ files, is not installed: it has an environment of its own.\n"
            "Install it with: make wacz. Without it, there is neo-archive export warc."
        )


class WaczFailed(ArchiveError):
    """The program that makes WACZ files did not make one, or did not find it valid; nothing of it is left."""

    exit_code = 26

    def __init__(self, step: str, said: str) -> None:
        super().__init__(
            f"wacz {step} failed: {said or 'it does not say why'}.\n"
            "Install it anew with: make wacz. The same files without the wrapping: neo-archive export warc."
        )
