"""What can go wrong that is not a bug; each kind has an exit code of its own.

    ArchiveError                   1
    ├── UnknownPublisher           3   no file in spiders/ has this name
    ├── NoArchive                  4   there is no archive at this path yet
    ├── ForeignArchive             5   the file is something else
    │   └── DamagedArchive         5   it is ours, and damaged
    ├── NewerArchive               6   a newer neo-archive made it
    ├── Unwritable                 7   no permission, or no such folder
    ├── DiskFull                   8
    ├── ArchiveBusy                9   another crawl or rebuild is writing
    ├── NoNetwork                 10   nothing of the publisher could be reached
    ├── CrawlFailed               11   a bug, or an alarm: the log has it
    ├── PortBusy                  12
    ├── BadInput                  13   a manifest or page that cannot be read
    ├── UnhealthyCrawl            14   a health check failed; it stands in crawl/health
    ├── OlderArchive              15   an older neo-archive made it, and nothing may be written
    ├── NoSnapshot                16   strangers are served a snapshot, and this is an archive in use
    ├── PublisherOut              19   the publisher's site was out: nothing that it answered is believed
    ├── ClockSetBack              20   the clock is behind what was crawled last
    ├── WrongDerived              21   something derived is wrong: check --repair makes it again
    ├── DamagedFacts              22   something fetched is damaged: a backup has it
    ├── DamagedBackup             23   a backup cannot be trusted
    └── NotProven                 24   a proof does not hold

Click's own usage errors exit with 2. Each message says what happened, the nearest right thing,
and the next step. Anything else is a bug and keeps its traceback.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path


class ArchiveError(Exception):
    """The root of the tree; the message is for a person."""

    exit_code = 1


class UnknownPublisher(ArchiveError):
    """No publisher has this name; the message says which there are."""

    exit_code = 3

    def __init__(self, name: str, known: Sequence[str]) -> None:
        near = get_close_matches(name, known, n=1)
        hint = f' Did you mean "{near[0]}"?' if near else ""
        there = ", ".join(known) if known else "none"
        super().__init__(
            f'no publisher is called "{name}".{hint}\nThere are: {there}. spiders/README.md says how to add one.'
        )


class NoArchive(ArchiveError):
    """There is no archive at this path yet."""

    exit_code = 4

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"there is no archive at {path}.\n"
            "Make one with: neo-archive crawl PUBLISHER (or neo-archive demo), or name yours with --archive FILE."
        )


class ForeignArchive(ArchiveError):
    """The file is not an archive of ours; it was not touched."""

    exit_code = 5

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(
            f"{path} is not a neo-archive: {what}. It was left as it is.\n"
            "Name another file with --archive FILE, or move this one away."
        )


class DamagedArchive(ForeignArchive):
    """The file was an archive of ours, and cannot be read as one any more; nothing was written to it."""

    def __init__(self, path: Path, what: str) -> None:
        ArchiveError.__init__(
            self,
            f"{path} is damaged: {what}. It was left as it is.\n"
            "Keep a copy of it and of the files beside it, see what is left of it with neo-archive check,"
            " or go back to a backup with neo-archive restore.",
        )


class NewerArchive(ArchiveError):
    """A newer version of this program made the archive; it was not touched."""

    exit_code = 6

    def __init__(self, path: Path, unknown: Sequence[str]) -> None:
        super().__init__(
            f"{path} was made by a newer neo-archive (it has the migration {unknown[0]}). It was left as it is.\n"
            "Update neo-archive, or name another file with --archive FILE."
        )


class OlderArchive(ArchiveError):
    """An older version of this program made the archive, and the command may not bring it up to date."""

    exit_code = 15

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} was made by an older neo-archive, and this command writes nothing.\n"
            "Any other brings it up to date first, such as: neo-archive status"
        )


class Unwritable(ArchiveError):
    """The file or its folder cannot be written."""

    exit_code = 7

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"cannot write {path}: {why}.\nCheck the folder and its permissions, or choose another file.")


class DiskFull(ArchiveError):
    """The disk is full, or all that may be written to it is; what was committed before is safe."""

    exit_code = 8

    def __init__(self, path: Path, what: str = "is full") -> None:
        super().__init__(
            f"the disk that holds {path} {what}. Everything stored before is safe.\n"
            "Make room, then run the same command again: it goes on where it stopped."
        )


class ArchiveBusy(ArchiveError):
    """Another process is writing to the archive."""

    exit_code = 9

    def __init__(self, path: Path, holder: str = "another process") -> None:
        super().__init__(f"{path} is being written by {holder}.\nWait for it to end, then run the same command again.")


class NoNetwork(ArchiveError):
    """Nothing of the publisher could be reached."""

    exit_code = 10

    def __init__(self, address: str, why: str) -> None:
        super().__init__(
            f"could not reach {address}: {why}.\n"
            "Check the network and the address; a copy elsewhere is crawled with --home URL."
        )


class CrawlFailed(ArchiveError):
    """The crawl ended, but not well; what it kept is kept."""

    exit_code = 11


class PortBusy(ArchiveError):
    """Another program listens on the port."""

    exit_code = 12

    def __init__(self, port: int) -> None:
        super().__init__(
            f"port {port} is taken by another program.\nChoose another with --port N, or --port 0 for any free one."
        )


class BadInput(ArchiveError):
    """A file given on the command line cannot be read as what it should be."""

    exit_code = 13


class NoSnapshot(ArchiveError):
    """An archive in use was to be served to strangers."""

    exit_code = 16

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} is an archive in use, not a snapshot; strangers are served a copy that nobody writes to.\n"
            "Make one with: neo-archive snapshot snapshots --archive FILE, and serve the .db file that it names."
        )


class PublisherOut(ArchiveError):
    """The publisher's site was out, so the crawl was stopped; nothing that is held was touched."""

    exit_code = 19

    def __init__(self, publisher: str, crawl_id: int, kind: str, found: str) -> None:
        super().__init__(
            f"crawl {crawl_id} of {publisher} was stopped: {kind}. {found}\n"
            "The answers are kept as captures, and nothing is made of them: no article is gone or changed, and all"
            " are due again.\n"
            "Look at the publisher's site. If it is out, run the same command again when it is back; if the publisher"
            f" did that, say so: neo-archive believe {crawl_id}, or crawl again with --believe."
        )


class ClockSetBack(ArchiveError):
    """The clock is behind what was crawled last: times of captures would contradict their order."""

    exit_code = 20

    def __init__(self, now: str, crawl_id: int, last: str) -> None:
        super().__init__(
            f"this machine's clock says {now}, but crawl {crawl_id} was under way at {last}. A capture's time is"
            " evidence, and the next would be earlier than those that came before it: nothing more was fetched.\n"
            "Set the clock. If it is right now and was wrong then, say so with --clock-is-right; the crawl's row keeps"
            " that it was said."
        )


class WrongDerived(ArchiveError):
    """Something that is made of the captures is not what they give; the captures are whole."""

    exit_code = 21

    def __init__(self, faults: int) -> None:
        super().__init__(
            f"{faults} {'fault' if faults == 1 else 'faults'} in what is made of the captures, which are whole.\n"
            "Make it again with: neo-archive check --repair"
        )


class DamagedFacts(ArchiveError):
    """Something that was fetched, or what was noted of it, is not as it was stored."""

    exit_code = 22

    def __init__(self, what: str) -> None:
        super().__init__(
            f"{what}.\nNothing can make that again. Restore a backup: neo-archive restore DIR"
            " (neo-archive check says what is damaged)."
        )


class DamagedBackup(ArchiveError):
    """A backup is not what its manifest says."""

    exit_code = 23

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(f"{path} cannot be restored: {what}.\nTake an older one, or a copy of it from elsewhere.")


class NotProven(ArchiveError):
    """A proof does not hold."""

    exit_code = 24

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(f"{path} proves nothing: {what}.\nAsk for it again, and for the root, where each came from.")
