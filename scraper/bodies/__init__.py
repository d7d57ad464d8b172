"""What came over the wire, unpacked within limits: for crawls, and for files that others wrote. Pure."""

from scraper.bodies.decoding import ACCEPTED, Decoded, codings, decode
from scraper.bodies.limits import HEAD, KEPT, LINES, most

__all__ = ["ACCEPTED", "HEAD", "KEPT", "LINES", "Decoded", "codings", "decode", "most"]
