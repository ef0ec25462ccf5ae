"""Identifies the contract of a recording: by the user's option, its declaration, its file's name, or its members."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, cast

from shapeproof.contract import Contract, Part, operation_key
from shapeproof.errors import CaptureError, MissingExtraError, ShapeproofError, UnknownContractError
from shapeproof.recordings.discovery.base_directory import BaseDirectory
from shapeproof.recordings.discovery.globs import matches
from shapeproof.recordings.formats.file_names import (
    OperationInName,
    parse_contract_file_name,
    parse_file_name,
    service_prefix,
)
from shapeproof.recordings.formats.read_result import PART, may_be_queried
from shapeproof.recordings.identification.common_members import is_distinctive
from shapeproof.recordings.identification.misspellings import count_intended
from shapeproof.recordings.identification.query_parts import why_part
from shapeproof.recordings.identification.resemblance import (
    count_known,
    has_most_members,
    is_from_boto3,
    is_recognised,
    known_names,
    most_alike,
    own_members,
)
from shapeproof.recordings.model import Recording
from shapeproof.registry import ContractRegistry
from shapeproof.registry.editions_by_day import EditionsByDay
from shapeproof.representations.response_metadata import METADATA_NAMES

__all__ = ["ContractsByPath", "Identifier", "format_error", "identify_part"]

_MAX_RESEMBLED: Final = 3
"""Twins of an operation (Query and Scan) have the same members: how many of them a message names."""


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
        by_day: chooses editions by the day of a recording; None if the user named an edition for everything.
        recorded_at: the day of all recordings, if the user says it.
    """

    registry: ContractRegistry
    forced: Contract | None = None
    by_day: EditionsByDay | None = None
    recorded_at: str | None = None
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
        if by_name := self.by_file_name(file_name):
            return by_name
        members = own_members(recording.value)
        return self.by_members(members) or (self._installed(members) if is_from_boto3(recording.value) else ())

    def of_day(self, contracts: Sequence[Contract], day: Callable[[], str | None]) -> Sequence[Contract]:
        """The contracts of the day when a response was recorded, in place of those that names without editions mean.

        Args:
            contracts: the contracts that it may belong to; nobody named their editions.
            day: returns the day that the recording tells; None if it tells none.

        Raises:
            CaptureError: a contract can't be read.
        """
        if self.by_day is None:
            return contracts
        chosen = day if self.recorded_at is None else lambda: self.recorded_at
        return tuple(self.by_day.contract(contract, chosen) for contract in contracts)

    def may_be_of_a_day(self, contract: Contract) -> bool:
        """Whether the user says the day of all recordings, and an operation has several editions."""
        return self.recorded_at is not None and self.by_day is not None and self.by_day.has_choice(contract)

    def by_file_name(self, file_name: str) -> Sequence[Contract]:
        """The contracts of the operation in a file's name, if it is named as placebo's files are, or as a contract."""
        operation = parse_file_name(file_name) or parse_contract_file_name(file_name)
        if operation is None:
            return ()
        if operation not in self._by_name:
            self._by_name[operation] = self._load(operation)
        return self._by_name[operation]

    def by_members(self, names: Iterable[str]) -> Sequence[Contract]:
        """The one contract that these members say they belong to; none if there is none, or several tie."""
        members = own_members(dict.fromkeys(names))
        ranked = sorted(
            ((count_known(contract, members), contract) for contract in self.committed()), key=lambda pair: -pair[0]
        )
        if not ranked or not is_recognised(known_names(ranked[0][1]), members):
            return ()
        is_tie = len(ranked) > 1 and ranked[0][0] == ranked[1][0]
        return () if is_tie else (ranked[0][1],)

    def _installed(self, members: Sequence[str]) -> Sequence[Contract]:
        """The one operation of the installed botocore that boto3's response belongs to, if no committed contract is like it."""
        if any(is_recognised(known_names(contract), members) for contract in self.committed()):
            return ()
        try:
            alike = most_alike(self.registry.models.responses.operations_like(members), members)
        except MissingExtraError:  # then only committed contracts are known
            return ()
        return (self.registry.load(f"{alike[0]}@installed"),) if len(alike) == 1 else ()

    def may_be_known(self, keys: Sequence[str]) -> bool:
        """Whether a response that can't be read to its end may be of a committed contract, by the keys up to there."""
        members = own_members(dict.fromkeys(keys))
        return any(map(is_distinctive, keys)) and any(
            has_most_members(contract, members) for contract in self.committed()
        )

    def is_response(self, recording: Recording, file_name: str) -> bool:
        """Whether a recording is clearly a response, though its contract is unknown: it must not be skipped."""
        value = recording.value
        is_placebo = recording.form == "placebo" and not recording.remarks
        operation = parse_file_name(file_name)
        return (
            is_placebo
            or (isinstance(value, dict) and any(name in value for name in METADATA_NAMES))
            or (operation is not None and operation.is_numbered)
        )

    def why_unknown(self, recording: Recording, file_name: str) -> str:
        """Why the contract of a recording is unknown, and what to do about it."""
        operation = parse_file_name(file_name)
        if operation is None:
            members = own_members(recording.value)
            advice = "name it with --contract SERVICE.OPERATION (see shapeproof list)"
            if resembled := self._resembled(members, file_name):
                advice = f"it resembles {' or '.join(resembled[:_MAX_RESEMBLED])}: {advice}"
            elif may_be_queried(recording):
                is_like_none = not self._may_be_response(members)
                none = f"no known operation returns most of its members; {PART}"
                advice = none if is_like_none else f"{advice}, or, if --query printed it, print the whole response"
            return f"cannot tell which contract this response belongs to; {advice}"
        self.by_file_name(file_name)
        return f"no contract found for {operation.prefix}.{operation.operation}: {self._errors[operation]}"

    def why_not_forced(self, value: object, file_name: str = "", declared: Part | None = None) -> str | None:
        """Why a response can't be of the contract that the user named: it resembles others. None if nothing says so.

        Args:
            value: the response.
            file_name: the name of its file, without directories; empty if there is none.
            declared: the part of the contract that the recording declares it to be.
        """
        forced = self.forced
        members = own_members(value)
        if forced is None or not members or declared == "error" or has_most_members(forced, members):
            return None
        if identify_part(value, forced) == "error":
            return None
        if count_intended(forced, cast("dict[str, object]", value), members) * 2 > len(members):
            return None
        resembled = self._resembled(members, file_name)
        if not resembled or forced.operation_name in resembled:  # a newer edition of the same
            return None
        known = f"knows {count_known(forced, members)} of these {len(members)} top-level members; they resemble"
        if len(members) == 1:
            known = "does not know its only top-level member; it resembles"
        return (
            f"expected a response of {forced.operation_name}, which {known} {' or '.join(resembled[:_MAX_RESEMBLED])}"
        )

    def why_part(self, recording: Recording, file_name: str, candidates: Sequence[Contract]) -> str | None:
        """Why what may belong to some contracts is probably a part of a response; None if nothing says so."""
        if recording.part == "error" or any(identify_part(recording.value, each) == "error" for each in candidates):
            return None
        return why_part(recording, candidates, lambda: self._resembled(own_members(recording.value), file_name))

    def _may_be_response(self, members: Sequence[str]) -> bool:
        """Whether any contract knows most of a response's members, so that naming one may help."""
        if not members or any(has_most_members(contract, members) for contract in self.committed()):
            return True
        try:
            known = self.registry.models.responses.operations_like(members)
        except MissingExtraError:  # then nothing is known of all the others
            return True
        return any(len(names.intersection(members)) * 2 > len(members) for names in known.values())

    def _resembled(self, members: Sequence[str], file_name: str) -> list[str]:
        """The names of the contracts that a response with these members resembles most."""
        try:
            by_name = [contract for contract in self.by_file_name(file_name) if has_most_members(contract, members)]
        except CaptureError:
            by_name = []  # what can't be read resembles nothing
        if by_name:
            return [contract.operation_name for contract in by_name]
        known = {contract.operation_name: known_names(contract) for contract in self.committed()}
        with suppress(MissingExtraError):  # then only committed contracts are known
            known |= self.registry.models.responses.operations_like(members)
        if alike := most_alike(known, members):
            return alike
        having_all = [name for name, names in known.items() if names.issuperset(members)]
        # One rare name says something, and so may several together of which none is rare.
        tells = len(members) > 1 or any(map(is_distinctive, members))
        return sorted(having_all) if tells and len(having_all) <= _MAX_RESEMBLED else []

    def committed(self) -> list[Contract]:
        """The project's contracts and the shipped ones."""
        return self._committed

    @cached_property
    def _committed(self) -> list[Contract]:
        return list(self.registry.contracts())

    def _is_service(self, prefix: str) -> bool:
        if any(prefix in {contract.service, contract.endpoint_prefix} for contract in self.committed()):
            return True
        with suppress(MissingExtraError):
            models = self.registry.models
            return prefix in models.metadata or prefix in models.by_endpoint_prefix
        return False

    def _load(self, operation: OperationInName) -> Sequence[Contract]:
        key, prefix = operation_key(operation.operation), service_prefix(operation.prefix, self._is_service)
        committed = [
            contract
            for contract in self.committed()
            if prefix in {contract.service, contract.endpoint_prefix} and operation_key(contract.operation) == key
        ]
        if committed:
            return committed
        # One that can't be read is among the problems of the registry, and no other stands in for it.
        if contract := self.registry.committed_contract(prefix, operation.operation):
            return (contract,)
        try:
            models = self.registry.models
        except MissingExtraError as error:
            self._errors[operation] = format_error(error)
            return ()
        services = dict.fromkeys((prefix, *models.by_endpoint_prefix.get(prefix, ())))
        contracts: list[Contract] = []
        for service in services:
            try:
                contracts.append(self.registry.load(f"{service}.{operation.operation}@installed"))
            except UnknownContractError as error:  # a service that shares the prefix, but lacks this operation
                self._errors[operation] = format_error(error)
        return contracts
