"""A constraint counts as enforced only if valid responses load and its mutant is refused as invalid, not by a crash."""

from __future__ import annotations

from typing import Final, cast

import pytest

from shapeproof.contract import Contract
from shapeproof.errors import InternalError, MissingExtraError
from shapeproof.generate.models.enforcement import BrokenModelsError, Enforcement, measured
from shapeproof.generate.models.flavours import FLAVOURS, FlavourName
from shapeproof.generate.models.models import models

NAME_ERROR_ALWAYS: Final = "undefined_name"
NAME_ERROR_FOR_MUTANTS: Final = """
    try:
        return _load(model, data, representation)
    except Exception:
        undefined_name
"""
REFUSES_EVERYTHING: Final = 'raise LoadError("/Member: refused")'
REFUSES_MUTANTS: Final = """
    try:
        return _load(model, data, representation)
    except Exception as error:
        raise LoadError("refused") from error
"""
LOADS_EVERYTHING: Final = "return data"


def measured_with(loader: str, contract: Contract, flavour: str) -> Enforcement:
    """The losses of the strict models, with another body of `from_dict`, which finds the right one as `_load`."""
    name = cast("FlavourName", flavour)
    source = models([contract], name, "strict")
    source += f"\n_load = from_dict\n\ndef from_dict(model, data, representation=None):\n    {loader}\n"
    classes = {title: title for title in (contract.response["title"], contract.request["title"])}
    return measured(source, [contract], classes, FLAVOURS[name])


@pytest.mark.parametrize("loader", [NAME_ERROR_ALWAYS, NAME_ERROR_FOR_MUTANTS], ids=["always", "for mutants"])
def test_a_loader_that_crashes_enforces_nothing(contract: Contract, flavour: str, loader: str) -> None:
    with pytest.raises(BrokenModelsError, match="can't load a response: NameError: name 'undefined_name'") as caught:
        measured_with(loader, contract, flavour)
    assert isinstance(caught.value, InternalError)
    assert isinstance(caught.value.__cause__, NameError)


def test_a_loader_that_refuses_everything_enforces_nothing(contract: Contract, flavour: str) -> None:
    with pytest.raises(BrokenModelsError, match=f"the {flavour} class .*Response refuses a valid response"):
        measured_with(REFUSES_EVERYTHING, contract, flavour)


def test_a_loader_that_loads_everything_enforces_nothing(contract: Contract, flavour: str) -> None:
    losses = measured_with(LOADS_EVERYTHING, contract, flavour)
    assert losses.total > 400
    assert len(losses.lost) == losses.total


def test_the_error_of_the_module_itself_counts_as_a_refusal(contract: Contract) -> None:
    losses = measured_with(REFUSES_MUTANTS, contract, "pydantic")
    assert losses.total > 400
    assert losses.lost == ()


def test_only_the_library_of_the_flavour_may_be_missing(contract: Contract) -> None:
    classes = {title: title for title in (contract.response["title"], contract.request["title"])}
    flavour = FLAVOURS["msgspec"]
    lacking = "raise ModuleNotFoundError('no module', name={!r})".format
    with pytest.raises(MissingExtraError, match=r"measuring these models \(msgspec\)"):
        measured(lacking("msgspec"), [contract], classes, flavour)
    with pytest.raises(ModuleNotFoundError, match="no module"):
        measured(lacking("something_else"), [contract], classes, flavour)
