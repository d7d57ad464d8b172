"""A small web server on this machine, for whoever answers requests by a handler of their own."""

from __future__ import annotations

from http.server import ThreadingHTTPServer
from socketserver import TCPServer
from threading import Thread


class Loopback(ThreadingHTTPServer):
    """Serves in a thread from `begin` to `end`."""

    request_queue_size = 64

    def server_bind(self) -> None:
        """Binds without looking the host's name up, as HTTPServer would, which may take seconds."""
        TCPServer.server_bind(self)

    def begin(self) -> None:
        """Serves from now on."""
        Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()

    def end(self) -> None:
        """Stops serving, and lets go of the port."""
        self.shutdown()
        self.server_close()
