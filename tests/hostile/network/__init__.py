"""Where requests may go: a publisher that sends crawls elsewhere, and names that lead elsewhere."""
