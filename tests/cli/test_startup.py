"""What checking one file doesn't import: it is to be done before anybody has waited."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Final

NOT_ASKED_FOR: Final = {
    "botocore",
    "difflib",
    "jinja2",
    "jsonschema",
    "multiprocessing",
    "shapeproof.capture.schema_check",
    "shapeproof.cli.workers.worker_pool",
    "shapeproof.generate",
    "shapeproof.baseline",
    "shapeproof.suppression",
    "shapeproof.report.formats.grouped",
    "shapeproof.report.formats.html",
    "shapeproof.report.formats.json",
    "shapeproof.validation.coverage.features",
    "shapeproof.validation.coverage.coverage_counter",
    "shapeproof.validation.quotations",
    "yaml",
}


def test_one_file_is_checked_with_little(tmp_path: Path, examples: Path) -> None:
    script = (
        "import sys\nfrom shapeproof.cli import main\nsys.argv[1:] = ['validate', 'examples/good/churn_completed.json']\n"
        "try:\n    main()\nfinally:\n    print(*sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=True, timeout=30
    )
    summary, *modules = done.stdout.splitlines()[-2:]
    assert summary == "1 response in 1 file: 1 clean, no findings"
    assert not NOT_ASKED_FOR & {*modules[0].split()}
