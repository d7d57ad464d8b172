"""WARC files (ISO 28500:2017, WARC/1.1): how this archive writes them, and how it reads anybody's.

`heads` fits HTTP heads to bodies that are stored unpacked, and takes that back; `record` is one record as it is
written; `said` is what a record says of a capture beyond the standard. `reading` reads files.
"""
