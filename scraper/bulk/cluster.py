"""A Dask cluster as a crew: its workers do what processes of this machine would do, and give the same."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import CancelledError, Future, InvalidStateError
from contextlib import ExitStack, contextmanager, suppress
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING, Any, NamedTuple, ParamSpec, TypeVar

from scraper.bulk import alike, there
from scraper.errors import NoCluster, NotInstalled, UnlikeWorkers
from scraper.readers.workers import Bug, Overrun, Workers

if TYPE_CHECKING:
    from distributed import Client

CONNECTING = 20.0  # seconds until a scheduler counts as out of reach
PATIENCE = 120.0  # seconds for which a cluster may have no worker at all
_LOOK = 2.0  # seconds between two looks at who is there
_LARGE = "1 GB"  # of a piece of work; below it Dask does not complain: how much is under way is ours to bound
_LOCAL: Mapping[str, list[str]] = {"distributed.scheduler.http.routes": [], "distributed.worker.http.routes": []}

P = ParamSpec("P")
R = TypeVar("R")


class _Work(NamedTuple):
    how: Callable[..., there.Answer]  # within limits, or not
    function: Callable[..., Any]
    arguments: tuple[Any, ...]


class Cluster:
    """The workers behind one client. Made by `connect`.

    A worker that dies in the middle costs nothing: Dask gives its work to another. Work whose workers died
    too often is done by this process's own crew, within limits, and what comes of it there counts.
    """

    def __init__(self, client: Client, address: str) -> None:
        self.count = 1  # pieces of work that can be done at once; follows who comes and goes
        self._client = client
        self._address = address
        self._executor = client.get_executor(pure=False)
        self._own = Workers(1)
        self._open: set[Future[Any]] = set()
        self._lock = Lock()
        self._closing = Event()
        self._check()
        self._watcher = Thread(target=self._watch, name="who is there", daemon=True)
        self._watcher.start()

    def submit(self, function: Callable[P, R], *arguments: P.args, **named: P.kwargs) -> Future[R]:
        """Begins a piece of work, as `Workers.submit` does: its future raises `Overrun` or `Bug`.

        It also raises `UnlikeWorkers`, or `NoCluster` once nobody is left to do it.
        """
        assert not named
        done: Future[R] = Future()
        self._begin(done, _Work(there.piece, function, arguments))
        return done

    def run(self, function: Callable[P, R], *arguments: P.args, **named: P.kwargs) -> Future[R]:
        """Begins work that sets limits itself; its future also raises what the function does.

        It may be done twice, where a worker dies: it has to give the same then. If too many die, it raises `Overrun`.
        """
        assert not named
        done: Future[R] = Future()
        self._begin(done, _Work(there.task, function, arguments))
        return done

    def close(self) -> None:
        """Lets go of the cluster; what nobody waits for any more is not done."""
        self._closing.set()
        self._watcher.join()
        self._give_up(CancelledError())
        self._own.close()

    def _begin(self, done: Future[Any], work: _Work) -> None:
        with self._lock:
            self._open.add(done)
        done.add_done_callback(self._forget)
        try:
            begun = self._executor.submit(work.how, alike.mark(), work.function, work.arguments)
        except Exception as error:  # noqa: BLE001 - of a client whose scheduler is gone; or what cannot be pickled
            _fail(done, error if not self._is_lost() else NoCluster(self._address, f"it is gone ({error})"))
            return
        begun.add_done_callback(lambda begun: self._came(begun, done, work))

    def _came(self, begun: Future[Any], done: Future[Any], work: _Work) -> None:
        from distributed import KilledWorker

        try:
            answer = begun.result()
        except KilledWorker as error:
            if work.how is there.piece:
                self._own.submit(work.function, *work.arguments).add_done_callback(lambda own: _pass_on(own, done))
            else:
                _fail(done, Overrun(f"every worker that had it died ({error})"))
        except CancelledError:
            _fail(done, NoCluster(self._address, "it is gone, and with it what was under way"))
        except ModuleNotFoundError as error:
            _fail(done, UnlikeWorkers(self._address, {str(error.name): ("installed", "none")}))
        except BaseException as error:  # noqa: BLE001 - whatever it is, who asked is told
            _fail(done, error)
        else:
            self._told(answer, done)

    def _told(self, answer: there.Answer, done: Future[Any]) -> None:
        if answer.what == "done":
            _give(done, answer.value)
        elif answer.what == "unlike":
            _fail(done, UnlikeWorkers(self._address, alike.differences(alike.software(), answer.value)))
        else:
            _fail(done, (Overrun if answer.what == "overrun" else Bug)(answer.value))

    def _check(self) -> None:
        """Raises `NoCluster` if there is no worker, `UnlikeWorkers` if one has other software."""
        try:
            self._client.wait_for_workers(1, timeout=CONNECTING)
            found = self._client.run(alike.software, on_error="return")
            self.count = sum(self._client.nthreads().values())
        except (OSError, TimeoutError) as error:
            raise NoCluster(self._address, f"it has no worker, or lost them ({error})") from error
        for name, theirs in sorted(found.items()):
            if isinstance(theirs, ModuleNotFoundError):
                raise UnlikeWorkers(name, {str(theirs.name): ("installed", "none")})
            if isinstance(theirs, BaseException):
                raise NoCluster(self._address, f"the worker {name} does not say what it runs ({theirs!r})")
            if unlike := alike.differences(alike.software(), theirs):
                raise UnlikeWorkers(name, unlike)

    def _watch(self) -> None:
        """Follows how many there are; when there was none for too long, or nobody to ask, what waits for them fails."""
        alone = 0.0
        while not self._closing.wait(_LOOK):
            if self._client.status == "closed":  # by itself, after trying to find its scheduler again
                self._give_up(NoCluster(self._address, "its scheduler is gone"))
                continue
            there_are = self._threads()
            alone = 0.0 if there_are else alone + _LOOK
            self.count = there_are or self.count
            if alone >= PATIENCE:
                self._give_up(NoCluster(self._address, f"it has had no worker for {alone:.0f} s"))

    def _threads(self) -> int:
        try:
            return sum(self._client.nthreads().values())
        except (OSError, TimeoutError, RuntimeError):  # a scheduler that is gone; the client may still find it again
            return 0
        except AttributeError:  # of the scheduler that a client has no more, once it has given it up
            return 0

    def _is_lost(self) -> bool:
        return bool(self._client.status != "running")

    def _give_up(self, error: BaseException) -> None:
        with self._lock:
            waiting = list(self._open)
        for done in waiting:
            _fail(done, error)

    def _forget(self, done: Future[Any]) -> None:
        with self._lock:
            self._open.discard(done)


@contextmanager
def connect(address: str | None = None) -> Iterator[Cluster]:
    """The cluster of the scheduler at an address, else one of this machine's processors, which ends with it.

    Raises `NotInstalled` without Dask, `NoCluster` if nobody answers or there is no worker, and
    `UnlikeWorkers` if a worker would read otherwise.
    """
    try:
        import dask
        import distributed
    except ImportError as error:
        raise NotInstalled("Dask", "dask") from error
    with ExitStack() as stack:
        stack.enter_context(dask.config.set({"distributed.admin.large-graph-warning-threshold": _LARGE}))
        if address is None:
            stack.enter_context(dask.config.set(_LOCAL))
            client = stack.enter_context(distributed.Client(stack.enter_context(_local()), set_as_default=False))
        else:
            client = stack.enter_context(_client(address))
        made = Cluster(client, address or "the local cluster")
        stack.callback(made.close)
        yield made


def _local() -> Any:
    """A cluster of this machine. With certificates of its own: no other user of the machine can give it work."""
    import distributed

    return distributed.LocalCluster(
        threads_per_worker=1,
        host="127.0.0.1",
        security=True,
        dashboard_address="127.0.0.1:0",
        silence_logs=logging.CRITICAL,
    )


def _client(address: str) -> Client:
    import distributed

    try:
        secured = distributed.Security().get_connection_args("client")
    except OSError as error:
        raise NoCluster(address, f"Dask's configuration names a certificate that cannot be read ({error})") from error
    try:
        asyncio.run(_reach(address, secured))  # a client that fails would wait once more when it is thrown away
        return distributed.Client(address, timeout=CONNECTING, set_as_default=False)
    except TypeError as error:
        why = "TLS needs a certificate, and Dask's configuration names none; docs/bulk.md tells how it does"
        raise NoCluster(address, why) from error
    except (ImportError, RuntimeError, ValueError) as error:  # not encrypted, though that is required; no address
        raise NoCluster(address, f"Dask does not connect to it ({error})") from error
    except OSError as error:
        raise NoCluster(address, f"nobody answers there ({error})") from error


async def _reach(address: str, secured: Mapping[str, Any]) -> None:
    """Connects as a client does, and hangs up."""
    from distributed.comm import connect

    await (await connect(address, timeout=CONNECTING, **secured)).close()


def _pass_on(own: Future[Any], done: Future[Any]) -> None:
    if error := own.exception():
        _fail(done, error)
    else:
        _give(done, own.result())


def _give(done: Future[Any], result: Any) -> None:
    with suppress(InvalidStateError):  # it was given up meanwhile
        done.set_result(result)


def _fail(done: Future[Any], error: BaseException) -> None:
    with suppress(InvalidStateError):
        done.set_exception(error)
