"""What others wrote reaches a terminal, or a CI runner's log, only as text that can be seen."""

from __future__ import annotations

import ast
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from shapeproof import cli
from shapeproof.cli.terminal import print_json, print_text

CLI = Path(cli.__file__).parent
HOSTILE = "\x1b[2J\x1b]8;;http://x\x07\x9b31m\u202e\u200b\u2028\r\x00\ud800"
MAY_PRINT = {"terminal.py", "output/progress.py"}
"""`progress.py` rewrites a line in place, of which no word comes from others."""


@pytest.mark.parametrize("module", sorted(path.relative_to(CLI).as_posix() for path in CLI.rglob("*.py")))
def test_nothing_is_printed_but_through_one_module(module: str) -> None:
    if module in MAY_PRINT:
        return
    tree = ast.parse((CLI / module).read_text(encoding="utf-8"))
    names = {ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute | ast.Name)}
    forbidden = {
        "click.echo",
        "click.secho",
        "echo",
        "secho",
        "print",
        "sys.stdin",
        "sys.stderr",
        "click.get_text_stream",
    }
    assert not names & forbidden
    assert module == "__init__.py" or "sys.stdout" not in names


def test_what_can_not_be_seen_is_escaped(capsys: pytest.CaptureFixture[str]) -> None:
    print_text(f"{HOSTILE}\n\té😀 \x1b[31mred\x1b[0m")
    shown = capsys.readouterr().out
    escaped = r"\x1b[2J\x1b]8;;http://x\x07\x9b31m\u202e\u200b\u2028\r\x00\ud800"
    assert shown == f"{escaped}\n\té😀 red\n"


def test_a_json_document_keeps_its_value(capsys: pytest.CaptureFixture[str]) -> None:
    value = {"a": HOSTILE + "é😀\U000e0001"}
    print_json(json.dumps(value, ensure_ascii=False))
    shown = capsys.readouterr().out
    assert json.loads(shown) == value
    assert shown.rstrip("\n").isprintable()


def test_no_line_commands_github_s_runner(capsys: pytest.CaptureFixture[str]) -> None:
    print_text("::add-mask::x\n  ::error::x\na::b ##[group]x")
    assert capsys.readouterr().out == ":\\:add-mask::x\n  :\\:error::x\na::b ##\\[group]x\n"


def test_what_a_replayed_program_prints_is_shown_as_text(run: Any, tmp_path: Path) -> None:
    (tmp_path / "kept.json").write_text('{"response": {}}')
    (tmp_path / "consumer.py").write_text(
        f"import sys; sys.stderr.write({HOSTILE[:-1] + chr(10) + '::stop-commands::x'!r}); sys.exit(1)"
    )
    done = run("fuzz", "replay", "kept.json", "--exec", f"{sys.executable} consumer.py")
    assert done.returncode == 1
    assert done.stdout.replace("\n", "").isprintable()
    assert not [line for line in done.stdout.splitlines() if line.lstrip().startswith("::")]


def test_an_unknown_option_is_shown_as_text(run: Any) -> None:
    done = run("validate", "--\x1b]0;x\x07")
    assert done.returncode == 2
    assert done.stderr.replace("\n", "").isprintable()
