"""No engine retrieves what a schema refers to: not by HTTP, not from a file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from socket import create_server, socket
from typing import Any

import pytest

from shapeproof.errors import CaptureError
from shapeproof.validation.engines.compilation import ENGINES, EngineName, compile_schema

KEYWORDS = ["$ref", "$dynamicRef", "$schema"]


@pytest.fixture
def listener() -> Iterator[socket]:
    """A socket that listens, and that nobody answers at."""
    with create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        yield server


def was_called(listener: socket) -> bool:
    with suppress(TimeoutError):
        listener.accept()
        return True
    return False


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("keyword", KEYWORDS)
@pytest.mark.parametrize("nested", [False, True])
def test_nothing_is_fetched(engine: EngineName, keyword: str, listener: socket, *, nested: bool) -> None:
    node = {keyword: f"http://127.0.0.1:{listener.getsockname()[1]}/x"}
    schema: dict[str, Any] = {"properties": {"A": node}} if nested else node
    with suppress(CaptureError), suppress_unresolvable():
        compile_schema(schema, engine).violations({"A": 1})
    assert not was_called(listener)


@pytest.mark.parametrize("engine", ENGINES)
def test_no_file_is_read(engine: EngineName, tmp_path: Path) -> None:
    (tmp_path / "strings.json").write_text('{"type": "string"}')
    schema = {"$ref": (tmp_path / "strings.json").as_uri()}
    with pytest.raises(Exception, match=r"strings\.json"):
        compile_schema(schema, engine).violations(5)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("schema", "pointer"),
    [
        ({"properties": {"A": {"pattern": "(("}}}, "/properties/A/pattern"),
        ({"minLength": -1}, "/minLength"),
        ({"type": "text"}, "/type"),
        ({"enum": 5}, "/enum"),
    ],
)
def test_invalid_schema_is_an_error_with_its_pointer(engine: EngineName, schema: dict[str, Any], pointer: str) -> None:
    with pytest.raises(CaptureError, match="can't compile this schema") as raised:
        compile_schema(schema, engine)
    assert raised.value.where == pointer


def suppress_unresolvable() -> suppress:
    from referencing.exceptions import Unresolvable

    return suppress(Unresolvable)
