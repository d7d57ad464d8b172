"""WARC files that anybody wrote, read record by record: what is torn is named, and what lies behind it is read.

`opening` finds files, in a WACZ too; `stream` reads records out of one, by `unpacking` it; `exchanges` is the HTTP
in a record.
"""
