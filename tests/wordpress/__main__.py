"""What `up` runs: WordPress until Ctrl-C, to look at it or to crawl it by hand."""

import sys
from collections import Counter
from contextlib import suppress
from signal import SIGTERM, pause, signal

from debian import install

from .site import WordPress


def main() -> None:
    """Installs what is missing, serves until Ctrl-C, and leaves nothing behind but the packages."""
    signal(SIGTERM, lambda *_: sys.exit())  # so that the servers end with us
    install("wordpress")
    with WordPress() as site, suppress(KeyboardInterrupt):
        for (language, status), count in sorted(Counter((post.language, post.status) for post in site.posts()).items()):
            print(f"{language}  {status:8}  {count:4}")
        print(f"{site.address}/  (Ctrl-C ends it)", flush=True)
        pause()


if __name__ == "__main__":
    main()
