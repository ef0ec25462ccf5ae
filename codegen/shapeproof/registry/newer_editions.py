"""Compares a committed contract with the installed botocore: a name without an edition may mean an older one."""

from __future__ import annotations

from dataclasses import dataclass

from shapeproof.capture.file_names import MODEL_FILE
from shapeproof.capture.versions import version_key
from shapeproof.contract import Contract, operation_of
from shapeproof.errors import ShapeproofError, one_line
from shapeproof.registry.names import INSTALLED, parse_name
from shapeproof.registry.registry import ContractRegistry
from shapeproof.registry.roots import read_document

__all__ = ["NewerEdition", "newer_edition"]


@dataclass(frozen=True, slots=True)
class NewerEdition:
    """What the installed botocore has of an operation that a committed contract hasn't.

    Attributes:
        contract: the full name of the committed contract.
        installed: the version of the installed botocore.
        more: the number of paths in responses that only the installed one has.
        fewer: the number of paths that only the committed one has.
    """

    contract: str
    installed: str
    more: int
    fewer: int

    def __str__(self) -> str:
        what = f"{self.contract} is committed; the installed botocore {self.installed} has {self._difference}"
        operation = operation_of(self.contract)
        return f"{one_line(what)}\n  {one_line(f'use {operation}@{INSTALLED}, or name the edition to keep it')}"

    @property
    def _difference(self) -> str:
        counts = [
            f"{count:,} {word} path{'' if count == 1 else 's'}"
            for count, word in ((self.more, "more"), (self.fewer, "fewer"))
            if count
        ]
        return " and ".join(counts) or "the same paths with other constraints"


def newer_edition(registry: ContractRegistry, contract: Contract) -> NewerEdition | None:
    """How the response of an operation in the installed botocore differs from that in an older, committed contract.

    Args:
        registry: where the contract was found.
        contract: a contract that a name without an edition means.

    Returns:
        The differences; None if there are none, or if botocore is not newer, not installed, or can't be read.
    """
    name = parse_name(contract.name)
    try:
        models = registry.models
        if version_key(models.version) <= version_key(contract.through or contract.edition):
            return None
        edition = registry.committed_edition(name.service, name.operation, contract.edition)
        if edition is None:
            return None
        from shapeproof.capture.response_shapes import ResponseShapes  # few runs need it

        model = read_document(edition.directory / MODEL_FILE)
        committed = ResponseShapes.of(model["operation"], model["shapes"])
        installed = models.response_shapes(contract.service, contract.operation)
        if installed is None or committed == installed:
            return None
        known, new = committed.paths(), installed.paths()
    except (ShapeproofError, OSError, LookupError, TypeError, AttributeError):  # whoever needs the model is told
        return None
    return NewerEdition(contract.name, models.version, len(new - known), len(known - new))
