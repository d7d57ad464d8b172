"""The line to Redis: what interrupts it is waited out, what refuses us is said."""

from __future__ import annotations

import logging
import ssl
import threading
from collections.abc import Callable, Iterator
from time import monotonic
from typing import TypeVar

import redis
from redis import exceptions as said

from scraper.cluster.where import Where
from scraper.errors import BadInput, NoRedis, RedisRefuses

T = TypeVar("T")
_log = logging.getLogger(__name__)
_SOONEST, _LATEST = 0.2, 5.0  # seconds between two tries
# Redis is there and does not take anything now: it loads its file, its memory or its disk is full.
_PASSING = (said.BusyLoadingError, said.OutOfMemoryError, said.ReadOnlyError, said.TryAgainError)
_STRANGER = (said.AuthenticationError, said.AuthorizationError, said.AuthenticationWrongNumberOfArgsError)
_PASSING_WORDS = ("MISCONF", "LOADING", "BUSY ")


class Line:
    """A client of Redis that several threads may use. `patience` is for how long an interruption is waited out."""

    def __init__(self, where: Where, patience: float = float("inf")) -> None:
        self.where = where
        self.client: redis.Redis = redis.Redis.from_url(where.url, **where.options)
        self.patience = patience  # seconds
        self.ending = threading.Event()  # set: nothing is waited for any more

    @classmethod
    def open(cls, where: Where, patience: float = float("inf")) -> Line:
        """A line that was seen to work. Raises `NoRedis`, `RedisRefuses`, or `BadInput` for a Redis that is too old."""
        line = cls(where, 0)
        version = str(line.call(lambda: line.client.info("server"))["redis_version"])
        if int(version.split(".")[0]) < 7:
            raise BadInput(f"the Redis at {where.shown} is version {version}, and 7 is needed.\nInstall a newer one.")
        line.patience = patience
        return line

    def call(self, ask: Callable[[], T]) -> T:
        """What Redis answers, once it does.

        Raises `NoRedis` when it was away for longer than the patience, or the program is `ending`; `RedisRefuses`
        at once.
        """
        began, pauses, told = monotonic(), _pauses(), False
        while True:
            try:
                found = ask()
            except (said.RedisError, OSError) as error:
                why = self._passing(error)
                if monotonic() - began >= self.patience or self.ending.is_set():
                    raise NoRedis(self.where.shown, why) from error
                if not told:
                    told = True
                    _log.warning("Redis does not answer, and is waited for: %s", why)
                self.ending.wait(next(pauses))
            else:
                return found

    def close(self) -> None:
        """Hangs up."""
        self.ending.set()
        self.client.close()

    def _passing(self, error: Exception) -> str:
        """Why Redis does not answer now. Raises `RedisRefuses` for what waiting does not mend, or the bug itself."""
        words = str(error).rstrip(".") or type(error).__name__
        if refusal := _refusal(error):
            raise RedisRefuses(self.where.shown, refusal) from error
        if isinstance(error, _PASSING) or not isinstance(error, said.ResponseError):
            return words
        if words.startswith(_PASSING_WORDS):
            return words
        raise error


def _refusal(error: BaseException) -> str | None:
    """Why nobody is let in; None if that is not what is wrong."""
    if isinstance(error, said.NoPermissionError):
        return f"the user may not do that: {error}"
    if isinstance(error, _STRANGER):
        return f"wrong user or password: {error}"
    if isinstance(error, said.ResponseError) and str(error).startswith(("WRONGPASS", "NOAUTH", "NOPERM", "DENIED")):
        return str(error)
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return f"its certificate is not to be trusted: {cause.verify_message}"
        if isinstance(cause, ssl.SSLError) and cause.reason:
            return f"no safe connection: {cause.reason.replace('_', ' ').lower()}"
        cause = cause.__cause__ or cause.__context__
    return None


def _pauses() -> Iterator[float]:
    pause = _SOONEST
    while True:
        yield pause
        pause = min(pause * 2, _LATEST)
