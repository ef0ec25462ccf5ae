"""Where to start with the findings of a run: rules for the first steps.

1. What could not be read comes first: nothing else is known about it.
2. Then the operation with the most errors that are probably not AWS's own: its most frequent code, with an example. If no
   such error is left, an overlay for those of AWS; without any error, the operation with the most warnings.
3. Where errors of more than one cause remain, and the run has no baseline: a baseline, so that the rest can wait.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Final

from shapeproof.errors import one_line
from shapeproof.report.common.causes import Cause, example, worst_first
from shapeproof.report.common.commands import Commands
from shapeproof.report.common.plurals import pluralize
from shapeproof.validation.catalog import CODES, INCOMPLETE, Severity

__all__ = ["Step", "next_steps", "step_lines"]

_INDENT: Final = 5
_MIN_WIDTH: Final = 40


@dataclass(frozen=True, slots=True)
class Step:
    """One step.

    Attributes:
        text: what to do.
        command: the command to do it with.
        example: a cause to look at; None if there is no single one.
    """

    text: str
    command: str
    example: Cause | None = None


def next_steps(
    causes: Sequence[Cause], commands: Commands, *, has_baseline: bool, has_files: bool = True
) -> Iterator[Step]:
    """Yield the first steps, the most important first.

    Args:
        causes: all causes, of recordings or of live responses.
        commands: the commands that may be next.
        has_baseline: whether the run has a baseline.
        has_files: whether the causes are in files, which can be repaired.
    """
    unread = worst_first(cause for cause in causes if cause.is_unread and has_files)
    errors = [cause for cause in causes if cause.severity == "error" and not (cause.is_unread and has_files)]
    if unread:
        files = len({cause.path for cause in unread})
        theirs = "what they hold" if files > 1 else "what it holds"
        text = f"Repair {pluralize(files, 'file')}: {theirs} was not checked, or not as a whole. The first:"
        yield Step(text, _explain(unread[0]), unread[0])
    own = [cause for cause in errors if cause.count > cause.aws]
    warnings = [cause for cause in causes if cause.severity == "warning" and cause.count > cause.aws]
    if own:
        yield _largest(own, "error", is_beside_aws=any(cause.aws for cause in errors))
    elif errors:
        yield Step("All errors are probably AWS's own. Judge what an overlay would state:", commands.suggest_overlay)
    elif warnings:
        yield _largest(warnings, "warning", is_beside_aws=False)
    is_incomplete = any(cause.code in INCOMPLETE for cause in causes)  # such a run writes no baseline
    if len(own) > 1 and not is_incomplete and not has_baseline:
        text = "Leave the rest for later: with a baseline, a run fails only on what is new."
        yield Step(text, commands.write_baseline)


def step_lines(number: int, step: Step, columns: int | None) -> list[str]:
    """Return the lines of a step: what to do, an example, and the command.

    Args:
        number: its number, from 1.
        step: the step.
        columns: the columns of the terminal; None if there is none.
    """
    width = max(_MIN_WIDTH, columns - _INDENT) if columns else sys.maxsize
    first, *others = wrap(step.text, width, break_long_words=False)
    indent = " " * _INDENT
    examples = [f"{indent}  {example(step.example, columns)}"] if step.example else []
    return [f"  {number}. {first}", *(indent + line for line in others), *examples, indent + step.command]


def _largest(causes: Sequence[Cause], severity: Severity, *, is_beside_aws: bool) -> Step:
    """The operation with the most findings that aren't AWS's own, and its most frequent code."""
    operations: Counter[str] = Counter()
    for cause in causes:
        operations[cause.service_operation] += cause.count - cause.aws
    [(operation, count)] = operations.most_common(1)
    of_operation = [cause for cause in causes if cause.service_operation == operation]
    labels: Counter[str] = Counter()
    for cause in of_operation:
        labels[cause.label] += cause.count - cause.aws
    [(label, of_label)] = labels.most_common(1)
    first = worst_first(cause for cause in of_operation if cause.label == label)[0]
    total = operations.total()
    share = f"{count:,} of {pluralize(total, severity)}" if total > count else pluralize(count, severity)
    beside = " that are not AWS's own" if is_beside_aws else ""
    of_them = f"{of_label:,} of them " if of_label < count else ""
    where = one_line(operation) or "recordings of unknown operations"
    text = f"Look at {where}: {share}{beside}, {of_them}{one_line(label)} ({CODES[first.code].title})."
    return Step(text, _explain(first), first)


def _explain(cause: Cause) -> str:
    """The command that explains the code or, with its contract, the rule of a cause."""
    contract = f" --contract {cause.service_operation}" if cause.rule and cause.operation else ""
    return one_line(f"shapeproof explain {cause.rule or cause.code}{contract}")
