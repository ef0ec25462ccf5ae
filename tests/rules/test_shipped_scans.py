"""The functions of rules that ship with Shapeproof: found for the contracts that they were made from, and right."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any, Final, cast

import pytest

from shapeproof.cel.evaluation_error import FAILURES
from shapeproof.cel.steps import Steps
from shapeproof.contract import Contract
from shapeproof.fuzz.drawing.corpus import corpus
from shapeproof.generate.output.rule_modules import rule_module, rule_modules
from shapeproof.registry import ContractRegistry, load
from shapeproof.rules.checked_rule import check_rule
from shapeproof.rules.evaluator import compile_rules
from shapeproof.rules.examples import responses_of_example
from shapeproof.rules.outcome import Scan, Suspicion
from shapeproof.rules.reading import rules_of
from shapeproof.rules.shipped_scans import PACKAGE, fingerprint, shipped_scan
from shapeproof.rules.single_rules import SingleRules
from shapeproof.rules.structures import structures_in
from shapeproof.sample import fullest, mutants, smallest

ROOT: Final = Path(__file__).parents[2]
RECORDING: Final = ROOT / "examples" / "recordings" / "good" / "ranker_hyperband.json"
CONTRACT: Final = ContractRegistry().load("sagemaker.describe_hyper_parameter_tuning_job")


def with_changed(change: Callable[[Any], object]) -> Contract:
    """The flagship with another schema of responses."""
    schema = deepcopy(dict(CONTRACT.response))
    change(schema)
    return replace(CONTRACT, response=schema)


def rule_at(schema: Any, number: int) -> Any:
    """A rule of the flagship's root, as its schema holds it."""
    return schema["$defs"][schema["title"]]["x-rules"][number]


def test_the_committed_modules_are_those_that_would_be_written_now() -> None:
    # Each version of Python may write a syntax tree with other spaces and quotes.
    editions = [
        edition for edition in ContractRegistry().editions() if edition.operation_name == CONTRACT.operation_name
    ]
    others = [load(f"{edition.operation_name}@{edition.edition}") for edition in editions if not edition.is_default]
    for name, text in rule_modules([CONTRACT, *others]).items():
        committed = (ROOT / "generated" / name).read_text(encoding="utf-8")
        assert ast.dump(ast.parse(committed)) == ast.dump(ast.parse(text)), f"{name}: run scripts/regenerate"


def test_a_response_that_keeps_its_rules_is_checked_without_reading_or_compiling_one() -> None:
    program = f"""
import json, sys
import shapeproof
contract = shapeproof.load({CONTRACT.operation_name!r})
assert not list(shapeproof.findings(json.load(open(sys.argv[1])), contract))
rooms = ("shapeproof.cel.", "shapeproof.rules.")
print(*sorted(name for name in sys.modules if name.startswith(rooms)))
"""
    command = [sys.executable, "-c", program, str(RECORDING)]
    imported = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    assert "shapeproof.rules.shipped_scans" in imported
    heavy = {
        "cel.parser",
        "cel.checker",
        "cel.code",
        "cel.python_code",
        "cel.implementations",
        "rules.rule",
        "rules.single_rules",
    }
    assert {f"shapeproof.{name}" for name in heavy}.isdisjoint(imported)


CHANGES: Final[list[Callable[[Any], object]]] = [
    lambda schema: rule_at(schema, 0).update(rule="true"),
    lambda schema: rule_at(schema, 0).update(when="false"),
    lambda schema: schema["$defs"][schema["title"]]["x-rules"].reverse(),
    lambda schema: schema["$defs"][schema["title"]].pop("x-rules"),
    lambda schema: schema["$defs"][schema["title"]]["properties"].update(CreationTime={"type": "string"}),
    lambda schema: schema["$defs"].update(New={"type": "string", "x-rules": []}),
    lambda schema: schema.update({"$ref": "#/$defs/Autotune"}),
    lambda schema: schema["$defs"]["Autotune"].update(not_json=object()),
]


@pytest.mark.parametrize("change", CHANGES)
def test_a_contract_with_other_rules_or_members_has_none(change: Callable[[Any], object]) -> None:
    assert shipped_scan(CONTRACT.response) is not None
    assert shipped_scan(with_changed(change).response) is None


def test_a_changed_rule_takes_effect() -> None:
    changed = with_changed(lambda schema: rule_at(schema, 0).update(rule="false", when=None, id="X1"))
    assert "X1" in {outcome.rule.id for outcome in compile_rules(changed.response).broken(smallest(CONTRACT))}


def test_what_only_explains_a_rule_does_not_count() -> None:
    changed = with_changed(lambda schema: rule_at(schema, 0).update(message="other", severity="note", keeps={}))
    assert fingerprint(changed.response) == fingerprint(CONTRACT.response)


def test_without_the_package_rules_are_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, PACKAGE, None)
    assert shipped_scan(CONTRACT.response) is None
    broken = {**smallest(CONTRACT), "FailureReason": "x", "HyperParameterTuningJobStatus": "Completed"}
    assert compile_rules(CONTRACT.response).broken(broken)


def found_by(scan: Scan, response: object) -> tuple[list[tuple[int, int]], str]:
    """The rules that a function finds, with the structures; and what stopped it."""
    found: list[Suspicion] = []
    stopped = ""
    try:
        scan(Steps(), response, found)
    except FAILURES as error:
        stopped = type(error).__name__
    return [(number, id(value)) for number, value in found], stopped


def responses() -> Iterator[object]:
    """Responses that keep rules, and such that break them in many ways."""
    full = fullest(CONTRACT)
    yield from (full, smallest(CONTRACT), None, [], {"TrainingJobDefinitions": 5})
    yield from (mutant.response for mutant in mutants(CONTRACT))
    yield from islice(corpus(CONTRACT, seed=1), 100)
    for rule in rules_of(CONTRACT.response):
        checked = check_rule(rule, CONTRACT.response)
        structure = CONTRACT.response["title"] if checked.reads_root else rule.structure
        for example in (rule.keeps, rule.breaks):
            for members in responses_of_example(checked, example):
                response = deepcopy(full)
                place = next(each for each in structures_in(CONTRACT.response, response) if each.name == structure)
                cast("dict[str, Any]", place.value).update(members)
                yield response


def test_it_finds_what_a_new_function_finds() -> None:
    shipped, compiled = shipped_scan(CONTRACT.response), SingleRules(CONTRACT.response).scan()
    assert shipped is not None
    seen: set[int] = set()
    for response in responses():
        found, stopped = found_by(shipped, response)
        assert (found, stopped) == found_by(compiled, response)
        seen |= {number for number, _ in found}
    assert len(seen) == 77, "each rule for one response is broken somewhere"


def test_a_rule_that_needs_what_cannot_be_imported_has_no_module() -> None:
    times = {"type": "array", "items": {"type": "string", "format": "date-time"}}

    def change(schema: Any) -> None:
        root = schema["$defs"][schema["title"]]
        root["properties"]["Times"] = times
        root["x-rules"] = [{**root["x-rules"][0], "rule": "self.Times == [timestamp(0)]"}]

    changed = with_changed(change)
    assert rule_module(changed) is None
    assert list(rule_modules([changed])) == [f"{PACKAGE}/__init__.py"]
    assert compile_rules(changed.response).broken({"Times": ["1970-01-01T00:00:00Z"]}) == []
