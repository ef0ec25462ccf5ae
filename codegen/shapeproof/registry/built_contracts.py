"""Contracts that are built from models: those of the installed botocore, with the overlays of their services."""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from shapeproof.contract import Contract, Part, Schema, operation_key
from shapeproof.errors import CaptureError, MissingExtraError, UnknownContractError, did_you_mean, nearest
from shapeproof.registry.names import INSTALLED, ContractName
from shapeproof.registry.overlays import (
    read_operation_overlay_file,
    read_operation_rules,
    read_service_overlay_files,
    read_service_overlays,
)
from shapeproof.registry.project_rules import NO_RULES, ProjectRules, schema_with_rules
from shapeproof.registry.service_changes import read_changes, read_changes_content

if TYPE_CHECKING:  # slow to import
    from shapeproof.capture.model import OperationModel
    from shapeproof.capture.overlay import Overlay
    from shapeproof.capture.sources import ModelSource

__all__ = ["BuiltContracts"]


class BuiltContracts:
    """Builds contracts, and keeps those of the installed botocore."""

    def __init__(
        self, roots: tuple[Path, ...], models: ModelSource | MissingExtraError | None, rules: ProjectRules = NO_RULES
    ) -> None:
        """Create the builder.

        Args:
            roots: the directories of contracts, whose overlays of services apply.
            models: the service models, or why there are none; None for those of the installed botocore.
            rules: the rules that the project adds to contracts.
        """
        self._roots = roots
        self._models = models
        self._rules = rules
        self._installed: dict[tuple[str, str], Contract] = {}
        self._overlays: dict[str, Overlay] = {}
        self._contents: dict[str, tuple[bytes, ...]] = {}

    @cached_property
    def models(self) -> ModelSource:
        """The service models. Raises MissingExtraError without botocore, unless others take their place."""
        from shapeproof.capture.sources import installed

        if isinstance(self._models, MissingExtraError):
            raise self._models.with_traceback(None)
        return self._models or installed()

    def find(self, name: ContractName, committed_names: Callable[[], Collection[str]]) -> Contract:
        """The contract of an operation of the installed botocore.

        Args:
            name: the name of a contract that isn't committed.
            committed_names: returns the operations of committed contracts, as `s3.list_buckets`, for the hint.

        Raises:
            UnknownContractError: botocore isn't installed, or doesn't have the operation or the edition.
            CaptureError: the model or an overlay is invalid.
        """
        try:
            source = self.models
            if name.edition in {None, INSTALLED, source.version}:
                return self._captured(name.service, name.operation)
        except MissingExtraError as missing:
            message, hint = f"no committed contract is called {name}", _how_to_capture(name)
            if name.edition in {None, INSTALLED}:
                message, hint = f"{message}, and {missing.message}", missing.hint or hint
            similar = _nearest(name, committed_names())
            raise UnknownContractError(message, hint=f"{similar} Otherwise: {hint}" if similar else hint) from missing
        except UnknownContractError as unknown:
            from shapeproof.capture.sources import NO_SIMILAR_SERVICE

            similar = None if unknown.hint == NO_SIMILAR_SERVICE else unknown.hint
            raise UnknownContractError(
                unknown.message,
                hint=_nearest(name, committed_names()) or self._similar(name) or similar or _how_to_capture(name),
            ) from unknown
        raise UnknownContractError(
            f"no committed contract is called {name}, and the installed botocore is {source.version}",
            hint=_similar_edition(name) or self._installed_instead(name) + _how_to_capture(name),
        )

    def _similar(self, name: ContractName) -> str | None:
        from shapeproof.registry.suggestions import similar_contracts  # only a wrong name needs it

        similar = similar_contracts(self.models, name.service, name.operation)
        return f"did you mean {' or '.join(similar)}?" if similar else None

    def _installed_instead(self, name: ContractName) -> str:
        """The start of a hint to use the installed botocore; empty if that doesn't have the operation."""
        try:
            self.models.find(name.service, name.operation)
        except (CaptureError, UnknownContractError):
            return ""
        return f"use {replace(name, edition=INSTALLED)}, or "

    def _captured(self, service: str, operation: str) -> Contract:
        key = (service, operation_key(operation))
        if key not in self._installed:
            self._installed[key] = self.build(self.models.find(service, operation))
        return self._installed[key]

    def build(self, model: OperationModel) -> Contract:
        """Build a contract, as `ContractRegistry.build` does."""
        from shapeproof.capture.build import build

        contract = build(model, self._overlay(model.service))
        schema = self._with_rules(contract.response, model)
        return contract if schema is contract.response else replace(contract, response=schema)

    def build_part(self, model: OperationModel, part: Part) -> Schema:
        """Build the schema of one part of a contract, as `ContractRegistry.build_part` does."""
        from shapeproof.capture.build import build_part

        schema = build_part(model, part, self._overlay(model.service))
        return self._with_rules(schema, model) if part == "response" else schema

    def _with_rules(self, schema: Schema, model: OperationModel) -> Schema:
        """The schema of a response with the rules that overlays of its operation and the project have for it."""
        method: str = model.facts["method"]
        for entry in read_operation_rules(model.service, method, self._roots):
            if entry.applies_to(schema, model.edition):
                # A rule is written for committed editions: one about members that this edition lacks is not one of it.
                with suppress(CaptureError):
                    schema = schema_with_rules(schema, [entry], model.edition)
        return self._rules.schema_with_rules(schema, model.service, method, model.edition)

    def _overlay(self, service: str) -> Overlay:
        from shapeproof.capture.overlay import Overlay

        if service not in self._overlays:
            overlays = read_service_overlays(service, self._roots)
            self._overlays[service] = Overlay().with_service(overlays, read_changes(service, self._roots))
        return self._overlays[service]

    def overlay_contents(self, service: str, method: str) -> tuple[bytes, ...]:
        """What the overlays of a service and an operation hold, the project's rules, and what changed between releases.

        Raises CaptureError.
        """
        if service not in self._contents:
            contents = read_service_overlay_files(service, self._roots).values()
            self._contents[service] = (
                *contents,
                self._rules.content(service),
                *read_changes_content(service, self._roots),
            )
        return (*self._contents[service], read_operation_overlay_file(service, method, self._roots))


def _nearest(name: ContractName, names: Collection[str]) -> str | None:
    if any(operation_key(known) == operation_key(f"{name.service}.{name.operation}") for known in names):
        return None  # it is the edition that is unknown
    return did_you_mean(f"{name.service}.{name.operation}", sorted(names), limit=2)


def _similar_edition(name: ContractName) -> str | None:
    """The hint for a misspelt `installed`."""
    return f"did you mean {replace(name, edition=INSTALLED)}?" if nearest(name.edition or "", [INSTALLED]) else None


def _how_to_capture(name: ContractName) -> str:
    version = "VERSION" if name.edition in {None, INSTALLED} else name.edition
    return f"capture it from a botocore that has it: shapeproof capture {name.service}.{name.operation} --botocore {version}"
