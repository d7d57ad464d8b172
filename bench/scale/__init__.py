"""One archive that grows: what everything costs at 10,000 articles, at a million, and in between.

    python -m bench.scale --articles 10000 --folder DIR     fill, then measure every step
    python -m bench.scale --articles 30000 --folder DIR     the same archive goes on from there
    python -m bench.scale --folder DIR --table              what was measured, and how it grew
    python -m bench.scale.frontier                          1,000 publishers on a simulated clock
    python -m bench.scale.beyond --folder DIR               two archives side by side, DuckDB over Parquet

Each step runs in a process of its own and leaves lines in DIR/results.jsonl; what is there is not measured again. So
a run can be stopped and begun again at any moment. docs/scale.md has the tables.
"""
