"""The demo newspaper's own tests."""
