"""Has an older version of this program, in a checkout of its own, crawl a small site three times."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from crawl.crawling import MAIN, command, environment
from crawl.site import DAY, Reply, Site, article, redirect

from . import note

COUNT = 12  # articles; enough for a dictionary
FOUR, FIVE = (f"It came back with {many} people on board. " * 12 for many in ("four", "five"))


def make(name: str, checkout: Path) -> None:
    """Keeps what the version in a checkout makes of a site whose articles change, go, and come back."""
    with TemporaryDirectory() as folder, Site() as site:
        archive = Path(folder) / "archive.db"
        english, french = site.publish(COUNT), site.publish(3, "/fr/")
        site.announce(*english, *french)
        site.answers[english[0]] = article("Nuit blanche", language="fr")
        site.answers[english[1]] = Reply(404)
        _crawl(checkout, archive, site)
        site.answers[english[2]] = article("The ferry, corrected", FOUR)
        site.answers[english[3]] = Reply(410)
        site.answers[english[4]] = redirect(f"{DAY}moved/")
        site.answers[f"{DAY}moved/"] = article("The ferry that moved")
        site.announce(*english, *french, f"{DAY}moved/")
        _crawl(checkout, archive, site)
        site.answers[english[2]] = article("The ferry, corrected twice", FIVE)
        site.answers[english[3]] = article("Back again")
        _crawl(checkout, archive, site)
        commit = subprocess.run(
            ["git", "-C", str(checkout), "rev-parse", "HEAD"], capture_output=True, text=True, check=True
        )
        note(name, commit.stdout.strip(), archive)


def _crawl(checkout: Path, archive: Path, site: Site) -> None:
    line = command(archive, site.address, program=MAIN)
    done = subprocess.run(line, cwd=checkout, env=environment(), capture_output=True, text=True, check=False)
    if done.returncode not in (0, 14):  # a third of the articles changed: checks of health may well say so
        raise SystemExit(done.stderr)


if __name__ == "__main__":
    make(sys.argv[1], Path(sys.argv[2]))
