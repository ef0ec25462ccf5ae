"""A unit of work -> what is found in it. Every process that checks units has a `Checker` of its own."""

from __future__ import annotations

import os
from codecs import BOM_UTF8
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from shapeproof.contract import Contract, Part, Pointer, Representation, View
from shapeproof.errors import UnknownContractError
from shapeproof.recordings.checking.fast_path import FastPath
from shapeproof.recordings.checking.unit_result import UNKNOWN_MEMBERS, Located, ResponseKind, UnitResult
from shapeproof.recordings.discovery.files import (
    MAX_DOCUMENT,
    TOO_LARGE,
    Planned,
    Skipped,
    Unit,
    Unusable,
    bytes_of,
    unreadable,
)
from shapeproof.recordings.formats import reader as forms
from shapeproof.recordings.identification.identifier import ByPath, Identifier, part_of, told
from shapeproof.recordings.model import Exchange, Location, ReadFailure, Recording
from shapeproof.registry import ContractRegistry
from shapeproof.validation.catalog import Severities, Severity, reading
from shapeproof.validation.engines.compilation import EngineName
from shapeproof.validation.finding import reading_finding
from shapeproof.validation.validator import CheckResult, Validator, unseen_members

if TYPE_CHECKING:
    from shapeproof.recordings.http.traffic import Traffic

__all__ = ["CheckOptions", "Checker"]


@dataclass(frozen=True, slots=True)
class CheckOptions:
    """How to check. `contract` names the one contract of everything; None lets each recording tell.

    `by_path` names those of some files. `chosen` holds severities that the user set by code; None as a severity leaves
    the findings out. `coverage` asks for what the responses show of their contracts.
    """

    contract: str | None = None
    schemas: str | Path | None = None
    view: View = "strict"
    engine: EngineName = "jsonschema-rs"
    representation: Representation | None = None
    chosen: Mapping[str, Severity | None] = field(default_factory=dict[str, "Severity | None"])
    by_path: ByPath | None = None
    coverage: bool = False


class Checker:
    """Checks units, one after another, with contracts that it looks up once."""

    def __init__(self, options: CheckOptions, registry: ContractRegistry | None = None) -> None:
        """Make a checker.

        Args:
            options: how to check.
            registry: where contracts are found; by default that of the options' project.

        Raises:
            UnknownContractError: the contract or the directory that the options name doesn't exist.
        """
        self._options = options
        self._registry = registry or ContractRegistry.of_project(options.schemas)
        self._severities = Severities(options.view, options.chosen)
        forced = self._registry.load(options.contract) if options.contract else None
        self._identifier = Identifier(self._registry, forced)
        self._glance = FastPath(self._identifier, options.engine, options.representation, covers=options.coverage)
        self._others: dict[str, Checker] = {}

    def check(self, planned: Planned) -> UnitResult:
        """Everything that is to be said of one unit."""
        partial = UnitResult(planned.path, continues=isinstance(planned, Unit) and planned.offset > 0)
        match planned:
            case Skipped():
                partial.skipped.append(planned)
            case Unusable(problem=problem):
                self._unreadable(problem, partial)
            case Unit():
                try:
                    self._responsible(planned.path)._check_unit(planned, partial)  # noqa: SLF001 # another of our own
                except UnknownContractError as error:
                    problem = ReadFailure(
                        reading.CONTRACT_NOT_FOUND, f"The settings name its contract by its path, but {told(error)}."
                    )
                    self._unreadable(problem, partial)
                if partial.unknown:
                    partial.skipped.append(Skipped(planned.path, _unknown(partial), is_unknown=True))
                elif partial.passed and not partial.responses:
                    partial.skipped.append(Skipped(planned.path, "; ".join(sorted({one for _, one in partial.passed}))))
        return partial

    def _responsible(self, path: str) -> Checker:
        """The checker of all that belongs to the contract which the settings name for a file; this one if they don't.

        Raises UnknownContractError.
        """
        by_path = self._options.by_path
        name = by_path.contract(path) if by_path and self._options.contract is None else None
        if name is None:
            return self
        if name not in self._others:
            self._others[name] = Checker(replace(self._options, contract=name, by_path=None), self._registry)
        return self._others[name]

    def _check_unit(self, unit: Unit, partial: UnitResult) -> None:
        try:
            data = bytes_of(unit)
        except OSError as error:
            self._unreadable(unreadable(error), partial)
            return
        name = unit.path.rpartition(os.sep)[2]
        if unit.is_lines:
            self._check_lines(data, name, unit, partial)
        elif not (self._is_plain(name) and self._glance.is_clean(data, 0, "json", partial)):
            content = forms.read(data, unit.path, asked_for=unit.asked_for)
            if content is None:
                partial.skipped.append(Skipped(unit.path, "no recording, by its text"))
            else:
                self._check_content(content, name, unit, partial)

    @staticmethod
    def _is_plain(name: str) -> bool:
        """Whether a file's name says no more than that it is JSON: with another dot, it may name an operation."""
        return name.endswith(".json") and name.count(".") == 1

    def _check_lines(self, data: bytes, name: str, unit: Unit, partial: UnitResult) -> None:
        lines = data.split(b"\n")
        partial.lines = len(lines) - 1
        if lines[0].startswith(BOM_UTF8):
            self._check_content(forms.read_lines(data), name, unit, partial)
            return
        index = 0
        for number, line in enumerate(lines, start=1):
            if len(line) > MAX_DOCUMENT:
                too_large = ReadFailure(reading.TOO_LARGE, TOO_LARGE, index, number, 1, form="json lines")
                self._problem(too_large, name, unit, partial)
                index += 1
            elif line.strip():
                if not self._glance.is_clean(line, index, "json lines", partial):
                    self._check_content(iter((forms.read_line(line, index, number),)), name, unit, partial)
                index += 1

    def _check_content(self, content: forms.Content, name: str, unit: Unit, partial: UnitResult) -> None:
        for found in content:
            if isinstance(found, ReadFailure):
                self._problem(found, name, unit, partial)
                continue
            if isinstance(found, Exchange):
                self._exchange(found, unit.path, partial)
                continue
            try:
                candidates = self._identifier.candidates(found, name)
            except UnknownContractError as error:
                problem = ReadFailure(reading.CONTRACT_NOT_FOUND, f"{told(error)}.", found.index, found.line, 1)
                partial.responses += 1
                self._unreadable(problem, partial)
                continue
            if candidates:
                self._response([(found, contract) for contract in candidates], unit.path, partial)
            elif unit.asked_for or self._identifier.is_response(found, name):
                partial.responses += 1
                why = self._identifier.why_unknown(name)
                self._unreadable(ReadFailure(reading.CONTRACT_NOT_IDENTIFIED, why, found.index, found.line, 1), partial)
            else:
                partial.unknown += 1

    @cached_property
    def _traffic(self) -> Traffic:
        from shapeproof.recordings.http.traffic import (
            Traffic,  # most runs meet no HTTP traffic, and it is slow to import
        )

        return Traffic(self._identifier)

    def _exchange(self, exchange: Exchange, path: str, partial: UnitResult) -> None:
        from shapeproof.recordings.http.operations import Ignored

        answer = self._traffic.responses(exchange)
        if isinstance(answer, Ignored):
            partial.pass_over(exchange.form, answer.reason)
        elif isinstance(answer, ReadFailure):
            partial.responses += 1
            self._unreadable(answer, partial)
        else:
            self._response(answer, path, partial)

    def _response(self, candidates: Sequence[tuple[Recording, Contract]], path: str, partial: UnitResult) -> None:
        """Of the contracts that a response may belong to, the one that it breaks least is its own."""
        recording = candidates[0][0]
        verdict, contract, part = min((self._judged(*one) for one in candidates), key=lambda one: _weight(one[0]))
        seen = ResponseKind(recording.form, contract.name, part, verdict.representation)
        partial.count(seen, recording.index, clean=not verdict.findings)
        if self._options.coverage and part == "response" and verdict.value is not None:
            unseen = unseen_members(contract, part, verdict.representation)
            partial.cover(contract, verdict.value, unseen)
        located = [
            Located(finding, path, recording.index, *_located(recording, finding.pointer_parts), contract.name)
            for finding in verdict.findings
        ]
        partial.findings += sorted(located, key=lambda one: (one.line or 0, one.column or 0))

    def _judged(self, recording: Recording, contract: Contract) -> tuple[CheckResult, Contract, Part]:
        part = part_of(recording.value, contract, recording.part)
        validator = Validator(contract, part, self._severities, self._options.engine)
        representation = self._options.representation or recording.representation
        verdict = validator.check(recording.value, representation, recording.error_name)
        return verdict, contract, part

    def _problem(self, problem: ReadFailure, name: str, unit: Unit, partial: UnitResult) -> None:
        """A response that can't be read. One met in a folder, whose keys are those of no contract, is none of ours."""
        if not unit.asked_for and _may_be_foreign(problem) and not self._is_known(problem.keys, name):
            partial.unknown += 1
            return
        if problem.code != reading.BYTE_ORDER_MARK:  # a byte order mark is no response
            partial.responses += 1
        self._unreadable(problem, partial)

    def _is_known(self, keys: tuple[str, ...], name: str) -> bool:
        known = self._identifier
        return known.forced is not None or bool(known.by_file_name(name)) or bool(known.by_members(keys))

    def _unreadable(self, problem: ReadFailure, partial: UnitResult) -> None:
        finding = reading_finding(problem.code, problem.message, self._severities, problem.pointer)
        if finding:
            partial.findings.append(Located(finding, partial.path, problem.index, problem.line, problem.column, None))


def _may_be_foreign(problem: ReadFailure) -> bool:
    """Whether this may be read well enough to be something else: a program's dict, a list of names."""
    is_other = problem.code == reading.NOT_A_LITERAL or (
        problem.code == reading.RESPONSE_NOT_AN_OBJECT and problem.form == "json"
    )
    # A comment: tsconfig.json and its like; nothing that records writes comments.
    return bool(problem.keys) or is_other or problem.is_comment


def _unknown(partial: UnitResult) -> str:
    some = f"{partial.unknown} of its responses: " if partial.responses else ""
    return f"{some}{UNKNOWN_MEMBERS}"


def _weight(verdict: CheckResult) -> tuple[int, int]:
    return sum(finding.severity == "error" for finding in verdict.findings), len(verdict.findings)


def _located(recording: Recording, place: Pointer) -> tuple[int | None, int | None]:
    if recording.locate is None:
        return recording.line, None
    found: Location = recording.locate((*recording.prefix, *place))
    return found.line, found.column
