"""A newspaper whose translations are known, and stated nowhere: for bench/translations.py."""

from bench.planted.cases import plant
from bench.planted.pieces import Planted, Printed, true_pairs
from bench.planted.storing import store

__all__ = ["Planted", "Printed", "plant", "store", "true_pairs"]
