"""Which constraints the models of a flavour enforce, measured: they load mutants that break one constraint each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from shapeproof.contract import Contract, Part, iter_schema, resolve
from shapeproof.generate.models.flavours import Flavour
from shapeproof.generate.models.loading.process import ResponseBatch, loaded_responses
from shapeproof.sample import Mutant, UnsatisfiableSchema
from shapeproof.sample.mutation import outcomes

__all__ = ["LOAD_ERROR", "Enforcement", "Unenforced", "measure_enforcement"]

LOAD_ERROR: Final = "LoadError"
"""The exception that every generated module defines, and raises for what its flavour's library doesn't validate."""

_MEASURED: Final[tuple[Part, ...]] = ("response", "request")


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
    source: str,
    contracts: Sequence[Contract],
    classes: Mapping[str, str],
    flavour: Flavour,
    parts: Collection[Part] = _MEASURED,
) -> Enforcement:
    """Run a module of models in a process of its own, and have it load a mutant of every constraint of the contracts.

    A constraint counts as enforced if the valid response that its mutant was made of is loaded, and the mutant is
    refused with a validation error.

    Args:
        source: the source of the module.
        contracts: the contracts that the module was generated from.
        classes: the class of each structure, by its AWS name.
        flavour: the flavour of the models.
        parts: which parts of the contracts the models are of; errors aren't measured.

    Raises:
        MissingExtraError: the flavour's library isn't installed.
        BrokenModelsError: the models refuse a valid response, raise an error that isn't one of validation, or exceed a
            limit of that process.
    """
    tested: Counter[str] = Counter()
    unmeasured: list[str] = []
    measured: list[Part] = [part for part in _MEASURED if part in parts]
    batches: list[tuple[str, tuple[Mutant, ...]]] = []
    for contract in contracts:
        try:
            for part in measured:
                mutants = contract.derived(_mutants, part)
                batches.append((classes[contract.schema(part)["title"]], mutants))
        except UnsatisfiableSchema:
            unmeasured.append(contract.operation_name)
    loaded = loaded_responses(
        source,
        [_batch(class_name, mutants, flavour) for class_name, mutants in batches],
        flavour.library,
        f"measuring these models ({flavour.library})",
    )
    unenforced: list[Unenforced] = []
    for (_, mutants), is_loaded in zip(batches, loaded, strict=True):
        tested.update(mutant.keyword for mutant in mutants)
        unenforced += (
            Unenforced(mutant.path, mutant.keyword) for mutant, loads in zip(mutants, is_loaded, strict=True) if loads
        )
    return Enforcement(
        dict(sorted(tested.items())),
        tuple(unenforced),
        tuple(unmeasured),
        _slow_patterns(contracts, flavour.for_contracts(contracts), measured),
    )


def _slow_patterns(contracts: Sequence[Contract], flavour: Flavour, parts: Sequence[Part]) -> tuple[str, ...]:
    names: set[str] = set()
    for contract in contracts:
        for part in parts:
            schema = contract.schema(part)
            for _, _, shape in iter_schema(schema):
                found = [shape, *([resolve(schema, shape["propertyNames"])] if "propertyNames" in shape else ())]
                names.update(str(string["x-shape"]) for string in found if flavour.leaves_out_pattern(string))
    return tuple(sorted(names))


def _mutants(contract: Contract, part: Part) -> tuple[Mutant, ...]:
    """A mutant of each constraint, but only one for all paths of a structure, since they share a class.

    Rules are left out: no model knows them.
    """
    found = outcomes(contract, part, everywhere=False)
    return tuple(outcome for outcome in found if isinstance(outcome, Mutant) and not outcome.rule)


def _batch(class_name: str, mutants: Sequence[Mutant], flavour: Flavour) -> ResponseBatch:
    pairs = [(mutant.base, mutant.response) for mutant in mutants]
    return ResponseBatch(class_name, f"the {flavour.name} class {class_name}", pairs)
