"""Few shapes can have exponentially many places, and huge smallest values: no command takes time or memory for each."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest
from tests.cli.conftest import Run

from shapeproof.capture.build import build
from shapeproof.capture.model import OperationModel
from shapeproof.contract import has_more_places, iter_schema
from shapeproof.errors import CaptureError
from shapeproof.registry.captured_files import write_edition

DEPTH: Final = 26
TEXT: Final = {"Text": {"type": "string"}}
NAME: Final = "example.get_thing"


def graph(link: str = "S", **traits: Any) -> dict[str, Any]:
    """26 structures, each of which has two members of the next, directly or in what `link` names."""
    shapes: dict[str, Any] = {"Thing": {"type": "structure", "members": {"A": {"shape": "S0"}}}, **TEXT}
    for level in range(DEPTH):
        reference = {"shape": f"{link}{level + 1}" if level + 1 < DEPTH else "Text"}
        shapes[f"S{level}"] = {"type": "structure", "members": {"A": reference, "B": reference}, **traits}
    return shapes


GRAPHS: Final[dict[str, dict[str, Any]]] = {
    "structures": graph(),
    "lists": graph("L")
    | {f"L{level}": {"type": "list", "member": {"shape": f"S{level}"}} for level in range(1, DEPTH)},
    "unions in maps": graph("M", union=True)
    | {
        f"M{level}": {"type": "map", "key": {"shape": "Text"}, "value": {"shape": f"S{level}"}}
        for level in range(1, DEPTH)
    },
    "each in each": {
        "Thing": {"type": "structure", "members": {"A": {"shape": "S0"}}},
        **{
            f"S{level}": {"type": "structure", "members": {f"M{other}": {"shape": f"S{other}"} for other in range(12)}}
            for level in range(12)
        },
    },
}
COMMANDS: Final = [
    ("validate", "example.GetThing_1.json"),
    ("validate", "example.GetThing_1.json", "--coverage"),
    ("generate", "docs", NAME, "--output", "out"),
    ("mutants", NAME, "--output", "out.jsonl"),
    ("fuzz", "corpus", NAME, "--output", "out.jsonl", "-n", "3"),
]
OTHER_COMMANDS: Final = [
    ("validate", "example.GetThing_1.json", "--engine", "jsonschema"),
    ("validate", "example.GetThing_1.json", "--report", "html=report.html"),
    ("show", NAME),
    ("generate", "models", NAME, "--output", "out", "--view", "strict"),
    ("fuzz", "cover", NAME, "--output", "out.jsonl"),
    ("fuzz", "run", NAME, "-n", "3", "--exec", "true"),
]


def write(tmp_path: Path, model: OperationModel) -> None:
    write_edition(tmp_path / "schemas", model)
    (tmp_path / "example.GetThing_1.json").write_text('{"A": {}}')


@pytest.mark.parametrize(
    "command",
    [*COMMANDS[::2], *(pytest.param(command, marks=pytest.mark.survey) for command in COMMANDS[1::2])],
    ids=" ".join,
)
def test_a_graph_with_exponentially_many_paths(
    run: Run, tmp_path: Path, handmade: Callable[..., OperationModel], command: tuple[str, ...]
) -> None:
    write(tmp_path, handmade(GRAPHS["structures"]))
    done = run(*command)
    assert (done.returncode, done.stderr.count("shapeproof:")) == (0, 0)


@pytest.mark.survey
@pytest.mark.parametrize("graph_name", GRAPHS)
@pytest.mark.parametrize("command", [*COMMANDS, *OTHER_COMMANDS], ids=" ".join)
def test_every_command_on_every_graph(
    run: Run, tmp_path: Path, handmade: Callable[..., OperationModel], graph_name: str, command: tuple[str, ...]
) -> None:
    write(tmp_path, handmade(GRAPHS[graph_name]))
    assert run(*command).returncode in {0, 1}, "1: an empty union is an error"


@pytest.mark.survey
@pytest.mark.parametrize("shapes", GRAPHS.values(), ids=GRAPHS)
def test_each_definition_of_such_a_graph_is_entered_once(
    handmade: Callable[..., OperationModel], shapes: dict[str, Any]
) -> None:
    root = build(handmade(shapes)).response
    places = list(iter_schema(root))
    assert has_more_places(root, 100_000)
    assert len(places) < 1_000
    assert {node["$ref"] for _, node, _ in places if "$ref" in node} == {f"#/$defs/{name}" for name in root["$defs"]}


LIST: Final = {"type": "list", "member": {"shape": "Text"}, "min": 10**12}
MAP: Final = {"type": "map", "key": {"shape": "Text"}, "value": {"shape": "Text"}, "min": 10**12}


@pytest.mark.parametrize(
    ("shapes", "pointer"),
    [
        (graph(required=["A", "B"]), "/$defs/S7"),
        ({"S0": {"type": "string", "min": 10**12}}, "/$defs/Thing/properties/A"),
        ({"S0": LIST}, "/$defs/Thing/properties/A"),
        ({"S0": MAP}, "/$defs/Thing/properties/A"),
        (
            {"S0": {"type": "list", "member": {"shape": "S1"}, "min": 10**5}, "S1": {**LIST, "min": 10**5}},
            "/$defs/Thing/properties/A",
        ),
    ],
)
def test_what_has_huge_values_only_is_an_error_with_its_pointer(
    handmade: Callable[..., OperationModel], shapes: dict[str, Any], pointer: str
) -> None:
    thing = {"Thing": {"type": "structure", "members": {"A": {"shape": "S0"}}}}
    with pytest.raises(
        CaptureError, match="the smallest value has more than 1,000,000 values and characters"
    ) as raised:
        build(handmade({**thing, **TEXT, **shapes}))
    assert f" {pointer}: " in str(raised.value)


def test_what_no_finite_value_satisfies_is_no_error(handmade: Callable[..., OperationModel]) -> None:
    build(handmade({"Thing": {"type": "structure", "members": {"A": {"shape": "Thing"}}, "required": ["A"]}}))
