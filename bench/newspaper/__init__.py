"""A newspaper of any size on loopback: the demo newspaper's pages, its stories made of a seed.

`Paper` is what it prints, as a pure function of its size and seed; `Newspaper` serves it and logs every request.
"""

from bench.newspaper.paper import PARAGRAPHS, WORDS, Paper
from bench.newspaper.server import Asked, Newspaper

__all__ = ["PARAGRAPHS", "WORDS", "Asked", "Newspaper", "Paper"]
