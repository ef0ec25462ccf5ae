"""The comments above a module of models: what formatters and linters leave alone, and which version it was made of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from shapeproof.capture.versions import version_key
from shapeproof.contract import Contract
from shapeproof.generate.models.source.literals import comment

__all__ = ["is_module", "is_of_package", "module_header", "without_source"]

_SOURCE: Final = "Source:"
_SOURCE_LINE: Final = re.compile(rf"^# {_SOURCE} .*\n", re.MULTILINE)

_LEFT_ALONE: Final = "# fmt: off\n# isort: skip_file\n# ruff: noqa\n"
"""For black, isort and ruff: a project that formats and lints all its files doesn't make generated ones stale."""


_OF_PACKAGES: Final = "# pyright: reportPrivateUsage=false, reportUnusedClass=false\n"
"""Modules of a package share what is private to the package."""


def module_header(contracts: Sequence[Contract], *, of_package: bool = False) -> str:
    """The lines above a module's docstring.

    Args:
        contracts: the contracts of the module's models.
        of_package: whether the module is one of a package.
    """
    editions = sorted({contract.edition for contract in contracts}, key=version_key)
    source = comment(f"{_SOURCE} botocore {', '.join(editions)}")
    return f"{_LEFT_ALONE}{_OF_PACKAGES if of_package else ''}{source}\n"


def is_module(text: str) -> bool:
    """Whether a text begins with the lines above the docstring of a module that isn't of a package."""
    return text.startswith(_LEFT_ALONE) and _SOURCE_LINE.match(text, len(_LEFT_ALONE)) is not None


def is_of_package(text: str) -> bool:
    """Whether a text begins with the lines above the docstring of a module of a package."""
    return text.startswith(_LEFT_ALONE + _OF_PACKAGES)


def without_source(text: str) -> str:
    """A module without the line about its source, which may change although the models don't."""
    return _SOURCE_LINE.sub("", text, count=1)
