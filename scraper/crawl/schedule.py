"""A crawl at regular hours: the text of systemd's units and of a cron line."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

HOURS = (1, 2, 3, 4, 6, 8, 12, 24)  # between two crawls: what divides a day
_SPREAD = 900  # seconds by which the start is put off at random, so that not all crawls begin together
_NICE = 10


@dataclass(frozen=True, slots=True)
class Plan:
    """Which crawl, how often, by which command."""

    publisher: str
    hours: int  # one of HOURS
    command: Sequence[str]
    folder: Path  # to run it in
    contact: str | None = None  # for the User-Agent
    notify_file: Path | None = None  # that says who is told of an unhealthy crawl

    @property
    def variables(self) -> Mapping[str, str]:
        """What the command finds in its environment: no secret, but where one stands."""
        given = {"NEO_CONTACT": self.contact, "NEO_NOTIFY_FILE": str(self.notify_file) if self.notify_file else None}
        return {name: value for name, value in given.items() if value}

    @property
    def name(self) -> str:
        """Of the units, and the mark of the cron line."""
        return f"neo-archive-{self.publisher}"

    @property
    def minute(self) -> int:
        """Of the hour: the same for a publisher at every call, another for another."""
        return int(sha256(self.publisher.encode()).hexdigest(), 16) % 60


def units(plan: Plan) -> Mapping[str, str]:
    """The timer and the service, by file name.

    A crawl that was missed while the machine was off is made up for; one that still runs is not
    begun twice.
    """
    hours = "*" if plan.hours == 1 else "00" if plan.hours == 24 else f"00/{plan.hours}"
    variables = "".join(f"Environment={_quoted(f'{name}={value}')}\n" for name, value in plan.variables.items())
    return {
        f"{plan.name}.timer": f"""[Unit]
Description=Crawl {plan.publisher} every {plan.hours} hours

[Timer]
OnCalendar=*-*-* {hours}:{plan.minute:02d}:00
RandomizedDelaySec={_SPREAD}
Persistent=true

[Install]
WantedBy=timers.target
""",
        f"{plan.name}.service": f"""[Unit]
Description=Crawl {plan.publisher} into its archive

[Service]
Type=oneshot
WorkingDirectory={_escaped(str(plan.folder))}
{variables}ExecStart={" ".join(_quoted(word) for word in plan.command)}
Nice={_NICE}
IOSchedulingClass=idle
""",
    }


def cron_line(plan: Plan) -> str:
    """One line for a crontab, with its mark at the end."""
    hours = "*" if plan.hours == 1 else "0" if plan.hours == 24 else f"*/{plan.hours}"
    variables = "".join(f"{name}={shlex.quote(value)} " for name, value in plan.variables.items())
    wait = f"sleep $(shuf -i 0-{_SPREAD} -n 1)"
    # The lock is the crawl's own: a second one ends at once with exit code 9.
    run = f"{variables}nice -n {_NICE} {shlex.join(plan.command)}"
    line = f"{plan.minute} {hours} * * * cd {shlex.quote(str(plan.folder))} && {wait} && {run} >/dev/null 2>&1"
    return f"{line.replace('%', chr(92) + '%')} # {plan.name}"


def with_line(crontab: str, plan: Plan) -> str:
    """A crontab with the plan's line in it, in the place of an older one of the same publisher."""
    kept = [line for line in crontab.splitlines() if not line.endswith(f"# {plan.name}")]
    return "\n".join([*kept, cron_line(plan)]) + "\n"


def _quoted(word: str) -> str:
    """A word as systemd reads it in a command."""
    plain = _escaped(word)
    if plain and not set(plain) & set(" \t\"'\\;"):
        return plain
    return '"' + plain.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _escaped(text: str) -> str:
    return text.replace("%", "%%")
