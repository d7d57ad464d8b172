"""What neo-archive can bear, measured from outside: crashes, large archives, long queues, its own pace.

Each bench is a module of its own and prints the markdown that stands in docs/performance.md:

    python -m bench.crash          a crawl killed 50 times
    python -m bench.nothing_new    crawls without news, at 30,000 and 300,000 articles
    python -m bench.pending        crawls with 1,000 and 1,000,000 addresses waiting
    python -m bench.crawl          a first crawl beside a spider that only downloads
    python -m bench.extraction     extraction beside other systems, on real pages (docs/extraction.md)
    python -m bench.scale          one archive that grows to a million articles (docs/scale.md)

All of them: `make bench`. Each takes `--help`. Run one at a time on a machine that does nothing else. They use
nothing of the program but its commands' own entry (`scraper.crawl.run`), `Archive`'s public methods, the schema's
columns by name, and the demo newspaper's printing press. Linux only, for they read /proc.
"""
