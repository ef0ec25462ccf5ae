"""Coverage reports: gaps, the text, the tree, and the JSON document, which can be read back."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from click import unstyle

from shapeproof.capture.build import build
from shapeproof.capture.model import OperationModel
from shapeproof.contract import Contract
from shapeproof.errors import UsageError
from shapeproof.report.coverage.contract_coverage import ContractCoverage, Share, contract_coverages
from shapeproof.report.coverage.gaps import MissingStates, NeverPresent, coverage_gaps
from shapeproof.report.coverage.json_document import coverage_rows, read_shown_features
from shapeproof.report.coverage.text import coverage_text
from shapeproof.report.coverage.tree import CoverageNode, CoverageTree
from shapeproof.validation.coverage.coverage_counter import CoverageCounter, coverable_features, shown_coverage
from shapeproof.validation.coverage.features import Feature

SHAPES: dict[str, Any] = {
    "Thing": {
        "type": "structure",
        "members": {name: {"shape": name} for name in ("Name", "State", "Parts", "Inner", "Body")},
        "required": ["Name"],
    },
    "Name": {"type": "string"},
    "State": {"type": "string", "enum": ["on", "off", "lost"]},
    "Parts": {"type": "list", "member": {"shape": "Part"}, "max": 9},
    "Part": {"type": "structure", "members": {"Size": {"shape": "Size"}}},
    "Size": {"type": "string", "enum": ["small", "large"]},
    "Inner": {"type": "structure", "members": {"Deep": {"shape": "Deep"}, "Parts": {"shape": "Parts"}}},
    "Deep": {"type": "structure", "members": {"Kind": {"shape": "Kind"}}},
    "Kind": {"type": "string", "enum": ["a", "b"]},
    "Body": {"type": "blob", "streaming": True},
}


@pytest.fixture
def contract(handmade: Callable[..., OperationModel]) -> Contract:
    return build(handmade(SHAPES))


@pytest.fixture
def coverage_of(contract: Contract) -> Callable[..., ContractCoverage]:
    """Counts the coverage of given responses."""

    def count_coverage(*responses: object) -> ContractCoverage:
        counter = CoverageCounter()
        for response in responses:
            counter.count(contract, response)
        (coverage,) = contract_coverages({contract.name: counter}, lambda _: contract)
        return coverage

    return count_coverage


def test_gaps_below_absent_member_are_not_listed(
    coverage_of: Callable[..., ContractCoverage],
) -> None:
    gaps = coverage_gaps(
        coverage_of({"Name": "x", "State": "on", "Parts": []}, {"Name": "x", "State": "off", "Parts": []})
    )
    assert gaps.never_present == (NeverPresent("Inner", 4),)
    assert gaps.values == (MissingStates("State", ("lost",), 3),)
    assert gaps.never_absent == ("State", "Parts")
    assert gaps.sizes == (MissingStates("Parts", ("one", "several", "most"), 4),)


def test_shares_count_all_coverable_features(coverage_of: Callable[..., ContractCoverage]) -> None:
    coverage = coverage_of({"Name": "x", "State": "on"}, {"Name": "x"})
    assert coverage.responses == 2
    assert coverage.shares["present"] == Share(2, 9)
    assert coverage.shares["values"] == Share(1, 7)
    assert coverage.shares["scenarios"] == Share(0, 0)
    assert coverage.total.total == len(coverable_features(coverage.contract))


def test_shortened_text_states_what_is_omitted(coverage_of: Callable[..., ContractCoverage]) -> None:
    coverages = [coverage_of({"Name": "x"})] * 25
    short_text, full_text = (unstyle("".join(coverage_text(coverages, verbose=verbose))) for verbose in (False, True))
    assert "and 5 more contracts (--verbose lists all)" in short_text
    assert "Gaps of 22 more contracts are not listed (--verbose lists all)." in short_text
    assert (short_text.count("Never shown by"), full_text.count("Never shown by")) == (3, 25)
    assert "--verbose" not in full_text


def test_full_coverage_is_reported(coverage_of: Callable[..., ContractCoverage]) -> None:
    contract = coverage_of().contract
    full_coverage = ContractCoverage(contract, 1, dict.fromkeys(coverable_features(contract), 1))
    assert "everything is shown" in "".join(coverage_text([full_coverage], verbose=False))
    assert "no readable response" in "".join(coverage_text([], verbose=False))


def test_json_document_is_read_back(coverage_of: Callable[..., ContractCoverage], flagship: Contract) -> None:
    response = {"Name": "x", "State": "on", "Parts": [{"Size": "small"}]}
    coverage = coverage_of(response)
    text = json.dumps({"version": 1, "findings": [], "coverage": coverage_rows([coverage])})
    assert read_shown_features(text, "x") == {coverage.contract.name: shown_coverage(coverage.contract, response)}
    failed_coverage = ContractCoverage(
        flagship, 1, {Feature("scenario", "", "failed"): 1, Feature("scenario", "", "hyperband"): 0}
    )
    text = json.dumps({"version": 1, "findings": [], "coverage": coverage_rows([failed_coverage])})
    assert read_shown_features(text, "x") == {flagship.name: {Feature("scenario", "", "failed")}}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "invalid JSON: "),
        ("[" * 100_000, "invalid (JSON|coverage: JSON is nested)"),
        ("[]", "this file is not a report of shapeproof validate"),
        ('{"findings": []}', "this file is not a report of shapeproof validate"),
        ('{"version": 2, "findings": []}', "expected a report of version 1, got version 2"),
        ('{"version": 1, "findings": []}', "this report was written without coverage"),
        ('{"version": 1, "findings": [], "coverage": [5]}', "invalid coverage: "),
        ('{"version": 1, "findings": [], "coverage": [{"contract": "x"}]}', "invalid coverage: "),
        (
            '{"version": 1, "findings": [], "coverage": [{"contract": "x", "features": [{"kind": "y"}]}]}',
            "invalid coverage: ValueError y",
        ),
    ],
)
def test_other_document_is_rejected(text: str, message: str) -> None:
    with pytest.raises(UsageError, match=f"^coverage.json(: /coverage)?: {message}"):
        read_shown_features(text, "coverage.json")


def by_name(nodes: tuple[CoverageNode, ...]) -> dict[str, CoverageNode]:
    return {node.name: node for node in nodes}


def test_tree_counts_each_node(coverage_of: Callable[..., ContractCoverage]) -> None:
    response = {"Name": "x", "Parts": [{"Size": "small"}], "Inner": {"Parts": [{"Size": "large"}]}}
    tree = CoverageTree(coverage_of(response, *([{"Name": "x"}] * 9)))
    nodes = by_name(tree.nodes())
    assert [nodes[name].present for name in ("Name", "State", "Parts")] == [
        ("present", 10, 100, "often"),
        ("present", 0, 0, "never"),
        ("present", 1, 10, "seldom"),
    ]
    assert nodes["Name"].absent is None
    assert nodes["Body"].is_stream
    (item,) = nodes["Parts"].children
    size = by_name(item.children)["Size"]
    assert [(count.label, count.responses) for count in size.values] == [("small", 1), ("large", 1)]
    inner = by_name(nodes["Inner"].children)
    assert (inner["Deep"].members_below, inner["Deep"].children) == (1, ())
    (shared_item,) = inner["Parts"].children
    assert by_name(shared_item.children)["Size"].values_path == "Parts[].Size"
    assert tree.size == 11
