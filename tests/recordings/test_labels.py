"""Dicts and JSON behind a label: what `print("Response:", response)` and loggers write."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.recordings.conftest import Check

from shapeproof.recordings.printed.reader import read
from shapeproof.recordings.syntax.labels import without_labels

RESPONSE: dict[str, object] = {"QueueUrls": [], "NextTokn": "x"}
LABELS = [
    "Response: ",
    "response:",
    "The queues -> ",
    "[INFO] Response => ",
    "INFO:root:",
    "2024-03-01 10:11:12,123 - INFO - Got: ",
    "Out of list_queues(): ",
    "Schlüssel: ",
]


def indented(value: object) -> str:
    return json.dumps(value, indent=1).replace("{\n ", "{")


def found(check: Check, path: Path, text: str) -> list[tuple[Any, ...]]:
    path.write_text(text)
    return [(at.finding.code, at.index, at.line, at.column) for at in check(path)]


@pytest.mark.parametrize("label", LABELS)
@pytest.mark.parametrize("written", [repr, json.dumps, indented])
def test_a_dict_behind_a_label_is_read(tmp_path: Path, check: Check, label: str, written: Any) -> None:
    text = f"{label}{written(RESPONSE)}\n"
    before = text[: text.index("NextTokn") - 1]
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    assert found(check, tmp_path / "sqs.ListQueues_1.txt", text) == [("SP301", 0, line, column)]


def test_each_of_several_is_read(tmp_path: Path, check: Check) -> None:
    for written in (repr, json.dumps):
        text = f"Page 1: {written(RESPONSE)}\nPage 2: {written(RESPONSE)}\n"
        assert [at[:2] for at in found(check, tmp_path / "sqs.ListQueues_1.txt", text)] == [("SP301", 0), ("SP301", 1)]


def test_what_prose_says_before_a_label_hides_nothing(tmp_path: Path, check: Check) -> None:
    text = f"Listing all queues.\nResponse: {RESPONSE!r}\n"
    assert [code for code, *_ in found(check, tmp_path / "sqs.ListQueues_1.txt", text)] == ["SP901", "SP301"]


@pytest.mark.parametrize(
    "text",
    [
        "QueueUrls: []\nNextTokn: x\n",
        'QueueUrls: ["x"]\nNextTokn: {}\n',
        'NextTokn: {"a": 1}\nQueueUrls: []\n',  # YAML with a member in braces
    ],
)
def test_yaml_stays_yaml(tmp_path: Path, check: Check, text: str) -> None:
    line = text.split("\n").index(next(each for each in text.split("\n") if "NextTokn" in each)) + 1
    assert found(check, tmp_path / "sqs.ListQueues_1.txt", text) == [("SP301", 0, line, 1)]


@pytest.mark.parametrize("code", ["else: {'a': 1}", "f(x={'a': 1})", "'a': {'b': 1}", "# one: {'a': 1}", "x: {}"])
def test_what_is_no_label(code: str) -> None:
    assert without_labels(code.encode()) == code.encode()
    assert not any(hasattr(result, "value") for result in read(code.encode()))
