"""The reference lists all finding codes, settings, public names and keys of the JSON report."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import cast

import shapeproof
from shapeproof.settings import KEYS
from shapeproof.validation.catalog import CODES

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"


def read_page(name: str) -> str:
    return (REFERENCE / name).read_text(encoding="utf-8")


def test_every_code_has_a_row_and_an_example() -> None:
    text = read_page("findings.md")
    rows = re.findall(r"^\| \[(SP\d{3})\]\(#sp\d{3}\) \| (.+?) \| (\w+) \| (\w+) \|$", text, re.MULTILINE)
    assert rows == [(code.number, code.title, code.strict, code.tolerant) for code in CODES.values()]
    examples = re.findall(r"^### (SP\d{3})\n.+\n```\w+\n.+\n```\n> .+\n\n.+$", text, re.MULTILINE)
    assert examples == list(CODES)


def test_every_setting_has_a_row() -> None:
    rows = re.findall(r"^\| `(\w+)` \|", read_page("settings.md"), re.MULTILINE)
    assert rows == list(KEYS)


def test_every_public_name_has_a_heading() -> None:
    headings = set(re.findall(r"^### (\S+)$", read_page("python-api.md"), re.MULTILINE))
    for package, path in (
        (shapeproof, "shapeproof"),
        (shapeproof.sample, "shapeproof.sample"),
        (shapeproof.fuzz, "shapeproof.fuzz"),
    ):
        names = {name for name in package.__all__ if not isinstance(getattr(package, name), ModuleType)}
        assert names
        assert {f"{path}.{name}" for name in names} <= headings


def all_keys(value: object) -> Iterator[str]:
    """The keys of a JSON value, at every depth, except codes and severities used as keys of counts."""
    if isinstance(value, dict):
        for key, child in cast("dict[str, object]", value).items():
            yield key
            if key not in {"codes", "severities"}:
                yield from all_keys(child)
    elif isinstance(value, list):
        for item in cast("list[object]", value):
            yield from all_keys(item)


def test_every_key_of_json_report_is_described() -> None:
    examples = REFERENCE.parents[1] / "examples" / "recordings"
    options = ["--format", "json", "--coverage", "--verbose"]
    command = [sys.executable, "-m", "shapeproof", "validate", "good", "bad", *options]
    result = subprocess.run(command, cwd=examples, capture_output=True, text=True, check=False)
    prose = re.sub(r"^```.*?^```$", "", read_page("json-report.md"), flags=re.MULTILINE | re.DOTALL)
    described_keys = set(re.findall(r"`(\w+)`", prose)) | {"findings", "version", "summary"}
    assert set(all_keys(json.loads(result.stdout))) <= described_keys
