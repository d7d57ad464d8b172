"""The command that makes a crawl come by itself: schedule."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import click

from scraper.cli.options import archive_option
from scraper.crawl.schedule import HOURS, Plan, cron_line, units, with_line
from scraper.errors import ArchiveError
from scraper.secrets import from_file
from scraper.settings import PROJECT


@click.command()
@click.argument("publisher")
@click.option(
    "--every", type=click.Choice([str(hours) for hours in HOURS]), default="6", show_default=True, help="Hours."
)
@click.option("--with", "by", type=click.Choice(["systemd", "cron"]), help="By which; default: systemd where it runs.")
@click.option("--contact", metavar="WHO", envvar="NEO_CONTACT", help="Mail address or URL for the User-Agent.")
@click.option(
    "--notify-file",
    type=click.Path(dir_okay=False, path_type=Path),
    envvar="NEO_NOTIFY_FILE",
    help="The file that says who is told of an unhealthy crawl.",
)
@click.option("--install", is_flag=True, help="Write it to its place, instead of printing it.")
@archive_option
def schedule(
    publisher: str,
    every: str,
    by: str | None,
    contact: str | None,
    notify_file: Path | None,
    install: bool,
    archive: Path,
) -> None:
    """Crawl PUBLISHER every few hours, by a systemd user timer or a cron line.

    Prints what it would write; --install writes it. A crawl that is still running is not begun
    twice, and a log is kept beside the archive.

    \b
    Examples:
        neo-archive schedule neo --every 6 --contact you@example.org
        neo-archive schedule neo --every 24 --with cron --notify-file ~/.config/neo-notify --install
    """
    from scraper.publisher import publisher as find

    find(publisher)
    archive = archive.absolute()
    command = [_program(), "crawl", publisher, "--archive", str(archive)]
    command += ["--log", str(archive.with_name(f"{archive.stem}-{publisher}.log"))]
    if notify_file:
        notify_file = notify_file.absolute()
        from_file(notify_file)  # better refused now than at night
    plan = Plan(publisher, int(every), command, PROJECT, contact, notify_file)
    by = by or ("systemd" if Path("/run/systemd/system").exists() and shutil.which("systemctl") else "cron")
    if by == "cron":
        _cron(plan, install)
    else:
        _systemd(plan, install)


def _program() -> str:
    """The command that this is: beside the Python that runs it, or as it was called."""
    beside = Path(sys.executable).with_name("neo-archive")
    return str(beside if beside.exists() else Path(sys.argv[0]).absolute())


def _cron(plan: Plan, install: bool) -> None:
    if not install:
        click.echo(cron_line(plan))
        return
    if shutil.which("crontab") is None:
        raise ArchiveError("there is no crontab command here.\nInstall cron, or use --with systemd.")
    before = subprocess.run(["crontab", "-l"], capture_output=True, text=True, check=False).stdout  # noqa: S607
    done = subprocess.run(
        ["crontab", "-"],  # noqa: S607
        input=with_line(before, plan),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise ArchiveError(f"crontab refused the line: {done.stderr.strip()}\nThe old crontab stands as it was.")
    click.echo(f"in your crontab: {cron_line(plan)}")


def _systemd(plan: Plan, install: bool) -> None:
    written = units(plan)
    if not install:
        for name, text in written.items():
            click.echo(f"# {name}\n{text}")
        return
    home = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "systemd" / "user"
    try:
        home.mkdir(parents=True, exist_ok=True)
        for name, text in written.items():
            (home / name).write_text(text, encoding="utf-8")
    except OSError as error:
        from scraper.archive.guard import refused

        raise refused(home, error) from error
    click.echo(
        f"written to {home}: {', '.join(written)}\n"
        f"begin with: systemctl --user daemon-reload && systemctl --user enable --now {plan.name}.timer\n"
        "to have it run while you are not logged in: loginctl enable-linger"
    )


COMMANDS = (schedule,)
