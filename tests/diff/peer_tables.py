"""The tables of the docs about oasdiff and smithy-diff, from the cases."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.diff.peer_tools import CASES, INEXPRESSIBLE, REASONS, TOOLS, PeerCase

from shapeproof.diff.catalog import CHANGE_CLASSES

__all__ = ["page_with_tables"]


def page_with_tables(page: str) -> str:
    """The page of the docs with its tables as the cases have them."""
    for name, lines in (
        ("cases", _case_rows()),
        ("reasons", _reason_lines()),
        ("inexpressible", _inexpressible_rows()),
    ):
        before, begin, rest = page.partition(f"<!-- {name}: from tests/diff/peer_cases -->\n")
        _, end, after = rest.partition(f"<!-- end of {name} -->\n")
        page = "".join([before, begin, *(f"{line}\n" for line in lines), end, after])
    return page


def _case_rows() -> Iterator[str]:
    """A row for each change, the worst first; cases of both tools share one where we say the same, for the same reasons."""
    rows: dict[tuple[Any, ...], list[PeerCase]] = {}
    for case in CASES:
        codes = tuple(sorted({finding.code for finding in case.findings}))
        key = (case.change, codes, case.our_class("closed"), case.our_class("open"))
        rows.setdefault(key, []).append(case)
    yield "| change | oasdiff | smithy-diff | code | closed | open | why otherwise |"
    yield "|---|---|---|---|---|---|---|"
    for (change, codes, closed, open_), cases in sorted(rows.items(), key=_row_order):
        peers = [", ".join(_said(case) for case in cases if case.tool == tool) for tool in TOOLS]
        links = " ".join(f"[{code}](changes.md#{code.lower()})" for code in codes)
        reasons = dict.fromkeys(reason for case in cases for reason in case.otherwise)
        why = ", ".join(f"[{reason}](#{reason})" for reason in reasons)
        yield f"| {' | '.join([change, *peers, links, closed or 'no change', open_ or 'no change', why])} |"


def _row_order(row: tuple[tuple[Any, ...], list[PeerCase]]) -> tuple[Any, ...]:
    change, codes, closed, open_ = row[0]
    order = [*CHANGE_CLASSES, None]
    return (order.index(closed), order.index(open_), codes, change)


def _said(case: PeerCase) -> str:
    return f"{case.severity} `{case.rule}`" if case.rule else "nothing"


def _reason_lines() -> Iterator[str]:
    for name, reason in REASONS.items():
        yield from (f"### {name}", reason, "")


def _inexpressible_rows() -> Iterator[str]:
    yield "| tool | rules | why |"
    yield "|---|---|---|"
    for entry in INEXPRESSIBLE:
        yield f"| {entry['tool']} | {entry['rules']} | {entry['why']} |"
