"""The explanation of the code of a change."""

from __future__ import annotations

from collections.abc import Iterator

from shapeproof.diff.catalog import ChangeCode
from shapeproof.report.explanations.sections import heading, section

__all__ = ["change_explanation"]


def change_explanation(code: ChangeCode) -> Iterator[str]:
    """Yield the lines: what it is, its classes and why, an example, what to do, how to suppress it."""
    yield heading(f"{code.number} {code.name}", code.title)
    yield f"  change. {code.closed.capitalize()} for a closed reader, {code.open} for an open one; in requests {code.request}."
    yield from section("Why", [code.why])
    yield from section("Example before", [f"  {code.old}"])
    yield from section("Example after", [f"  {code.new}"])
    yield from section("What to do", [code.hint])
    yield from section(
        "How to suppress it",
        [
            f"  shapeproof diff … --ignore {code.number}",
            f'  ignore = ["{code.number}"]                         # pyproject.toml, [tool.shapeproof]',
            f'  ignore = ["{code.number}@SERVICE.*:PATH"]          # at a path of some operations',
        ],
    )
