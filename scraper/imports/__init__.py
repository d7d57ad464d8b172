"""Captures that others made, each brought to its place in time."""
