"""Deterministic responses for any contract: the smallest, the fullest, and mutants that each break one constraint."""

from __future__ import annotations

from typing import Any

from shapeproof.contract import Contract, Part
from shapeproof.sample import responses
from shapeproof.sample.errors import UnsatisfiableSchema, UnsatisfiableString
from shapeproof.sample.mutation import Mutant, Unbreakable, mutants, unbreakable

__all__ = [
    "Mutant",
    "Unbreakable",
    "UnsatisfiableSchema",
    "UnsatisfiableString",
    "fullest",
    "mutants",
    "smallest",
    "unbreakable",
]


def smallest(contract: Contract, part: Part = "response") -> Any:
    """The smallest valid response, as JSON values in the `cli` representation. Raises NoSample if there is none."""
    return responses.smallest(contract.schema(part))


def fullest(contract: Contract, part: Part = "response") -> Any:
    """A valid response with every member that can be there, in the `cli` representation. Raises NoSample."""
    return responses.fullest(contract.schema(part))
