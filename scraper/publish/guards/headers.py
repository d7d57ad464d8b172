"""The headers that keep a browser from running or framing what it should not."""

from __future__ import annotations

from collections.abc import Mapping

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
NO_ROBOTS = ("X-Robots-Tag", "noindex, nofollow, noarchive")


def encoded(*, robots: bool) -> list[tuple[bytes, bytes]]:
    """The headers as ASGI takes them; without `robots`, search engines are asked to stay away."""
    named = [*HEADERS.items(), *([] if robots else [NO_ROBOTS])]
    return [(name.lower().encode(), value.encode()) for name, value in named]
