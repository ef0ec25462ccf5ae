"""YAML with several documents: each is read, and a fault in one leaves the others readable."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.recordings.conftest import Check

from shapeproof.recordings.syntax.yaml_documents import document_spans


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a: 1",
        "a: 1\n---\nb: 2\n",
        "---\na: 1\n---\nb: 2\n...\n",
        "--- {a: 1}\n--- # again\n- b\n",
        "a: 1\n...\n---\nb: 2\n...\n",
        "%YAML 1.1\n# why\n---\na: 1\n...\n%TAG !x! tag:x,2000:\n---\n!x!y b\n",
        "# nothing\n---\n# nothing\n---\na: 1\n---\n",
        "a: |\n  ---\n  x\n--- >\n ...\n y\n---\n'--- z\n\n ---'\n",
        "a: ---\nb: ...\n----: c\n",
        "a: 1\r\n---\r\nb: 2\r\n",
    ],
)
def test_documents_are_those_of_yaml(text: str) -> None:
    documents = [text[start:end] for start, end in document_spans(text)]
    assert [yaml.load(each, yaml.BaseLoader) for each in documents] == [
        document for document in yaml.load_all(text, yaml.BaseLoader) if document
    ]


def found(check: Check, path: Path, text: str) -> list[tuple[Any, ...]]:
    path.write_text(text)
    return [(at.finding.code, at.index, at.line, at.column) for at in check(path)]


def test_each_document_is_a_response_with_its_location(tmp_path: Path, check: Check) -> None:
    text = "QueueUrls: []\n---\n# the next page\nQueueUrls: []\nNextTokn: x\n---\n- QueueUrl: []\n- {}\n"
    assert found(check, tmp_path / "sqs.ListQueues_1.yaml", text) == [("SP301", 1, 5, 1), ("SP301", 2, 7, 3)]


def test_a_fault_in_a_document_leaves_the_others_readable(tmp_path: Path, check: Check) -> None:
    text = "QueueUrls: [\n---\nQueueUrls: []\nNextTokn: x\n---\nQueueUrls: []\nQueueUrls: []\n--- 5\n"
    expected = [("SP901", 0, 2, 1), ("SP301", 1, 4, 1), ("SP905", 2, 7, 1), ("SP914", 3, 8, 5)]
    assert found(check, tmp_path / "sqs.ListQueues_1.yaml", text) == expected


@pytest.mark.parametrize("text", ["{QueueUrls: []} {NextTokn: x}", "{QueueUrls: []}\n]"])
def test_what_follows_a_document_is_not_dropped(tmp_path: Path, check: Check, text: str) -> None:
    assert [code for code, *_ in found(check, tmp_path / "sqs.ListQueues_1.yaml", text)] == ["SP901"]


EXCHANGE = """interactions:
- request:
    method: POST
    uri: https://sqs.eu-west-1.amazonaws.com/
    headers: {X-Amz-Target: [AmazonSQS.ListQueues], Content-Type: [application/x-amz-json-1.0]}
    body: '{}'
  response:
    status: {code: 200}
    headers: {Content-Type: [application/x-amz-json-1.0]}
    body: {string: '{"QueueUrls": [], "NextTokn": "x"}'}
"""


def test_each_document_of_a_cassette_is_read(tmp_path: Path, check: Check) -> None:
    text = f"---\n{EXCHANGE}---\n{EXCHANGE}--- [what]\n---\n"
    expected = [("SP301", 0, 11, 39), ("SP301", 1, 22, 39), ("SP902", 2, 23, 5)]
    assert found(check, tmp_path / "cassette.yaml", text) == expected
