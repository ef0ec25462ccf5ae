"""Responses in fenced blocks of Markdown, located in the file; prose is passed over."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.recordings.conftest import Check

from shapeproof.recordings.formats.markdown import fenced_blocks

NAME = "sqs.ListQueues_1.md"


def found(check: Check, path: Path, text: str) -> list[tuple[Any, ...]]:
    path.write_text(text)
    return [(at.finding.code, at.index, at.line, at.column) for at in check(path)]


def test_blocks_are_found_as_in_commonmark() -> None:
    text = (
        "# {'no': 1}\n```json\n{}\n```\n~~~~ Python title=x\n```\n~~~\n1\n~~~~~\n```\n$ aws x \n\n{\n```x\n````\n"
        "```rust\n{}\n```\n- a\n\n   ```{.yaml}\n   a:\n  b\n     c\n   ```\n``` `x` ```\n```\n\n```\n~~~\nto the end"
    )
    blocks = [(block.extension, block.line, block.data.decode(), block.removed) for block in fenced_blocks(text)]
    assert blocks == [
        (".json", 3, "{}\n", [0]),
        (".py", 6, "```\n~~~\n1\n", [0, 0, 0]),
        ("", 13, "{\n```x\n", [0, 0]),
        (".yaml", 22, "a:\nb\n  c\n", [3, 2, 3]),
        ("", 31, "to the end", [0]),
    ]


@pytest.mark.parametrize(
    ("block", "line", "column"),
    [
        ('```json\n{"QueueUrls": [], "NextTokn": "x"}\n```', 4, 19),
        ('```\n$ aws sqs list-queues\n{\n  "QueueUrls": [],\n  "NextTokn": "x"\n}\n```', 7, 3),
        ("~~~python\nresponse = {'QueueUrls': [], 'NextTokn': 'x'}\n~~~", 4, 30),
        ("```yaml\nQueueUrls: []\nNextTokn: x\n```", 5, 1),
        ("```console\n$ aws sqs list-queues --output yaml\nQueueUrls: []\nNextTokn: x\n```", 6, 1),
        ("1. so:\n   ```text\n   Got {braces}.\n   Response: {'QueueUrls': [], 'NextTokn': 'x'}", 6, 32),
    ],
)
def test_a_response_in_a_block_is_located_in_the_file(
    tmp_path: Path, check: Check, block: str, line: int, column: int
) -> None:
    text = f"The answer is {{'QueueUrls': 1}}:\n\n{block}\n"
    assert found(check, tmp_path / NAME, text) == [("SP301", 0, line, column)]


def test_the_rest_of_a_file_is_passed_over_and_what_claims_to_be_json_is_not(tmp_path: Path, check: Check) -> None:
    text = (
        '```json\n{"QueueUrls": [],\n```\n```python\nprint(1)\n```\n```\nname: settings\n```\n```sh\n{\n```\n'
        "```\n{'QueueUrls': [\n```\n```\nDone.\n```\n```json\n{\"NextTokn\": 1}\n```\n"
    )
    expected = [("SP901", 0, 2, 18), ("SP901", 1, 14, 15), ("SP301", 2, 20, 2)]
    assert found(check, tmp_path / NAME, text) == expected


def test_in_a_directory_only_markdown_named_after_an_operation_is_read(tmp_path: Path, check: Check) -> None:
    for name in (NAME, "README.md"):
        (tmp_path / name).write_text('```\n{"NextTokn": 1}\n```\n')
    assert [Path(at.file).name for at in check(tmp_path)] == [NAME]


def test_markdown_without_a_response_is_told_if_it_is_named(tmp_path: Path, check: Check) -> None:
    assert found(check, tmp_path / "README.md", "# Nothing\n") == [("SP902", 0, 1, 1)]
