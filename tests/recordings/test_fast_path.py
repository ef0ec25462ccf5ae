"""The fast path never changes a result: without it, findings and counts are the same."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any, Final, get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shapeproof.contract import Contract, Representation, walk
from shapeproof.recordings.checking.check_options import CheckOptions
from shapeproof.recordings.checking.checker import Checker
from shapeproof.recordings.checking.fast_path import FastPath
from shapeproof.recordings.checking.unit_result import UnitResult
from shapeproof.recordings.discovery.units import Unit
from shapeproof.registry import load
from shapeproof.representations.conversion import from_cli
from shapeproof.rules.reading import rules_of
from shapeproof.sample import mutants
from shapeproof.validation.engines.compilation import ENGINES

GOOD: Final = Path(__file__).parents[2] / "examples" / "recordings" / "good"
EXAMPLES: Final = [json.loads(file.read_bytes()) for file in sorted(GOOD.glob("*.json"))]
FLAGSHIP: Final = "sagemaker.describe_hyper_parameter_tuning_job@1.29.145"
NAMES: Final = ["x.json", "x.y.json", "sagemaker.DescribeHyperParameterTuningJob_1.json", "x.jsonl", "x.txt"]
odd_values: st.SearchStrategy[Any] = st.sampled_from(
    [None, True, 0, -1, 1.5, 1e300, 1714979289, "", "x", "2024-05-06", "\ud800", [], {}, [None], {"": None}, {"1": 0}]
)


@st.composite
def mutated(draw: st.DrawFn) -> Any:
    response = copy.deepcopy(draw(st.sampled_from(EXAMPLES)))
    for _ in range(draw(st.integers(0, 2))):
        *above, key = draw(st.sampled_from([visit.pointer for visit in walk(load(FLAGSHIP).response, response)][1:]))
        owner = response
        for step in above:
            owner = owner[step]
        match draw(st.sampled_from(["replace", "remove", "add"])):
            case "replace":
                owner[key] = draw(odd_values)
            case "remove":
                del owner[key]
            case _ if isinstance(owner, dict):
                owner[draw(st.sampled_from(["", "1", "Surplus", "ResponseMetadata", "__type", "Error"]))] = draw(
                    odd_values
                )  # pyright: ignore[reportUnknownMemberType]
            case _:
                owner.append(draw(odd_values))
    return response


def decline(*_: object) -> bool:
    return False


def both(data: bytes, name: str, options: CheckOptions) -> tuple[UnitResult, UnitResult]:
    """The results with the fast path and without it."""
    unit = Unit(name, is_explicit=True, is_lines=name.endswith("jsonl"), data=data)
    (fast,) = Checker(options).check(unit)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(FastPath, "is_clean", decline)
        (slow,) = Checker(options).check(unit)
    return fast, slow


@pytest.mark.survey
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    response=mutated(),
    name=st.sampled_from(NAMES),
    contract=st.sampled_from([None, "sagemaker.describe_hyper_parameter_tuning_job"]),
    representation=st.sampled_from([None, *get_args(Representation)]),
    engine=st.sampled_from(ENGINES),
    indent=st.sampled_from([None, 1]),
)
def test_findings_are_the_same_without_it(
    response: Any,
    name: str,
    contract: str | None,
    representation: Representation | None,
    engine: Any,
    indent: int | None,
) -> None:
    data = json.dumps(response, indent=None if name.endswith("jsonl") else indent).encode()
    fast, slow = both(data, name, CheckOptions(contract, representation=representation, engine=engine))
    assert fast == slow


@pytest.mark.survey
@pytest.mark.parametrize("representation", get_args(Representation))
def test_every_mutant_is_found_with_and_without_it(flagship: Contract, representation: Representation) -> None:
    off = {rule.id for rule in rules_of(flagship.response) if rule.severity == "off"}
    for mutant in [mutant for mutant in mutants(flagship) if mutant.rule not in off][::5]:
        data = json.dumps(from_cli(flagship.response, mutant.response, representation), default=str).encode()
        fast, slow = both(data, "x.json", CheckOptions(contract=flagship.name))
        assert fast == slow
        if representation == "cli":  # in another representation, a time that is invalid in cli may be valid
            assert fast.findings, mutant


@pytest.mark.parametrize("name", ["churn_completed.json", "vision_failed.json"])
def test_it_handles_the_usual_case(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(Checker, "_check_content", never)
    (result,) = Checker(CheckOptions()).check(Unit("x.json", is_explicit=True, data=(GOOD / name).read_bytes()))
    assert (result.responses, result.clean) == (1, 1)
