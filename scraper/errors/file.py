"""What is wrong with an archive's file, or with the disk under it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from scraper.errors.root import ArchiveError


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
