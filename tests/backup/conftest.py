"""A whole archive, copies of it, and a small disk."""

from archive.conftest import small_disk
from check.conftest import copy, whole

__all__ = ["copy", "small_disk", "whole"]
