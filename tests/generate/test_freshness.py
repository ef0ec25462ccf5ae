"""Missing, stale and orphaned files are listed, and corrected by an update."""

from __future__ import annotations

from pathlib import Path

from shapeproof.generate.output.freshness import compare, update


def test_differences_are_listed_and_corrected_by_update(tmp_path: Path) -> None:
    fresh, stale, missing, orphan = (tmp_path / name for name in ("fresh", "stale", "deep/missing", "orphan"))
    fresh.write_text("a", encoding="utf-8")
    stale.write_text("old", encoding="utf-8")
    orphan.write_text("left", encoding="utf-8")
    files = {fresh: "a", stale: "b\n", missing: "c"}
    difference = compare(files, [fresh, stale, orphan])
    assert difference.by_kind() == (("missing", (missing,)), ("stale", (stale,)), ("orphan", (orphan,)))
    assert not difference.is_fresh
    update(files, difference)
    assert stale.read_bytes() == b"b\n"
    assert missing.read_bytes() == b"c"
    assert not orphan.exists()
    assert compare(files, [fresh, stale, missing]).is_fresh


def test_different_line_ends_make_a_file_stale(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"a\r\n")
    assert compare({file: "a\n"}).stale == (file,)
