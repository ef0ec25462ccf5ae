"""Missing, stale and orphaned files are listed, and corrected by an update."""

from __future__ import annotations

from pathlib import Path

from shapeproof.generate.output.freshness import compare, first_differences, update


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


def test_what_does_not_count_is_not_compared(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("# 1\nsame\n", encoding="utf-8")
    assert compare({file: "# 2\nsame\n"}).stale == (file,)
    assert compare({file: "# 2\nsame\n"}, what_counts=lambda text: text.partition("\n")[2]).is_fresh
    file.write_bytes(b"# 1\n\xff")
    assert compare({file: "# 2\nsame\n"}, what_counts=lambda text: text.partition("\n")[2]).stale == (file,)


def test_first_differences_are_few_lines(tmp_path: Path) -> None:
    file = tmp_path / "file"
    text = "".join(f"line {number}\n" for number in range(10_000))
    file.write_text(text, encoding="utf-8")
    one = text.replace("line 5000\n", "")
    assert list(first_differences(file, one, most=9)) == [" line 4999", "-line 5000", " line 5001"]
    assert list(first_differences(file, text + "new\n", most=9)) == [" line 9999", "+new", " "]
    many = text.replace("5", "five")
    assert list(first_differences(file, many, most=3)) == [" line 4", "-line 5", "+line five", "…"]
    assert list(first_differences(file, many, most=10_000))[-1] == "…"
    file.write_bytes(b"a\r\n")
    assert list(first_differences(file, "a\n", most=9)) == ["-a\r", "+a", " "]
