"""The work that patterns cause is limited, for one and for all of a document: without limits, none of these tests ends."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Final

import pytest
from tests.capture.hostile import SERVICE

from shapeproof.capture.build import build, contract_files
from shapeproof.capture.contract_files import from_files
from shapeproof.capture.model import OperationModel
from shapeproof.capture.patterns.backtracking import may_backtrack_long, slow_patterns
from shapeproof.capture.patterns.budget import Budget
from shapeproof.capture.patterns.syntax_tree import Untranslatable
from shapeproof.capture.patterns.translation import translate
from shapeproof.errors import CaptureError

_ASTRAL: Final = 0x10000


def classes(count: int, size: int) -> str:
    """Alternatives that have no character in common."""
    return "|".join(
        f"[{''.join(chr(_ASTRAL + 2 * (start + offset)) for offset in range(size))}]"
        for start in range(0, count * size, size)
    )


LARGE: Final = {
    "disjoint alternatives in a loop": f"^(?:(?:{classes(215, 20)})*[a-z]{{2501}})$",
    "many options, then many items": f"^(?:(?:{classes(1_100, 1)})[a-z]{{2501}}{'b' * 5_000})$",
    "nested repeats of nothing": f"^(?:{'(?:' * 40}{'){4}' * 40}[a-z]{{2501}})$",
    "many loops": f"^(?:{'a+b+' * 1_200}[a-z]{{2501}})$",
    "large classes in loops": f"^(?:{f'[{classes(1, 300)[1:-1]}]*x' * 30}[a-z]{{2501}})$",
}


@pytest.mark.parametrize("pattern", LARGE.values(), ids=LARGE)
def test_the_analysis_of_a_large_pattern_ends(pattern: str) -> None:
    may_backtrack_long(pattern)


def files(patterns: list[str]) -> dict[str, Any]:
    """A contract whose response has a member for each pattern, as if it had been captured."""
    model = OperationModel.from_service("things", "1.2.3", SERVICE, "GetThing")
    documents = {name: json.loads(text) for name, text in contract_files(model).items() if name != "model.json"}
    members = documents["response.schema.json"]["$defs"]["Thing"]["properties"]
    members |= {
        f"M{number}": {"type": "string", "pattern": pattern, "x-shape": "P"} for number, pattern in enumerate(patterns)
    }
    return documents


def captured(model_of: Callable[..., OperationModel], patterns: list[str]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The members of a response whose shapes have these patterns, and the contract's files."""
    names = [f"M{number}" for number in range(len(patterns))]
    shapes: dict[str, Any] = {"Thing": {"type": "structure", "members": {name: {"shape": name} for name in names}}}
    shapes |= {name: {"type": "string", "pattern": pattern} for name, pattern in zip(names, patterns, strict=True)}
    model = model_of(shapes)
    contract = build(model)
    documents = {name: json.loads(text) for name, text in contract_files(model).items()}
    return dict(contract.response["$defs"]["Thing"]["properties"]), documents


def reasons(members: dict[str, Any]) -> list[str | None]:
    return [
        member["x-not-checked"]["pattern"]["reason"] if "pattern" not in member else None for member in members.values()
    ]


LONG_PROGRAMS: Final = [f"^(?:{chr(97 + number % 26)}{number}[a-z]{{69000}})$" for number in range(2_000)]
UNICODE_PROGRAMS: Final = [f"^(?:[^\\u{0x100 + number:04x}]{{8500}})$" for number in range(600)]


@pytest.mark.parametrize("patterns", [LONG_PROGRAMS, UNICODE_PROGRAMS], ids=["long", "Unicode"])
def test_a_contract_whose_patterns_are_too_large_together_is_refused(patterns: list[str]) -> None:
    from_files(files(patterns[:3]), where="here")
    with pytest.raises(
        CaptureError, match="can't be used as a pattern: a contract whose patterns are too large together"
    ):
        from_files(files(patterns), where="here")


def test_the_same_pattern_in_many_members_counts_once() -> None:
    assert from_files(files(LONG_PROGRAMS[:1] * 2_000), where="here").operation == "GetThing"


def test_patterns_that_are_too_large_together_are_not_captured(handmade: Callable[..., OperationModel]) -> None:
    members, documents = captured(handmade, [*LONG_PROGRAMS[:100], "[a-z]+"])
    told = reasons(members)
    assert told.count(None) == told.index("a contract whose patterns are too large together") + 1  # and the small one
    assert told[-1] is None
    assert from_files(documents, where="").operation == "GetThing"


def test_the_steps_of_a_document_are_charged() -> None:
    pattern = LARGE["many loops"]
    document = Budget(1_000)
    for reason in (
        "large repeats or alternatives that a string may match in many ways",
        "a contract whose patterns take",
    ):
        with pytest.raises(Untranslatable, match=reason):
            translate(pattern, document)


@pytest.mark.survey
def test_patterns_that_take_too_long_to_analyse_together_are_not_captured(
    handmade: Callable[..., OperationModel],
) -> None:
    large = LARGE["disjoint alternatives in a loop"]
    members, documents = captured(handmade, [f"{number}{large}".replace("^", "") for number in range(40)])
    assert reasons(members)[0] == "large repeats or alternatives that a string may match in many ways"
    assert reasons(members)[-1] == "a contract whose patterns take too long to analyse"
    assert from_files(documents, where="").operation == "GetThing"


def test_a_contract_with_a_pattern_too_large_to_analyse_is_refused() -> None:
    with pytest.raises(CaptureError, match="can't be used as a pattern: large repeats or alternatives"):
        from_files(files([LARGE["disjoint alternatives in a loop"]]), where="here")


@pytest.mark.survey
def test_patterns_that_are_too_many_to_judge_count_as_slow() -> None:
    """Each takes the most steps of one pattern."""
    costly = [(f"^(?:{number}{'(?:[a-z]{1,60}-){1,60}' * 20})$", 1_000_000) for number in range(3_000)]
    slow = slow_patterns([("^(?:a*)$", None), *costly, ("^(?:b*)$", None)])
    assert slow == {*costly, ("^(?:b*)$", None)}
