"""Which contract a recording belongs to: what was asked for, what it says itself, its file's name, its members."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, cast

from shapeproof.contract import Contract, Part, operation_key
from shapeproof.errors import MissingExtraError, ShapeproofError, UnknownContractError
from shapeproof.recordings.discovery.globs import Below, matches
from shapeproof.recordings.formats.placebo import NamedOperation, named_operation
from shapeproof.recordings.model import Recording
from shapeproof.registry import ContractRegistry
from shapeproof.representations.response_metadata import RESPONSE_METADATA

__all__ = ["ByPath", "Identifier", "part_of", "told"]

_NUMBERED: Final = re.compile(r"_\d+\.(?:json|pickle)(?:\.gz)?$")


def told(error: ShapeproofError) -> str:
    """An error as one line."""
    return f"{error.message}; {error.hint}" if error.hint else error.message


def part_of(value: object, contract: Contract, known: Part | None = None) -> Part:
    """Whether a value is an answer of the contract's operation, or one of its errors; `known` is what is told of it."""
    if known is not None:
        return known
    if not isinstance(value, Mapping):
        return "response"
    held = cast("Mapping[str, object]", value)
    members = contract.members()
    error = held.get("Error")
    if isinstance(error, Mapping) and "Code" in error and "Error" not in members:
        return "error"
    # AWS JSON names the error in `__type`. Some services put a type beside a good answer, too.
    return "error" if "__type" in held and not any(key in members for key in held) else "response"


@dataclass(frozen=True, slots=True)
class ByPath:
    """What a project's settings say of where recordings of a contract lie: globs of names below a folder, and contracts."""

    below: Below
    contracts: tuple[tuple[str, str], ...]

    def contract(self, path: str) -> str | None:
        """The name of the contract that everything in a file belongs to: that of the first glob which means the file."""
        name = self.below.name(path)
        return next((contract for glob, contract in self.contracts if matches(glob, name)), None)


@dataclass(frozen=True)
class Identifier:
    """Finds the contracts of recordings. `forced` is the contract that the user named for everything."""

    registry: ContractRegistry
    forced: Contract | None = None
    _by_name: dict[NamedOperation, Sequence[Contract]] = field(default_factory=dict[NamedOperation, Sequence[Contract]])
    _refusals: dict[NamedOperation, str] = field(default_factory=dict[NamedOperation, str])

    def candidates(self, recording: Recording, file_name: str) -> Sequence[Contract]:
        """The contracts that a recording may belong to; several where its file's name is ambiguous, none if unknown.

        Raises UnknownContractError if the recording names a contract that doesn't exist.
        """
        if self.forced:
            return (self.forced,)
        if recording.contract:
            return (self.registry.load(recording.contract),)
        by_name = self.by_file_name(file_name)
        value = recording.value
        return self.by_members(cast("dict[str, object]", value)) if isinstance(value, dict) and not by_name else by_name

    def by_file_name(self, file_name: str) -> Sequence[Contract]:
        """The contracts that a file named as placebo names them may hold."""
        named = named_operation(file_name)
        if named is None:
            return ()
        if named not in self._by_name:
            self._by_name[named] = self._named(named)
        return self._by_name[named]

    def by_members(self, members: Mapping[str, object] | Sequence[str]) -> Sequence[Contract]:
        """The one known contract that over half of the names belong to; none if there is none or several tie."""
        names = [name for name in members if name != RESPONSE_METADATA]
        ranked = sorted(
            ((sum(name in known for name in names), contract) for contract, known in self._known),
            key=lambda pair: -pair[0],
        )
        if not ranked or ranked[0][0] * 2 <= len(names):
            return ()
        ties = len(ranked) > 1 and ranked[0][0] == ranked[1][0]
        return () if ties else (ranked[0][1],)

    def is_response(self, recording: Recording, file_name: str) -> bool:
        """Whether a recording is plainly one, though no contract is known for it: it must not be passed over."""
        value = recording.value
        marked = recording.form == "placebo" or (isinstance(value, dict) and RESPONSE_METADATA in value)
        return marked or (named_operation(file_name) is not None and _NUMBERED.search(file_name) is not None)

    def why_unknown(self, file_name: str) -> str:
        """Why no contract is known for a recording, and what to do about it."""
        named = named_operation(file_name)
        if named is None:
            return (
                "It can't be told which contract this response belongs to. "
                "Name it: --contract SERVICE.OPERATION (see shapeproof list)."
            )
        self.by_file_name(file_name)
        return f"No contract is known for {named.prefix}.{named.operation}: {self._refusals[named]}"

    @cached_property
    def _known(self) -> list[tuple[Contract, frozenset[str]]]:
        found: list[tuple[Contract, frozenset[str]]] = []
        for contract in self.registry.contracts():
            members = contract.members()
            on_the_wire = (member.get("x-wire", {}).get("name") for member in members.values())
            found.append((contract, frozenset(members) | {name for name in on_the_wire if name}))
        return found

    def committed(self) -> list[Contract]:
        """The project's contracts and the shipped ones."""
        return [contract for contract, _ in self._known]

    def _named(self, named: NamedOperation) -> Sequence[Contract]:
        key = operation_key(named.operation)
        committed = [
            contract
            for contract, _ in self._known
            if named.prefix in {contract.service, contract.endpoint_prefix} and operation_key(contract.operation) == key
        ]
        if committed:
            return committed
        try:
            source = self.registry.models
        except MissingExtraError as missing:
            self._refusals[named] = told(missing)
            return ()
        services = dict.fromkeys((named.prefix, *source.by_endpoint_prefix.get(named.prefix, ())))
        found: list[Contract] = []
        for service in services:
            try:
                found.append(self.registry.load(f"{service}.{named.operation}@installed"))
            except UnknownContractError as unknown:  # a service that shares the prefix, but hasn't this operation
                self._refusals[named] = told(unknown)
        return found
