"""What models of a flavour don't enforce: measured, by having them load mutants that break one constraint each."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from types import ModuleType
from typing import Any, Final

from shapeproof.contract import Contract, Part
from shapeproof.errors import InternalError, needs_extra
from shapeproof.generate.models.flavours import Flavour
from shapeproof.sample import Mutant, UnsatisfiableSchema
from shapeproof.sample.mutation import outcomes

__all__ = ["LOAD_ERROR", "BrokenModelsError", "Enforcement", "Unenforced", "measured"]

LOAD_ERROR: Final = "LoadError"
"""The exception that every generated module defines, and raises where its flavour's library doesn't refuse by itself."""
_MODULE: Final = "shapeproof_measured_models"
_PARTS: Final[tuple[Part, ...]] = ("response", "request")


class BrokenModelsError(InternalError):
    """Generated models that fail with an error of their own, or refuse a valid response: a bug of the generator's."""


@dataclass(frozen=True, slots=True)
class Unenforced:
    """A constraint that isn't enforced: `keyword` at `path`, a place in the response or the request."""

    path: str
    keyword: str


@dataclass(frozen=True, slots=True)
class Enforcement:
    """What became of the constraints of a schema.

    `tried` counts those that have a mutant, by keyword; `lost` are the ones whose mutant was loaded all the same.
    `unmeasured` names the operations for which there is no valid response to start from.
    """

    tried: Mapping[str, int]
    lost: tuple[Unenforced, ...]
    unmeasured: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        return sum(self.tried.values())

    def by_keyword(self) -> Mapping[str, list[str]]:
        """Keyword -> the paths at which it isn't enforced."""
        paths: dict[str, list[str]] = {}
        for loss in self.lost:
            paths.setdefault(loss.keyword, []).append(loss.path or "the root")
        return paths


def measured(source: str, contracts: Sequence[Contract], classes: Mapping[str, str], flavour: Flavour) -> Enforcement:
    """Load a mutant of every constraint of the contracts with the module `source`, which is run for that.

    A constraint counts as enforced if the response that its mutant was made from is loaded, and the mutant is refused
    with an error of validation.

    Args:
        source: The source of a module of models.
        contracts: The contracts that the module was generated from.
        classes: The AWS names of structures -> the names of the module's classes.
        flavour: The flavour of the models.

    Raises:
        MissingExtraError: The flavour's library isn't installed.
        BrokenModelsError: The models refuse a valid response, or fail other than by an error of validation.
    """
    tried: Counter[str] = Counter()
    lost: list[Unenforced] = []
    unmeasured: list[str] = []
    with _imported(source, flavour) as module:
        for contract in contracts:
            try:
                for part in _PARTS:
                    loader = _Loader(module, classes[contract.schema(part)["title"]], flavour)
                    for mutant in _mutants(contract, part):
                        tried[mutant.keyword] += 1
                        if loader.loads(mutant):
                            lost.append(Unenforced(mutant.path, mutant.keyword))
            except UnsatisfiableSchema:
                unmeasured.append(contract.operation_name)
    return Enforcement(dict(sorted(tried.items())), tuple(lost), tuple(unmeasured))


@lru_cache(maxsize=8)
def _mutants(contract: Contract, part: Part) -> tuple[Mutant, ...]:
    """A mutant of each constraint: where a structure stands makes no difference to its class."""
    return tuple(one for one in outcomes(contract, part, everywhere=False) if isinstance(one, Mutant))


class _Loader:
    """Loads responses as one class of a module."""

    def __init__(self, module: ModuleType, class_name: str, flavour: Flavour) -> None:
        self._module = module
        self._model = getattr(module, class_name)
        self._subject = f"the {flavour.name} class {class_name}"
        self._refusals: tuple[type[Exception], ...] = (getattr(module, LOAD_ERROR),)
        if flavour.library:
            self._refusals += (import_module(flavour.library).ValidationError,)
        self._loaded_bases: set[int] = set()  # by identity: mutants share their bases, and keep them alive

    def loads(self, mutant: Mutant) -> bool:
        """Whether a mutant is loaded, not refused; the response that it was made from must be loaded."""
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
    """The module, known to Python while it is needed: libraries look up names there."""
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
