"""WARC files (ISO 28500:2017, WARC/1.1) as this archive writes them. Pure: records in, bytes out.

`heads` fits HTTP heads to bodies that are stored unpacked, and takes that back; `record` is one record;
`said` is what a record says of a capture beyond the standard.
"""
