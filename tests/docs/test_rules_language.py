"""The reference of the language of rules: its examples behave as it says, and its functions are those of the table."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from documentation.markdown import blocks
from shapeproof.cel import parser, patterns, steps
from shapeproof.cel.cel_error import CelError
from shapeproof.cel.checker import check
from shapeproof.cel.compiler import compile_expression
from shapeproof.cel.evaluation_error import EvaluationError
from shapeproof.cel.functions import FUNCTIONS, Function
from shapeproof.cel.parser import parse
from shapeproof.cel.types import BOOL, DOUBLE, INT, STRING, TIMESTAMP, ListType, MapType, StructureType, Type

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "rules-language.md"
JOB = StructureType("Job")
STRUCTURES: dict[str, dict[str, Type]] = {
    "Job": {
        "Name": STRING,
        "Status": STRING,
        "FailureReason": STRING,
        "Count": INT,
        "Limit": INT,
        "Score": DOUBLE,
        "CreationTime": TIMESTAMP,
        "EndTime": TIMESTAMP,
        "Tags": ListType(STRING),
        "Labels": MapType(STRING, STRING),
        "Parts": ListType(StructureType("Part")),
    },
    "Part": {"Name": STRING, "Size": INT},
}
EXAMPLE = re.compile(r"(?P<expression>.+?)(?:\s+// (?:(?P<kind>error|refused): )?(?P<comment>.+))?")


def text() -> str:
    return PAGE.read_text(encoding="utf-8")


def examples() -> Iterator[tuple[str, str, str]]:
    """The expressions with what is expected of them: `true`, or the kind and the message of the error."""
    for block in blocks(text()):
        for line in block.text.splitlines() if block.language == "cel" else ():
            match = EXAMPLE.fullmatch(line)
            assert match, line
            yield match["expression"], match["kind"] or "true", match["comment"] or ""


def outcome(expression: str, value: Any) -> tuple[str, str]:
    try:
        checked = check(parse(expression), {"self": JOB, "root": JOB, "oldSelf": JOB}, STRUCTURES, BOOL)
        return str(compile_expression(checked, ["self"])(value)).lower(), ""
    except CelError as error:
        return "refused", str(error).partition("\n")[0]
    except EvaluationError as error:
        return "error", error.reason


@pytest.mark.parametrize(("expression", "kind", "message"), list(examples()))
def test_examples(expression: str, kind: str, message: str) -> None:
    (structure,) = (json.loads(block.text) for block in blocks(text()) if block.language == "json")
    assert outcome(expression, structure) == (kind, message if kind != "true" else "")


def rows() -> list[str]:
    """The table of functions, as the page has it."""
    return [
        f"| `{_call(function)}` | {_results(function)} | {function.description} | {function.source} |"
        for function in FUNCTIONS.values()
    ]


def _call(function: Function) -> str:
    calls: list[str] = []
    for overload in function.overloads:
        first, *rest = map(str, overload.parameters)
        more = ", …" if overload.is_variadic else ""
        if function.style == "function":
            calls.append(f"{function.name}({', '.join([first, *rest])}{more})")
        else:
            calls.append(f"{first}.{function.name}({', '.join(rest)})")
    return "`<br>`".join(calls)


def _results(function: Function) -> str:
    results = [str(overload.result or overload.parameters[0]) for overload in function.overloads]
    return "<br>".join(results if len(set(results)) > 1 else results[:1])


def test_functions_are_those_of_the_table(request: pytest.FixtureRequest) -> None:
    table = ["| function | returns | which is | of |", "|---|---|---|---|", *rows()]
    start, end = "<!-- functions -->\n", "\n`strings` and"
    before, _, rest = text().partition(start)
    found, _, after = rest.partition(end)
    if request.config.getoption("--update-golden"):
        PAGE.write_text(f"{before}{start}" + "\n".join(table) + f"\n{end}{after}", encoding="utf-8")
        found = "\n".join(table) + "\n"
    assert found == "\n".join(table) + "\n"


def test_limits_are_those_of_the_code() -> None:
    limits = [
        int(number.replace(",", "")) for number in re.findall(r"^\| [a-z, ]+ \| ([0-9,]+) \|$", text(), re.MULTILINE)
    ]
    assert limits == [
        parser.MAX_LENGTH,
        parser.MAX_NODES,
        parser.MAX_DEPTH,
        parser.MAX_NESTING,
        patterns.MAX_PATTERN_LENGTH,
        patterns.MAX_REPEAT,
        steps.MAX_STEPS,
    ]
