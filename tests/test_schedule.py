"""What a schedule writes is what systemd and cron read."""

from __future__ import annotations

import configparser
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from scraper.crawl.schedule import HOURS, Plan, cron_line, units, with_line

PLAN = Plan(
    "neo", 6, ["/opt/neo archive/bin/neo-archive", "crawl", "neo", "--log", "/tmp/100%.log"], Path("/opt/neo archive")
)


@pytest.mark.parametrize("hours", HOURS)
def test_units_parse_and_run_so_many_times_a_day(hours: int) -> None:
    timer = configparser.ConfigParser(interpolation=None)
    timer.read_string(units(Plan("neo", hours, ["x"], Path("/")))["neo-archive-neo.timer"])
    calendar = timer["Timer"]["OnCalendar"]
    if analyze := shutil.which("systemd-analyze"):
        subprocess.run([analyze, "calendar", calendar], check=True, capture_output=True)
    hour = calendar.split()[1].split(":")[0]
    assert {"*": 24, "00": 1}.get(hour) or 24 // int(hour.split("/")[1]) == 24 // hours


def test_service_keeps_spaces_and_percent_signs() -> None:
    service = configparser.ConfigParser(interpolation=None)
    service.optionxform = str  # type: ignore[assignment,method-assign]
    service.read_string(units(PLAN)["neo-archive-neo.service"])
    words = [word.replace("%%", "%") for word in shlex.split(service["Service"]["ExecStart"])]
    assert words == list(PLAN.command)


def test_cron_line_is_what_a_shell_runs() -> None:
    line = cron_line(PLAN)
    fields, command = line.split(" ", 5)[:5], line.split(" ", 5)[5]
    assert fields[1:] == ["*/6", "*", "*", "*"]
    assert 0 <= int(fields[0]) < 60
    words = shlex.split(command.replace("\\%", "%"), comments=True)
    assert words[:2] == ["cd", "/opt/neo archive"]
    assert words[-len(PLAN.command) - 2 : -2] == list(PLAN.command)


def test_contact_is_quoted_for_both() -> None:
    plan = Plan("neo", 6, ["x"], Path("/"), contact="Ann O'Hara <a@example.org>")
    assert "NEO_CONTACT='Ann O'\"'\"'Hara <a@example.org>' " in cron_line(plan)
    assert 'Environment="NEO_CONTACT=Ann O\'Hara <a@example.org>"' in units(plan)["neo-archive-neo.service"]


def test_second_install_replaces_the_line_and_leaves_others() -> None:
    once = with_line("MAILTO=me\n5 5 * * * other\n", PLAN)
    again = with_line(once, Plan("neo", 12, ["x"], Path("/")))
    assert again.splitlines()[:2] == ["MAILTO=me", "5 5 * * * other"]
    assert [line for line in again.splitlines() if line.endswith("# neo-archive-neo")] == again.splitlines()[2:]


def test_install_writes_the_units_where_systemd_looks(tmp_path: Path) -> None:
    code = "from scraper.cli import main; main()"
    command = [sys.executable, "-c", code, "schedule", "neo", "--with", "systemd", "--install"]
    env = os.environ | {"XDG_CONFIG_HOME": str(tmp_path)}
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=True)
    found = sorted(file.name for file in (tmp_path / "systemd" / "user").iterdir())
    assert found == ["neo-archive-neo.service", "neo-archive-neo.timer"]
    assert "enable --now neo-archive-neo.timer" in done.stdout


def test_scheduled_crawl_knows_where_it_stands_who_is_told(tmp_path: Path) -> None:
    file = tmp_path / "who is told"
    file.write_text("json://someone:hunter2@127.0.0.1/")
    for mode, code in ((0o644, 13), (0o600, 0)):
        file.chmod(mode)
        for by, expected in (
            ("systemd", f'Environment="NEO_NOTIFY_FILE={file}"'),
            ("cron", f"NEO_NOTIFY_FILE='{file}' "),
        ):
            line = [sys.executable, "-c", "from scraper.cli import main; main()", "schedule", "demo", "--with", by]
            done = subprocess.run([*line, "--notify-file", str(file)], capture_output=True, text=True, check=False)
            assert (done.returncode, expected in done.stdout) == (code, code == 0), done.stderr
            assert "hunter2" not in done.stdout + done.stderr
