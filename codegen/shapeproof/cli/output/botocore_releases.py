"""`botocore@VERSION`: whole releases of botocore as `shapeproof diff` compares them."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from shapeproof.capture.build import build
from shapeproof.capture.sources import ModelSource, installed, open_source
from shapeproof.cli.output.progress import Progress
from shapeproof.contract import Part
from shapeproof.diff.catalog import Reader, operations
from shapeproof.diff.changes.contract_changes import PARTS
from shapeproof.diff.services.changed_operations import changed_operations
from shapeproof.diff.services.service_comparison import ServiceComparison, service_entry
from shapeproof.diff.verdicts.diff_result import DiffEntry, DiffResult
from shapeproof.diff.verdicts.verdict import class_order
from shapeproof.errors import CaptureError, UnknownContractError, UsageError, did_you_mean
from shapeproof.registry.names import INSTALLED
from shapeproof.releases import Releases

__all__ = ["compare_releases", "is_release", "opened"]

_PREFIX: Final = "botocore@"
_MOST_PROBLEMS: Final = 20


def is_release(name: str) -> bool:
    """Whether a name is one of a release: `botocore@1.40.0`, `botocore@installed`, `botocore@./FILE.whl`."""
    return name.startswith(_PREFIX)


@contextmanager
def opened(name: str, releases: Releases) -> Generator[ModelSource]:
    """The models of a release.

    Args:
        name: its name: `botocore@` with a version, `installed`, or the path of a wheel or of a directory with botocore.
        releases: where versions are found.

    Raises:
        UsageError: the name has no version.
        ShapeproofError: there is no such release, or it can't be read.
    """
    version = name.removeprefix(_PREFIX)
    if not version:
        raise UsageError("the version is missing", where=name, hint="botocore@1.40.0, or botocore@installed")
    if version == INSTALLED:
        yield installed()
    elif os.sep in version or version.endswith(".whl"):
        yield open_source(Path(version))
    else:
        with releases.source(version) as source:
            yield source


def compare_releases(
    old: ModelSource, new: ModelSource, services: Sequence[str], reader: Reader, parts: Iterable[Part] = PARTS
) -> DiffResult:
    """Compare the services of two releases.

    Args:
        old: the old release.
        new: the new one.
        services: the names of services; empty for all.
        reader: who reads responses and errors.
        parts: the parts to compare.

    Raises:
        UnknownContractError: neither release has such a service.
    """
    known = sorted({*old.services, *new.services})
    for service in services:
        if service not in known:
            raise UnknownContractError(f"there is no service {service!r}", hint=did_you_mean(service, known))
    entries: list[DiffEntry] = []
    problems: list[str] = []
    compared = 0
    with Progress("operations") as progress:
        for service in sorted(set(services)) or known:
            if service not in old.services or service not in new.services:
                code = operations.SERVICE_ADDED if service in new.services else operations.SERVICE_REMOVED
                entries.append(service_entry(code, service))
                continue
            comparison = ServiceComparison(service, reader, parts)
            try:
                names = changed_operations(old.model(service), new.model(service))
            except (CaptureError, LookupError, TypeError, AttributeError) as error:
                problems.append(f"{service}: {error}")
                continue
            comparison.add_names(names)
            for name in names.changed:
                try:
                    comparison.add(build(old.find(service, name)), build(new.find(service, name)))
                except CaptureError as error:
                    problems.append(error.message)
                compared += 1
                progress.show(compared)
            compared += names.unchanged
            entries += comparison.entries()
            for source in (old, new):
                source.forget(service)
    entries.sort(key=lambda entry: class_order(entry.verdict))
    if len(problems) > _MOST_PROBLEMS:
        problems[_MOST_PROBLEMS:] = [f"{len(problems) - _MOST_PROBLEMS} other operations"]
    old_name, new_name = f"{_PREFIX}{old.version}", f"{_PREFIX}{new.version}"
    return DiffResult(old_name, new_name, reader, tuple(entries), compared=compared, problems=tuple(problems))
