"""Values of members that the model marks as sensitive are never shown, whatever is wrong with them."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

import shapeproof
from shapeproof.capture.build import build
from shapeproof.capture.model import OperationModel
from shapeproof.contract import Contract, Representation
from shapeproof.registry.captured_files import write_edition
from shapeproof.validation.engines.compilation import ENGINES, EngineName

MARKER: Final = "marker7391"
NUMBER: Final = 7391739173917391
SHAPES: Final[dict[str, Any]] = {
    "Thing": {
        "type": "structure",
        "required": ["Name"],
        "members": {
            name: {"shape": name}
            for name in ("Name", "Kind", "Size", "Share", "Time", "Blob", "List", "Map", "ByKey", "Whole", "Choice", "Sparse")
        },
    },
    "Name": {"type": "string", "sensitive": True, "min": 2, "max": 8, "pattern": "[a-z]*"},
    "Kind": {"type": "string", "sensitive": True, "enum": ["a", "Marker7391"]},
    "Size": {"type": "integer", "sensitive": True, "min": 2, "max": 9},
    "Share": {"type": "double", "sensitive": True, "max": 1},
    "Time": {"type": "timestamp", "sensitive": True},
    "Blob": {"type": "blob", "sensitive": True, "max": 3},
    "List": {"type": "list", "sensitive": True, "member": {"shape": "Plain"}},
    "Map": {"type": "map", "sensitive": True, "key": {"shape": "Plain"}, "value": {"shape": "Plain"}},
    "ByKey": {"type": "map", "key": {"shape": "Name"}, "value": {"shape": "Size"}},
    "Whole": {"type": "structure", "sensitive": True, "members": {"In": {"shape": "Plain"}, "Count": {"shape": "Count"}}},
    "Choice": {"type": "structure", "union": True, "members": {"A": {"shape": "Name"}, "B": {"shape": "Kind"}}},
    "Sparse": {"type": "list", "sparse": True, "member": {"shape": "Size"}},
    "Plain": {"type": "string", "max": 4, "pattern": "[a-z]*"},
    "Count": {"type": "integer", "max": 9},
}  # fmt: skip
values: st.SearchStrategy[Any] = st.sampled_from(
    [
        *(MARKER, f"{MARKER}\n", MARKER.upper(), f" {MARKER} " * 30, f"2024-05-06T07:08:09 {MARKER}", NUMBER, -NUMBER),
        *(NUMBER / 2, [MARKER], {"aa": MARKER}, {"In": MARKER, "Count": NUMBER}, {"A": MARKER, "B": MARKER}),
        *([{"In": MARKER}], [[NUMBER]], {"aa": {"In": MARKER}}, {"C": MARKER}, [None, NUMBER, MARKER]),
    ]
)
things = st.dictionaries(st.sampled_from(list(SHAPES["Thing"]["members"])), values)


@pytest.fixture(scope="session")
def model(handmade: Callable[..., OperationModel]) -> OperationModel:
    return handmade(SHAPES)


@pytest.fixture(scope="session")
def sensitive(model: OperationModel) -> Contract:
    return build(model)


def is_leaked(text: str) -> bool:
    return MARKER in text.lower() or str(NUMBER) in text or str(NUMBER // 2) in text


@given(things, st.sampled_from(ENGINES), st.sampled_from([None, *get_args(Representation)]))
def test_no_message_shows_a_sensitive_value(
    sensitive: Contract, thing: dict[str, object], engine: EngineName, representation: Representation | None
) -> None:
    for finding in shapeproof.findings(thing, sensitive, engine=engine, representation=representation):
        assert not is_leaked(finding.message), finding


@pytest.mark.parametrize("value", [MARKER.encode(), datetime(7391, 1, 1, tzinfo=UTC), date(7391, 1, 1), {MARKER}])
def test_no_message_shows_a_sensitive_value_of_python(sensitive: Contract, value: object) -> None:
    for member in SHAPES["Thing"]["members"]:
        findings = shapeproof.findings({member: value}, sensitive, representation="sdk")
        assert findings
        for finding in findings:
            assert "7391" not in finding.message, finding


def test_no_message_shows_a_sensitive_key(sensitive: Contract) -> None:
    maps = {"ByKey": {MARKER: NUMBER}, "Map": {MARKER: [MARKER]}}
    findings = shapeproof.findings({"Name": "name", **maps}, sensitive)
    assert {finding.code for finding in findings} == {"SP102", "SP205", "SP210"}
    assert not any(is_leaked(finding.message) for finding in findings)


def test_the_command_line_never_shows_sensitive_values(model: OperationModel, tmp_path: Path) -> None:
    write_edition(tmp_path / "schemas", model)
    invalid = [
        {"Name": MARKER, "Kind": MARKER, "Size": NUMBER, "Share": NUMBER, "Time": MARKER, "Blob": f"{MARKER}?"},
        {"Name": [MARKER], "Kind": {"a": MARKER}, "List": [MARKER, NUMBER], "Map": {"a": MARKER}, "Time": NUMBER},
        {
            "Whole": {"In": MARKER, "Count": NUMBER},
            "Choice": {"A": MARKER},
            "Sparse": [NUMBER, MARKER],
            "ByKey": MARKER,
        },
    ]
    (tmp_path / "things.jsonl").write_text("".join(json.dumps(response) + "\n" for response in invalid))
    options = ["things.jsonl", "--contract", "example.get_thing", "--verbose"]
    for form in ("text", "json"):
        run = subprocess.run(
            [Path(sys.executable).parent / "shapeproof", "validate", *options, "--format", form],
            cwd=tmp_path, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert run.returncode == 1, run.stderr
        assert "SP201" in run.stdout
        assert not is_leaked(run.stdout + run.stderr)
