"""Notes on standard error about names without an edition that mean an older one than the installed botocore has."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Final

from shapeproof.cli.options import project_settings
from shapeproof.cli.terminal import print_text
from shapeproof.contract import Contract, operation_of
from shapeproof.registry import ContractRegistry
from shapeproof.registry.editions_by_day import UncoveredDay
from shapeproof.report.common.plurals import pluralize

__all__ = ["load_named", "note_newer_editions", "note_uncovered_days"]

_VARIABLE: Final = "SHAPEPROOF_EDITION_NOTES"
_MAX_COMPARED: Final = 3
"""Each comparison reads a model of the installed botocore."""


def load_named(registry: ContractRegistry, name: str) -> Contract:
    """The contract of a name that the user gave, with a note if it names no edition and there is a newer one.

    Args:
        registry: where contracts are found.
        name: the name.

    Raises:
        UnknownContractError: no contract has that name.
        CaptureError: its files or its model can't be read.
    """
    contract = registry.load(name)
    if "@" not in name:
        note_newer_editions(registry, [contract])
    return contract


def note_newer_editions(registry: ContractRegistry, contracts: Iterable[Contract]) -> None:
    """Say which contracts the installed botocore has in a newer edition that differs; nothing if that is turned off.

    Args:
        registry: where contracts are found.
        contracts: what names without an edition meant.
    """
    if not _are_wanted():
        return
    from shapeproof.registry.newer_editions import newer_edition

    left = list(contracts)
    notes = [str(newer) for contract in left[:_MAX_COMPARED] if (newer := newer_edition(registry, contract))]
    if notes and len(left) > _MAX_COMPARED:
        others = pluralize(len(left) - _MAX_COMPARED, "other contract")
        notes.append(f"{others} may be older than the installed botocore, too: not compared")
    for note in notes:
        print_text(f"shapeproof: note: {note}", to_stderr=True)


def note_uncovered_days(uncovered: Iterable[UncoveredDay]) -> None:
    """Say once for each contract on which days its recordings were made, if no committed edition covers them.

    Args:
        uncovered: the days, each with the contract that was used. Where nothing was found that another edition may
            explain, they are of no interest.
    """
    if not _are_wanted():
        return
    days: dict[str, list[str]] = {}
    for contract, day in sorted(uncovered):
        days.setdefault(contract, []).append(day)
    for contract, known in days.items():
        period = known[0] if len(known) == 1 else f"{known[0]} to {known[-1]}"
        operation = operation_of(contract)
        print_text(
            f"shapeproof: note: {contract} was used for recordings of {period}, which no committed edition covers\n"
            f"  capture one of that time: shapeproof capture {operation} --botocore VERSION; or name the edition",
            to_stderr=True,
        )


def _are_wanted() -> bool:
    """Whether neither the environment nor the settings turn notes off."""
    return os.environ.get(_VARIABLE) != "0" and project_settings().edition_notes
