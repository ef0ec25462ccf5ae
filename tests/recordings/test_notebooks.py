"""What cells of notebooks displayed as JSON, or printed in colours."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.recordings.conftest import Check

RESPONSE: dict[str, object] = {"Owner": {"ID": "x"}, "Buckets": [], "Bukets": []}
JOB: dict[str, object] = {
    "HyperParameterTuningJobName": "a",
    "HyperParameterTuningJobStatus": "Complete",
    "ResponseMetadata": {},
}


def notebook(*outputs: dict[str, Any]) -> str:
    cells = [{"cell_type": "code", "source": [], "outputs": [output]} for output in outputs]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, indent=1)


def displayed(value: object) -> dict[str, Any]:
    data = {"text/plain": ["<IPython.core.display.JSON object>"], "application/json": value}
    return {"output_type": "display_data", "metadata": {}, "data": data}


def test_displayed_json_is_read_and_located(tmp_path: Path, check: Check) -> None:
    text = notebook(displayed(5), displayed(RESPONSE), displayed([RESPONSE, "x", RESPONSE]))
    (tmp_path / "x.ipynb").write_text(text)
    found = check(tmp_path / "x.ipynb", contract="s3.list_buckets@installed")
    assert [(at.finding.code, at.index, at.section) for at in found] == [
        ("SP301", 0, "cell 2"), ("SP301", 1, "cell 3"), ("SP301", 2, "cell 3"),
    ]  # fmt: skip
    lines = text.split("\n")
    assert all(lines[at.line - 1][at.column - 1 :].startswith('"Bukets"') for at in found if at.line and at.column)


def test_colours_hide_nothing(tmp_path: Path, check: Check) -> None:
    """Those of a dict, and of its parts, beside one without."""
    coloured = f"\x1b[31m{JOB!r}\x1b[0m\n" + repr(JOB).replace("'Complete'", "\x1b[38;5;2m'Complete'\x1b[39m")
    output = {"output_type": "stream", "name": "stdout", "text": [f"{JOB!r}\n", "Done.\n", f"{coloured}\n"]}
    (tmp_path / "x.ipynb").write_text(notebook(output))
    found = [at.index for at in check(tmp_path / "x.ipynb") if at.finding.code == "SP302"]
    (tmp_path / "x.txt").write_text(coloured)
    assert (found, [at.index for at in check(tmp_path / "x.txt") if at.finding.code == "SP302"]) == ([0, 1, 2], [0, 1])
