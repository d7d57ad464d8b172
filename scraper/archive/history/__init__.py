"""What became of an article: its versions, what changed between them and why, where it went."""
