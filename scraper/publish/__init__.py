"""What readers get: a site over the archive, and files out of it. Only reads."""
