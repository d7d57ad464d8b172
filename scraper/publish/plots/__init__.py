"""Plots as SVG, drawn from a query's rows by what is declared beside it. Pure: no clock, no file, no database."""

from scraper.publish.plots.declaration import Plot, declared
from scraper.publish.plots.figure import Figure, document, figure

__all__ = ["Figure", "Plot", "declared", "document", "figure"]
