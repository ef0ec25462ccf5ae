"""Generates docs/reference/changes.md: every code of a change, with its classes and an example."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from documentation.markdown import escaped
from shapeproof.diff.catalog import CHANGE_CODES, ChangeCode

__all__ = ["changes_page"]

_HEAD: Final = """\
# Changes

<!-- Written by scripts/regenerate from the catalogue of changes. -->

[`shapeproof diff`](../guide/diff.md) names each change between two editions of a contract by a code, which never
changes its meaning. `--ignore` and the [settings](settings.md) take it as they take the codes of
[findings](findings.md), and `shapeproof explain SP621` shows here what this page says.

A change has a class for whoever is affected by it:

| class | means |
|---|---|
| breaking | a response comes that the reader refuses; a request that was valid is refused |
| risky | the reader doesn't refuse the response, and may do the wrong thing with it |
| undecided | it would be breaking or risky, but no response was found that shows it |
| harmless | nothing that is valid now was invalid before; of a request, the reverse |

A *closed* reader refuses members, values and limits that it doesn't know, as a schema, a typed model or a strict parser
does. An *open* one ignores members that it doesn't know, and handles other values in its branch for everything else, as
code does that is written by hand. Errors are read as responses are; errors of a service may have members that no model
lists, so that a member that is added to one is harmless where it can have others.

What is breaking or risky has a **witness**: for a response or an error, one that is valid in the new edition and refused
by the old one; for a request, the reverse. A closed reader refuses it by the schema of the old edition; an open one by
the same schema without `additionalProperties: false`. What is risky for an open reader, the full schema refuses. Three
changes are claimed without: that an optional member is gone (SP602) is something that no single response shows, error
codes (SP641) may be the first that an operation lists, and an operation that is gone has no response.

The class of a pattern or of a length follows from what strings there are, not from how it is written: both patterns are
compared as automata. Where that proves that every string of the one matches the other, the change is harmless.

| code | change | closed reader | open reader | requests |
|---|---|---|---|---|
"""


def changes_page() -> str:
    """The text of the page."""
    rows = "".join(
        f"| [{code.number}](#{code.number.lower()}) | {code.title} | {code.closed} | {code.open} | {code.request} |\n"
        for code in CHANGE_CODES.values()
    )
    return f"{_HEAD}{rows}{''.join(_sections())}"


def _sections() -> Iterator[str]:
    for code in CHANGE_CODES.values():
        yield (
            f"\n## {code.number}\n{code.title[0].upper()}{code.title[1:]}. {escaped(code.why)}\n\n"
            f"Before:\n```{_language(code)}\n{code.old}\n```\nAfter:\n```{_language(code)}\n{code.new}\n```\n{escaped(code.hint)}\n"
        )


def _language(code: ChangeCode) -> str:
    return "json" if code.old.startswith("{") and code.new.startswith("{") else "text"
