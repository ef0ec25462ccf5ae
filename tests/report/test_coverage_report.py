"""Coverage as people and programs read it: what is never shown, folded; a document that is read back."""

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
from shapeproof.report.coverage.counts import Covered, Share, covered
from shapeproof.report.coverage.document import coverage_rows, shown_in
from shapeproof.report.coverage.gaps import Missing, NeverThere, gaps
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
def of(contract: Contract) -> Callable[..., Covered]:
    """The coverage of these responses."""

    def counted(*responses: object) -> Covered:
        coverage = CoverageCounter()
        for response in responses:
            coverage.count(contract, response)
        (found,) = covered({contract.name: coverage}, lambda _: contract)
        return found

    return counted


def test_what_lies_in_something_that_was_never_there_goes_without_saying(of: Callable[..., Covered]) -> None:
    found = gaps(of({"Name": "x", "State": "on", "Parts": []}, {"Name": "x", "State": "off", "Parts": []}))
    assert found.there == (NeverThere("Inner", 4),)
    assert found.values == (Missing("State", ("lost",), 3),)
    assert found.absent == ("State", "Parts")
    assert found.sizes == (Missing("Parts", ("one", "several", "most"), 4),)


def test_shares_are_of_what_there_is_to_show(of: Callable[..., Covered]) -> None:
    found = of({"Name": "x", "State": "on"}, {"Name": "x"})
    assert found.responses == 2
    assert found.shares["there"] == Share(2, 9)
    assert found.shares["values"] == Share(1, 7)
    assert found.shares["scenarios"] == Share(0, 0)
    assert found.total.all == len(coverable_features(found.contract))


def test_the_text_is_cut_and_says_so(of: Callable[..., Covered]) -> None:
    several = [of({"Name": "x"})] * 25
    short, whole = (unstyle("".join(coverage_text(several, verbose=verbose))) for verbose in (False, True))
    assert "and 5 more contracts (--verbose tells each)" in short
    assert "What 22 more contracts never show is told by --verbose." in short
    assert (short.count("Never shown by"), whole.count("Never shown by")) == (3, 25)
    assert "--verbose" not in whole


def test_all_shown_is_said(of: Callable[..., Covered]) -> None:
    full = of()
    whole = Covered(full.contract, 1, dict.fromkeys(coverable_features(full.contract), 1))
    assert "is shown whole" in "".join(coverage_text([whole], verbose=False))
    assert "no response that could be read" in "".join(coverage_text([], verbose=False))


def test_the_document_is_read_back(of: Callable[..., Covered], flagship: Contract) -> None:
    response = {"Name": "x", "State": "on", "Parts": [{"Size": "small"}]}
    found = of(response)
    text = json.dumps({"version": 1, "findings": [], "coverage": coverage_rows([found])})
    assert shown_in(text, "x") == {found.contract.name: shown_coverage(found.contract, response)}
    failed = Covered(flagship, 1, {Feature("scenario", "", "failed"): 1, Feature("scenario", "", "hyperband"): 0})
    text = json.dumps({"version": 1, "findings": [], "coverage": coverage_rows([failed])})
    assert shown_in(text, "x") == {flagship.name: {Feature("scenario", "", "failed")}}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "this is no JSON document"),
        ("[" * 100_000, "this is "),
        ("[]", "this is no report of shapeproof validate"),
        ('{"findings": []}', "this is no report of shapeproof validate"),
        ('{"version": 2, "findings": []}', "this report has version 2"),
        ('{"version": 1, "findings": []}', "this report was written without coverage"),
        ('{"version": 1, "findings": [], "coverage": [5]}', "its coverage is of another form"),
        ('{"version": 1, "findings": [], "coverage": [{"contract": "x"}]}', "its coverage is of another form"),
        (
            '{"version": 1, "findings": [], "coverage": [{"contract": "x", "features": [{"kind": "y"}]}]}',
            "its coverage is of another form: ValueError y",
        ),
    ],
)
def test_another_document_is_refused(text: str, problem: str) -> None:
    with pytest.raises(UsageError, match=f"^coverage.json(: /coverage)?: {problem}"):
        shown_in(text, "coverage.json")


def by_name(spots: tuple[CoverageNode, ...]) -> dict[str, CoverageNode]:
    return {spot.name: spot for spot in spots}


def test_the_tree_says_how_often_each_place_was_seen(of: Callable[..., Covered]) -> None:
    response = {"Name": "x", "Parts": [{"Size": "small"}], "Inner": {"Parts": [{"Size": "large"}]}}
    tree = CoverageTree(of(response, *([{"Name": "x"}] * 9)))
    spots = by_name(tree.spots())
    assert [spots[name].there for name in ("Name", "State", "Parts")] == [
        ("there", 10, 100, "often"),
        ("there", 0, 0, "never"),
        ("there", 1, 10, "seldom"),
    ]
    assert spots["Name"].absent is None
    assert spots["Body"].is_unseen
    (item,) = spots["Parts"].below
    size = by_name(item.below)["Size"]
    assert [(one.text, one.responses) for one in size.values] == [("small", 1), ("large", 1)]
    inner = by_name(spots["Inner"].below)
    assert (inner["Deep"].inside, inner["Deep"].below) == (1, ())
    (again,) = inner["Parts"].below
    assert by_name(again.below)["Size"].told_at == "Parts[].Size"
    assert tree.size == 11
