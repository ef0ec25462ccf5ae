"""The example recordings, as the demo shows them: good ones have no findings, each bad one has the fault in its name."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import pytest

EXAMPLES: Final = Path(__file__).parents[2] / "examples" / "recordings"
FAULTS: Final = {
    "call_in_printed_dict.txt": {"SP911"},
    "counter_as_text.json": {"SP102"},
    "duplicate_key.json": {"SP905"},
    "epoch_milliseconds.json": {"SP104"},
    "missing_members.json": {"SP101"},
    "misspelled_member.json": {"SP301"},
    "name_too_long.json": {"SP201", "SP203"},
    "not_a_number.json": {"SP107"},
    "nulls_for_absent.json": {"SP103"},
    "placeholder_arn.json": {"SP201"},
    "status_in_capitals.json": {"SP304"},
    "status_not_a_value.json": {"SP302"},
    "truncated.jsonl": {"SP901"},
    "unknown_member_on_the_wire.yaml": {"SP301"},
}


@pytest.mark.parametrize("file", sorted((EXAMPLES / "good").iterdir()), ids=lambda file: file.name)
def test_a_good_example_has_no_findings(file: Path, check: Any) -> None:
    assert check(file) == []


@pytest.mark.parametrize("file", sorted((EXAMPLES / "bad").iterdir()), ids=lambda file: file.name)
def test_a_bad_example_has_the_fault_in_its_name(file: Path, check: Any) -> None:
    assert {located.finding.code for located in check(file)} == FAULTS[file.name]


def test_a_directory_has_the_findings_of_its_files(check: Any) -> None:
    files = sorted((EXAMPLES / "bad").iterdir())
    assert check(EXAMPLES / "bad") == [located for file in files for located in check(file)]
