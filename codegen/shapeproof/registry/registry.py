"""The registry: finds contracts by name, and keeps them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

from shapeproof.capture.versions import version_key
from shapeproof.contract import Contract, Part, Schema, View, operation_key
from shapeproof.errors import (
    CaptureError,
    MissingExtraError,
    UnknownContractError,
    UsageError,
    with_article,
)
from shapeproof.registry.built_contracts import BuiltContracts
from shapeproof.registry.committed_contracts import CommittedContracts
from shapeproof.registry.directories import Edition, editions_of_operation
from shapeproof.registry.edition_choice import end_of_period, no_single_edition, nothing_released, pick_edition
from shapeproof.registry.edition_ranges import parse_range
from shapeproof.registry.names import INSTALLED, LATEST, ContractName, parse_name
from shapeproof.registry.project_rules import NO_RULES, ProjectRules
from shapeproof.registry.roots import existing_directory, project_directory, shipped_directory

if TYPE_CHECKING:  # both are slow to import, and checking with committed contracts needs neither
    from shapeproof.capture.descriptions import Descriptions
    from shapeproof.capture.model import OperationModel
    from shapeproof.capture.sources import ModelSource
    from shapeproof.validation.engines.compilation import EngineName
    from shapeproof.validation.validator import Validator

__all__ = ["ContractRegistry"]


class ContractRegistry:
    """Finds contracts by name, and keeps those that it has found.

    A name is looked up in the project's directory, then among the contracts that ship with Shapeproof, then in the
    installed botocore; never over the network. The places where a registry looks don't change.
    """

    def __init__(
        self,
        directory: str | Path | None = None,
        *,
        models: ModelSource | MissingExtraError | None = None,
        rules: ProjectRules = NO_RULES,
    ) -> None:
        """Create a registry.

        Args:
            directory: the project's own contracts; None if it has none.
            models: the service models that take the place of the installed botocore's, or why there are none.
            rules: the rules that the project adds to contracts.

        Raises:
            UnknownContractError: there is no such directory.
        """
        self.directory = None if directory is None else existing_directory(directory)
        # A checkout of Shapeproof itself is a project whose contracts are the shipped ones.
        self._roots = tuple(dict.fromkeys(filter(None, (self.directory, shipped_directory()))))
        self._by_name: dict[str, Contract] = {}
        self._rules = rules
        self._committed = CommittedContracts(self._roots, rules)
        self._built = BuiltContracts(self._roots, models, rules)

    @classmethod
    def of_project(
        cls, directory: str | Path | None = None, *, root: Path | None = None, rules: ProjectRules = NO_RULES
    ) -> ContractRegistry:
        """The registry of a project.

        Args:
            directory: the project's own contracts; by default `schemas` below `root`, if it exists.
            root: the project's directory; by default the working directory.
            rules: the rules that the project adds to contracts.

        Raises:
            UnknownContractError: `directory` doesn't exist.
        """
        return cls(directory if directory is not None else project_directory(root or Path()), rules=rules)

    @property
    def models(self) -> ModelSource:
        """The service models of the installed botocore. Raises MissingExtraError without botocore."""
        return self._built.models

    def load(self, name: str) -> Contract:
        """Load the contract of a name.

        Args:
            name: `SERVICE.OPERATION[@EDITION]`, the operation in either spelling. `@installed` is the installed
                botocore's, `@latest` the newest; another version also means the committed edition whose range includes
                it, a range (`@1.29.141..1.29.157`) the one that covers all of it, and a month or a day (`@2023-06`) the
                newest one that was released by then.

        Raises:
            UnknownContractError: no contract has that name; the hint says what to do.
            CaptureError: its files or its model can't be read.
            UsageError: the name is not a string.
        """
        if not isinstance(cast("object", name), str):  # callers may have no types
            raise UsageError(
                f"expected the name of a contract, got {with_article(type(name).__name__)}",
                hint="a name is SERVICE.OPERATION[@EDITION], such as s3.list_buckets",
            )
        name = str.__str__(name)  # a subclass may compare as it likes
        if name not in self._by_name:  # a recording may name its contract on every line
            self._by_name[name] = self._find(self._parse(name))
        return self._by_name[name]

    def _parse(self, name: str) -> ContractName:
        try:
            return parse_name(name)
        except UnknownContractError as error:
            raise UnknownContractError(error.message, hint=self._part_hint(name) or error.hint) from error

    def _part_hint(self, name: str) -> str | None:
        from shapeproof.registry.unknown_names import part_hint  # only a wrong name needs it

        return part_hint(name, self.models) if self._has_models else None

    @property
    def _has_models(self) -> bool:
        """Whether botocore is installed."""
        try:
            return bool(self.models)
        except MissingExtraError:
            return False

    def only_contract(self, operation: str) -> str | None:
        """The name of the only contract of an operation of this name, in either spelling; None if it is not the only one.

        Args:
            operation: the operation, without its service.
        """
        from shapeproof.registry.unknown_names import only_contract  # few names lack their service

        return only_contract(operation, self._committed.operation_names(), self.models if self._has_models else None)

    def project_contract(self, service: str, operation: str) -> Contract | None:
        """The project's own contract of an operation, in its default edition; None if it has none."""
        if self.directory is None:
            return None
        edition = pick_edition(editions_of_operation(self.directory, service, operation), None)
        return self._committed.read(edition) if edition else None

    def committed_contract(self, service: str, operation: str) -> Contract | None:
        """The committed contract of an operation, in its default edition; None if neither project nor Shapeproof has one.

        Raises:
            CaptureError: it can't be read.
        """
        edition = self.committed_edition(service, operation)
        return self._committed.read(edition) if edition else None

    def committed_edition(self, service: str, operation: str, version: str | None = None) -> Edition | None:
        """The committed edition of an operation, the project's before Shapeproof's; None if neither has one.

        Args:
            service: the service.
            operation: the operation in either spelling.
            version: the version of the edition, or one that it covers; `latest`; a month or a day; None for the default
                edition.

        Raises:
            CaptureError: its directory can't be read.
        """
        return self._committed.edition(service, operation, version)

    def committed_editions(self, service: str, operation: str) -> list[Edition]:
        """The committed editions of an operation, oldest first; the project's hide Shapeproof's of the same version.

        Args:
            service: the service.
            operation: the operation in either spelling.

        Raises:
            CaptureError: a directory can't be read.
        """
        return self._committed.editions(service, operation)

    @property
    def problems(self) -> tuple[CaptureError, ...]:
        """What is wrong with committed contracts that `editions` and `contracts` left out, or whose overlay they ignored."""
        return self._committed.problems

    def editions(self) -> list[Edition]:
        """Every committed edition of the project and of the shipped contracts, by name.

        The project's hide shipped ones of the same edition, and decide what the default is. Those whose directories are
        invalid are left out (see `problems`).
        """
        return self._committed.all_editions()

    def contracts(self) -> Iterator[Contract]:
        """The default edition of each operation that the project or Shapeproof has a contract of.

        Those that can't be read are left out (see `problems`).
        """
        for name in dict.fromkeys(edition.operation_name for edition in self.editions()):
            try:
                yield self.load(name)
            except CaptureError as error:
                self._committed.add_problem(error)

    def contracts_of_rules(self) -> Iterator[Contract]:
        """The contracts of the operations that the project adds rules to. Raises CaptureError, UnknownContractError."""
        return map(self.load, self._rules.names)

    def rules_of_nothing(self, known: Iterable[str] = ()) -> Iterator[str]:
        """A message for each operation of the project's rules that no contract is of: its name may be misspelt.

        Without botocore, nobody knows which operations there are: then there are no messages.

        Args:
            known: names of contracts that are known to exist, which saves reading the models of their services.
        """
        met = {(name.service, operation_key(name.operation)) for name in map(parse_name, known)}
        for written in self._rules.names:
            name = parse_name(written)
            if (name.service, operation_key(name.operation)) in met:
                continue
            if unknown := self.unknown_name(name.service, name.operation):
                yield f"{self._rules.place(written)}: the rules of {written} apply to nothing: {unknown}"

    def unknown_name(self, service: str, operation: str = "") -> str | None:
        """Why there is no contract of an operation, with similar names; None if there is one, or nobody knows.

        Args:
            service: the service.
            operation: the operation, in either spelling; if it is empty, any of the service will do.
        """
        try:
            if operation and self.committed_edition(service, operation):
                return None
            if not operation and (service in self.models.services or self._has_committed(service)):
                return None
            self.models.find(service, operation)
        except UnknownContractError as unknown:
            return f"{unknown.message}; {unknown.hint}" if unknown.hint else unknown.message
        except (CaptureError, MissingExtraError):  # a contract that can't be read is told where it is used
            return None
        return None

    def _has_committed(self, service: str) -> bool:
        return any(edition.service == service for edition in self.editions())

    def descriptions(self, contract: Contract, *, with_links: bool = False) -> Descriptions:
        """The installed botocore's prose about an operation, by key; empty if it doesn't know the operation.

        Args:
            contract: the contract of the operation.
            with_links: whether links are kept, for reference pages, or their text alone.
        """
        try:
            return self.models.descriptions(contract.service, contract.operation, with_links=with_links)
        except (MissingExtraError, UnknownContractError):
            return {}

    def validator(
        self,
        contract: Contract | str,
        part: Part = "response",
        *,
        view: View = "strict",
        engine: EngineName = "jsonschema-rs",
    ) -> Validator:
        """A validator, for checking many responses.

        Args:
            contract: a contract, or its name.
            part: what to check: the operation's `response`, its `request`, or an `error` of it.
            view: decides the severities of findings.
            engine: the JSON Schema engine.

        Raises:
            UnknownContractError: no contract has that name.
            MissingExtraError: the engine is not installed.
            UsageError: there is no such part, view or engine.
        """
        from shapeproof.validation.catalog import Severities
        from shapeproof.validation.validator import Validator

        loaded = self.load(contract) if isinstance(contract, str) else contract
        return Validator(loaded, part, Severities(view), engine)

    def _find(self, name: ContractName) -> Contract:
        if name.edition == LATEST:
            return self._latest(name)
        is_installed = name.edition == INSTALLED
        edition = None if is_installed else self.committed_edition(name.service, name.operation, name.edition)
        if edition:
            return self._committed.read(edition)
        if name.edition and end_of_period(name.edition):
            raise nothing_released(name, self.committed_editions(name.service, name.operation))
        if name.edition and (versions := parse_range(name.edition)):
            raise no_single_edition(name, versions, self.committed_editions(name.service, name.operation))
        return self._built.find(name, self._committed.operation_names)

    def _latest(self, name: ContractName) -> Contract:
        """The newest contract: of the installed botocore, unless a committed edition is as new."""
        edition = self.committed_edition(name.service, name.operation, LATEST)
        installed = replace(name, edition=INSTALLED)
        if edition is None:
            return self._built.find(installed, self._committed.operation_names)
        committed = self._committed.read(edition)
        try:
            if version_key(self.models.version) <= version_key(committed.through or committed.edition):
                return committed
            return self._built.find(installed, self._committed.operation_names)
        except (MissingExtraError, UnknownContractError):  # botocore isn't installed, or doesn't have the operation
            return committed

    def build(self, model: OperationModel) -> Contract:
        """Build the contract of an operation's model, with what the overlays of its service say.

        Args:
            model: the model.

        Raises:
            CaptureError: the model or an overlay is invalid.
        """
        return self._built.build(model)

    def build_part(self, model: OperationModel, part: Part) -> Schema:
        """Build the schema of one part of a contract, with what the overlays of its service say.

        Args:
            model: the operation's model. It may lack the other parts.
            part: the part.

        Raises:
            CaptureError: the model or an overlay is invalid.
        """
        return self._built.build_part(model, part)

    def overlay_contents(self, service: str, operation: str) -> tuple[bytes, ...]:
        """What overlays of a service and an operation hold, the project's rules, and what changed between releases of botocore.

        Whatever is built depends on it.

        Args:
            service: the service.
            operation: the operation in the model.

        Raises:
            CaptureError: an overlay can't be read.
        """
        from shapeproof.capture.model import snake_case

        return self._built.overlay_contents(service, snake_case(operation))
