"""A constraint is enforced only if valid responses load and its mutant is rejected as invalid, not by a crash."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from types import ModuleType
from typing import Final, cast

import pytest
from msgspec import ValidationError

from shapeproof.capture.build import build
from shapeproof.capture.model import OperationModel
from shapeproof.contract import Contract
from shapeproof.errors import InternalError, MissingExtraError
from shapeproof.generate.models.enforcement import Enforcement, measure_enforcement
from shapeproof.generate.models.flavours import FLAVOURS, FlavourName
from shapeproof.generate.models.loading.process import BrokenModelsError
from shapeproof.generate.models.module import enforcement_of, generate_module
from shapeproof.generate.output.enforcement_page import enforcement_page

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


@pytest.mark.survey
@pytest.mark.parametrize("loader", [NAME_ERROR_ALWAYS, NAME_ERROR_FOR_MUTANTS], ids=["always", "for mutants"])
def test_crashing_loader_is_an_internal_error(contract: Contract, flavour: str, loader: str) -> None:
    with pytest.raises(
        BrokenModelsError, match="can't load a response: NameError: name 'undefined_name'"
    ) as error_info:
        measure_with(loader, contract, flavour)
    assert isinstance(error_info.value, InternalError)
    assert "NameError: name 'undefined_name' is not defined" in error_info.value.details


@pytest.mark.survey
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


AMBIGUOUS: Final = "[A-Za-z](?:-?[0-9A-Za-z]+)*"
SLOW: Final = {
    "Thing": {
        "type": "structure",
        "members": {"Name": {"shape": "Name"}, "Short": {"shape": "Short"}, "Labels": {"shape": "Labels"}},
    },
    "Name": {"type": "string", "pattern": AMBIGUOUS, "max": 5_000},
    "Short": {"type": "string", "pattern": "[a-z]+[a-z0-9]*", "max": 100},
    "Labels": {"type": "map", "key": {"shape": "Label"}, "value": {"shape": "Short"}},
    "Label": {"type": "string", "pattern": f"label:{AMBIGUOUS}"},
}


def test_patterns_that_may_hang_are_left_out_of_msgspec_models_and_told(
    handmade: Callable[..., OperationModel],
) -> None:
    contract = build(handmade(SLOW))
    source = generate_module([contract], "msgspec", "strict")
    models = ModuleType("models_with_slow_patterns")
    sys.modules[models.__name__] = models
    exec(compile(source, models.__name__, "exec"), models.__dict__)
    hostile = "a" * 4_000 + "!"
    loaded = models.from_dict(models.Thing, {"Name": hostile, "Labels": {f"label:{hostile}": "a"}}, "cli")
    assert loaded.name == hostile
    with pytest.raises(ValidationError, match="matching regex"):
        models.from_dict(models.Thing, {"Short": "a" * 90 + "!"}, "cli")
    assert "Without their pattern, on which Python's `re` could take hours for a hostile string: Label, Name." in (
        " ".join((models.__doc__ or "").split())
    )
    page = enforcement_page([contract], {"msgspec": enforcement_of([contract], "msgspec")})
    assert "msgspec leaves out the pattern of `Label`, `Name`:\n" in page


def test_pydantic_models_match_such_patterns_in_linear_time(handmade: Callable[..., OperationModel]) -> None:
    enforcement = enforcement_of([build(handmade(SLOW))], "pydantic")
    assert enforcement.unenforced == ()
    assert enforcement.slow_patterns == ()
