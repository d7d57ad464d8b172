"""Captures out of WARC files that anybody wrote, each in its place in time."""
