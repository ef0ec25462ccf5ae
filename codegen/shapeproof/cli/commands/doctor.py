"""`shapeproof doctor`: whether the installation and the settings of a project are well."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from typing import Final

import click

from shapeproof.cli.doctor import packages, project, surroundings
from shapeproof.cli.doctor.model import Check, Section, section_of
from shapeproof.cli.terminal import print_json, print_text
from shapeproof.report.common.plurals import pluralize

__all__ = ["command"]

_SECTIONS: Final[tuple[tuple[str, Callable[[], Iterable[Check]]], ...]] = (
    ("versions", packages.check_versions),
    ("packages", packages.check_packages),
    ("extras", packages.check_extras),
    ("command", surroundings.check_command),
    ("contracts", project.check_contracts),
    ("settings", project.check_settings),
    ("cache", surroundings.check_cache),
    ("pytest", surroundings.check_pytest),
    ("terminal", surroundings.check_terminal),
    ("completion", surroundings.check_completion),
)
_MARKS: Final = {"ok": "  ", "note": "- ", "problem": click.style("! ", fg="red", bold=True)}


@click.command("doctor", short_help="Check the installation and the settings of a project.")
@click.option(
    "--format",
    "output_format",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="For people, or for programs.",
)
def command(output_format: str) -> int:
    """Check the installation, and the settings of the project in the working directory.

    Lists versions, extras, contracts at hand, settings, the cache, pytest's plugin, the terminal and the completion of the
    shell. `!` marks what will hurt, `-` what may be wanted and isn't there, each with what to do about it. Paste the output
    into a report of a bug: it has no variables of the environment, and no values of settings.

    Exits with 1 if there is a problem.

    \b
    Examples:
      shapeproof doctor
      shapeproof doctor --format json
    """
    sections = [section_of(name, checks) for name, checks in _SECTIONS]
    problems = sum(check.status == "problem" for section in sections for check in section.checks)
    if output_format == "json":
        document = {"problems": problems, "sections": [asdict(section) for section in sections]}
        print_json(json.dumps(document, indent=2, ensure_ascii=False))
    else:
        for line in _lines(sections, problems):
            print_text(line)
    return 1 if problems else 0


def _lines(sections: Iterable[Section], problems: int) -> Iterator[str]:
    for section in sections:
        yield click.style(section.name, bold=True)
        width = max((len(check.name) for check in section.checks), default=0)
        for check in section.checks:
            value = " ".join(check.value.split())
            yield f"{_MARKS[check.status]}{check.name:{width}}  {value}"
            if check.hint and check.status != "ok":
                yield f"    {click.style(check.hint, dim=True)}"
    yield ""
    yield f"{pluralize(problems, 'problem')} found" if problems else "no problems found"
