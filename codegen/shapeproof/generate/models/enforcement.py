"""What models of a flavour don't enforce: measured, by having them load mutants that break one constraint each."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from types import ModuleType
from typing import Final

from shapeproof.contract import Contract, Part
from shapeproof.errors import MissingExtraError
from shapeproof.sample import Mutant, UnsatisfiableSchema
from shapeproof.sample.mutation import outcomes

__all__ = ["Enforcement", "Unenforced", "measured"]

_MODULE: Final = "shapeproof_measured_models"
_PARTS: Final[tuple[Part, ...]] = ("response", "request")


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


def measured(source: str, contracts: Sequence[Contract], classes: Mapping[str, str]) -> Enforcement:
    """Load a mutant of every constraint of the contracts with the module `source`, which is run for that.

    `classes` maps the AWS names of structures to those of the module's classes. Raises MissingExtraError if the
    flavour's library isn't installed.
    """
    tried: Counter[str] = Counter()
    lost: list[Unenforced] = []
    unmeasured: list[str] = []
    with _imported(source) as module:
        for contract in contracts:
            try:
                for part in _PARTS:
                    model = getattr(module, classes[contract.schema(part)["title"]])
                    for mutant in _mutants(contract, part):
                        tried[mutant.keyword] += 1
                        if _loads(module, model, mutant):
                            lost.append(Unenforced(mutant.path, mutant.keyword))
            except UnsatisfiableSchema:
                unmeasured.append(contract.operation_name)
    return Enforcement(dict(sorted(tried.items())), tuple(lost), tuple(unmeasured))


@lru_cache(maxsize=8)
def _mutants(contract: Contract, part: Part) -> tuple[Mutant, ...]:
    """A mutant of each constraint: where a structure stands makes no difference to its class."""
    return tuple(one for one in outcomes(contract, part, everywhere=False) if isinstance(one, Mutant))


def _loads(module: ModuleType, model: type, mutant: Mutant) -> bool:
    try:
        module.from_dict(model, mutant.response, "cli")
    except Exception:  # noqa: BLE001 - each flavour refuses with an error of its own
        return False
    return True


@contextmanager
def _imported(source: str) -> Generator[ModuleType]:
    """The module, known to Python while it is needed: libraries look up names there."""
    module = ModuleType(_MODULE)
    sys.modules[_MODULE] = module
    try:
        exec(compile(source, f"<{_MODULE}>", "exec"), module.__dict__)  # noqa: S102 - our own output
        yield module
    except ImportError as error:
        raise MissingExtraError(f"measuring these models ({error.name})", extra="generate") from None
    finally:
        del sys.modules[_MODULE]
