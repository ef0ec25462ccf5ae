"""Selects the contracts for one command: names and globs of operations, in one edition for each service."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from functools import cached_property
from typing import Final

from shapeproof.capture.name_grammar import excerpt
from shapeproof.contract import Contract, operation_key
from shapeproof.errors import MissingExtraError, UnknownContractError, UsageError
from shapeproof.registry.names import INSTALLED, ContractName, parse_name
from shapeproof.registry.registry import ContractRegistry

__all__ = ["Selection", "select_contracts"]

_GLOB_CHARACTERS: Final = frozenset("*?[")
_MOST_NAMED: Final = 3


@dataclass(frozen=True, slots=True)
class Selection:
    """The contracts that names and globs select.

    Attributes:
        contracts: the contracts, in the order of the names; those of a glob are sorted.
        names: by service, the names and globs that select its contracts again, as they were given.
        notes: what whoever gave the names may not expect.
    """

    contracts: tuple[Contract, ...]
    names: Mapping[str, tuple[str, ...]]
    notes: tuple[str, ...] = ()


def select_contracts(
    registry: ContractRegistry, names: Iterable[str], edition: str | None = None, *, one_edition: bool = True
) -> Selection:
    """Select contracts by names and globs.

    A glob selects operations of one service, in either spelling: `sqs.*`, `sqs.Receive*`, `sqs.list_*@installed`.

    Args:
        registry: where contracts are looked up.
        names: names of contracts, `SERVICE.OPERATION[@EDITION]`, and globs.
        edition: the edition of every contract; None if none is demanded.
        one_edition: whether names of one service without an edition mean the same edition: one that another name has, or
            a committed default, if it has all of these operations; otherwise the installed botocore, if it has all.
            Where none has, each name means what it means by itself.

    Raises:
        UsageError: an edition is demanded, and a name has another one.
        UnknownContractError: there is no contract of that name, or no operation matches a glob.
        CaptureError: a contract can't be read.
    """
    by_service: dict[str, list[ContractName]] = {}
    for name in dict.fromkeys(map(parse_name, names)):
        if edition is not None and name.edition not in {None, edition}:
            raise UsageError(
                f"{name} names an edition, but {edition} is demanded for all",
                hint=f"use {replace(name, edition=None)}",
            )
        by_service.setdefault(name.service, []).append(replace(name, edition=edition or name.edition))
    contracts: dict[str, Contract] = {}
    notes: list[str] = []
    for service, service_names in by_service.items():
        editions = _ServiceEditions(registry, service)
        selected = list(dict.fromkeys(operation for name in service_names for operation in editions.matching(name)))
        common = editions.common(selected) if one_edition else None
        if common and (note := editions.note(selected, common)):
            notes.append(note)
        for name in selected:
            try:
                contract = registry.load(str(replace(name, edition=name.edition or common)))
            except UnknownContractError as error:
                if edition in {None, INSTALLED} or not editions.has(name.operation, INSTALLED):
                    raise
                hint = f"the installed botocore has it: --edition {INSTALLED}"
                raise UnknownContractError(error.message, hint=hint) from error
            contracts.setdefault(contract.name, contract)
    given = {service: tuple(dict.fromkeys(map(str, service_names))) for service, service_names in by_service.items()}
    return Selection(tuple(contracts.values()), given, tuple(notes))


class _ServiceEditions:
    """Which operations of a service there are, and in which editions."""

    def __init__(self, registry: ContractRegistry, service: str) -> None:
        self._registry = registry
        self._service = service

    @cached_property
    def _installed(self) -> Mapping[str, str]:
        """The operations of the installed botocore by key; none if it isn't installed, or hasn't the service."""
        try:
            self._registry.models.require(self._service)
            return {
                operation_key(operation): operation for operation in self._registry.models.operations(self._service)
            }
        except (MissingExtraError, UnknownContractError):
            return {}

    @cached_property
    def _methods(self) -> Mapping[str, str]:
        """The boto3 method of every operation, committed or installed, by key."""
        from shapeproof.capture.model import snake_case

        committed = (edition.method for edition in self._registry.editions() if edition.service == self._service)
        return {operation_key(name): snake_case(name) for name in self._installed.values()} | {
            operation_key(method): method for method in committed
        }

    def has(self, operation: str, edition: str) -> bool:
        """Whether an operation has a contract in an edition."""
        key = operation_key(operation)
        if edition != INSTALLED and self._registry.committed_edition(self._service, key, edition):
            return True
        return key in self._installed and edition in {INSTALLED, self._registry.models.version}

    def matching(self, name: ContractName) -> Iterator[ContractName]:
        """The names of the operations that a glob selects, or the name itself.

        Raises:
            UnknownContractError: there is none.
        """
        if _GLOB_CHARACTERS.isdisjoint(name.operation):
            yield name
            return
        found = [
            replace(name, operation=method)
            for key, method in sorted(self._methods.items(), key=lambda item: item[1])
            if fnmatchcase(method, name.operation) or fnmatchcase(self._installed.get(key, method), name.operation)
        ]
        if name.edition:
            found = [operation for operation in found if self.has(operation.operation, name.edition)]
        if not found:
            if not self._methods:
                self._registry.models.require(self._service)
            raise UnknownContractError(
                f"no operation matches {excerpt(str(name))}",
                hint=f"{self._service}.* selects every operation of {self._service}" if self._methods else None,
            )
        yield from found

    def common(self, names: Sequence[ContractName]) -> str | None:
        """The edition that names without one have in common; None if there is none, or only one name."""
        bare = [name.operation for name in names if name.edition is None]
        if not bare or len(names) == 1:
            return None
        given = (name.edition for name in names if name.edition)
        defaults = filter(None, map(self._default, bare))
        candidates = dict.fromkeys([*given, *defaults, INSTALLED])
        return next((known for known in candidates if all(self.has(operation, known) for operation in bare)), None)

    def _default(self, operation: str) -> str | None:
        edition = self._registry.committed_edition(self._service, operation)
        return edition.edition if edition else None

    def note(self, names: Sequence[ContractName], common: str) -> str | None:
        """Which operations aren't taken from their committed default edition; None if there is none."""
        bare = [name.operation for name in names if name.edition is None]
        defaults = {operation: edition for operation in bare if (edition := self._default(operation))}
        passed_over = {operation: edition for operation, edition in defaults.items() if edition != common}
        if not passed_over:
            return None
        shown = (
            f"the installed botocore {self._registry.models.version}" if common == INSTALLED else f"edition {common}"
        )
        named = [f"{self._service}.{operation}@{edition}" for operation, edition in passed_over.items()]
        more = f" and {len(named) - _MOST_NAMED} more" if len(named) > _MOST_NAMED else ""
        return (
            f"all operations of {self._service} are of {shown}; "
            f"committed, but not used: {', '.join(named[:_MOST_NAMED])}{more}"
        )
