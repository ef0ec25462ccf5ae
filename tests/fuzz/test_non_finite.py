"""NaN and the infinities in generated responses: in the tolerant view, written so that each form is read again."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, Final, NoReturn, cast

import pytest
from hypothesis import Phase, find, given, settings

from shapeproof import findings
from shapeproof.capture.build import build
from shapeproof.capture.model import OperationModel
from shapeproof.cli import main_group
from shapeproof.contract import Contract, Representation
from shapeproof.errors import UsageError
from shapeproof.fuzz import responses
from shapeproof.fuzz.campaign.campaign import Campaign, CampaignOptions
from shapeproof.fuzz.campaign.minimal_changes import explain
from shapeproof.fuzz.campaign.response_check import ResponseCheck
from shapeproof.fuzz.campaign.run_outcome import CRASH, RunOutcome
from shapeproof.fuzz.campaign.tried_changes import Effect
from shapeproof.fuzz.drawing.corpus import corpus
from shapeproof.registry import load
from shapeproof.representations.non_finite import NON_FINITE
from shapeproof.representations.response_metadata import strip_metadata

SHAPES: Final[dict[str, Any]] = {
    "Thing": {
        "type": "structure",
        "members": {"Share": {"shape": "Share"}, "Shares": {"shape": "Shares"}, "Size": {"shape": "Size"}},
    },
    "Share": {"type": "double", "min": 0, "max": 1},
    "Shares": {"type": "list", "member": {"shape": "Share"}},
    "Size": {"type": "integer"},
}
KINDS: Final = {"nan", "inf", "-inf"}
QUIET: Final = settings(max_examples=400, deadline=None, database=None, derandomize=True, phases=[Phase.generate])


@pytest.fixture(scope="module")
def contract(handmade: Callable[..., OperationModel]) -> Contract:
    return build(handmade(SHAPES))


def odd_numbers(value: object) -> Iterator[object]:
    """NaN and the infinities in a response, as floats or as strings."""
    if isinstance(value, dict):
        value = list(cast("dict[str, object]", value).values())
    if isinstance(value, list):
        for item in cast("list[object]", value):
            yield from odd_numbers(item)
    elif value in NON_FINITE or (isinstance(value, float) and not math.isfinite(value)):
        yield value


def drawn(contract: Contract, **options: Any) -> list[Any]:
    examples: list[Any] = []

    @QUIET
    @given(responses(contract, **options))
    def keep(response: Any) -> None:
        examples.append(response)

    keep()
    return examples


@pytest.mark.parametrize(
    ("representation", "expected"),
    [("sdk", KINDS), ("cli", KINDS), ("wire", {"NaN", "Infinity", "-Infinity"})],
)
def test_the_tolerant_view_draws_them(contract: Contract, representation: Representation, expected: set[str]) -> None:
    examples = drawn(contract, view="tolerant", representation=representation)
    assert {str(number) for number in odd_numbers(examples)} == expected
    assert not any(list(odd_numbers(example.get("Size"))) for example in examples)
    codes = {
        (finding.code, finding.severity)
        for example in examples
        for finding in findings(example, contract, view="tolerant", representation=representation)
        if finding.kind != "drift" and not finding.code.startswith("SP2") and finding.code != "SP106"
    }
    assert codes == ({("SP107", "note")} if representation == "cli" else set())


@pytest.mark.parametrize(
    "options", [{}, {"view": "tolerant", "pins": {"Share": {"minimum": 0}, "Shares[]": {"minimum": 0}}}]
)
def test_the_strict_view_and_bounds_leave_them_out(contract: Contract, options: dict[str, Any]) -> None:
    assert not list(odd_numbers(drawn(contract, **options)))


@pytest.mark.parametrize("written", ["NaN", math.nan])
def test_a_float_may_be_pinned_to_one(contract: Contract, written: object) -> None:
    pins = {"Share": written, "Shares": [0.5, written]}
    (response,) = islice(corpus(contract, pins=pins), 1)
    assert [str(number).lower() for number in odd_numbers(response)] == ["nan", "nan"]
    assert {finding.code for finding in findings(response, contract, representation="cli")} == {"SP107"}
    with pytest.raises(UsageError, match="doesn't allow"):
        next(corpus(contract, pins={"Size": written}))


def test_they_shrink_to_finite_numbers(contract: Contract) -> None:
    strategy = responses(contract, view="tolerant")
    quiet = settings(deadline=None, database=None, derandomize=True)
    assert strip_metadata(find(strategy, lambda response: "Share" in response, settings=quiet)) == {"Share": 0.0}
    smallest = find(strategy, lambda response: any(odd_numbers(response)), settings=quiet)
    assert len(list(odd_numbers(smallest))) == 1


@pytest.mark.survey
@pytest.mark.parametrize(
    ("representation", "form"), [("wire", ["--bare"]), ("cli", []), ("cli", ["--bare"]), ("sdk", [])]
)
def test_what_a_corpus_writes_is_read_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], representation: str, form: list[str]
) -> None:
    file = tmp_path / "sagemaker.DescribeHyperParameterTuningJob.jsonl"
    name = "sagemaker.describe_hyper_parameter_tuning_job"
    command = ["fuzz", "corpus", name, "-n", "60", "--view", "tolerant", "--representation", representation, *form]
    assert main_group.main([*command, "--output", str(file)], standalone_mode=False) == 0
    text = file.read_text()
    assert re.search(r'"(?:NaN|-?Infinity)"' if representation == "wire" else r": (?:NaN|-?Infinity)\b", text)
    if representation == "wire":
        for line in text.splitlines():
            json.loads(line, parse_constant=refuse)
    capsys.readouterr()
    options = ["--contract", name, "--view", "tolerant", "--format", "json"]
    options += ["--representation", representation] if form else []
    assert main_group.main(["validate", str(file), *options], standalone_mode=False) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["summary"]["responses"] == 60
    assert any(finding["code"] == "SP107" for finding in report["findings"]) == (representation == "cli")


def refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")


class Reader:
    """A program that fails on NaN."""

    reads_lines = True

    def run(self, document: str) -> RunOutcome:
        if "NaN" not in document:
            return RunOutcome(status=0)
        return RunOutcome(status=1, stderr="ValueError: cannot convert float NaN to integer\n")

    def settle(self) -> None:
        """It has ended."""


@pytest.mark.parametrize("representation", ["wire", "cli", "sdk"])
def test_a_program_that_fails_on_nan_is_told_why(contract: Contract, representation: Representation) -> None:
    crash = re.compile(CRASH, re.MULTILINE)
    campaign = Campaign(contract, Reader(), CampaignOptions("tolerant", representation, 300, None, 1, crash))
    (failure,) = campaign.run({})
    assert len(list(odd_numbers(failure.response))) == 1

    def effect_of(changed: object) -> Effect:
        return Effect("passes" if campaign.trial(changed).verdict == "passed" else "fails alike")

    is_valid = ResponseCheck(contract, "response", "tolerant", failure.response).is_kept_by
    explanation = explain(contract.response, failure.response, Effect("fails alike"), effect_of, is_valid)
    places = {place for change in explanation.changes for place in change.places}
    assert "is NaN" in {place.before for place in places}
    assert any("1.0" in place.after for place in places)


def test_the_seed_gives_the_same_document() -> None:
    contract = load("sagemaker.describe_hyper_parameter_tuning_job")
    first, second = ([json.dumps(response) for response in islice(corpus(contract, view="tolerant"), 60)] for _ in "12")
    assert first == second
