"""WARC files that anybody wrote, read record by record: what is torn is named, and what lies behind it is read."""
