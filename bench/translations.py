"""How many planted translations are found, and how many links are wrong; and what grouping costs.

The texts are the demo newspaper's stories, which are translations of each other, told further by sentences with
people, places, numbers and days of their own; nothing of them is stated. Weights were set by looking at half 0 of
stories, sentences and surnames; half 1 is what is scored. Exit code 1 if precision or recall is below the floor, or
if the cost of an article grows with the archive.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

import click

from bench.planted import Planted, Printed, plant, store, true_pairs
from bench.planted.storing import address, begin
from bench.printing import section
from scraper.archive import Archive
from scraper.archive.across import update

LOOKED_AT, SCORED = 0, 1  # halves
SEED = 7
PRECISION, RECALL = 0.99, 0.97  # floors
SIZES = (3_000, 30_000)  # articles
FLAT = 1.5  # times the cost of an article in the smaller archive; more is growth
_BANDS = (0.86, 0.95, 0.98, 0.99, 0.998)
Pair = frozenset[int]


@dataclass(frozen=True, slots=True)
class Score:
    """What was found of planted pieces."""

    truth: dict[Pair, str]  # pair → case
    found: dict[Pair, float]  # pair → score of its link; 0 if it has none of its own
    cases: dict[int, str]  # article → case

    @property
    def precision(self) -> float:
        """The share of the links that are right."""
        return len(self.truth.keys() & self.found.keys()) / max(1, len(self.found))

    @property
    def recall(self) -> float:
        """The share of the true pairs that are found."""
        return len(self.truth.keys() & self.found.keys()) / max(1, len(self.truth))

    def rows(self) -> Iterator[list[str]]:
        """A line for each case, and one for all."""
        pairs = Counter(self.truth.values())
        right = Counter(self.truth[pair] for pair in self.truth.keys() & self.found.keys())
        wrong = Counter(self.cases[min(pair)] for pair in self.found.keys() - self.truth.keys())
        for case in sorted(pairs | wrong | Counter(set(self.cases.values()))):
            yield [case, f"{pairs[case]:,}", f"{right[case]:,}", f"{wrong[case]:,}", "", ""]
        totals = [f"{sum(count.values()):,}" for count in (pairs, right, wrong)]
        yield ["**all**", *totals, f"{self.precision:.4f}", f"{self.recall:.4f}"]

    def bands(self) -> Iterator[list[str]]:
        """For each band of scores, how many links have one, and which share of them is right."""
        for low, high in zip(_BANDS, (*_BANDS[1:], 2.0), strict=True):
            within = {pair for pair, score in self.found.items() if low <= score < high}
            right = len(within & self.truth.keys())
            name = f"{low} and more" if high > 1 else f"{low} to {high}"
            yield [name, f"{len(within):,}", f"{right / len(within):.3f}" if within else ""]


def score(archive: Archive, pieces: Sequence[Planted]) -> Score:
    """Stores pieces in a new archive, groups them, and holds the groups against the truth; stated pairs left out."""
    crawl = begin(archive)
    with archive.transaction():
        for piece in pieces:
            for printed in piece.printed:
                store(archive, crawl, printed, piece.printed)
        update(archive.db)
    truth = {frozenset((address(a).id, address(b).id)): case for a, b, case in true_pairs(pieces)}
    where = {address(printed).id: (piece, printed) for piece in pieces for printed in piece.printed}
    members: dict[int, list[int]] = {}
    for article_id, group_id in archive.db.execute("select article_id, group_id from translations order by 1"):
        members.setdefault(group_id, []).append(article_id)
    links = {
        frozenset(pair): value
        for *pair, value in archive.db.execute("select article_id, other_id, score from translation_links where taken")
    }
    found: dict[Pair, float] = {}
    for group_ in members.values():
        for number, one in enumerate(group_):
            for other in group_[number + 1 :]:
                if not _stated(where[one], where[other]):
                    pair = frozenset((one, other))
                    found[pair] = links.get(pair, 0.0)
    return Score(truth, found, {key: piece.case for key, (piece, _) in where.items()})


def _stated(one: tuple[Planted, Printed], other: tuple[Planted, Printed]) -> bool:
    return one[0] is other[0] and one[1].named and other[1].named


@dataclass(frozen=True, slots=True)
class Cost:
    """What grouping costs at a size, in milliseconds of CPU an article."""

    articles: int
    whole: float  # all at once, as a rebuild does
    crawl: float  # the last ones, in crawls of thirty

    @property
    def cells(self) -> list[str]:
        """As a row of the table."""
        return [f"{self.articles:,}", f"{self.whole:.2f} ms", f"{self.crawl:.2f} ms"]


def cost(folder: Path, articles: int, crawls: int = 20, each: int = 30) -> Cost:
    """Groups an archive of so many articles whole, then the newest that come in small crawls."""
    printed = [(found, piece) for piece in plant(articles, SEED, SCORED) for found in piece.printed][:articles]
    newest = sorted(range(articles), key=lambda number: (printed[number][0].day, number))[-crawls * each :]
    late = set(newest)
    with Archive.open(folder / f"cost-{articles}.db", create=True) as archive:
        archive.db.execute("pragma synchronous = off")
        crawl = begin(archive)
        with archive.transaction():
            for number, (found, piece) in enumerate(printed):
                if number not in late:
                    store(archive, crawl, found, piece.printed)
        start = process_time()
        with archive.transaction():
            update(archive.db)
        whole = 1000 * (process_time() - start) / (articles - len(late))
        spent = 0.0
        for begun in range(0, len(newest), each):
            with archive.transaction():
                for number in newest[begun : begun + each]:
                    store(archive, crawl, printed[number][0], printed[number][1].printed)
            start = process_time()
            with archive.transaction():
                update(archive.db)
            spent += process_time() - start
    return Cost(articles, whole, 1000 * spent / len(late))


@click.command()
@click.option("--pieces", type=click.IntRange(min=20), default=1_600, show_default=True, help="Pieces to plant.")
@click.option("--half", type=click.IntRange(0, 1), default=SCORED, show_default=True, help="0: that was looked at.")
@click.option(
    "--size", "sizes", type=click.IntRange(min=1_000), multiple=True, default=(3_000, 30_000), show_default=True
)
@click.option("--seed", type=int, default=SEED, show_default=True)
def main(pieces: int, half: int, sizes: tuple[int, ...], seed: int) -> None:
    """Score planted pieces, then measure the cost at each size."""
    with TemporaryDirectory() as temporary:
        with Archive.open(Path(temporary) / "planted.db", create=True) as archive:
            archive.db.execute("pragma synchronous = off")
            result = score(archive, plant(pieces, seed, half))
        costs = [cost(Path(temporary), size) for size in sizes]
    head = ("case", "true pairs", "found", "wrong links", "precision", "recall")
    sentence = (
        f"Half {half} of the stories, sentences and surnames; weights were set by looking at half {LOOKED_AT}."
        f" Links that pages state are not counted. Wanted: precision {PRECISION}, recall {RECALL}."
    )
    print(section("Translations that nobody states", head, result.rows(), sentence))
    bands = ("score of a link", "links", "of these right")
    print(section("What a score means", bands, result.bands(), "Of the same links, those that stand for themselves."))
    sentence = f"CPU for each article that came or changed; it may not grow by more than {FLAT - 1:.0%}."
    names = ("articles", "all at once, as in a rebuild", "the newest, in crawls of thirty")
    print(section("What grouping costs", names, [found.cells for found in costs], sentence))
    faults = [
        *([f"precision is {result.precision:.4f}"] if result.precision < PRECISION else []),
        *([f"recall is {result.recall:.4f}"] if result.recall < RECALL else []),
        *(
            f"an article costs {found.crawl:.2f} ms among {found.articles:,}, {costs[0].crawl:.2f} ms at first"
            for found in costs
            if found.crawl > FLAT * costs[0].crawl or found.whole > FLAT * costs[0].whole
        ),
    ]
    for fault in faults:
        print(fault, file=sys.stderr)
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
