"""Only what an extra brings is said to be missing; any other module that isn't there is a bug, and raised as it is."""

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
from shapeproof.validation.engines.compilation import compile_schema


@pytest.fixture
def without() -> Iterator[Callable[..., None]]:
    """Takes packages out of what has been imported, and lets the first of the modules named not be imported again."""
    before = dict(sys.modules)

    def hide(missing: str, *packages: str) -> None:
        for module in [
            name for name in sys.modules if any(f"{name}.".startswith(f"{package}.") for package in packages)
        ]:
            del sys.modules[module]
        sys.modules[missing] = None  # type: ignore[assignment] # pyright: ignore[reportArgumentType]

    yield hide
    sys.modules.clear()
    sys.modules.update(before)


def test_a_missing_module_of_the_extra_names_the_extra() -> None:
    with (
        pytest.raises(MissingExtraError, match=r"a purpose needs the extra 'reference'") as caught,
        needs_extra("a purpose", extra="reference", modules={"no_such_module"}),
    ):
        import_module("no_such_module")
    assert isinstance(caught.value.__cause__, ModuleNotFoundError)


@pytest.mark.parametrize("name", ["no_such_module", "shapeproof.no_such_module"])
def test_any_other_missing_module_is_raised_as_it_is(name: str) -> None:
    with (
        pytest.raises(ModuleNotFoundError, match="no_such_module"),
        needs_extra("a purpose", extra="reference", modules={"jsonschema"}),
    ):
        import_module(name)


def test_a_name_that_a_module_lacks_is_raised_as_it_is() -> None:
    with (
        pytest.raises(ImportError, match="no_such_name") as caught,
        needs_extra("a purpose", extra="reference", modules={"json"}),
    ):
        from json import no_such_name  # type: ignore[attr-defined] # noqa: F401
    assert not isinstance(caught.value, ModuleNotFoundError)


@pytest.mark.parametrize(
    ("missing", "expected"), [("jsonschema", MissingExtraError), ("referencing", ModuleNotFoundError)]
)
def test_the_reference_engine_blames_the_extra_for_its_own_library_alone(
    without: Callable[..., None], missing: str, expected: type[Exception]
) -> None:
    without(missing, "jsonschema", "referencing", "shapeproof.validation.engines.reference_engine")
    schema = load("sagemaker.describe_hyper_parameter_tuning_job").response
    with pytest.raises(expected, match=missing):
        compile_schema(schema, "jsonschema")


@pytest.mark.parametrize("missing", ["yaml", "yaml.events"])
def test_yaml_is_missing_only_if_pyyaml_is(without: Callable[..., None], missing: str) -> None:
    without(missing, "yaml")
    with pytest.raises(MissingExtraError if missing == "yaml" else ModuleNotFoundError):
        parse_yaml("a: 1")


def test_listening_needs_botocore(without: Callable[..., None]) -> None:
    without("botocore", "botocore")
    with pytest.raises(MissingExtraError, match=r"listening to boto3 needs the extra 'aws'"):
        LiveContracts.of_installed_botocore(ContractRegistry())
