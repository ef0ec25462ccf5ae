"""What makes no difference is dropped from failing responses; what is valid, and pinned, stays so."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

import pytest

from shapeproof.contract import Contract, Schema, resolve
from shapeproof.fuzz import PRESENT
from shapeproof.fuzz.campaign import campaign as campaign_module
from shapeproof.fuzz.campaign.campaign import Campaign, CampaignOptions
from shapeproof.fuzz.campaign.failure import Failure
from shapeproof.fuzz.campaign.reduction import reductions
from shapeproof.fuzz.campaign.run_outcome import CRASH, RunOutcome, failure_identity
from shapeproof.fuzz.drawing.corpus import corpus
from shapeproof.registry import load
from shapeproof.validation.engines.compilation import compile_schema

FULL: Final[dict[str, Any]] = {"*": PRESENT}


@pytest.fixture(scope="module")
def functions() -> Contract:
    return load("lambda.list_functions@installed")


def reduced(
    contract: Contract, response: Any, fails: Callable[[Any], object], pins: Mapping[str, Any] | None = None
) -> tuple[Any, int, int]:
    """The last reduction of a response, what it lost, and the number of runs."""
    is_valid, runs, lost = compile_schema(contract.response).is_valid, 0, 0

    def fails_alike(candidate: Any) -> bool:
        nonlocal runs
        if not is_valid(candidate):
            return False
        runs += 1
        return bool(fails(candidate))

    for smaller, dropped in reductions(contract.response, response, pins or {}, fails_alike):
        response, lost = smaller, lost + dropped
    return response, lost, runs


def test_only_what_matters_is_left(functions: Contract) -> None:
    response: dict[str, Any] = {
        "NextMarker": "more",
        "Functions": [
            {"FunctionName": "other", "Layers": [{}, {}]},
            {
                "Description": "example",
                "Environment": {"Variables": {"A": "", "B": ""}, "Error": {"ErrorCode": "1"}},
                "Layers": [{"CodeSize": 7}, {"Arn": "arn:aws:lambda:us-east-1:123456789012:layer:a:1"}, {}],
                "Architectures": ["arm64"],
            },
        ],
    }

    def fails(page: Any) -> bool:
        return any(
            function.get("Architectures") == ["arm64"]
            and len(function.get("Layers", [])) > 1
            and any("CodeSize" not in layer for layer in function["Layers"])
            for function in page.get("Functions", [])
        )

    smallest, lost, runs = reduced(functions, response, fails)
    assert smallest == {"Functions": [{"Layers": [{}, {}], "Architectures": ["arm64"]}]}
    assert lost == 2 + 1 + 1 + 1 + 1 + 1  # the marker, a function, three of its members, two of its layers
    assert runs < 60


def test_members_that_need_each_other_go_together(functions: Contract) -> None:
    def fails(page: Any) -> bool:
        function: dict[str, Any] = page["Functions"][0] if page.get("Functions") else {}
        return ("Role" in function) == ("Runtime" in function) and "Handler" in function

    function = {"Handler": "a.b", "Role": "arn:aws:iam::123456789012:role/a", "Runtime": "python3.12", "Timeout": 3}
    smallest, lost, _ = reduced(functions, {"Functions": [function]}, fails)
    assert (list(smallest["Functions"][0]), lost) == (["Handler"], 3)


def test_a_reduced_response_is_valid_and_values_become_simple(flagship: Contract) -> None:
    (response,) = (next(corpus(flagship, seed=3, pins=FULL)),)
    smallest, _, runs = reduced(flagship, response, lambda job: "BestTrainingJob" in job)
    assert smallest.keys() == {*required(flagship, flagship.response), "BestTrainingJob"}
    best = resolve(flagship.response, flagship.response)["properties"]["BestTrainingJob"]
    assert smallest["BestTrainingJob"].keys() == required(flagship, best)
    assert smallest["HyperParameterTuningJobName"] == "example"
    assert runs < 200


def required(contract: Contract, node: Schema) -> set[str]:
    return set(resolve(contract.response, node)["required"])


@pytest.mark.parametrize(
    ("pins", "kept"),
    [
        ({"BestTrainingJob": PRESENT}, {"BestTrainingJob"}),
        ({"FailureReason": "why"}, {"FailureReason"}),
        ({"FailureReason": {"minLength": 2}}, {"FailureReason"}),
        ({}, set[str]()),
    ],
)
def test_pins_are_kept(flagship: Contract, pins: dict[str, Any], kept: set[str]) -> None:
    response = next(corpus(flagship, seed=1, pins={**FULL, **pins}))
    smallest, _, _ = reduced(flagship, response, lambda _: True, pins)
    assert smallest.keys() - required(flagship, flagship.response) == kept
    assert smallest.get("FailureReason") == (response["FailureReason"] if "FailureReason" in kept else None)


def test_nothing_optional_goes_if_all_is_pinned_as_present(flagship: Contract) -> None:
    response = next(corpus(flagship, seed=1, pins=FULL))
    smallest, _, _ = reduced(flagship, response, lambda _: True, FULL)
    assert smallest.keys() == response.keys()


class Reader:
    """A program that fails on `Layers`; the runs after `limit` runs are interrupted."""

    reads_lines = True

    def __init__(self, limit: float) -> None:
        self.limit = limit
        self.runs = 0

    def run(self, document: str) -> RunOutcome:
        self.runs += 1
        if self.runs > self.limit:
            raise KeyboardInterrupt
        return RunOutcome(status=1, stderr="KeyError: 'Arn'\n") if "Layers" in document else RunOutcome(status=0)

    def settle(self) -> None:
        """It has ended."""


def large_failure(contract: Contract, limit: float) -> tuple[Campaign, Failure]:
    options = CampaignOptions("strict", "cli", 50, None, 1, re.compile(CRASH, re.MULTILINE))
    campaign = Campaign(contract, Reader(limit), options)
    response: dict[str, Any] = {"Functions": [{"Layers": [], "Description": "a"}] * 40}
    trial = campaign.trial(response)
    identity = failure_identity(trial.outcome, campaign.contract_words, response)
    return campaign, Failure(identity, response, trial.outcome)


def test_an_interrupted_reduction_keeps_what_it_has(functions: Contract) -> None:
    campaign, failure = large_failure(functions, limit=4)
    campaign.failures[failure.identity] = failure
    with pytest.raises(KeyboardInterrupt):
        campaign._reduce(failure)  # pyright: ignore[reportPrivateUsage]
    left = campaign.failures[failure.identity]
    assert 0 < len(left.response["Functions"]) < 40
    assert not left.is_reduced


def test_a_campaign_that_is_interrupted_while_it_reduces_tells_its_failure(functions: Contract) -> None:
    count = Reader(float("inf"))
    options = CampaignOptions("strict", "cli", 50, None, 1, re.compile(CRASH, re.MULTILINE))
    whole = list(Campaign(functions, count, options).run({}))
    assert [failure.is_reduced for failure in whole] == [True]
    for limit in (count.runs - 1, count.runs // 2):
        campaign = Campaign(functions, Reader(limit), options)
        told: list[Failure] = []
        with pytest.raises(KeyboardInterrupt):
            told.extend(campaign.run({}))
        assert [failure.identity for failure in told or campaign.failures.values()] == [whole[0].identity]


def test_the_number_of_runs_is_limited(functions: Contract, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(campaign_module, "_MAX_REDUCING_RUNS", 3)
    campaign, failure = large_failure(functions, limit=float("inf"))
    campaign.failures[failure.identity] = failure
    campaign._reduce(failure)  # pyright: ignore[reportPrivateUsage]
    assert campaign.run_count == 1 + 3
    assert not campaign.failures[failure.identity].is_reduced
