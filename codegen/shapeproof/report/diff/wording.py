"""What reports say about a change."""

from __future__ import annotations

import json
from typing import Any, Final

from shapeproof.diff.changes.model import Change
from shapeproof.diff.verdicts.diff_result import DiffEntry, DiffResult
from shapeproof.errors import one_line, truncated
from shapeproof.report.common.plurals import pluralize
from shapeproof.suppression.printed_selectors import selector_of
from shapeproof.suppression.wildcards import escape

__all__ = ["change_line", "counts_line", "headline", "places_line", "selector", "values_line", "witness_line"]

_SHOWN_VALUES: Final = 6
_SHOWN_PLACES: Final = 3
_SHOWN_OPERATIONS: Final = 4
_LONGEST: Final = 100


def headline(change: Change) -> str:
    """What changed of what: `TrainingInstanceType: values added to an enum`."""
    of_part = {"request": "request: ", "error": "error: "}.get(change.part, "")
    return one_line(f"{of_part}{_subject(change)}: {change.code.title}")


def change_line(change: Change) -> str:
    """A change in one line: `SP601 optional member added: HyperParameterTuningJobConfig.Autotune`."""
    of_part = "" if change.part == "response" else f"{change.part} "
    more = f" and {pluralize(change.place_count - 1, 'other place')}" if change.place_count > 1 else ""
    line = f"{change.code.number} {change.code.title}: {of_part}{change.path or change.member or 'the root'}{more}"
    values = values_line(change)
    return one_line(f"{line}: {values}" if values else line)


def _subject(change: Change) -> str:
    """The shape with its member, or what else is meant; the old name too if it is another one."""
    if change.keyword in {"operations", "services"}:
        return change.member
    if not change.shape:
        return change.member or change.path or "the whole response"
    is_renamed = change.old_shape and change.new_shape and change.old_shape != change.new_shape
    shape = f"{change.old_shape} -> {change.new_shape}" if is_renamed else change.shape
    return f"{shape}.{change.member}" if change.member else shape


def values_line(change: Change) -> str:
    """What it was and what it is; "" where the headline says all."""
    if change.keyword in {"properties", "required", "anyOf", "additionalProperties", "operations", "services"}:
        return ""
    if change.keyword == "enum" and (change.old is None or change.new is None):
        return _listed(change.old or change.new or [])
    keyword = f"{change.keyword} " if change.keyword and change.keyword not in {"type", "x-rules"} else ""
    return one_line(f"{keyword}{_short(change.old)} -> {_short(change.new)}")


def _listed(values: list[Any]) -> str:
    rest = len(values) - _SHOWN_VALUES
    more = f" and {rest} more" if rest > 0 else ""
    return one_line(", ".join(map(str, values[:_SHOWN_VALUES])) + more)


def _short(value: Any) -> str:
    if value is None:
        return "none"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return truncated(text, _LONGEST)


def places_line(entry: DiffEntry) -> str:
    """Where it is; "" for what has no place."""
    change = entry.verdict.change
    line = ""
    if change.places:
        paths = [place.path or "the root" for place in change.places[:_SHOWN_PLACES]]
        rest = change.place_count - len(paths)
        more = f" and {'more than ' if change.has_more_places else ''}{pluralize(rest, 'other place')}" if rest else ""
        line = f"at {', '.join(paths)}{more}"
    if len(entry.operations) > 1 or (entry.operations and not change.keyword.endswith(("operations", "services"))):
        line = f"{_operations(entry)}{': ' if line else ''}{line}"
    return one_line(line)


def _operations(entry: DiffEntry) -> str:
    service, _, first = entry.operation.rpartition(".")
    shown = [first, *(name.rpartition(".")[2] for name in entry.operations[1:_SHOWN_OPERATIONS])]
    rest = len(entry.operations) - len(shown)
    return f"{service}: {', '.join(shown)}" + (f" and {pluralize(rest, 'other operation')}" if rest else "")


def witness_line(entry: DiffEntry) -> str:
    """What shows it; "" for what needs nothing to show it."""
    witness = entry.verdict.witness
    change = entry.verdict.change
    if witness is None:
        return "no witness was found" if entry.verdict.change_class == "undecided" else ""
    what = (
        "request that the new edition refuses" if change.part == "request" else "response that the old edition refuses"
    )
    notes = "" if witness.is_alone else "; it is refused for other changes, too"
    notes += "" if witness.keeps_rules else "; it breaks a rule"
    return one_line(f"witness: a {what} at {witness.pointer or 'the root'} ({witness.keyword}){notes}")


def selector(entry: DiffEntry) -> str:
    """The codes, the operation and the path by which `--ignore` knows it."""
    if not entry.operation:
        return f"{entry.verdict.rule or entry.verdict.code}:{escape(entry.verdict.path)}"
    return selector_of(entry.verdict, entry.operation) or entry.verdict.code


def counts_line(result: DiffResult) -> str:
    """The numbers: `9 changes: 4 breaking, 5 harmless, for a closed reader`."""
    counts = [f"{count:,} {change_class}" for change_class, count in result.classes.items()]
    line = f"{pluralize(len(result.entries), 'change')}: {', '.join(counts)}" if counts else "no changes"
    hidden = [f"{result.suppressed:,} suppressed"] * bool(result.suppressed) + [f"{result.known:,} known"] * bool(
        result.known
    )
    if counts:
        line += f", for {'an' if result.reader == 'open' else 'a'} {result.reader} reader"
    if hidden:
        line += f" ({', '.join(hidden)})"
    if result.compared != 1:
        line += f"; {pluralize(result.compared, 'operation')} compared"
    return line
