"""One crawl on several hosts: addresses wait in Redis, workers fetch, one writer keeps.

    seed ──order──▶ writer ──jobs──▶ Redis ──leases──▶ workers ──answers──▶ Redis ──stream──▶ writer ──▶ archive.db

The writer is a crawl like any other: it claims from the archive's frontier, reads sources and articles,
doubts outages. Only the fetching is done elsewhere: where a crawl would connect, it asks through Redis. So
what is not committed is still due in the archive, whatever happens to Redis or to a worker.
"""
