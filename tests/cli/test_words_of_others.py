"""What a file or a setting is named by anybody, printed: no command for GitHub's runner, and no line of its own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.report.test_github_report import parse_commands


def test_a_member_s_name_is_not_a_command(run: Any, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps({"x\r::warning::pwned": 1, "y\n::warning::pwned": 1}))
    contract = "sagemaker.describe_hyper_parameter_tuning_job"
    done = run("validate", "a.json", "--contract", contract, "--format", "github")
    assert {kind for kind, _, _ in parse_commands(done.stdout)} == {"error", "notice"}
    assert "SP301 /x\\r::warning::pwned" in done.stdout


def test_a_setting_s_name_is_not_a_line(run: Any, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.shapeproof]\n"x\\n::warning::pwned" = 1\n')
    done = run("validate", "a.json")
    assert done.returncode == 2
    assert "tool.shapeproof.x\\n::warning::pwned: unknown setting\n  known settings: " in done.stderr
    assert len(done.stderr.splitlines()) == 2
