"""Archives in every form that units can be cut from, with known faults, and digests of them."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import Any, Final

from benchmarks.responses import FAULTS, documents
from shapeproof.digest.digest import Digest, DigestSum
from shapeproof.far.execution import Execution, InProcess
from shapeproof.far.listing import FarRoot, list_urls
from shapeproof.far.planner import UnitSizes, plan_far_units
from shapeproof.far.unit_check import FarCheckOptions
from shapeproof.far.units import FarPlanned
from shapeproof.far.urls import name_of
from shapeproof.recordings.checking.check_options import CheckOptions
from shapeproof.recordings.checking.checker import Checker
from shapeproof.registry import ContractRegistry

__all__ = ["SIZES", "digest_by", "in_process", "plan", "responses", "root_of", "write_archive", "write_parquet"]

SIZES: Final = UnitSizes(part=100_000, files=5)
"""So small that small archives have many units."""
_RESPONSE: Final = 2_500
_FAULTY: Final = 10


def responses(count: int) -> Iterator[str]:
    """Responses as compact JSON, every tenth with a fault."""
    for number, document in enumerate(islice(documents(_RESPONSE), count)):
        yield FAULTS[number % len(FAULTS)](document) if number % _FAULTY == 0 else document


def write_parquet(path: Path, columns: dict[str, Any], rows: int) -> None:
    """Write a Parquet file, with some rows in each row group."""
    arrow: Any = import_module("pyarrow")  # it has no types
    parquet: Any = import_module("pyarrow.parquet")
    parquet.write_table(arrow.table(columns), path, row_group_size=rows)


def write_archive(directory: Path, count: int) -> Path:
    """Write `count` responses four times: as long JSON Lines, several .gz, Parquet, and 12 of them as small files."""
    texts = list(responses(count))
    lines = [f"{text}\n" for text in texts]
    for name in ("gz", "small"):
        (directory / name).mkdir(parents=True)
    (directory / "long.jsonl").write_text("".join(lines))
    for number in range(4):
        with gzip.open(directory / "gz" / f"{number}.jsonl.gz", "wt", compresslevel=1) as file:
            file.writelines(lines[number::4])
    write_parquet(directory / "rows.parquet", {"body": texts}, max(1, count // 8))
    for number, text in enumerate(texts[:12]):
        (directory / "small" / f"{number}.json").write_text(json.dumps(json.loads(text), indent=1))
    return directory


def root_of(url: str) -> FarRoot:
    """A root without selections."""
    return FarRoot(url, name_of(url))


def plan(urls: Iterable[str], sizes: UnitSizes = SIZES) -> list[tuple[int, FarPlanned]]:
    """The numbered units at URLs."""
    return list(enumerate(plan_far_units(list_urls(map(root_of, urls)), sizes)))


def in_process(check: CheckOptions | None = None) -> InProcess:
    """Checks in this process."""
    options = FarCheckOptions(check or CheckOptions())
    return InProcess(options, Checker(options.check, ContractRegistry(rules=options.check.rules)))


def digest_by(execution: Execution, units: list[tuple[int, FarPlanned]]) -> Digest:
    """The digest of some units, each of which has to come once."""
    total = DigestSum()
    numbers: list[int] = []
    for number, digest in execution.check(units):
        numbers.append(number)
        total.add(digest)
    assert sorted(numbers) == sorted(number for number, _ in units)
    return total.digest()
