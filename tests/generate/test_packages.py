"""A package has the models of a module under the same names, in modules that depend on each other in one direction."""

from __future__ import annotations

import ast
import importlib
import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from graphlib import TopologicalSorter
from pathlib import Path
from types import ModuleType
from typing import Any, Final, cast

import pytest
from tests.generate.conftest import round_trip

from shapeproof.capture.build import build
from shapeproof.capture.model import OperationModel
from shapeproof.contract import Contract, View
from shapeproof.generate.models.flavours import FlavourName
from shapeproof.generate.models.module import generate_module, generate_package
from shapeproof.generate.models.source.module_check import ExpectedModule, UnexpectedSourceError, check_module

SHAPES: Final[Mapping[str, Any]] = {
    "Tree": {
        "type": "structure",
        "members": {
            "Branches": {"shape": "Trees"},
            "Kinds": {"shape": "Kinds"},
            "ByName": {"shape": "TreesByName"},
            "Data": {"shape": "Data"},
        },
    },
    "Trees": {"type": "list", "member": {"shape": "Tree"}, "max": 5},
    "TreesByName": {"type": "map", "key": {"shape": "Name"}, "value": {"shape": "Trees"}},
    "Name": {"type": "string", "min": 1, "max": 9},
    "Kind": {"type": "string", "enum": ["oak", "ash"]},
    "Kinds": {"type": "list", "member": {"shape": "Kind"}},
    "Data": {"type": "blob", "max": 10},
    "When": {"type": "timestamp"},
    "Own": {"type": "structure", "union": True, "members": {"When": {"shape": "When"}, "Name": {"shape": "Name"}}},
    "shared": {"type": "structure", "members": {"base": {"shape": "Name"}, "Protocol": {"shape": "Name"}}},
    "get_wood": {"type": "structure", "members": {"Kind": {"shape": "Kind"}}},
    "GetThingRequest": {"type": "structure", "members": {"Names": {"shape": "TreesByName"}}},
}
OUTPUTS: Final[Mapping[str, Mapping[str, Any]]] = {
    "GetThing": {"Tree": {"shape": "Tree"}, "Own": {"shape": "Own"}, "shared": {"shape": "shared"}},
    "GetWood": {"Trees": {"shape": "TreesByName"}, "Wood": {"shape": "get_wood"}},
    "GetNothing": {},
}
RESPONSES: Final[Mapping[str, Any]] = {
    "GetThing": {
        "Tree": {"Branches": [{"Kinds": ["oak"]}], "ByName": {"a": [{"Data": b"\xff"}]}},
        "Own": {"When": datetime(2024, 5, 6, tzinfo=UTC)},
        "shared": {"base": "x"},
    },
    "GetWood": {"Trees": {"a": [{"Branches": [{"Data": b"\x01"}]}]}, "Wood": {"Kind": "ash"}},
    "GetNothing": {},
}


@pytest.fixture(scope="module")
def contracts(handmade: Callable[..., OperationModel]) -> dict[str, Contract]:
    return {name: contract_of(handmade, name) for name in OUTPUTS}


def contract_of(handmade: Callable[..., OperationModel], name: str) -> Contract:
    output = {"type": "structure", "members": OUTPUTS[name]}
    contract = build(handmade({**SHAPES, "Thing": output}))
    text = json.dumps([contract.response, contract.request, contract.errors])
    response, request, errors = json.loads(text.replace("GetThing", name).replace('Thing"', f'{name}Output"'))
    method = {"GetThing": "get_thing", "GetWood": "get_wood", "GetNothing": "get_nothing"}[name]
    return replace(contract, operation=name, method=method, response=response, request=request, errors=errors)


@pytest.fixture
def package(
    contracts: dict[str, Contract], flavour: str, view: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[ModuleType]:
    chosen = [*contracts.values()], cast("FlavourName", flavour), cast("View", view)
    write(tmp_path / f"wood_{flavour}", generate_package(*chosen))
    (tmp_path / f"plain_{flavour}.py").write_text(generate_module(*chosen), encoding="utf-8")
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    importlib.invalidate_caches()
    yield importlib.import_module(f"wood_{flavour}")
    for name in [name for name in sys.modules if name.startswith(("wood_", "plain_"))]:
        del sys.modules[name]


@pytest.fixture
def plain(package: ModuleType, flavour: str) -> ModuleType:
    """The module with the same models."""
    assert package.__name__ == f"wood_{flavour}"
    return importlib.import_module(f"plain_{flavour}")


def write(directory: Path, files: Mapping[str, str]) -> None:
    directory.mkdir(exist_ok=True)
    for name, text in files.items():
        (directory / name).write_text(text, encoding="utf-8")


def test_a_package_is_what_the_module_is(package: ModuleType, plain: ModuleType, flavour: str) -> None:
    assert package.__all__ == plain.__all__
    for name in package.__all__:
        assert getattr(package, name).__class__ is getattr(plain, name).__class__
    assert set(package.__all__) <= set(dir(package))
    with pytest.raises(AttributeError, match=rf"module 'wood_{flavour}' has no attribute 'Missing'"):
        _ = package.Missing
    for operation, response in RESPONSES.items():
        for representation in ("sdk", "cli", "wire"):
            class_name = f"{operation}Output"
            written = round_trip(package, class_name, response, representation, "sdk")
            assert written == round_trip(plain, class_name, response, representation, "sdk")
            assert round_trip(package, class_name, written, "sdk", representation) == response
    wrong = {"Tree": {"Branches": [{"Data": 5}]}} if flavour == "typeddict" else {"Tree": {"Branches": [5]}}
    for module in (package, plain):
        with pytest.raises(ValueError, match=r"."):
            module.from_dict(module.GetThingOutput, wrong)


@pytest.mark.parametrize("view", ["tolerant"])
def test_a_package_refuses_models_of_others(package: ModuleType, plain: ModuleType, flavour: str) -> None:
    with pytest.raises(TypeError, match=r"^GetWoodOutput is not a model of this package \(wood_\w+\)$"):
        package.from_dict(plain.GetWoodOutput, {})
    with pytest.raises(TypeError, match=r"^GetWoodOutput is not a model of this module \(plain_\w+\)$"):
        plain.from_dict(package.GetWoodOutput, {})
    if flavour not in {"typeddict", "msgspec"}:
        derived = type("Derived", (package.GetWoodOutput,), {})
        assert package.to_dict(package.from_dict(derived, RESPONSES["GetWood"])) == RESPONSES["GetWood"]


@pytest.mark.parametrize("flavour", ["pydantic"])
@pytest.mark.parametrize("view", ["tolerant"])
def test_modules_are_imported_when_a_model_of_theirs_is_needed(package: ModuleType) -> None:
    assert loaded_modules() == {"base"}
    assert package.GetWoodOutput.__module__ == "wood_pydantic.get_wood_"  # a model is called get_wood
    assert loaded_modules() == {"base", "enums", "get_wood_", "shared"}


def loaded_modules() -> set[str]:
    return {name.partition(".")[2] for name in sys.modules if name.startswith("wood_pydantic.")}


@pytest.mark.parametrize("view", ["strict"])
def test_no_module_imports_another_in_a_circle(package: ModuleType) -> None:
    imports: dict[str, set[str]] = {}
    for path in Path(package.__path__[0]).glob("*.py"):
        if path.name != "__init__.py":
            nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            imports[path.stem] = {
                node.module or "" for node in nodes if isinstance(node, ast.ImportFrom) and node.level
            }
    order = list(TopologicalSorter(imports).static_order())
    assert {"base", "enums", "shared", "get_thing", "get_wood_", "get_nothing"} == set(order)


def test_another_operation_changes_no_module_of_others(contracts: dict[str, Contract]) -> None:
    few = generate_package([contracts["GetThing"], contracts["GetWood"]], "msgspec")
    more = generate_package([*contracts.values()], "msgspec")
    assert {name for name in more if few.get(name) != more[name]} == {"__init__.py", "base.py", "get_nothing.py"}


@pytest.mark.parametrize(
    "statement", ["from .shared import Other", "from ..shared import Tree", "from . import shared"]
)
def test_other_imports_from_the_package_are_refused(statement: str) -> None:
    expected = ExpectedModule("", imports={(".shared", "Tree")})
    check_module("from .shared import Tree\n", expected)
    check_module("if TYPE_CHECKING:\n    from .shared import Tree\n", expected)
    for source in (statement, f"if TYPE_CHECKING:\n    {statement}\n", "if TYPE_CHECKING:\n    import os\n"):
        with pytest.raises(UnexpectedSourceError, match="unexpected statement"):
            check_module(source, expected)


@pytest.mark.survey
@pytest.mark.parametrize("view", ["strict", "tolerant"])
def test_type_checkers_and_linters_accept_packages(package: ModuleType, tmp_path: Path) -> None:
    name = package.__name__
    (tmp_path / "pyrightconfig.json").write_text('{"typeCheckingMode": "strict"}', encoding="utf-8")
    (tmp_path / "user.py").write_text(f"from {name} import GetWoodOutput\n\nprint(GetWoodOutput)\n", encoding="utf-8")
    for command in (
        ["mypy", "--strict", "--cache-dir=.mypy", name, "user.py"],
        ["pyright", "--pythonpath", sys.executable, name, "user.py"],
        ["ruff", "format", "--check", "--isolated", name],
        ["ruff", "check", "--isolated", "--select=E,F,I", name],
    ):
        done = subprocess.run(
            [sys.executable, "-m", *command], cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout
