"""What oasdiff and smithy-diff test about responses: our classes of the same changes, and why they are otherwise."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
from tests.diff.peer_tables import page_with_tables
from tests.diff.peer_tools import CASES, REASONS, TOOLS, PeerCase

from shapeproof.capture.patterns.contract_patterns import ContractPatterns
from shapeproof.capture.schema_check import check_schema
from shapeproof.contract.views import open_schema
from shapeproof.diff.catalog import CHANGE_CODES, READERS
from shapeproof.diff.verdicts.comparison import compare_schemas
from shapeproof.validation.engines.compilation import compile_schema

PAGE: Final = Path(__file__).parents[2] / "docs" / "reference" / "diff-and-other-tools.md"
each_case = pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.tool}-{case.name}")


@each_case
def test_changes_are_classified_as_expected(case: PeerCase) -> None:
    for reader in READERS:
        verdicts = compare_schemas(case.old, case.new, reader, case.part)
        expected = [
            (finding.code, finding.path, finding.closed if reader == "closed" else finding.open)
            for finding in case.findings
        ]
        assert sorted((verdict.code, verdict.path, verdict.change_class) for verdict in verdicts) == sorted(expected)


@each_case
def test_what_is_breaking_or_risky_has_a_witness(case: PeerCase) -> None:
    """Asked of the engine that did not find it, it is valid in the new schema, and not in that of the reader.

    What is risky for an open reader is refused by one who validates.
    """
    for reader in READERS:
        for verdict in compare_schemas(case.old, case.new, reader, case.part):
            if verdict.change_class not in {"breaking", "risky"} or not verdict.change.code.has_witness:
                continue
            is_open = reader == "open" and verdict.change_class == "breaking"
            assert verdict.witness is not None
            assert compile_schema(case.new, "jsonschema").is_valid(verdict.witness.response)
            reads = compile_schema(open_schema(case.old) if is_open else case.old, "jsonschema")
            assert not reads.is_valid(verdict.witness.response)


@each_case
def test_schemas_are_such_as_contracts_have(case: PeerCase) -> None:
    for schema in (case.old, case.new):
        check_schema(schema, ContractPatterns(), where=case.name, is_errors=case.part == "error")


@each_case
def test_another_class_has_a_reason(case: PeerCase) -> None:
    assert bool(case.otherwise) == case.is_otherwise
    assert set(case.otherwise) <= set(REASONS)


def test_there_are_many_cases_of_many_rules() -> None:
    assert {case.tool for case in CASES} == set(TOOLS)
    assert len(CASES) >= 60
    assert len({(case.tool, case.rule) for case in CASES if case.rule}) >= 30
    assert {reason for case in CASES for reason in case.otherwise} == set(REASONS)
    assert {finding.code for case in CASES for finding in case.findings} <= set(CHANGE_CODES)


def test_the_page_shows_the_cases(request: pytest.FixtureRequest) -> None:
    page = PAGE.read_text(encoding="utf-8")
    expected = page_with_tables(page)
    if request.config.getoption("--update-golden"):
        PAGE.write_text(expected, encoding="utf-8")
        return
    assert page == expected, "write the tables with pytest --update-golden"
