"""The contracts that are committed: those in the project's directory, and those that ship with Shapeproof."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from shapeproof.capture.versions import version_key
from shapeproof.contract import Contract
from shapeproof.errors import CaptureError
from shapeproof.registry.directories import Edition, editions_below, editions_of_operation, read_contract
from shapeproof.registry.edition_choice import pick_edition
from shapeproof.registry.project_rules import ProjectRules

__all__ = ["CommittedContracts"]


class CommittedContracts:
    """Finds the editions in directories of contracts, and keeps the contracts that it has read."""

    def __init__(self, roots: tuple[Path, ...], rules: ProjectRules) -> None:
        """Create the finder.

        Args:
            roots: the directories of contracts; what an earlier one has hides what a later one has.
            rules: the rules that the project adds to contracts.
        """
        self._roots = roots
        self._rules = rules
        self._read: dict[Path, Contract | CaptureError] = {}
        self._problems: dict[str, CaptureError] = {}

    @property
    def problems(self) -> tuple[CaptureError, ...]:
        """What is wrong with contracts that `all_editions` left out, and what else was added."""
        return tuple(self._problems.values())

    def add_problem(self, error: CaptureError) -> None:
        """Add what is wrong with a contract. The same problem counts once."""
        self._problems.setdefault(str(error), error)

    def edition(self, service: str, operation: str, version: str | None = None) -> Edition | None:
        """The edition of an operation for a version, as `ContractRegistry.committed_edition` has it."""
        editions = (pick_edition(editions_of_operation(root, service, operation), version) for root in self._roots)
        return next(filter(None, editions), None)

    def editions(self, service: str, operation: str) -> list[Edition]:
        """The editions of an operation, as `ContractRegistry.committed_editions` has them."""
        known: dict[str, Edition] = {}
        for root in self._roots:
            for edition in editions_of_operation(root, service, operation):
                known.setdefault(edition.edition, edition)
        return sorted(known.values(), key=lambda edition: version_key(edition.edition))

    def all_editions(self) -> list[Edition]:
        """Every edition, as `ContractRegistry.editions` has them."""
        known: dict[tuple[str, str, str], Edition] = {}
        for root in reversed(self._roots):
            below = editions_below(root, self.add_problem)
            operations = {edition.operation_name for edition in below}
            known = {
                key: replace(edition, is_default=False) if edition.operation_name in operations else edition
                for key, edition in known.items()
            }
            known |= {(edition.service, edition.method, edition.edition): edition for edition in below}
        return sorted(
            known.values(), key=lambda edition: (edition.service, edition.method, version_key(edition.edition))
        )

    def operation_names(self) -> set[str]:
        """The operations that have an edition, as `s3.list_buckets`."""
        return {edition.operation_name for edition in self.all_editions()}

    def read(self, edition: Edition) -> Contract:
        """The contract of an edition, with the rules of the project. Raises CaptureError, the same one each time."""
        directory = edition.directory.resolve()
        if directory not in self._read:
            try:
                self._read[directory] = self._rules.contract_with_rules(read_contract(edition))
            except CaptureError as error:
                self._read[directory] = error
        known = self._read[directory]
        if isinstance(known, CaptureError):
            raise known.with_traceback(None)
        return known
