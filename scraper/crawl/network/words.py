"""Why nothing came back, in words of a person."""

from __future__ import annotations

from collections.abc import Iterator

from OpenSSL import SSL
from service_identity import VerificationError


def why(error: BaseException | None) -> str:
    """A clause on a failed request; what Twisted says itself, where there is no plainer word for it."""
    for cause in _causes(error):
        if isinstance(cause, VerificationError):
            return "its certificate is for another host"
        if isinstance(cause, SSL.Error) and cause.args and cause.args[0]:
            return f"no safe connection: {cause.args[0][0][-1]}"
    return str(error).rstrip(".") or type(error).__name__


def _causes(error: BaseException | None) -> Iterator[object]:
    """An error, and those that Scrapy and Twisted wrap in it."""
    yield error
    if error is not None and error.__cause__ is not None:
        yield from _causes(error.__cause__)
    for failure in getattr(error, "reasons", ()):
        yield from _causes(failure.value)
