"""Files that are written beside their place and moved there; what is no file is written to as it is."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import pytest

from shapeproof import atomic_files
from shapeproof.atomic_files import AtomicFile, create_exclusively, write_atomically
from shapeproof.capture.sources import installed
from shapeproof.cli.fuzz.kept_failures import FailureDirectory
from shapeproof.cli.fuzz.target import TargetOptions
from shapeproof.fuzz.campaign.run_outcome import RunOutcome

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


def test_the_mode_of_a_replaced_file_is_kept(tmp_path: Path) -> None:
    file = tmp_path / "private.txt"
    file.write_text("old")
    file.chmod(0o600)
    write_atomically(file, "new")
    assert (file.read_text(), file.stat().st_mode & 0o777) == ("new", 0o600)


def test_a_pipe_that_nothing_reads_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(atomic_files, "_READER_TIMEOUT", 0.05)
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OSError, match="nothing reads this pipe"):
        AtomicFile(tmp_path / "pipe")


def test_a_link_may_not_lead_out_of_the_named_directory(tmp_path: Path) -> None:
    inside, outside = tmp_path / "inside", tmp_path / "outside"
    for directory in (inside / "deep", outside):
        directory.mkdir(parents=True)
    (outside / "victim").write_text("as it was")
    (inside / "file").symlink_to("../outside/victim")
    (inside / "directory").symlink_to("../outside")
    (inside / "within").symlink_to("deep/kept")
    for name in ("file", "directory/new", "directory/newer/new", "../outside/victim"):
        with pytest.raises(OSError, match="leads out of the directory"):
            write_atomically(inside / name, "written", below=inside)
    os.mkfifo(inside / "pipe")
    with pytest.raises(OSError, match="expected a file, got a pipe"):
        write_atomically(inside / "pipe", "written", below=inside)
    assert [path.name for path in outside.iterdir()] == ["victim"]
    assert (outside / "victim").read_text() == "as it was"
    write_atomically(inside / "within", "written", below=inside)
    assert (inside / "deep" / "kept").read_text() == "written"


def test_an_exclusive_file_replaces_and_follows_nothing(tmp_path: Path) -> None:
    (tmp_path / "dangling").symlink_to("elsewhere")
    (tmp_path / "file").write_text("kept")
    for name in ("dangling", "file"):
        with pytest.raises(FileExistsError):
            create_exclusively(tmp_path / name, "new")
    create_exclusively(tmp_path / "new", "new")
    assert {path.name: path.is_symlink() or path.read_text() for path in tmp_path.iterdir()} == {
        "dangling": True, "file": "kept", "new": "new",
    }  # fmt: skip


NAME: Final = "sagemaker.describe_hyper_parameter_tuning_job"
WRITERS: Final = {
    "models.py": ("generate", "models", NAME, "--output", "models.py"),
    "page.md": ("generate", "docs", NAME, "--output", "page.md"),
    "corpus.jsonl": ("fuzz", "corpus", NAME, "-n", "40", "--output", "corpus.jsonl"),
    "mutants.jsonl": ("mutants", NAME, "--output", "mutants.jsonl"),
    f"schemas/sagemaker/{NAME.split('.')[1]}/{{edition}}/response.schema.json": ("capture", NAME),
}


@pytest.mark.parametrize("name", WRITERS)
def test_a_full_disk_leaves_the_earlier_file_and_is_named(tmp_path: Path, name: str) -> None:
    """No file may grow beyond 4 KiB, which fails like a full disk; the earlier file is still there in full."""
    file = tmp_path / name.format(edition=installed().version)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("as it was")
    script = f"trap '' XFSZ; ulimit -f 4; exec '{PROGRAM}' \"$@\""
    done = subprocess.run(
        ["bash", "-c", script, "bash", *WRITERS[name]],
        cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1] == f"shapeproof: {file.relative_to(tmp_path)}: File too large"
    assert file.read_text() == "as it was"
    assert not list(tmp_path.rglob("*.part"))


def test_the_failures_directory_is_not_followed_elsewhere(run: Any, tmp_path: Path) -> None:
    outside = tmp_path.parent / f"{tmp_path.name}-outside"
    outside.mkdir()
    (tmp_path / "shapeproof-failures").symlink_to(outside)
    done = run("fuzz", "run", NAME, "--exec", "false", "-n", "1")
    assert (done.returncode, list(outside.iterdir())) == (2, [])
    assert "shapeproof-failures: failures can't be kept here: expected a directory, got a link" in done.stderr
    (tmp_path / "shapeproof-failures").unlink()
    for name in ("1-exit-status-1.json", "1-exit-status-1-2.json"):
        (tmp_path / "mine").mkdir(exist_ok=True)
        (tmp_path / "mine" / name).symlink_to(outside / "victim")
    kept = FailureDirectory(tmp_path / "mine", TargetOptions("false", None, 10, None))
    for _ in range(2):  # the same failure is kept once
        file = kept.keep({"response": {}}, RunOutcome(status=1), "1-")
        assert (file, list(outside.iterdir())) == (tmp_path / "mine" / "1-exit-status-1-3.json", [])
        assert json.loads(file.read_bytes())["response"] == {}


def test_outputs_do_not_leave_the_working_directory_through_links(run: Any, examples: Path, tmp_path: Path) -> None:
    outside = tmp_path.parent / f"{tmp_path.name}-outside"
    outside.mkdir()
    for name in ("schemas", "shapeproof-baseline.json", "pyproject.toml"):
        (tmp_path / name).symlink_to(outside / (name if "." in name else ""))
    for arguments in (
        ("capture", "s3.list_buckets"),
        ("validate", "examples/bad/status_not_a_value.json", "--write-baseline"),
        ("init",),
        ("capture", "s3.list_buckets", "--output", "schemas"),
        ("generate", "models", NAME, "--output", "schemas/models"),
        ("generate", "docs", NAME, "--output", "schemas/docs.md"),
        ("mutants", NAME, "--output", "schemas"),
        ("validate", CLEAN, "--report", "json=schemas/report.json"),
    ):
        done = run(*arguments)
        assert done.returncode == 2
        assert "it leads out of the directory" in done.stderr
    assert not list(outside.iterdir())
    assert run("capture", "s3.list_buckets", "--output", str(tmp_path / "schemas")).returncode == 2
    assert run("capture", "s3.list_buckets", "--output", str(outside)).returncode == 0
    assert [path.name for path in outside.iterdir()] == ["s3"]


def test_the_settings_name_no_baseline_outside(run: Any, examples: Path, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.shapeproof]\nbaseline = "../known.json"\n')
    done = run("validate", "examples/bad/status_not_a_value.json", "--write-baseline")
    assert done.returncode == 2
    assert "name another file: --baseline FILE" in done.stderr
    assert not (tmp_path.parent / "known.json").exists()


def test_a_corpus_makes_its_directories(run: Any, tmp_path: Path) -> None:
    assert run("fuzz", "corpus", NAME, "-n", "1", "--output", "new/deep/corpus.jsonl").returncode == 0
    assert (tmp_path / "new" / "deep" / "corpus.jsonl").is_file()
