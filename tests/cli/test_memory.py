"""Memory stays flat however many findings there are: no process keeps all findings of a file, or its whole report."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

FLAGSHIP: Final = "sagemaker.describe_hyper_parameter_tuning_job"
PROGRAM: Final = str(Path(sys.executable).parent / "shapeproof")
FINDINGS_PER_LINE: Final = 7
"""The findings of `{}`, which lacks every required member."""
ALL_FORMATS: Final = [f"--report={name}=report.{name}" for name in ("json", "sarif", "junit", "github", "html")]
# A process of its own measures: a forked process starts with the peak of the one that forked it, which is pytest.
MEASURE: Final = """\
import resource, subprocess, sys
status = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode
print(status, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 2**10)
"""


def peak(directory: Path, *arguments: str) -> int:
    """The most memory, in MiB, of any process of `shapeproof validate ARGUMENTS…`, which has to find errors."""
    command = [sys.executable, "-c", MEASURE, PROGRAM, "validate", "--contract", FLAGSHIP, *arguments]
    done = subprocess.run(command, cwd=directory, capture_output=True, text=True, check=True)
    status, size = done.stdout.split()
    assert status == ("0" if "--write-baseline" in arguments else "1"), done.stderr
    return int(size)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems count memory in other units")
@pytest.mark.survey
def test_findings_of_one_file_do_not_add_up(tmp_path: Path) -> None:
    (tmp_path / "lines.jsonl").write_text("{}\n" * 4_000)
    assert peak(tmp_path, "lines.jsonl", *ALL_FORMATS) < 80
    assert (tmp_path / "report.sarif").read_bytes().count(b'"ruleId"') == 4_000 * FINDINGS_PER_LINE


@pytest.mark.skipif(sys.platform != "linux", reason="other systems count memory in other units")
@pytest.mark.survey
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_findings_of_a_million_do_not_add_up(tmp_path: Path, jobs: str) -> None:
    for number in range(512):  # several batches, of which the later ones are done before the first one is reported
        (tmp_path / f"{number}.jsonl").write_text("{}\n" * 280)
    assert peak(tmp_path, ".", *ALL_FORMATS, "--write-baseline", "--jobs", jobs) < 80
