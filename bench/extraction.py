"""Extraction scored against people's readings of real pages, beside other systems, in one run.

    make bench-extraction
    python -m bench.extraction --only neo-archive --half dev

The pages, their truth and the scorer lie beside the repository (`--shared`, or SHARED in the
environment) and are no part of it; without them there is nothing to do. Each system is a process
of its own. The other systems live in `.venv-bench`, which this makes: some of them need older
versions of packages than the project does.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from bench.extraction_systems import SYSTEMS

HERE = Path(__file__).resolve().parent
PEERS = HERE.parent / ".venv-bench"
SETS = ("dev", "dev-ru")
OURS = "neo-archive"
RATIO = "trafilatura"  # whose processor time is 1
LANGUAGES = ("en", "fr", "ru")


def truths(shared: Path, half: str | None) -> list[dict[str, Any]]:
    """The pages of all sets, or of one half of the publishers; `file` made absolute."""
    rows = []
    for name in SETS:
        for line in (shared / name / "truth.jsonl").read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            row["file"], row["set"] = str(shared / name / row["file"]), name
            if half is None or half == half_of(str(row["publisher"])):
                rows.append(row)
    return rows


def half_of(publisher: str) -> str:
    """Which half a publisher is in: rules are made on "dev", and must hold on "check"."""
    return "dev" if sha256(publisher.encode()).digest()[0] % 2 else "check"


def peers() -> Path:
    """The Python of the environment that the other systems live in, made if it is not there."""
    python, stamp, wanted = PEERS / "bin" / "python", PEERS / "peers.txt", (HERE / "peers.txt").read_text()
    if not stamp.exists() or stamp.read_text() != wanted:
        print("making .venv-bench (a minute)", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", PEERS], check=True)
        install = [str(python), "-m", "pip", "--quiet", "--quiet", "install"]
        subprocess.run([*install, "--upgrade", "pip"], check=True)
        subprocess.run([*install, "--requirement", str(HERE / "peers.txt")], check=True)
        stamp.write_text(wanted)
    return python


def run(system: str, rows: Sequence[Mapping[str, Any]], folder: Path) -> dict[str, Any]:
    """A system's readings, in a file, and what they cost. The truth is not given to it."""
    python = Path(sys.executable) if system == OURS else peers()
    pages, predictions = folder / "pages.jsonl", folder / f"{system}.jsonl"
    fields = ("id", "file", "url", "crawl_date", "lang")
    write(pages, [{field: row[field] for field in fields} for row in rows])
    script = HERE / "extraction_systems.py"
    done = subprocess.run(
        [python, "-P", script, system, pages, predictions],  # -P: beside the script lies a newspaper that is none
        check=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    return {**json.loads(done.stdout.splitlines()[-1]), "predictions": predictions}


def write(path: Path, rows: Sequence[Mapping[str, Any]]) -> None:
    """Rows as JSON lines."""
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def scores(shared: Path, rows: Sequence[Mapping[str, Any]], predictions: Path, folder: Path) -> dict[str, Any]:
    """What the scorer says: by language, and over all pages."""
    truth, out = folder / "truth.jsonl", folder / "scores.json"
    write(truth, rows)
    scorer = [
        sys.executable,
        str(shared / "score.py"),
        str(truth),
        str(predictions),
        "--ignore-headline",
        "--json",
        str(out),
    ]
    subprocess.run(scorer, check=True, stdout=subprocess.DEVNULL)
    return dict(next(iter(json.loads(out.read_text(encoding="utf-8")).values())))


def figures(shared: Path, rows: Sequence[Mapping[str, Any]], predictions: Path, folder: Path) -> dict[str, Any]:
    """English and French by the first set, as the field reports them; Russian and all by both."""
    first = scores(shared, [row for row in rows if row["set"] == SETS[0]], predictions, folder)
    both = scores(shared, rows, predictions, folder)
    return {
        "body": [
            *(get(first, language, "body", "f1") for language in ("en", "fr")),
            *(get(both, language, "body", "f1") for language in ("ru", "all")),
        ],
        "title": [get(both, language, "title", "norm") for language in (*LANGUAGES, "all")],
        "authors": [get(both, "all", "authors", "f1")],
        "published": [get(both, "all", "date", "ok")],
        "empty": [get(both, language, "body", "empty") for language in (*LANGUAGES, "all")],
    }


def get(scored: Mapping[str, Any], group: str, field: str, figure: str) -> float | None:
    """One figure; None where no page has the truth for it."""
    found = scored.get(group, {}).get(field, {}).get(figure)
    return None if found is None else float(found)


def shown(value: float | None) -> str:
    """A figure as printed: .953."""
    return "–" if value is None else f"{value:.3f}".removeprefix("0")


def table(results: Mapping[str, Mapping[str, Any]]) -> str:
    """The results as Markdown."""
    groups = " · ".join(language.upper() for language in LANGUAGES)
    lines = [
        f"| system | body F1 {groups} · all | title {groups} · all | authors F1 | same day | empty | CPU |",
        "|---|---|---|---|---|---|---|",
    ]
    base = results.get(RATIO, {}).get("seconds")
    for system, found in results.items():
        cells = [
            " · ".join(map(shown, found["figures"][key])) for key in ("body", "title", "authors", "published", "empty")
        ]
        cost = f"{1000 * found['seconds'] / found['pages']:.0f} ms" + (
            f", {found['seconds'] / base:.2f} ×" if base else ""
        )
        lines.append(f"| {system} {found['version']} | " + " | ".join(cells) + f" | {cost} |")
    return "\n".join(lines)


def beside() -> Path:
    """Where the shared folder lies unless it is named."""
    return Path(os.environ.get("SHARED") or HERE.parent.parent / "shared")


def chosen_folder(shared: Path | None = None) -> Path | None:
    """The folder of the pages and their scorer; None, with a sentence, where there is none."""
    found = (shared or beside()) / "extraction"
    if (found / "score.py").exists():
        return found
    print(f"no pages to score on: {found} is not there. Name the folder that holds it in SHARED.")
    return None


def main() -> None:
    """Runs the systems asked for, and prints the table."""
    said = (__doc__ or "").split("\n")[0]
    options = argparse.ArgumentParser(description=said)
    options.add_argument("--shared", type=Path, default=beside(), help="the folder that holds extraction/")
    options.add_argument("--only", action="append", choices=sorted(SYSTEMS), help="this system; may be repeated")
    options.add_argument("--half", choices=["dev", "check"], help="only one half of the publishers")
    options.add_argument("--keep", type=Path, help="keep predictions in this folder")
    chosen = options.parse_args()
    shared = chosen_folder(chosen.shared)
    if shared is None:
        return
    rows = truths(shared, chosen.half)
    results = {}
    with tempfile.TemporaryDirectory() as temporary:
        folder = chosen.keep or Path(temporary)
        folder.mkdir(exist_ok=True)
        for system in chosen.only or SYSTEMS:
            found = run(system, rows, folder)
            if found["broke"]:
                print(f"{system} broke on {found['broke']} pages, which count as empty", file=sys.stderr)
            results[system] = {**found, "figures": figures(shared, rows, found["predictions"], folder)}
    print(f"{len(rows)} pages, {datetime.now(UTC):%d %B %Y}, Python {sys.version.split()[0]}\n")
    print(table(results))


if __name__ == "__main__":
    main()
