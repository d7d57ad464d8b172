"""What SQLite knows of tables and indexes, to plan queries by."""

from __future__ import annotations

from collections.abc import Iterable
from sqlite3 import Connection

_ANALYSED = 400  # rows of an index that a fresh query plan is made of; without a limit, all are read
# From so few rows SQLite guesses another length for each index. Where one seems longer than its table, readers' counts
# read every text instead; so of articles all is read, once the guesses differ.
_UNEVEN = """
    select count(distinct substr(stat, 1, instr(stat, ' '))) > 1 from sqlite_stat1
     where tbl = 'articles' and idx in (select name from pragma_index_list('articles') where not partial)"""


def refresh(connection: Connection) -> None:
    """Leaves it fresh for the next who opens the archive; for a connection that is about to be closed."""
    connection.execute(f"pragma analysis_limit = {_ANALYSED}")
    connection.execute("pragma optimize")
    if connection.execute(_UNEVEN).fetchone()[0]:
        connection.execute("pragma analysis_limit = 0")
        connection.execute("analyze articles")


def learn(connection: Connection, tables: Iterable[str]) -> None:
    """Makes it anew for tables whose indexes were made anew: with the old ones went what was known of them."""
    connection.execute(f"pragma analysis_limit = {_ANALYSED}")
    for table in tables:
        connection.execute(f"analyze main.{table}")
