"""Deterministic sample responses of any contract: the smallest, the fullest, and mutants that break one constraint each.

No function here uses chance: the same contract always gives the same samples. For random responses see
`shapeproof.fuzz`.
"""

from __future__ import annotations

from typing import Any

from shapeproof.contract import Contract, Part
from shapeproof.sample import responses
from shapeproof.sample.errors import UnsatisfiableSchema, UnsatisfiableString
from shapeproof.sample.mutation import Mutant, SkippedConstraint, mutants, skipped_constraints

__all__ = [
    "Mutant",
    "SkippedConstraint",
    "UnsatisfiableSchema",
    "UnsatisfiableString",
    "fullest",
    "mutants",
    "skipped_constraints",
    "smallest",
]


def smallest(contract: Contract, part: Part = "response") -> Any:
    """Build the smallest valid response: required members only, shortest strings, fewest items.

    Args:
        contract: the contract of an operation.
        part: what to build: the operation's `response`, its `request`, or an `error` of it.

    Returns:
        JSON values (dict, list, str, int, float, bool and None) in the `cli` representation, with times as ISO 8601
        strings and blobs as base64. The caller may change them.

    Raises:
        UnsatisfiableSchema: no finite response satisfies the schema.
    """
    return responses.smallest(contract.schema(part))


def fullest(contract: Contract, part: Part = "response") -> Any:
    """Build a valid response with every optional member that a response can have.

    Lists and maps have at least two items; a list of unions has one item for each member of the union. A structure
    nested in itself has its required members only. Streams are left out.

    Args:
        contract: the contract of an operation.
        part: what to build: the operation's `response`, its `request`, or an `error` of it.

    Returns:
        JSON values (dict, list, str, int, float, bool and None) in the `cli` representation, with times as ISO 8601
        strings and blobs as base64. The caller may change them.

    Raises:
        UnsatisfiableSchema: no finite response satisfies the schema.
    """
    return responses.fullest(contract.schema(part))
