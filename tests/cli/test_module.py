"""`python -m shapeproof` is the same program as the script `shapeproof`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from tests.cli.conftest import PROGRAM
from tests.program.forks import environment


@pytest.mark.parametrize(
    ("arguments", "variables", "code"),
    [
        (["--version"], {}, 0),
        ([], {}, 2),
        (["--help"], {}, 0),
        (["validate", "--help"], {}, 0),
        (["validate", "missing.json"], {}, 2),
        (["validate", "bad.json", "--contract", "sts.get_caller_identity"], {}, 1),
        (["vaildate"], {}, 2),
        (["completion", "bash"], {}, 0),
        ([], {"_SHAPEPROOF_COMPLETE": "bash_complete", "COMP_LINE": "shapeproof val"}, 0),
        ([], {"_SHAPEPROOF_COMPLETE": "fish_source"}, 0),
    ],
)
def test_module_is_the_program(arguments: list[str], variables: dict[str, str], code: int, tmp_path: Path) -> None:
    (tmp_path / "bad.json").write_text('{"Account": 1}', encoding="utf-8")

    def ends(*words: str | Path) -> tuple[int, str, str]:
        done = subprocess.run(
            [*words, *arguments], cwd=tmp_path, env={**environment(), **variables}, capture_output=True, text=True,
            check=False,
        )  # fmt: skip
        return done.returncode, done.stdout, done.stderr

    module, script = ends(sys.executable, "-m", "shapeproof"), ends(PROGRAM)
    assert module == script
    assert module[0] == code
    assert "__main__" not in module[1] + module[2]
