"""A constraint is enforced only if valid responses load and its mutant is rejected as invalid, not by a crash."""

from __future__ import annotations

from dataclasses import replace
from typing import Final, cast

import pytest

from shapeproof.contract import Contract
from shapeproof.errors import InternalError, MissingExtraError
from shapeproof.generate.models.enforcement import Enforcement, measure_enforcement
from shapeproof.generate.models.flavours import FLAVOURS, FlavourName
from shapeproof.generate.models.loading.process import BrokenModelsError
from shapeproof.generate.models.module import generate_module

NAME_ERROR_ALWAYS: Final = "undefined_name"
NAME_ERROR_FOR_MUTANTS: Final = """
    try:
        return _load(model, data, representation)
    except Exception:
        undefined_name
"""
REJECTS_EVERYTHING: Final = 'raise LoadError("/Member: refused")'
REJECTS_MUTANTS: Final = """
    try:
        return _load(model, data, representation)
    except Exception as error:
        raise LoadError("refused") from error
"""
LOADS_EVERYTHING: Final = "return data"


def measure_with(loader: str, contract: Contract, flavour: str) -> Enforcement:
    """Measure the strict models with a different body of `from_dict`, which can call the original function as `_load`."""
    name = cast("FlavourName", flavour)
    source = generate_module([contract], name, "strict")
    source += f"\n_load = from_dict\n\ndef from_dict(model, data, representation=None):\n    {loader}\n"
    classes = {title: title for title in (contract.response["title"], contract.request["title"])}
    return measure_enforcement(source, [contract], classes, FLAVOURS[name])


@pytest.mark.parametrize("loader", [NAME_ERROR_ALWAYS, NAME_ERROR_FOR_MUTANTS], ids=["always", "for mutants"])
def test_crashing_loader_is_an_internal_error(contract: Contract, flavour: str, loader: str) -> None:
    with pytest.raises(
        BrokenModelsError, match="can't load a response: NameError: name 'undefined_name'"
    ) as error_info:
        measure_with(loader, contract, flavour)
    assert isinstance(error_info.value, InternalError)
    assert "NameError: name 'undefined_name' is not defined" in error_info.value.details


def test_loader_that_rejects_everything_is_an_internal_error(contract: Contract, flavour: str) -> None:
    with pytest.raises(BrokenModelsError, match=f"the {flavour} class .*Response refuses a valid response"):
        measure_with(REJECTS_EVERYTHING, contract, flavour)


def test_loader_that_accepts_everything_enforces_nothing(contract: Contract, flavour: str) -> None:
    enforcement = measure_with(LOADS_EVERYTHING, contract, flavour)
    assert enforcement.total > 400
    assert len(enforcement.unenforced) == enforcement.total


def test_load_error_counts_as_rejection(contract: Contract) -> None:
    enforcement = measure_with(REJECTS_MUTANTS, contract, "pydantic")
    assert enforcement.total > 400
    assert enforcement.unenforced == ()


def test_only_library_of_flavour_may_be_missing(contract: Contract) -> None:
    classes = {title: title for title in (contract.response["title"], contract.request["title"])}
    missing = replace(FLAVOURS["msgspec"], library="a_missing_library")
    with pytest.raises(MissingExtraError, match=r"measuring these models \(a_missing_library\)"):
        measure_enforcement("", [contract], classes, missing)
    imports_another = "raise ModuleNotFoundError('no module', name='something_else')"
    with pytest.raises(BrokenModelsError, match="ModuleNotFoundError: no module"):
        measure_enforcement(imports_another, [contract], classes, FLAVOURS["msgspec"])
