"""Environments that lack extras: as pip would leave them, but made in a second, by refusing to import what they lack."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution, packages_distributions, requires
from pathlib import Path
from typing import Final

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

__all__ = ["EXTRAS", "environment_without", "modules_of_extra", "modules_without"]

_PROJECT: Final = "shapeproof"
_GROUPS: Final = frozenset({"all", "dev"})
"""These bring other extras, or what only tests need."""


def _requirements(name: str, extras: Collection[str]) -> Iterator[Requirement]:
    """What a distribution requires with these extras; nothing if it isn't installed here."""
    try:
        lines = requires(name) or ()
    except PackageNotFoundError:
        return
    for requirement in map(Requirement, lines):
        if requirement.marker is None or any(requirement.marker.evaluate({"extra": extra}) for extra in ("", *extras)):
            yield requirement


_REFUSING: Final = """\
import sys


class _Refusing:
    def __init__(self, finder):
        self._finder = finder

    def __getattr__(self, name):
        return getattr(self._finder, name)

    def find_spec(self, name, *arguments):
        return None if name.partition(".")[0] in _MODULES else self._finder.find_spec(name, *arguments)


_MODULES = frozenset({modules!r})
sys.meta_path[:] = map(_Refusing, sys.meta_path)
"""
"""No finder finds these modules: Python says the same as where they aren't installed."""
EXTRAS: Final = tuple(sorted({*(distribution(_PROJECT).metadata.get_all("Provides-Extra") or ())} - _GROUPS))
"""The extras that users can ask for, from the metadata of this package."""


@cache
def _distributions(extras: frozenset[str]) -> frozenset[str]:
    """The distributions that pip would install with these extras."""
    found: set[str] = set()
    pending = [(_PROJECT, extras)]
    while pending:
        name, wanted = pending.pop()
        for requirement in _requirements(name, wanted):
            key = canonicalize_name(requirement.name)
            if key not in found and key != _PROJECT:
                found.add(key)
                pending.append((requirement.name, frozenset(requirement.extras)))
    return frozenset(found)


def _modules(distributions: Iterable[str]) -> frozenset[str]:
    """The modules at the top level of distributions that are installed here."""
    wanted = frozenset(distributions)
    return frozenset(
        module
        for module, owners in packages_distributions().items()
        if not wanted.isdisjoint(map(canonicalize_name, owners))
    )


def modules_of_extra(extra: str) -> frozenset[str]:
    """The modules of the distributions that an extra names itself."""
    direct = {canonicalize_name(requirement.name) for requirement in _requirements(_PROJECT, {extra})}
    core = {canonicalize_name(requirement.name) for requirement in _requirements(_PROJECT, ())}
    return _modules(direct - core)


def modules_without(missing: Collection[str]) -> frozenset[str]:
    """The modules that nobody has who has installed all extras but these, although somebody with all of them would."""
    everything = frozenset(EXTRAS)
    kept = _modules(_distributions(everything - frozenset(missing)))
    return _modules(_distributions(everything)) - kept


def environment_without(modules: Collection[str], directory: Path, base: dict[str, str]) -> dict[str, str]:
    """The variables of an environment in which no Python process can import some modules.

    Args:
        modules: the modules at the top level.
        directory: an empty directory, for the file that refuses them.
        base: the other variables.
    """
    script = _REFUSING.format(modules=sorted(modules))
    (directory / "sitecustomize.py").write_text(script, encoding="utf-8")
    return {**base, "PYTHONPATH": os.pathsep.join(filter(None, (str(directory), base.get("PYTHONPATH"))))}
