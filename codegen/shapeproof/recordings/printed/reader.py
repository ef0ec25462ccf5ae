"""Printed Python -> responses: what notebooks and consoles show of boto3's dicts. Read with `ast`, never executed."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import partial
from typing import Final

from shapeproof.contract import Pointer
from shapeproof.recordings.model import Location, ReadFailure, Recording
from shapeproof.recordings.printed.literals import ONLY_LITERALS, RefusedNode, literal
from shapeproof.recordings.printed.nodes import constant_keys, construct_of, items, members, node_at
from shapeproof.recordings.printed.statements import Statement, statements
from shapeproof.recordings.syntax.json_diagnosis import decode
from shapeproof.recordings.syntax.json_faults import MAX_DIGITS, TOO_MANY_DIGITS
from shapeproof.recordings.syntax.json_text import split_mark
from shapeproof.recordings.syntax.unreadable import UnreadableText
from shapeproof.validation.catalog import reading
from shapeproof.validation.refused_values import MAX_NESTING, TOO_DEEP

__all__ = ["looks_like_printed_python", "read"]

_FORM: Final = "printed python"
_PROGRAM = re.compile(r"(?:async\s+)?(def|class|if|elif|else|for|while|with|try|except|finally|match)\b|@")
_PROGRAM_LINE = re.compile(rb"^(?:async +)?(?:def|class) +\w+ *[(:]", re.MULTILINE)


def read(data: bytes) -> Iterator[Recording | ReadFailure]:
    """Read every dict of a text, one after another, assigned to a name, or in a list of nothing but dicts.

    Times keep their offset where it is printed and are naive elsewhere. Imports, docstrings, comments, assigned
    constants and what was typed at a prompt are passed over. A response that holds anything but literals is one Problem,
    for its first fault (no literal, a duplicate key, a number out of range), which carries its `keys`. A statement
    that isn't Python is one too. The others are read all the same; what only a value shows, `refused_values` finds.
    """
    try:
        text = decode(split_mark(data)[0])
    except UnreadableText as reason:
        yield ReadFailure(reason.code, reason.message, line=reason.line, column=reason.column, form=_FORM)
        return
    index = 0
    in_program = False  # a function or a page of prose is one problem, not one for each of its lines
    for statement in statements(text):
        if in_program and statement.indented:
            continue
        is_program = bool(_PROGRAM.match(statement.code))
        if is_program:
            answers: list[Recording | ReadFailure] = [_program(statement, index)]
        else:
            answers = list(_answers(statement, index))
        is_foreign = is_program or any(
            isinstance(answer, ReadFailure) and not _has_bracket(statement) for answer in answers
        )
        if not (is_foreign and in_program):
            yield from answers
            index += len(answers)
        in_program = is_foreign or (in_program and not answers)
    if index == 0:
        message = "There is no dict in this text. Print the response as it is, or give the file to the form it has."
        yield ReadFailure(reading.NO_RESPONSE, message, line=1, column=1, form=_FORM)


def looks_like_printed_python(data: bytes) -> bool:
    """Whether a text consists of dict and list displays and assignments of them, with at least one dict in it.

    Comments, docstrings, imports and plain constants may stand between them, and anything inside them: whether a dict
    that can't be read is meant as a response, its keys tell. Functions, classes and other statements don't belong here.
    Plain JSON may look like this too: ask for that first.
    """
    if b"{" not in data or _PROGRAM_LINE.search(data):
        return False
    found = False
    try:
        for statement in statements(decode(split_mark(data)[0])):
            for node in statement.nodes():
                display = _display(node)
                if display is None:
                    if not (_is_aside(node) or statement.prompted):
                        return False
                elif members(display) is not None or _responses(display) != [display]:
                    found = True
    except (UnreadableText, SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return found


def _answers(statement: Statement, index: int) -> Iterator[Recording | ReadFailure]:
    try:
        nodes = statement.nodes()
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        yield _unparsable(statement, error, index)
        return
    for node in nodes:
        display = _display(node)
        if display is not None:
            for response in _responses(display):
                yield _response(response, statement, index)
                index += 1
        elif not (_is_aside(node) or statement.prompted):
            shown = node.value if isinstance(node, ast.Expr | ast.Assign) else node
            yield _refusal(RefusedNode.not_literal(construct_of(shown, statement), shown), statement, index)
            index += 1


def _response(node: ast.expr, statement: Statement, index: int) -> Recording | ReadFailure:
    try:
        value = literal(node, statement)
    except RefusedNode as reason:
        return _refusal(reason, statement, index, constant_keys(node))
    line = statement.line + node.lineno - 1
    return Recording(value, _FORM, index, line, representation="sdk", locate=partial(_locate, node, statement))


def _locate(node: ast.expr, statement: Statement, pointer: Pointer) -> Location:
    return statement.place(node_at(node, pointer))


def _refusal(reason: RefusedNode, statement: Statement, index: int, keys: tuple[str, ...] = ()) -> ReadFailure:
    line, column = statement.place(reason.node)
    return ReadFailure(reason.code, reason.message, index, line, column, reason.pointer, _FORM, keys)


def _unparsable(statement: Statement, error: Exception, index: int) -> ReadFailure:
    place, reason = Location(statement.line, statement.column), str(error)
    if isinstance(error, SyntaxError):
        place, reason = statement.place_of(max(error.lineno or 1, 1), max(error.offset or 1, 1)), error.msg
    if isinstance(error, RecursionError | MemoryError) or statement.depth > MAX_NESTING:
        return ReadFailure(reading.NESTED_TOO_DEEP, TOO_DEEP, index, *place, form=_FORM)
    if statement.has_number_of(MAX_DIGITS + 1):
        return ReadFailure(reading.TOO_LARGE, TOO_MANY_DIGITS, index, *place, form=_FORM)
    message = f"This can't be read as Python ({reason}). Print the whole response again, with print() or repr()."
    return ReadFailure(reading.INVALID_SYNTAX, message, index, *place, form=_FORM)


def _program(statement: Statement, index: int) -> ReadFailure:
    shown = statement.code.split("\n")[0].strip()[:40]
    message = f"Here stands a piece of a program ({shown}): {ONLY_LITERALS} Keep the printed responses alone."
    return ReadFailure(reading.NOT_A_LITERAL, message, index, statement.line, statement.column, form=_FORM)


def _has_bracket(statement: Statement) -> bool:
    return statement.code.lstrip().startswith(("{", "[", "(")) or "{" in statement.code


def _display(node: ast.stmt) -> ast.expr | None:
    """The dict or list that a statement shows or assigns."""
    match node:
        case ast.Expr(value=value) | ast.Assign(value=value) | ast.AnnAssign(value=ast.expr() as value):
            return value if members(value) is not None or isinstance(value, ast.List) else None
        case _:
            return None


def _responses(display: ast.expr) -> list[ast.expr]:
    """A list of nothing but dicts is a list of responses; anything else is one response."""
    elements = items(display)
    return elements if elements and all(members(element) is not None for element in elements) else [display]


def _is_aside(node: ast.stmt) -> bool:
    """What may stand between responses without being one."""
    match node:
        case ast.Import() | ast.ImportFrom() | ast.Expr(value=ast.Constant(value=str())):
            return True
        case ast.Assign(value=ast.Constant()) | ast.AnnAssign(value=ast.Constant() | None):
            return True
        case _:
            return False
