"""Commands that are killed again and again with SIGKILL, and what is then left."""

from bench.killing.commands import Survived, Victim, survive
from bench.killing.crawls import Endured, Moment, Ordeal, endure
from bench.killing.victims import victims

__all__ = ["Endured", "Moment", "Ordeal", "Survived", "Victim", "endure", "survive", "victims"]
