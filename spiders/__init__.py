"""Who we read: one declarative file a publisher, each with a `PUBLISHER`."""
