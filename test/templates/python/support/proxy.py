"""A TCP proxy that can break: to take a database away in the middle, or to make it silent."""

import contextlib
import socket
import threading
from typing import Iterator, List, Tuple


class Proxy:
    """Passes connections on to a target, until it is told otherwise."""

    def __init__(self, target: Tuple[str, int]) -> None:
        """Listen on a free port."""
        self._target = target
        self._listener = socket.create_server(('127.0.0.1', 0))
        self.port: int = self._listener.getsockname()[1]
        self.is_silent = False
        self.is_down = False
        self.opened = 0
        self.has_swallowed = threading.Event()
        # How many of the next connections to close at once.
        self.refusals = 0
        self._open: List[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """Close every connection there is."""
        for each in self._open:
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()
        self._open.clear()

    def close(self) -> None:
        """Close all."""
        self.is_down = True
        self._listener.close()
        self.cut()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            if self.is_down or self.refusals > 0:
                self.refusals = max(0, self.refusals - 1)
                client.close()
                continue
            self.opened += 1
            server = socket.create_connection(self._target)
            self._open += [client, server]
            for pair in ((client, server), (server, client)):
                threading.Thread(target=self._pass, args=pair, daemon=True).start()

    def _pass(self, source: socket.socket, sink: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                if self.is_silent:
                    self.has_swallowed.set()
                else:
                    sink.sendall(data)
            sink.shutdown(socket.SHUT_RDWR)


@contextlib.contextmanager
def proxy(target: Tuple[str, int]) -> Iterator[Proxy]:
    """Run a proxy for the time of a block."""
    running = Proxy(target)
    try:
        yield running
    finally:
        running.close()
