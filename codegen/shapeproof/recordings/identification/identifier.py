"""Identifies the contract of a recording: by the user's option, its declaration, its file's name, or its members."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, cast

from shapeproof.contract import Contract, Part, operation_key
from shapeproof.errors import MissingExtraError, ShapeproofError, UnknownContractError
from shapeproof.recordings.discovery.base_directory import BaseDirectory
from shapeproof.recordings.discovery.globs import matches
from shapeproof.recordings.formats.file_names import OperationInName, parse_file_name
from shapeproof.recordings.model import Recording
from shapeproof.registry import ContractRegistry
from shapeproof.representations.response_metadata import RESPONSE_METADATA

__all__ = ["ContractsByPath", "Identifier", "format_error", "identify_part"]

_PLACEBO_NUMBER: Final = re.compile(r"_\d+\.(?:json|pickle)(?:\.gz)?$")


def format_error(error: ShapeproofError) -> str:
    """An error, what it is about and its hint on one line."""
    subject = f"{error.where}: " if error.where else ""
    return f"{subject}{error.message}; {error.hint}" if error.hint else f"{subject}{error.message}"


def identify_part(value: object, contract: Contract, declared: Part | None = None) -> Part:
    """Whether a value is a response of the contract's operation, or one of its errors.

    Args:
        value: the recorded value.
        contract: its contract.
        declared: what the recording declares; None if it declares nothing.
    """
    if declared is not None:
        return declared
    if not isinstance(value, Mapping):
        return "response"
    response = cast("Mapping[str, object]", value)
    members = contract.members()
    error = response.get("Error")
    if isinstance(error, Mapping) and "Code" in error and "Error" not in members:
        return "error"
    # The JSON protocols name an error in `__type`. Some services add it to successful responses too.
    return "error" if "__type" in response and not any(key in members for key in response) else "response"


@dataclass(frozen=True, slots=True)
class ContractsByPath:
    """A project's settings for the contracts of recordings in its directories.

    Attributes:
        base: the directory to which the globs are relative.
        contracts: pairs of a glob and the name of a contract.
    """

    base: BaseDirectory
    contracts: tuple[tuple[str, str], ...]

    def contract(self, path: str) -> str | None:
        """The name of the contract for everything in a file: that of the first glob which matches its path."""
        relative = self.base.relative(path)
        return next((contract for glob, contract in self.contracts if matches(glob, relative)), None)


@dataclass(frozen=True)
class Identifier:
    """Finds the contracts of recordings.

    Attributes:
        registry: where contracts are found.
        forced: the contract that the user named for everything; None if there is none.
    """

    registry: ContractRegistry
    forced: Contract | None = None
    _by_name: dict[OperationInName, Sequence[Contract]] = field(
        default_factory=dict[OperationInName, Sequence[Contract]]
    )
    _errors: dict[OperationInName, str] = field(default_factory=dict[OperationInName, str])

    def candidates(self, recording: Recording, file_name: str) -> Sequence[Contract]:
        """The contracts that a recording may belong to: several if its file's name is ambiguous, none if unknown.

        Args:
            recording: the recording.
            file_name: the name of its file, without directories.

        Raises:
            UnknownContractError: the recording declares a contract that doesn't exist.
            CaptureError: the contract that it declares, or that its file's name names, can't be read.
        """
        if self.forced:
            return (self.forced,)
        if recording.contract:
            return (self.registry.load(recording.contract),)
        by_name = self.by_file_name(file_name)
        value = recording.value
        return self.by_members(cast("dict[str, object]", value)) if isinstance(value, dict) and not by_name else by_name

    def by_file_name(self, file_name: str) -> Sequence[Contract]:
        """The contracts of the operation in a file's name, if it is named as placebo's files are."""
        operation = parse_file_name(file_name)
        if operation is None:
            return ()
        if operation not in self._by_name:
            self._by_name[operation] = self._load(operation)
        return self._by_name[operation]

    def by_members(self, members: Mapping[str, object] | Sequence[str]) -> Sequence[Contract]:
        """The one contract that has more than half of these members; none if there is none, or several tie."""
        names = [name for name in members if name != RESPONSE_METADATA]
        ranked = sorted(
            ((sum(name in known for name in names), contract) for contract, known in self._members),
            key=lambda pair: -pair[0],
        )
        if not ranked or ranked[0][0] * 2 <= len(names):
            return ()
        is_tie = len(ranked) > 1 and ranked[0][0] == ranked[1][0]
        return () if is_tie else (ranked[0][1],)

    def is_response(self, recording: Recording, file_name: str) -> bool:
        """Whether a recording is clearly a response, though its contract is unknown: it must not be skipped."""
        value = recording.value
        is_marked = (recording.form == "placebo" and not recording.remarks) or (
            isinstance(value, dict) and RESPONSE_METADATA in value
        )
        return is_marked or (parse_file_name(file_name) is not None and _PLACEBO_NUMBER.search(file_name) is not None)

    def why_unknown(self, file_name: str) -> str:
        """Why the contract of a recording is unknown, and what to do about it."""
        operation = parse_file_name(file_name)
        if operation is None:
            return (
                "cannot tell which contract this response belongs to; "
                "name it with --contract SERVICE.OPERATION (see shapeproof list)"
            )
        self.by_file_name(file_name)
        return f"no contract found for {operation.prefix}.{operation.operation}: {self._errors[operation]}"

    @cached_property
    def _members(self) -> list[tuple[Contract, frozenset[str]]]:
        """The committed contracts with the names of their members, on the wire too."""
        members_of_contracts: list[tuple[Contract, frozenset[str]]] = []
        for contract in self.registry.contracts():
            members = contract.members()
            wire_names = (member.get("x-wire", {}).get("name") for member in members.values())
            names = frozenset(members) | {name for name in wire_names if name}
            members_of_contracts.append((contract, names))
        return members_of_contracts

    def committed(self) -> list[Contract]:
        """The project's contracts and the shipped ones."""
        return [contract for contract, _ in self._members]

    def _load(self, operation: OperationInName) -> Sequence[Contract]:
        key = operation_key(operation.operation)
        committed = [
            contract
            for contract in self.committed()
            if operation.prefix in {contract.service, contract.endpoint_prefix}
            and operation_key(contract.operation) == key
        ]
        if committed:
            return committed
        # One that can't be read is among the problems of the registry, and no other stands in for it.
        if contract := self.registry.committed_contract(operation.prefix, operation.operation):
            return (contract,)
        try:
            models = self.registry.models
        except MissingExtraError as error:
            self._errors[operation] = format_error(error)
            return ()
        services = dict.fromkeys((operation.prefix, *models.by_endpoint_prefix.get(operation.prefix, ())))
        contracts: list[Contract] = []
        for service in services:
            try:
                contracts.append(self.registry.load(f"{service}.{operation.operation}@installed"))
            except UnknownContractError as error:  # a service that shares the prefix, but lacks this operation
                self._errors[operation] = format_error(error)
        return contracts
