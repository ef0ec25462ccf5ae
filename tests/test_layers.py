"""The import-linter contracts in pyproject.toml reject wrong imports. `scripts/test` runs them on the code."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "codegen" / "shapeproof"


def lint_imports(*arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"]
    return subprocess.run([*command, "--no-cache", *arguments], cwd=cwd, capture_output=True, text=True, check=False)


def test_wrong_imports_break_import_linter_contracts(tmp_path: Path) -> None:
    shutil.copytree(PACKAGE, tmp_path / "shapeproof", ignore=shutil.ignore_patterns("__pycache__"))
    for generated in ("shapeproof_models", "shapeproof_rules"):
        (tmp_path / generated).mkdir()
        (tmp_path / generated / "__init__.py").touch()
    wrong_imports = {
        "contract/pointers.py": "from shapeproof.validation import catalog",
        "capture/build.py": "def f() -> None:\n    from ..registry import load",
        "report/formats/text.py": "from shapeproof import load",
        "report/common/plurals.py": "import shapeproof.report.formats.text",
        "recordings/syntax/json_parser.py": "from shapeproof.recordings.formats import placebo",
        "cli/commands/show.py": "import shapeproof_models",
    }
    for module, statement in wrong_imports.items():
        with (tmp_path / "shapeproof" / module).open("a", encoding="utf-8") as file:
            file.write(f"\n{statement}\n")
    result = lint_imports(PACKAGE.parents[1] / "pyproject.toml", cwd=tmp_path)
    assert result.returncode == 1
    output = " ".join(result.stdout.split())  # the output is wrapped
    for import_chain in (
        "shapeproof.contract.pointers -> shapeproof.validation",
        "shapeproof.capture.build -> shapeproof.registry",
        "shapeproof.report.formats.text -> shapeproof (l.",
        "shapeproof.report.common.plurals -> shapeproof.report.formats.text",
        "shapeproof.recordings.syntax.json_parser -> shapeproof.recordings.formats",
        "shapeproof.cli.commands.show -> shapeproof_models",
    ):
        assert import_chain in output
