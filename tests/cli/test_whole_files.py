"""Files that are written beside their place and moved there; what is no file is written to as it is."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import pytest

from shapeproof.cli.output.atomic_files import AtomicFile

PROGRAM: Final = str(Path(sys.executable).parent / "shapeproof")
CLEAN: Final = "examples/good/churn_completed.json"


def test_a_file_is_there_when_it_is_finished_and_a_link_stays_one(tmp_path: Path) -> None:
    real, link = tmp_path / "real.txt", tmp_path / "deep" / "link.txt"
    real.write_text("old")
    link.parent.mkdir()
    link.symlink_to("../real.txt")
    with AtomicFile(str(link)) as file:
        file.write("new\udcff")
        assert real.read_text() == "old"
        file.finish()
    assert real.read_text() == r"new\udcff"
    assert link.is_symlink()
    with AtomicFile(str(link)) as file:
        file.write("never finished")
    assert real.read_text() == r"new\udcff"
    assert sorted(tmp_path.rglob("*")) == sorted([real, link, link.parent])


def test_a_named_pipe_is_written_to(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with subprocess.Popen(["cat", pipe], stdout=subprocess.PIPE, text=True) as reader:
        with AtomicFile(str(pipe)) as file:
            file.write("through")
            file.finish()
        assert reader.communicate(timeout=10)[0] == "through"
    assert list(tmp_path.iterdir()) == [pipe]


@pytest.mark.skipif(not Path("/dev/stdout").exists(), reason="there is no /dev/stdout on this system")
@pytest.mark.parametrize(
    "target", ["json=/dev/stdout -q | cat", "json=>(cat) -q | cat", "json=/dev/fd/3 -q 3>&1 | cat"]
)
def test_reports_go_through_pipes(tmp_path: Path, examples: Path, target: str) -> None:
    line = f"'{PROGRAM}' validate {CLEAN} --report {target}"
    done = subprocess.run(["bash", "-c", line], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60)
    assert done.stderr == ""
    document, last = done.stdout[done.stdout.index("{") :], "1 response in 1 file: 1 clean, no findings\n"
    assert last in done.stdout
    assert json.loads(document.replace(last, ""))["summary"]["clean"] == 1


def test_a_link_to_a_baseline_stays_one(run: Any, examples: Path, tmp_path: Path) -> None:
    (tmp_path / "shapeproof-baseline.json").symlink_to("kept/known.json")
    (tmp_path / "kept").mkdir()
    assert run("validate", "examples/bad/status_not_a_value.json", "--write-baseline").returncode == 0
    assert (tmp_path / "shapeproof-baseline.json").is_symlink()
    assert json.loads((tmp_path / "kept" / "known.json").read_bytes())["shapeproof_baseline"] == 1
