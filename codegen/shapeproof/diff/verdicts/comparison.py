"""Two contracts, or two schemas, compared for a reader."""

from __future__ import annotations

from collections.abc import Iterable

from shapeproof.contract import Contract, Part, Schema
from shapeproof.diff.catalog import Reader
from shapeproof.diff.changes.contract_changes import PARTS, contract_changes
from shapeproof.diff.changes.schema_changes import schema_changes
from shapeproof.diff.verdicts.verdict import Verdict, classified, worst_first
from shapeproof.diff.witnesses.search import WitnessSearch

__all__ = ["compare_contracts", "compare_schemas"]


def compare_contracts(
    old: Contract, new: Contract, reader: Reader = "closed", parts: Iterable[Part] = PARTS
) -> list[Verdict]:
    """Compare two contracts.

    Args:
        old: the contract before.
        new: the contract after.
        reader: who reads responses and errors.
        parts: the parts to compare.

    Returns:
        The changes with their classes, the worst first.
    """
    searches: dict[Part, WitnessSearch] = {
        part: WitnessSearch(old.schema(part), new.schema(part), part) for part in PARTS
    }
    return worst_first(classified(contract_changes(old, new, parts), searches, reader))


def compare_schemas(old: Schema, new: Schema, reader: Reader = "closed", part: Part = "response") -> list[Verdict]:
    """Compare two schemas of one part.

    Args:
        old: the schema before.
        new: the schema after.
        reader: who reads responses and errors.
        part: what they describe.

    Returns:
        The changes with their classes, the worst first.
    """
    searches: dict[Part, WitnessSearch] = {part: WitnessSearch(old, new, part)}
    return worst_first(classified(schema_changes(old, new, part), searches, reader))
