"""Serve the demo newspaper until Ctrl-C: ``python -m scraper.demo --day 2 --port 8030``."""

import argparse
import sys

from scraper.demo.server import Newspaper


def main() -> int:
    """The exit code: 1 if the port or the day will not do."""
    parser = argparse.ArgumentParser(prog="python -m scraper.demo", description=__doc__)
    parser.add_argument("--day", type=int, default=1, help="which day's paper to serve (default: 1)")
    parser.add_argument("--port", type=int, default=0, help="0, the default, lets the system choose")
    options = parser.parse_args()
    try:
        paper = Newspaper(options.day, options.port)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or error
        print(
            f"The demo newspaper cannot use port {options.port} ({reason}). "
            "Choose another with --port, or leave it out.",
            file=sys.stderr,
        )
        return 1
    print(f"{paper.address}/ (day {paper.day}; Ctrl-C ends it)", flush=True)
    try:
        paper.serve_forever()
    except KeyboardInterrupt:
        print()
    return 0


if __name__ == "__main__":
    sys.exit(main())
