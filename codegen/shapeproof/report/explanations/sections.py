"""The parts that every explanation has: a heading, sections, and how to suppress findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from click import style

from shapeproof.errors import one_line, with_article
from shapeproof.validation.catalog import Severity

__all__ = ["heading", "section", "severities", "suppression"]

_TEXT_WIDTH: Final = 100


def heading(name: str, title: str) -> str:
    """The first line."""
    return f"{style(one_line(name), bold=True)}  {one_line(title)}"


def section(title: str, lines: Iterable[str]) -> Iterator[str]:
    """Yield an empty line, the title, and the lines below it."""
    from textwrap import wrap

    yield ""
    yield style(title, bold=True)
    for line in lines:
        text = one_line(line)
        is_code = text != text.lstrip() or " " not in text
        yield from (f"  {part}" for part in ([text] if is_code else wrap(text, _TEXT_WIDTH, break_long_words=False)))


def severities(strict: Severity, tolerant: Severity) -> str:
    """The severities in both views, as a sentence."""
    if strict == tolerant:
        return f"{with_article(strict).capitalize()} in both views."
    return f"{with_article(strict).capitalize()} in the strict view, {with_article(tolerant)} in the tolerant view."


def suppression(name: str) -> Iterator[str]:
    """Yield the section about how to suppress findings of a code or of a rule."""
    yield from section(
        "How to suppress it",
        [
            f"  shapeproof validate … --ignore {name}",
            f'  ignore = ["{name}"]                         # pyproject.toml, [tool.shapeproof]',
            f'  ignore = ["{name}@SERVICE.*:PATH"]          # at a path of some operations; --verbose prints one',
            f'  @pytest.mark.shapeproof(allow=["{name}"])   # one test',
        ],
    )
