"""Web servers on this machine: one that sends parts of files, as object stores do, and Python's own, which doesn't."""

from __future__ import annotations

import re
from collections.abc import Generator
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit

__all__ = ["Whole", "WithParts", "serve"]


class Whole(SimpleHTTPRequestHandler):
    """Sends whole files, whatever it is asked for."""

    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name in the base class
        pass


class WithParts(Whole):
    """Sends parts, and answers some requests with an error.

    Attributes:
        token: what a request has to have in its query, if it is not empty.
        busy: how many requests are still answered with 503.
        requests: the paths of all requests.
    """

    token: ClassVar[str] = ""
    busy: ClassVar[int] = 0
    requests: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self._answer(has_body=True)

    def do_HEAD(self) -> None:
        self._answer(has_body=False)

    def _answer(self, *, has_body: bool) -> None:
        kind = type(self)
        kind.requests.append(self.path)
        parts = urlsplit(self.path)
        file = Path(self.translate_path(parts.path))
        if kind.busy:
            kind.busy -= 1
            self._send(HTTPStatus.SERVICE_UNAVAILABLE, b"", {}, has_body)
        elif self.token and parse_qs(parts.query).get("token") != [self.token]:
            self._send(HTTPStatus.FORBIDDEN, b"", {}, has_body)
        elif not file.is_file():
            self._send(HTTPStatus.NOT_FOUND, b"", {}, has_body)
        else:
            data = file.read_bytes()
            headers = {"Accept-Ranges": "bytes", "ETag": f'"{hash(data)}"'}
            wanted = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
            if wanted is None:
                self._send(HTTPStatus.OK, data, headers, has_body)
                return
            start, stop = int(wanted[1]), int(wanted[2] or len(data) - 1) + 1
            part = data[start:stop]
            headers["Content-Range"] = f"bytes {start}-{start + len(part) - 1}/{len(data)}"
            self._send(HTTPStatus.PARTIAL_CONTENT, part, headers, has_body)

    def _send(self, status: HTTPStatus, data: bytes, headers: dict[str, str], has_body: bool) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(data))}.items():
            self.send_header(name, value)
        self.end_headers()
        if has_body:
            self.wfile.write(data)


@contextmanager
def serve(directory: Path, handler: type[SimpleHTTPRequestHandler]) -> Generator[str]:
    """Serve a directory; the value is its URL."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(directory))) as server:
        server.daemon_threads = True
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()
