"""The same files make the same units, and the digest of all units is that of the files, however they are cut."""

from __future__ import annotations

import gzip
import json
import random
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.far.archives import SIZES, digest_by, in_process, plan, responses, write_archive, write_parquet

from shapeproof.far.planner import UnitSizes, plan_far_units
from shapeproof.far.units import FarFile, FarUnit

COUNT = 400


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_archive(tmp_path_factory.mktemp("archive"), COUNT)


def test_an_archive_is_cut_into_parts_batches_and_row_groups(archive: Path) -> None:
    units = [unit for _, unit in plan([f"file://{archive}"]) if isinstance(unit, FarUnit)]
    kinds = [unit.kind for unit in units]
    assert kinds.count("lines") == -((archive / "long.jsonl").stat().st_size // -SIZES.part)
    assert kinds.count("rows") > 1
    batches = [len(unit.files) for unit in units if unit.kind == "files"]
    assert (sum(batches), max(batches)) == (4 + 12, SIZES.files)


def test_every_response_is_checked_once(archive: Path) -> None:
    digest = digest_by(in_process(), plan([f"file://{archive}"]))
    assert digest.responses == 3 * COUNT + 12
    assert digest.findings == 3 * COUNT // 10 + 2
    assert digest.files == 1 + 4 + 1 + 12
    assert not any(key.code == "SP990" for key in digest.groups)


@pytest.mark.parametrize("part", [3_000, 65_536, 2**30])
def test_findings_do_not_depend_on_how_files_are_cut(archive: Path, part: int) -> None:
    whole = digest_by(in_process(), plan([f"file://{archive}"], UnitSizes(part=2**30)))
    cut = digest_by(in_process(), plan([f"file://{archive}"], UnitSizes(part=part)))
    assert {key: group.findings for key, group in cut.groups.items()} == {
        key: group.findings for key, group in whole.groups.items()
    }
    assert (cut.responses, cut.clean, cut.files, cut.kinds) == (whole.responses, whole.clean, whole.files, whole.kinds)


def test_order_of_units_makes_no_difference(archive: Path) -> None:
    units = plan([f"file://{archive}"])
    expected = digest_by(in_process(), units)
    assert digest_by(in_process(), units[::-1]) == expected
    random.Random(0).shuffle(units)
    assert digest_by(in_process(), units) == expected


def test_lines_of_row_groups_are_rows_of_the_file(tmp_path: Path) -> None:
    bodies = [json.dumps({"Buckets": []})] * 30
    bodies[22] = json.dumps({"Buckets": 1})
    write_parquet(
        tmp_path / "a.parquet", {"body": [*bodies[:5], None, *bodies[5:]], "contract": ["s3.list_buckets"] * 31}, 4
    )
    digest = digest_by(in_process(), plan([f"file://{tmp_path}"], UnitSizes(part=200)))
    [group] = digest.groups.values()
    assert (digest.responses, digest.units > 3) == (30, True)
    assert [(sample.offset, sample.located.line) for sample in group.samples] == [(0, 24)]


@pytest.mark.parametrize("kind", ["string", "large_string", "binary", "dictionary"])
def test_columns_of_strings_and_bytes_are_read(tmp_path: Path, kind: str) -> None:
    texts = list(responses(3))
    arrow: Any = import_module("pyarrow")  # it has no types
    column = arrow.array(texts)
    column = column.dictionary_encode() if kind == "dictionary" else column.cast(getattr(arrow, kind)())
    write_parquet(tmp_path / "a.parquet", {"body": column}, 10)
    digest = digest_by(in_process(), plan([f"file://{tmp_path}/a.parquet"]))
    assert (digest.responses, digest.clean) == (3, 2)


def test_a_line_feed_in_a_body_is_space_between_tokens_and_a_fault_in_a_string(tmp_path: Path) -> None:
    pretty = json.dumps(json.loads(next(iter(responses(2)))), indent=2)
    write_parquet(tmp_path / "a.parquet", {"body": [pretty, '{"Name": "a\nb"}']}, 10)
    digest = digest_by(in_process(), plan([f"file://{tmp_path}/a.parquet"]))
    assert {(key.code, group.findings) for key, group in digest.groups.items()} >= {("SP901", 1)}
    assert digest.responses == 2


def test_a_member_of_gzip_is_read_to_its_end_where_it_is_checked(tmp_path: Path) -> None:
    """Two members in a file, as `cat a.gz b.gz` makes them, and one that is cut short."""
    texts = [f"{text}\n".encode() for text in responses(40)]
    (tmp_path / "two.jsonl.gz").write_bytes(gzip.compress(b"".join(texts[:20])) + gzip.compress(b"".join(texts[20:])))
    (tmp_path / "cut.jsonl.gz").write_bytes(gzip.compress(b"".join(texts))[:-20])
    digest = digest_by(in_process(), plan([f"file://{tmp_path}/two.jsonl.gz"]))
    assert (digest.responses, digest.clean) == (40, 36)
    digest = digest_by(in_process(), plan([f"file://{tmp_path}/cut.jsonl.gz"]))
    assert [key.code for key in digest.groups] == ["SP913"]


@given(sizes=st.lists(st.one_of(st.none(), st.integers(0, 20)), max_size=30), part=st.integers(1, 12))
def test_every_file_is_in_units_whole_or_in_parts_that_touch(sizes: list[int | None], part: int) -> None:
    files = [FarFile(f"memory://x/{number}.gz", str(number), False, size, "") for number, size in enumerate(sizes)]
    units = list(plan_far_units(files, UnitSizes(part, 3)))
    assert all(isinstance(unit, FarUnit) and 1 <= len(unit.files) <= 3 for unit in units)
    names = [file.name for unit in units if isinstance(unit, FarUnit) for file in unit.files]
    assert sorted(names, key=int) == [file.name for file in files]
