"""Checks units of work. Each process that checks units has a `Checker` of its own."""

from __future__ import annotations

import os
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property, partial
from typing import TYPE_CHECKING

from shapeproof.contract import Contract
from shapeproof.errors import CaptureError, UnknownContractError
from shapeproof.recordings.checking.check_options import CheckOptions
from shapeproof.recordings.checking.failures import Failures, failure_of
from shapeproof.recordings.checking.fast_path import FastPath
from shapeproof.recordings.checking.response_checker import ResponseChecker
from shapeproof.recordings.checking.unit_result import UNKNOWN_MEMBERS, UnitResult
from shapeproof.recordings.discovery.unit_reader import read_unit
from shapeproof.recordings.discovery.units import (
    TOO_LARGE,
    Planned,
    Skipped,
    Unit,
    Unusable,
    failure_from_os,
)
from shapeproof.recordings.formats import json_reader, reader
from shapeproof.recordings.formats.read_result import Content
from shapeproof.recordings.http.http_encoding import DecodingBudget
from shapeproof.recordings.identification.identifier import Identifier, format_error
from shapeproof.recordings.identification.recorded_day import day_of_recording
from shapeproof.recordings.identification.resemblance import own_members
from shapeproof.recordings.limits import MAX_DOCUMENT
from shapeproof.recordings.model import Exchange, NotRead, ReadFailure, Recording, Remark
from shapeproof.registry import ContractRegistry
from shapeproof.registry.editions_by_day import EditionsByDay
from shapeproof.validation.catalog import Severities, reading

if TYPE_CHECKING:
    from shapeproof.recordings.http.traffic import TrafficReader

__all__ = ["Checker"]


class Checker:
    """Checks units, one after another, with contracts that it looks up once."""

    def __init__(self, options: CheckOptions, registry: ContractRegistry | None = None) -> None:
        """Create a checker.

        Args:
            options: how to check.
            registry: where contracts are found; by default that of the options' directory.

        Raises:
            UnknownContractError: the contract or the directory that the options name doesn't exist.
        """
        self._options = options
        self._registry = registry or ContractRegistry.of_project(options.directory, rules=options.rules)
        self._severities = Severities(options.view, options.chosen, derived_rules=options.derived_rules)
        forced = self._registry.load(options.contract) if options.contract else None
        by_day = None if "@" in (options.contract or "") else EditionsByDay(self._registry)
        self._by_day = by_day
        self._identifier = Identifier(self._registry, forced, by_day, options.recorded_at)
        self._fast_path = FastPath(
            self._identifier,
            options.engine,
            options.representation,
            coverage=options.coverage,
            derived_rules=options.derived_rules,
        )
        self._failures = Failures(self._identifier, self._severities)
        self._response_checker = ResponseChecker(
            self._severities, options.engine, options.representation, options.coverage, options.deviations
        )
        self._checkers_by_contract: dict[str, Checker] = {}

    def check(self, planned: Planned) -> Iterator[UnitResult]:
        """Check one unit, or report why there is none. A bug that it uncovers is a finding: the other units go on.

        Yields:
            One result, or the parts of a unit with many findings.
        """
        result = UnitResult(planned.path, continues=isinstance(planned, Unit) and planned.offset > 0)
        try:
            for _ in self._check_planned(planned, result):
                if result.is_full:
                    yield result.take_part()
        except Exception as error:  # noqa: BLE001 # whatever it is
            self._failures.add_crash(error, result)
        for checker in (self, *self._checkers_by_contract.values()):
            if checker._by_day and checker._by_day.uncovered:  # noqa: SLF001 # of the same class
                result.uncovered |= checker._by_day.take_uncovered()  # noqa: SLF001
        if problems := self._registry.problems:
            result.problems = tuple(map(str, problems))
        yield result

    def _check_planned(self, planned: Planned, result: UnitResult) -> Iterator[None]:
        """Check a unit. Yields after each response that may have findings, when the result may be taken away."""
        match planned:
            case Skipped():
                result.skipped.append(planned)
            case Unusable(failure=failure):
                self._failures.add(failure, result)
            case Unit():
                try:
                    yield from self._checker_for(planned.path)._check_unit(planned, result)  # noqa: SLF001 # of the same class
                except (CaptureError, UnknownContractError) as error:
                    message = f"the settings name a contract for this path, but {format_error(error)}"
                    self._failures.add(ReadFailure(reading.CONTRACT_NOT_FOUND, message), result)
                if result.unknown:
                    result.skipped.append(Skipped(planned.path, _unknown_reason(result), is_unknown=True))
                elif result.ignored and not (result.responses or result.part):
                    reasons = sorted({reason for _, reason in result.ignored})
                    result.skipped.append(Skipped(planned.path, "; ".join(reasons)))

    def _checker_for(self, path: str) -> Checker:
        """The checker of the contract that the settings name for a file; this one if they don't.

        Raises:
            UnknownContractError: the contract doesn't exist.
        """
        by_path = self._options.by_path
        name = by_path.contract(path) if by_path and self._options.contract is None else None
        if name is None:
            return self
        if name not in self._checkers_by_contract:
            options = replace(self._options, contract=name, by_path=None)
            self._checkers_by_contract[name] = Checker(options, self._registry)
        return self._checkers_by_contract[name]

    def _check_unit(self, unit: Unit, result: UnitResult) -> Iterator[None]:
        try:
            data = read_unit(unit)
        except OSError as error:
            self._failures.add(failure_from_os(error), result)
            return
        name = os.path.basename(unit.path)
        if unit.is_lines:
            yield from self._check_lines(data, name, unit, result)
        elif not (_may_be_any_json(name) and self._fast_path.is_clean(data, 0, "json", result)):
            content = reader.read(data, unit.path, is_explicit=unit.is_explicit)
            if content is None:
                result.skipped.append(Skipped(unit.path, "not a recording, by its content"))
            else:
                yield from self._check_content(content, name, unit, result)

    def _check_lines(self, data: bytes, name: str, unit: Unit, result: UnitResult) -> Iterator[None]:
        result.lines = data.count(b"\n")
        if data.startswith(BOM_UTF8):
            yield from self._check_content(json_reader.read_lines(data), name, unit, result)
            return
        index = 0
        for number, line in json_reader.numbered_lines(data):
            if len(line) > MAX_DOCUMENT:
                failure = replace(TOO_LARGE, index=index, line=number, column=1, form="json lines")
                self._failures.add_of_response(failure, name, unit, result)
                yield
                index += 1
            elif line.strip():
                try:
                    is_clean = self._fast_path.is_clean(line, index, "json lines", result)
                    if not is_clean:
                        self._check_item(json_reader.read_line(line, index, number), name, unit, result)
                except Exception as error:  # noqa: BLE001 # whatever it is
                    is_clean = False
                    self._failures.add_crash(error, result, index, number)
                if not is_clean:
                    yield
                index += 1

    def _check_content(self, content: Content, name: str, unit: Unit, result: UnitResult) -> Iterator[None]:
        budget = DecodingBudget()  # files with exchanges are one unit each
        for item in content:
            try:
                if isinstance(item, Exchange):
                    self._check_exchange(item, budget, result)
                else:
                    self._check_item(item, name, unit, result)
            except Exception as error:  # noqa: BLE001 # whatever it is
                self._failures.add_crash(error, result, item.index, None if isinstance(item, Exchange) else item.line)
            yield

    def _check_item(self, item: Recording | ReadFailure | NotRead, name: str, unit: Unit, result: UnitResult) -> None:
        match item:
            case Recording():
                self._check_recording(item, name, unit, result)
            case ReadFailure():
                self._failures.add_of_response(item, name, unit, result)
            case NotRead() if unit.is_explicit:
                failure = ReadFailure(reading.NO_RESPONSE, item.reason, item.index, item.line, 1, form=item.form)
                self._failures.add_of_response(failure, name, unit, result)
            case NotRead():
                result.ignore(item.form, item.reason)

    def _check_recording(self, recording: Recording, name: str, unit: Unit, result: UnitResult) -> None:
        try:
            candidates = self._identifier.candidates(recording, name)
            if candidates:
                if "@" not in (recording.contract or ""):
                    candidates = self._identifier.of_day(candidates, partial(day_of_recording, recording))
                if self._is_of_other_contract(recording, name, result):
                    return
                if reason := self._identifier.why_part(recording, name, candidates):
                    remark = Remark(reading.OTHER_CONTRACT, reason, ())
                    recording = replace(recording, remarks=(*recording.remarks, remark))
                known = len(result.findings)
                self._response_checker.check([(recording, contract) for contract in candidates], result)
                if "@" not in (recording.contract or ""):
                    self._note_unnamed(candidates, result, known)
                return
        except (CaptureError, UnknownContractError) as error:
            self._failures.add_unusable_contract(error, recording, result)
            return
        is_told = unit.is_explicit or self._identifier.is_response(recording, name)
        faults = tuple(remark for remark in recording.remarks if remark.is_fault)
        if faults and (is_told or self._identifier.may_be_known(own_members(recording.value))):
            result.responses += 1  # what is wrong may be why nothing is recognised
            faulty = replace(recording, remarks=faults)
            result.findings += self._response_checker.remarks(faulty, result.path)
        elif is_told:
            result.responses += 1
            reason = self._identifier.why_unknown(recording, name)
            self._failures.add(failure_of(recording, reading.CONTRACT_NOT_IDENTIFIED, reason), result)
            result.findings += self._response_checker.remarks(recording, result.path)
        else:
            result.unknown += 1

    def _note_unnamed(self, contracts: Iterable[Contract], result: UnitResult, known: int) -> None:
        """Note the contracts of a response whose edition nobody names, if there are more findings than `known` ones."""
        if len(result.findings) > known and "@" not in (self._options.contract or ""):
            result.unnamed.update(contract.name for contract in contracts)

    def _is_of_other_contract(self, recording: Recording, name: str, result: UnitResult) -> bool:
        """Whether a response resembles another contract than the user named, so that other findings would mean nothing.

        If the user chose that this is not an error, it is checked nevertheless.
        """
        message = self._identifier.why_not_forced(recording.value, name, recording.part)
        if message is None:
            return False
        message = f"{message}: name that contract, or none"
        self._failures.add(failure_of(recording, reading.OTHER_CONTRACT, message), result)
        is_error = self._severities.of(reading.OTHER_CONTRACT) == "error"
        result.responses += is_error
        return is_error

    @cached_property
    def _traffic_reader(self) -> TrafficReader:
        # Most runs have no HTTP traffic, and this is slow to import.
        from shapeproof.recordings.http.traffic import TrafficReader

        return TrafficReader(self._identifier)

    def _check_exchange(self, exchange: Exchange, budget: DecodingBudget, result: UnitResult) -> None:
        from shapeproof.recordings.http.operations import Ignored

        response = self._traffic_reader.read(exchange, budget)
        if isinstance(response, Ignored):
            result.ignore(exchange.form, response.reason)
        elif isinstance(response, ReadFailure):
            result.responses += 1
            self._failures.add(response, result)
        else:
            known = len(result.findings)
            try:
                self._response_checker.check(response, result)
                self._note_unnamed([contract for _, contract in response], result, known)
            except CaptureError as error:
                self._failures.add_unusable_contract(error, response[0][0], result)


def _may_be_any_json(name: str) -> bool:
    """Whether a file's name says only that it is JSON; a name with another dot may contain an operation."""
    return name.endswith(".json") and name.count(".") == 1


def _unknown_reason(result: UnitResult) -> str:
    count = f"{result.unknown} of its responses: " if result.responses or result.part else ""
    return f"{count}{UNKNOWN_MEMBERS}"
