"""`shapeproof fuzz --fill`: responses for what recordings never show."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from shapeproof.cli.fuzz.corpus import write_responses
from shapeproof.cli.output.documents import refuse_wire_without_json
from shapeproof.contract import Contract, Representation, View
from shapeproof.errors import UsageError, one_line
from shapeproof.fuzz.covering.gap_filling import Filling, fill
from shapeproof.registry import ContractRegistry
from shapeproof.report.common.plurals import pluralize
from shapeproof.report.coverage.json_document import read_shown_features
from shapeproof.validation.coverage.features import Feature

__all__ = ["filled"]


def filled(
    file: Path,
    name: str | None,
    schemas: Path | None,
    options: tuple[int, View, Representation],
    output: Path | None,
    *,
    bare: bool,
) -> int:
    """Write responses that close the gaps told in `file`, of all its contracts or of the one named; the exit code.

    Raises UsageError for a file that holds no coverage, or not that contract's, UnknownContractError for a contract in
    it that can't be found.
    """
    seed, view, representation = options
    have = _chosen(_read(file), name, ContractRegistry.of_project(schemas), str(file))
    for contract in have:
        refuse_wire_without_json(contract, representation)
    told: list[str] = []

    def responses() -> Iterator[tuple[Contract, Any]]:
        for contract, features in have.items():  # one after another: each is written before the next is looked for
            filling = fill(contract, features, seed=seed, view=view)
            told.append(_told(contract, filling))
            yield from ((contract, one) for one in filling.responses)

    write_responses(responses(), representation, output, bare=bare)
    click.echo("\n".join(told), err=True)
    return 0


def _read(file: Path) -> Mapping[str, frozenset[Feature]]:
    try:
        text = sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise UsageError("this is no text", where=str(file)) from None
    return read_shown_features(text, str(file))


def _chosen(
    have: Mapping[str, frozenset[Feature]], name: str | None, registry: ContractRegistry, where: str
) -> dict[Contract, frozenset[Feature]]:
    """The contracts to fill, with what was shown of each."""
    if not have:
        raise UsageError("its coverage names no contract: no response was counted", where=where)
    if name is not None:
        wanted = registry.load(name)
        known = (
            {wanted.name} if "@" in name else {one for one in have if one.partition("@")[0] == wanted.operation_name}
        )
        if not known & have.keys():
            told = ", ".join(list(have)[:5]) + (" …" if len(have) > 5 else "")
            raise UsageError(f"it holds no coverage of {name}", where=where, hint=f"it has {told}")
        have = {one: features for one, features in have.items() if one in known}
    return {registry.load(one): features for one, features in have.items()}


def _told(contract: Contract, filling: Filling) -> str:
    told = f"{pluralize(len(filling.responses), 'response')} of {contract.name}: "
    if not filling.gaps:
        return one_line(told) + "it was shown whole"
    told += f"{filling.gaps - len(filling.left):,} of {pluralize(filling.gaps, 'gap')} filled"
    if filling.left:
        some = ", ".join(_named(feature) for feature in filling.left[:5]) + (" …" if len(filling.left) > 5 else "")
        told += f"; no response was found for {some}"
    return one_line(told)


def _named(feature: Feature) -> str:
    return feature.state if feature.kind == "scenario" else f"{feature.subject or 'the response'} {feature.state}"
