"""Reads the Markdown of the documentation, and generates pages of `docs/reference/`."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from documentation.findings_reference import ExampleError

__all__ = ["PAGES", "ExampleError", "reference_pages"]

PAGES: Final = (
    "reference/changes.md",
    "reference/cli.md",
    "reference/findings.md",
    "reference/history.md",
    "reference/python-api.md",
)
"""The generated pages, as paths below `docs/`."""


def reference_pages(codegen: Path) -> dict[str, str]:
    """The generated pages by their paths below `docs/`. `codegen` is the directory of the package's sources."""
    from documentation.changes_reference import changes_page
    from documentation.cli_reference import cli_page
    from documentation.findings_reference import findings_page
    from documentation.history_reference import history_page
    from documentation.python_reference import python_page

    history = history_page(codegen.parent / "schemas")
    return dict(zip(PAGES, (changes_page(), cli_page(), findings_page(), history, python_page(codegen)), strict=True))
