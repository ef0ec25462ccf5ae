"""The settings of the project in the working directory, and the contracts at hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from shapeproof.cli.doctor.model import INSTALL_AGAIN, Check, problem_of, short_path
from shapeproof.errors import MissingExtraError, ShapeproofError
from shapeproof.report.common.plurals import pluralize

if TYPE_CHECKING:  # what is broken may fail to be imported, and then a check says so
    from shapeproof.settings import Settings

__all__ = ["check_contracts", "check_settings"]


def check_settings() -> Iterator[Check]:
    """Which file has settings, what it sets, and whether what it names exists."""
    from shapeproof.settings import KEYS, TABLE, Settings, read

    try:
        settings = read(Path())
    except ShapeproofError as error:
        yield problem_of("file", error)
        return
    if settings.file is None:
        yield Check("file", f"no pyproject.toml with [{TABLE}], here or above", "note", "shapeproof init writes one")
        return
    yield Check("file", short_path(settings.file))
    default = Settings()
    names = [key for key in KEYS if getattr(settings, key) != getattr(default, key)]
    if settings.suppressions and "ignore" not in names:
        names.append("ignore")
    yield Check("set", ", ".join(names) or "nothing")
    for path in settings.paths:
        if not path.exists():
            yield Check("paths", f"{short_path(path)} doesn't exist", "problem", "correct the path, or remove it")
    if settings.baseline is not None and not settings.baseline.exists():
        hint = "shapeproof validate --write-baseline writes it; else remove it from the settings"
        yield Check("baseline", f"{short_path(settings.baseline)} doesn't exist", "problem", hint)
    yield from _named_contracts(settings)


def _named_contracts(settings: Settings) -> Iterator[Check]:
    from shapeproof.registry import ContractRegistry

    try:
        registry = ContractRegistry.of_project(settings.schemas, rules=settings.rules)
    except ShapeproofError as error:
        yield problem_of("schemas", error)
        return
    for glob, name in settings.contracts.items():
        try:
            registry.load(name)
        except MissingExtraError as error:
            yield Check("contracts", f"{glob}: {error.message}", "note", error.hint)
        except ShapeproofError as error:
            yield problem_of(f"contracts: {glob}", error)
    for message in registry.rules_of_nothing():
        yield Check("rules", message, "problem")


def check_contracts() -> Iterator[Check]:
    """The committed contracts and whether they load, and those that the installed botocore has models of."""
    from shapeproof.registry import ContractRegistry
    from shapeproof.registry.roots import shipped_directory
    from shapeproof.settings import Settings, read

    try:
        settings = read(Path())
    except ShapeproofError:  # the section about settings says so
        settings = Settings()
    shipped = shipped_directory()
    if shipped is None:
        yield Check("shipped", "none", "problem", INSTALL_AGAIN)
    try:
        registry = ContractRegistry.of_project(settings.schemas)
    except ShapeproofError as error:
        yield problem_of("project", error)
        registry = ContractRegistry()
    editions = registry.editions()
    faults: list[Check] = []
    for edition in editions:
        try:
            registry.load(f"{edition.operation_name}@{edition.edition}")
        except ShapeproofError as error:
            faults.append(problem_of(f"{edition.operation_name}@{edition.edition}", error))
    roots = {"shipped": shipped, "project": registry.directory}
    for name, root in roots.items():
        if root is None or (name == "project" and root == shipped):
            continue
        below = [edition for edition in editions if edition.directory.is_relative_to(root)]
        operations = len({edition.operation_name for edition in below})
        counts = f"{pluralize(operations, 'operation')}, {pluralize(len(below), 'edition')}"
        yield Check(name, f"{counts}, in {short_path(root)}")
    yield from faults
    for problem in registry.problems:
        yield problem_of("committed", problem)
    try:
        models = registry.models
        yield Check("botocore", f"{models.version}, {len(models.services)} services")
    except MissingExtraError as error:
        yield Check("botocore", "not installed: only committed contracts are known", "note", error.hint)
    except ShapeproofError as error:
        yield problem_of("botocore", error)
