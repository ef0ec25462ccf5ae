"""Whether the options of a run leave tests out."""

from __future__ import annotations

from typing import Final

import pytest

__all__ = ["is_narrowed"]

_NARROWING: Final = ("keyword", "markexpr", "deselect", "ignore", "ignore_glob", "lf", "stepwise")


def is_narrowed(config: pytest.Config) -> bool:
    """Whether an option leaves out tests that the arguments name. Plugins that are turned off lack their option."""
    return any(config.getoption(option, None) for option in _NARROWING)
