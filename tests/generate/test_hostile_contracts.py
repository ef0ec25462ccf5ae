"""Whatever a contract says, generated models are what was asked for: nothing of it runs, nothing else is defined.

The strings enter where a door would refuse many of them, in contracts made by hand, so that generating stands alone.
"""

from __future__ import annotations

import ast
import json
import keyword
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final, cast, get_args

import pytest
from tests.attack.hostile_strings import hostile_strings

from shapeproof.capture.build import build
from shapeproof.capture.model import OperationModel
from shapeproof.contract import Contract, View
from shapeproof.generate.models.flavours import FLAVOURS, FlavourName
from shapeproof.generate.models.module import generate_module, generate_package
from shapeproof.generate.models.module_docstring import module_docstring
from shapeproof.generate.models.partition import names_of_modules
from shapeproof.generate.models.source.literals import docstring

VARIANTS: Final = [(flavour, view) for flavour in FLAVOURS for view in get_args(View)]
SHAPES: Final[Mapping[str, Any]] = {
    "Thing": {
        "type": "structure",
        "required": ["Other"],
        "members": {
            "Mode": {"shape": "Mode"},
            "Other": {"shape": "OtherShape"},
            "When": {"shape": "When"},
            "Data": {"shape": "Data"},
            "Code": {"shape": "CodeShape"},
            "Codes": {"shape": "Codes"},
        },
    },
    "OtherShape": {
        "type": "structure",
        "members": {"TokenMember": {"shape": "CodeShape", "locationName": "TokenWire"}},
    },
    "Mode": {"type": "string", "enum": ["TokenValue"]},
    "CodeShape": {"type": "string", "min": 1, "max": 9, "pattern": "[a-z]+"},
    "Codes": {"type": "list", "member": {"shape": "CodeShape"}},
    "When": {"type": "timestamp"},
    "Data": {"type": "blob"},
}


@pytest.fixture
def contract(handmade: Callable[..., OperationModel]) -> Contract:
    return build(handmade(SHAPES))


def strings_for(flavour: str, view: str, tmp_path: Path) -> list[str]:
    """The corpus, without what the flavour's library allows in no name, and no UTF-8 file may contain.

    Strict models are measured, which takes long: they get what attacks Python and templates.
    """
    forbidden = re.compile(r'[\\"\x00-\x1f]' if flavour == "msgspec" else "\0")
    return [
        hostile.text
        for hostile in hostile_strings(tmp_path / "canary", longest=300)
        if hostile.text
        and not forbidden.search(hostile.text)
        and not re.search("[\ud800-\udfff]", hostile.text)
        and (view == "tolerant" or hostile.name.startswith(("python", "jinja", "format")))
    ]


def with_strings(contract: Contract, strings: list[str]) -> Contract:
    """The contract with all strings at once, as names, enum values and descriptions of every kind.

    Names of structures are strings that a reference may contain: the JSON Schema engine, which measuring needs, refuses
    the others.
    """
    definitions: dict[str, Any] = dict(contract.response["$defs"])
    other = definitions["OtherShape"]
    (member,) = other["properties"].values()
    time = {"type": "string", "format": "date-time"}
    structure = {"type": "object", "properties": {"Name": {"type": "string"}}}
    structures = {
        text: structure | {"description": text} for text in strings if re.fullmatch(r"[\w.$()+,;=@-]+", text, re.ASCII)
    }
    members = {
        **{text: member | {"x-wire": {"name": f"wire {text}"}, "description": text} for text in strings},
        **{f"shape {text}": member | {"x-shape": text} for text in strings},
        **{f"time {text}": time | {"x-wire": {"time": text}, "x-shape": f"time {text}"} for text in strings},
        **{f"reference {text}": {"$ref": f"#/$defs/{text}"} for text in structures},
    }
    definitions |= structures
    definitions["OtherShape"] = other | {"properties": members, "required": strings}
    definitions["Mode"] = definitions["Mode"] | {"enum": strings, "x-values": {text: text for text in strings}}
    return replace(contract, response={**contract.response, "$defs": definitions})


def imported_values(source: str, directory: Path) -> list[str]:
    """The values of the module's enum, after a process of its own has imported it from a directory."""
    (directory / "hostile_module.py").write_text(source, encoding="utf-8", newline="\n")
    show = "import hostile_module, json, typing; mode = hostile_module.Mode; print(json.dumps(typing.get_args(mode) or list(mode)))"
    done = subprocess.run([sys.executable, "-c", show], cwd=directory, capture_output=True, check=True)
    values: list[str] = json.loads(done.stdout)
    return values


# By default, one flavour in each view; with `pytest --survey`, all.
@pytest.mark.parametrize(
    ("flavour", "view"),
    [pytest.param(*variant, marks=() if variant[0] == "pydantic" else pytest.mark.survey) for variant in VARIANTS],
)
def test_any_strings_make_a_module_that_runs_none_of_them(
    contract: Contract, tmp_path: Path, flavour: str, view: str
) -> None:
    strings = strings_for(flavour, view, tmp_path)
    assert len(strings) > 10
    source = generate_module([with_strings(contract, strings)], cast("FlavourName", flavour), cast("View", view))
    assert all(character.isprintable() for line in source.split("\n") for character in line)
    assert imported_values(source, tmp_path) == strings
    assert {path.name for path in tmp_path.iterdir()} - {"__pycache__"} == {"hostile_module.py"}


@pytest.mark.survey
@pytest.mark.parametrize("flavour", list(FLAVOURS))
def test_any_strings_make_a_package_that_runs_none_of_them(contract: Contract, tmp_path: Path, flavour: str) -> None:
    strings = strings_for(flavour, "tolerant", tmp_path)
    hostile = with_strings(contract, strings)
    package = tmp_path / "hostile"
    package.mkdir()
    for name, source in generate_package([hostile], cast("FlavourName", flavour)).items():
        (package / name).write_text(source, encoding="utf-8", newline="\n")
    assert imported_values("from hostile import *", tmp_path) == strings


@pytest.mark.parametrize("fact", ["service", "method", "edition"])
def test_facts_of_a_contract_stay_in_the_docstring(contract: Contract, tmp_path: Path, fact: str) -> None:
    for hostile in hostile_strings(tmp_path / "canary"):
        changed = replace(contract, **cast("Any", {fact: hostile.text}))
        text = module_docstring([changed, changed], "pydantic", "tolerant", None, "Thing")
        source = f"{docstring(text)}\n"
        assert ast.get_docstring(ast.parse(source), clean=False) == f"{text}\n", hostile
        assert all(character.isprintable() for line in source.split("\n") for character in line), hostile


@pytest.mark.survey
def test_names_of_operations_become_names_of_modules(tmp_path: Path) -> None:
    methods = [hostile.text for hostile in hostile_strings(tmp_path / "canary")]
    modules = names_of_modules(methods, {"Model"})
    assert len({*modules.values()}) == len({*methods})
    assert all(name.isidentifier() and name.isascii() and not keyword.iskeyword(name) for name in modules.values())
    assert {"base", "enums", "shared", "__init__"}.isdisjoint(modules.values())
