"""Which constraints the models of a flavour enforce, measured: they load mutants that break one constraint each."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType
from typing import Any, Final

from shapeproof.contract import Contract, Part, iter_schema, resolve
from shapeproof.errors import InternalError, needs_extra
from shapeproof.generate.models.flavours import Flavour
from shapeproof.sample import Mutant, UnsatisfiableSchema
from shapeproof.sample.mutation import outcomes

__all__ = ["LOAD_ERROR", "BrokenModelsError", "Enforcement", "Unenforced", "measure_enforcement"]

LOAD_ERROR: Final = "LoadError"
"""The exception that every generated module defines, and raises for what its flavour's library doesn't validate."""

_MODULE: Final = "shapeproof_measured_models"
_PARTS: Final[tuple[Part, ...]] = ("response", "request")


class BrokenModelsError(InternalError):
    """Generated models refuse a valid response, or fail with an error that isn't one of validation: a generator bug."""


@dataclass(frozen=True, slots=True)
class Unenforced:
    """A constraint that isn't enforced: its keyword, and its path in the response or the request."""

    path: str
    keyword: str


@dataclass(frozen=True, slots=True)
class Enforcement:
    """Which constraints of contracts the models enforce.

    Attributes:
        tested: the number of constraints that have a mutant, by keyword.
        unenforced: the constraints whose mutant was loaded.
        unmeasured: the operations that have no valid response to make mutants of.
        slow_patterns: the AWS names of the shapes whose pattern is left out because Python's `re` could take hours.
    """

    tested: Mapping[str, int]
    unenforced: tuple[Unenforced, ...]
    unmeasured: tuple[str, ...] = ()
    slow_patterns: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        return sum(self.tested.values())

    def unenforced_paths(self) -> Mapping[str, list[str]]:
        """The paths at which each keyword isn't enforced."""
        paths: dict[str, list[str]] = {}
        for constraint in self.unenforced:
            paths.setdefault(constraint.keyword, []).append(constraint.path or "the root")
        return paths


def measure_enforcement(
    source: str, contracts: Sequence[Contract], classes: Mapping[str, str], flavour: Flavour
) -> Enforcement:
    """Run a module of models, and have it load a mutant of every constraint of the contracts.

    A constraint counts as enforced if the valid response that its mutant was made of is loaded, and the mutant is
    refused with a validation error.

    Args:
        source: the source of the module.
        contracts: the contracts that the module was generated from.
        classes: the class of each structure, by its AWS name.
        flavour: the flavour of the models.

    Raises:
        MissingExtraError: the flavour's library isn't installed.
        BrokenModelsError: the models refuse a valid response, or raise an error that isn't one of validation.
    """
    tested: Counter[str] = Counter()
    unenforced: list[Unenforced] = []
    unmeasured: list[str] = []
    with _imported(source, flavour) as module:
        for contract in contracts:
            try:
                for part in _PARTS:
                    loader = _Loader(module, classes[contract.schema(part)["title"]], flavour)
                    for mutant in contract.derived(_mutants, part):
                        tested[mutant.keyword] += 1
                        if loader.loads(mutant):
                            unenforced.append(Unenforced(mutant.path, mutant.keyword))
            except UnsatisfiableSchema:
                unmeasured.append(contract.operation_name)
    return Enforcement(
        dict(sorted(tested.items())), tuple(unenforced), tuple(unmeasured), _slow_patterns(contracts, flavour)
    )


def _slow_patterns(contracts: Sequence[Contract], flavour: Flavour) -> tuple[str, ...]:
    names: set[str] = set()
    for contract in contracts:
        for part in _PARTS:
            schema = contract.schema(part)
            for _, _, shape in iter_schema(schema):
                found = [shape, *([resolve(schema, shape["propertyNames"])] if "propertyNames" in shape else ())]
                names.update(str(string["x-shape"]) for string in found if flavour.leaves_out_pattern(string))
    return tuple(sorted(names))


def _mutants(contract: Contract, part: Part) -> tuple[Mutant, ...]:
    """A mutant of each constraint, but only one for all paths of a structure, since they share a class."""
    return tuple(outcome for outcome in outcomes(contract, part, everywhere=False) if isinstance(outcome, Mutant))


class _Loader:
    """Loads responses as one class of a module."""

    def __init__(self, module: ModuleType, class_name: str, flavour: Flavour) -> None:
        self._module = module
        self._model = getattr(module, class_name)
        self._subject = f"the {flavour.name} class {class_name}"
        self._refusals: tuple[type[Exception], ...] = (getattr(module, LOAD_ERROR),)
        if flavour.library:
            self._refusals += (import_module(flavour.library).ValidationError,)
        self._loaded_bases: set[int] = set()  # by id: mutants share their bases, and keep them alive

    def loads(self, mutant: Mutant) -> bool:
        """Whether a mutant is loaded. Raises BrokenModelsError if the valid response that it was made of is refused."""
        if id(mutant.base) not in self._loaded_bases:
            if not self._accepts(mutant.base):
                raise BrokenModelsError(f"{self._subject} refuses a valid response")
            self._loaded_bases.add(id(mutant.base))
        return self._accepts(mutant.response)

    def _accepts(self, response: Any) -> bool:
        try:
            self._module.from_dict(self._model, response, "cli")
        except self._refusals:
            return False
        except Exception as error:
            message = f"{self._subject} can't load a response: {type(error).__name__}: {error}"
            raise BrokenModelsError(message) from error
        return True


@contextmanager
def _imported(source: str, flavour: Flavour) -> Generator[ModuleType]:
    """The module, in `sys.modules` while it is used: pydantic and msgspec look up names there."""
    module = ModuleType(_MODULE)
    sys.modules[_MODULE] = module
    try:
        with needs_extra(
            f"measuring these models ({flavour.library})", extra="generate", modules={flavour.library or ""}
        ):
            exec(compile(source, f"<{_MODULE}>", "exec"), module.__dict__)  # noqa: S102 - our own output
        yield module
    finally:
        del sys.modules[_MODULE]
