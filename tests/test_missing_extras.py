"""A missing module of an extra is reported with the extra's name; any other import error is a bug, and not caught."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from importlib import import_module

import pytest

from shapeproof import load
from shapeproof.errors import MissingExtraError, needs_extra
from shapeproof.live.contracts import LiveContracts
from shapeproof.recordings.syntax.yaml_parser import parse_yaml
from shapeproof.registry import ContractRegistry
from shapeproof.rules.reference import compile_reference
from shapeproof.validation.engines.compilation import compile_schema


@pytest.fixture
def hide_module() -> Iterator[Callable[..., None]]:
    """Removes packages from sys.modules, and makes the next import of the missing module fail."""
    modules_before = dict(sys.modules)

    def hide(missing: str, *packages: str) -> None:
        for module in [
            name for name in sys.modules if any(f"{name}.".startswith(f"{package}.") for package in packages)
        ]:
            del sys.modules[module]
        sys.modules[missing] = None  # type: ignore[assignment] # pyright: ignore[reportArgumentType]

    yield hide
    sys.modules.clear()
    sys.modules.update(modules_before)


def test_missing_module_of_an_extra_is_reported(hide_module: Callable[..., None]) -> None:
    hide_module("jsonschema", "jsonschema")
    with (
        pytest.raises(MissingExtraError, match=r"a purpose needs the extra 'reference'") as error_info,
        needs_extra("a purpose", extra="reference"),
    ):
        import_module("jsonschema")
    assert isinstance(error_info.value.__cause__, ModuleNotFoundError)


@pytest.mark.parametrize("name", ["no_such_module", "shapeproof.no_such_module"])
def test_other_missing_module_is_not_caught(name: str) -> None:
    with (
        pytest.raises(ModuleNotFoundError, match="no_such_module"),
        needs_extra("a purpose", extra="reference"),
    ):
        import_module(name)


def test_missing_name_in_a_module_is_not_caught() -> None:
    with (
        pytest.raises(ImportError, match="no_such_name") as error_info,
        needs_extra("a purpose", extra="reference"),
    ):
        from json import no_such_name  # type: ignore[attr-defined] # noqa: F401
    assert not isinstance(error_info.value, ModuleNotFoundError)


@pytest.mark.parametrize(
    ("missing", "expected"), [("jsonschema", MissingExtraError), ("referencing", ModuleNotFoundError)]
)
def test_reference_engine_requires_extra_only_for_jsonschema(
    hide_module: Callable[..., None], missing: str, expected: type[Exception]
) -> None:
    hide_module(missing, "jsonschema", "referencing", "shapeproof.validation.engines.reference_engine")
    schema = load("sagemaker.describe_hyper_parameter_tuning_job").response
    with pytest.raises(expected, match=missing):
        compile_schema(schema, "jsonschema")


@pytest.mark.parametrize("missing", ["yaml", "yaml.events"])
def test_yaml_requires_extra_only_without_pyyaml(hide_module: Callable[..., None], missing: str) -> None:
    hide_module(missing, "yaml")
    with pytest.raises(MissingExtraError if missing == "yaml" else ModuleNotFoundError):
        parse_yaml("a: 1")


def test_live_contracts_need_botocore(hide_module: Callable[..., None]) -> None:
    hide_module("botocore", "botocore")
    with pytest.raises(MissingExtraError, match=r"listening to boto3 needs the extra 'aws'"):
        LiveContracts.of_installed_botocore(ContractRegistry())


def test_the_second_engine_of_rules_needs_its_extra(hide_module: Callable[..., None]) -> None:
    hide_module("cel_expr_python", "cel_expr_python")
    schema = load("sagemaker.describe_hyper_parameter_tuning_job").response
    with pytest.raises(MissingExtraError, match=r"the second engine of rules needs the extra 'rules'"):
        compile_reference(schema)
