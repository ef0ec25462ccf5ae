"""Compiles checked expressions to Python functions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

from shapeproof.cel.checker import Checked
from shapeproof.cel.code import ExpressionCode, Variable
from shapeproof.cel.evaluation_error import FAILURES, StepsExceededError, as_evaluation_error
from shapeproof.cel.python_code import Globals, evaluated, function
from shapeproof.cel.steps import Steps
from shapeproof.cel.syntax import Expression

__all__ = ["CompiledExpression", "compile_expression"]

_STEPS = "steps"


def compile_expression(
    checked: Checked, parameters: Sequence[str], node: Expression | None = None, *, looping: str | None = None
) -> CompiledExpression:
    """Compile an expression, or a node in it, to a Python function of its variables.

    The variables are JSON, in which times are strings. The function returns CEL's value: a bool, an int, a float, a
    string, None, a list, a dict, an aware datetime, or a timedelta.

    Args:
        checked: the expression.
        parameters: the names of the variables, in the order in which the function takes them: all that the node reads,
            those that macros around it bind too.
        node: a node of the expression; None for the whole.
        looping: the variable with another part of a response at each call, for who calls the function for all of them.
    """
    return CompiledExpression(checked, tuple(parameters), checked.expression if node is None else node, looping)


class CompiledExpression:
    """A function. The form that absorbs errors is compiled when one is met first."""

    def __init__(self, checked: Checked, names: tuple[str, ...], node: Expression, looping: str | None = None) -> None:
        """Compile the fast form. See `compile_expression`; `looping` is that of `ExpressionCode`."""
        self._checked = checked
        self._parameters = names
        self._node = node
        self._looping = looping
        self._fast = self._compiled(is_exact=False)

    def __call__(self, *args: Any) -> Any:
        """The value of the expression.

        Raises:
            EvaluationError: the expression has no value for these variables.
        """
        return self.value(Steps(), *args)

    def value(self, steps: Steps, *args: Any) -> Any:
        """The same with the steps that are left. Raises EvaluationError."""
        try:
            return self._fast(steps, *args)
        except StepsExceededError:
            raise
        except FAILURES:
            return self._exact_value(steps, *args)

    def _exact_value(self, steps: Steps, *args: Any) -> Any:
        try:
            return self._exact(steps, *args)
        except FAILURES as error:
            raise as_evaluation_error(error) from error

    @cached_property
    def _exact(self) -> Callable[..., Any]:
        return self._compiled(is_exact=True)

    def _compiled(self, *, is_exact: bool) -> Callable[..., Any]:
        names = Globals()
        scope = {name: Variable(f"p{number}", is_json=True) for number, name in enumerate(self._parameters)}
        code = ExpressionCode(self._checked, names, is_exact=is_exact, steps=_STEPS, looping=self._looping)
        body = code.code(self._node, scope)
        made = function([_STEPS, *(variable.python_name for variable in scope.values())], body)
        compiled: Callable[..., Any] = evaluated(made, names)
        return compiled
