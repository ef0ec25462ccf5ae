"""A program: serves a directory as the bucket `archive` of an object store, until its standard input ends. Prints the URL."""

from __future__ import annotations

import logging
import os
import sys
from importlib import import_module
from typing import Any


def main() -> None:
    """Serve the directory that the first argument names."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    moto: Any = import_module("moto.server")
    server = moto.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    os.environ["AWS_ENDPOINT_URL"] = f"http://{host}:{port}"
    fsspec: Any = import_module("fsspec")
    store = fsspec.filesystem("s3")
    store.mkdir("archive")
    store.put(f"{sys.argv[1].rstrip('/')}/", "archive/2026/", recursive=True)
    print(os.environ["AWS_ENDPOINT_URL"], flush=True)  # noqa: T201
    sys.stdin.read()
    server.stop()


if __name__ == "__main__":
    main()
