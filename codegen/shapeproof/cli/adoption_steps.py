"""The steps by which a project fails only for new findings: write a baseline, name it, and a step of the CI that is there."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from shapeproof.baseline.files import DEFAULT_NAME
from shapeproof.cli.project_tools import ProjectTools
from shapeproof.recordings.checking.project_survey import ProjectSurvey
from shapeproof.report.common.plurals import pluralize

__all__ = ["gate_steps"]

_CI_STEPS: Final = {
    "GitHub Actions": "- run: {}",
    "CircleCI": "- run: {}",
    "Azure Pipelines": "- script: {}",
    "Jenkins": "sh '{}'",  # commands have double quotes, as cmd.exe needs
}
"""How the CI writes a command as a step; others have a list of commands."""
_CI_OPTIONS: Final = {
    "GitHub Actions": " --format github",
    "GitLab CI": " --report junit=shapeproof.xml",
    "Jenkins": " --report junit=shapeproof.xml",
}
"""What `validate` prints or writes for the CI."""


def gate_steps(tools: ProjectTools, survey: ProjectSurvey, baseline: Path | None) -> Iterator[str]:
    """The steps, as lines.

    Args:
        tools: what the project uses.
        survey: its recordings.
        baseline: the baseline that its settings name.
    """
    has_recordings, is_live = bool(survey.paths), tools.has_live_responses
    if not is_live and not (has_recordings and tools.ci):
        return
    yield "To fail only for what is new:"
    number = 1
    if baseline is None or not baseline.exists():
        writing = ["shapeproof validate --write-baseline"] * has_recordings
        writing += ["pytest --shapeproof-write-baseline"] * is_live
        yield f"  1. write a baseline of what is known: {', then '.join(writing)}"
        name = DEFAULT_NAME if baseline is None else os.path.relpath(baseline)
        naming = f', and set baseline = "{name}" in pyproject.toml, [tool.shapeproof]' if baseline is None else ""
        yield f"  2. commit {name}{naming}"
        number = 3
    yield from _gate(tools, number, survey)


def _gate(tools: ProjectTools, number: int, survey: ProjectSurvey) -> Iterator[str]:
    if tools.ci is None:
        yield f"  {number}. run pytest --shapeproof-fail=new"
        return
    name, path = tools.ci
    extras = "aws,vcr" if any(form == "vcr" for _, form in survey.counts) else "aws"
    commands = [f'pip install "shapeproof[{extras}]"']
    if survey.paths:
        commands.append(f"shapeproof validate{_CI_OPTIONS.get(name, '')}")
    if tools.has_live_responses:
        commands.append("pytest --shapeproof-fail=new")
    instead = ", the last one instead of `pytest`" if tools.has_live_responses else ""
    yield f"  {number}. {name} ({path}): add {pluralize(len(commands), 'step')}{instead}:"
    for command in commands:
        yield f"       {_CI_STEPS.get(name, '- {}').format(command)}"
