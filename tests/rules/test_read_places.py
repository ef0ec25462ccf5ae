"""Which places a rule reads."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import pytest

from shapeproof.registry import ContractRegistry
from shapeproof.rules.checked_rule import check_rule
from shapeproof.rules.read_places import ReadPlace, read_places
from shapeproof.rules.reading import rules_of

SCHEMA: Final = ContractRegistry().load("sagemaker.describe_hyper_parameter_tuning_job@1.29.145").response
RULES: Final = {rule.id: rule for rule in rules_of(SCHEMA)}
BEST: Final = "self.BestTrainingJob"
NOTHING: Final = set[str]()
DEFINITIONS: Final = "self.TrainingJobDefinitions"


def read_by(text: str) -> set[str]:
    """The places, as an expression writes them; `?` stands behind those of which only the presence is read."""
    rule = replace(RULES["HPT002"], rule=text, when=None, message_expression=None)
    places = read_places(check_rule(rule, SCHEMA))
    return {f"{place.variable}{''.join(place.route)}{'' if place.is_whole else '?'}" for place in places}


@pytest.mark.parametrize(
    ("text", "places"),
    [
        (f"has({BEST}.FailureReason)", {f"{BEST}.FailureReason?"}),
        ("self.CreationTime <= root.CreationTime", {"self.CreationTime", "root.CreationTime"}),
        ("self.WarmStartConfig == oldSelf.WarmStartConfig", {"self.WarmStartConfig", "oldSelf.WarmStartConfig"}),
        (f"size({DEFINITIONS}) > 1", {DEFINITIONS}),
        (f"{DEFINITIONS}.all(d, has(d.DefinitionName))",
         {f"{DEFINITIONS}?", f"{DEFINITIONS}[].DefinitionName?"}),
        (f"{DEFINITIONS}.filter(d, has(d.Environment)).map(d, d.DefinitionName) == ['a']",
         {f"{DEFINITIONS}?", f"{DEFINITIONS}[].Environment?", f"{DEFINITIONS}[].DefinitionName"}),
        (f"(has({DEFINITIONS}) ? {DEFINITIONS} : [self.TrainingJobDefinition]).exists(d, d.RoleArn == 'a')",
         {f"{DEFINITIONS}?", f"{DEFINITIONS}[].RoleArn", "self.TrainingJobDefinition.RoleArn"}),
        (f"{DEFINITIONS}[0].RoleArn == 'a'", {f"{DEFINITIONS}[].RoleArn"}),
        (f"{BEST}.TunedHyperParameters.all(name, name == 'a')",
         {f"{BEST}.TunedHyperParameters?", f"{BEST}.TunedHyperParameters{{}}"}),
        (f"{BEST}.TunedHyperParameters['a'] == 'b'", {f"{BEST}.TunedHyperParameters{{}}"}),
        (f"({DEFINITIONS} + {DEFINITIONS}).exists(d, d.RoleArn == 'a')",
         {f"{DEFINITIONS}?", f"{DEFINITIONS}[].RoleArn"}),
        ("true", NOTHING),
    ],
)  # fmt: skip
def test_places_are_followed_through_an_expression(text: str, places: set[str]) -> None:
    assert read_by(text) == places


def test_what_is_wrong_elsewhere_does_not_matter() -> None:
    whole = ReadPlace("self", (".A", ".B"), is_whole=True)
    assert all(whole.depends_on(route) for route in ((), (".A",), (".A", ".B"), (".A", ".B", "[]")))
    assert not any(whole.depends_on(route) for route in ((".C",), (".A", ".C"), (".A", ".C", ".B")))
    presence = ReadPlace("self", (".A", ".B"), is_whole=False)
    assert presence.depends_on((".A", ".B"))
    assert not presence.depends_on((".A", ".B", ".C"))


def test_every_rule_reads_what_it_points_to() -> None:
    for rule in RULES.values():
        places = read_places(check_rule(rule, SCHEMA))
        read = {"".join(place.route).removeprefix(".") for place in places}
        assert any(path.startswith(rule.at[0]) or rule.at[0].startswith(path) for path in read if path), rule.id
