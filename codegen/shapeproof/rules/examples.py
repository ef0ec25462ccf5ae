"""Runs rules on their own examples, when they are captured."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from shapeproof.cel.checker import Checked
from shapeproof.cel.compiler import compile_expression
from shapeproof.cel.evaluation_error import EvaluationError
from shapeproof.contract import Pointer, Schema
from shapeproof.errors import CaptureError
from shapeproof.rules.checked_rule import OLD_SELF, ROOT, SELF, CheckedRule
from shapeproof.rules.structures import structures_in

__all__ = ["check_examples", "parts_of_example", "responses_of_example"]

_VARIABLES = (SELF, ROOT, OLD_SELF)


def check_examples(checked: CheckedRule, schema: Schema) -> None:
    """Check that a rule keeps the example that keeps it, and breaks the one that breaks it.

    Args:
        checked: the rule.
        schema: the schema that has its structure.

    Raises:
        CaptureError: it doesn't, or an example has another form than the rule's.
    """
    for key, example in (("keeps", checked.rule.keeps), ("breaks", checked.rule.breaks)):
        _check_form(checked, key, example)
        outcomes = [_outcome(checked, key, variables) for variables in _variables_of(checked, example, schema)]
        expected = "kept" if key == "keeps" else "broken"
        if expected not in outcomes or (key == "keeps" and "broken" in outcomes):
            found = " and ".join(sorted(set(outcomes))) or f"without a structure {checked.rule.structure}"
            raise _error(checked, key, f"expected an example for which the rule is {expected}, got one that is {found}")


def responses_of_example(checked: CheckedRule, example: Any) -> list[Any]:
    """The objects of an example: one, or an older and a newer one."""
    return list(example) if checked.reads_old_self else [example]


def parts_of_example(checked: CheckedRule, value: Any, schema: Schema) -> Iterator[tuple[Pointer, Any]]:
    """The structures of an object of an example that a rule is about, with their pointers: the object, or those in it."""
    if not checked.reads_root:
        yield (), value
        return
    for place in structures_in(schema, value):
        if place.name == checked.rule.structure:
            yield place.pointer, place.value


def _check_form(checked: CheckedRule, key: str, example: Any) -> None:
    if isinstance(example, list) == checked.reads_old_self:
        return
    expected = "two objects, since the rule reads oldSelf" if checked.reads_old_self else "one object"
    raise _error(checked, key, f"expected {expected}, got {'two' if isinstance(example, list) else 'one'}")


def _variables_of(checked: CheckedRule, example: Any, schema: Schema) -> Iterator[tuple[Any, Any, Any]]:
    responses = responses_of_example(checked, example)
    before = dict(parts_of_example(checked, responses[0], schema))
    for pointer, part in parts_of_example(checked, responses[-1], schema):
        if pointer in before:
            yield part, responses[-1], before[pointer]


def _outcome(
    checked: CheckedRule, key: str, variables: tuple[Any, Any, Any]
) -> Literal["kept", "broken", "not relevant"]:
    if checked.when is not None and not _value(checked, "when", key, checked.when, variables):
        return "not relevant"
    if _value(checked, "rule", key, checked.body, variables):
        return "kept"
    if checked.message is not None:
        _value(checked, "messageExpression", key, checked.message, variables)
    return "broken"


def _value(checked: CheckedRule, name: str, key: str, expression: Checked, variables: tuple[Any, Any, Any]) -> Any:
    try:
        return compile_expression(expression, _VARIABLES)(*variables)
    except EvaluationError as error:
        raise _error(checked, key, f"{name} has no value: {error.reason}") from error


def _error(checked: CheckedRule, key: str, message: str) -> CaptureError:
    return CaptureError(f"{key}: {message}", where=f"rule {checked.rule.id}")
