"""Reads responses from printed Python: what notebooks and consoles show of boto3's dicts."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator
from functools import partial
from typing import Final

from shapeproof.contract import Pointer
from shapeproof.recordings.limits import MAX_DIGITS
from shapeproof.recordings.location import Location
from shapeproof.recordings.model import ReadFailure, Recording, Remark
from shapeproof.recordings.printed.literals import ONLY_LITERALS, RefusedNode, literal_value
from shapeproof.recordings.printed.nodes import constant_keys, describe_node, items, members, nodes_at
from shapeproof.recordings.printed.statements import Statement, split_statements
from shapeproof.recordings.syntax.json_diagnosis import decode
from shapeproof.recordings.syntax.json_parser import split_bom
from shapeproof.recordings.syntax.json_token_faults import TOO_MANY_DIGITS
from shapeproof.recordings.syntax.parse_error import ParseError
from shapeproof.representations.response_metadata import RESPONSE_METADATA
from shapeproof.validation.catalog import reading
from shapeproof.validation.quotations import quote_code
from shapeproof.validation.refused_values import MAX_NESTING, TOO_DEEP

__all__ = ["looks_like_printed_python", "read"]

_FORM: Final = "printed python"
_PROGRAM_STATEMENT = re.compile(r"(?:async\s+)?(def|class|if|elif|else|for|while|with|try|except|finally|match)\b|@")
_PROGRAM_LINE = re.compile(rb"^(?:async +)?(?:def|class) +\w+ *[(:]", re.MULTILINE)


def read(data: bytes) -> Iterator[Recording | ReadFailure]:
    """Read every dict in a file, one after another, assigned to a name, or in a list of nothing but dicts.

    Imports, docstrings, comments, assigned constants and what was typed at a prompt are ignored. Times keep their offset
    if one is printed, and are in UTC under `tzlocal()`. What only a value can show is left to `refused_values`.

    Args:
        data: the bytes of the file.

    Yields:
        A recording for each response, with a remark for each value that can't be checked. A response that can't be read
        yields one failure, for its first fault, with its `keys` (SP911; SP905 and SP909 for its keys and numbers); so does a statement that isn't Python (SP901). Reading continues after a failure.
    """
    try:
        text = decode(split_bom(data)[0])
    except ParseError as error:
        yield ReadFailure(error.code, error.message, line=error.line, column=error.column, form=_FORM)
        return
    index = 0
    in_program = False  # a function or a page of prose is one failure, not one for each of its lines
    for statement in split_statements(text):
        if in_program and statement.is_indented:
            continue
        is_program = bool(_PROGRAM_STATEMENT.match(statement.code))
        if is_program:
            results: list[Recording | ReadFailure] = [_program_failure(statement, index)]
        else:
            results = list(_read_statement(statement, index))
        is_foreign = is_program or any(
            isinstance(result, ReadFailure) and not _has_bracket(statement) for result in results
        )
        if not (is_foreign and in_program):
            yield from results
            index += len(results)
        in_program = is_foreign or (in_program and not results)
    if index == 0:
        message = "no dict found; print the response itself, or give the file the extension of its format"
        yield ReadFailure(reading.NO_RESPONSE, message, line=1, column=1, form=_FORM)


def looks_like_printed_python(data: bytes) -> bool:
    """Whether a file consists of dict and list displays and assignments of them, with at least one dict.

    Comments, docstrings, imports and plain constants are allowed between them, and anything inside them: the keys of a
    dict that can't be read show whether it is a response. Functions, classes and other statements are not allowed.
    Plain JSON may look like this too: test for that first.
    """
    if b"{" not in data or _PROGRAM_LINE.search(data):
        return False
    has_dict = False
    try:
        for statement in split_statements(decode(split_bom(data)[0])):
            for node in statement.nodes():
                display = _display(node)
                if display is None:
                    if not (_is_between_responses(node) or statement.is_prompted):
                        return False
                elif members(display) is not None or _responses(display) != [display]:
                    has_dict = True
    except ParseError as error:
        return error.code == reading.TOO_LARGE  # a statement that may be a response
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return has_dict


def _read_statement(statement: Statement, index: int) -> Iterator[Recording | ReadFailure]:
    try:
        nodes = statement.nodes()
    except ParseError as error:
        yield ReadFailure(error.code, error.message, index, error.line, error.column, form=_FORM)
        return
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        yield _syntax_failure(statement, error, index)
        return
    for node in nodes:
        display = _display(node)
        if display is not None:
            for response in _responses(display):
                yield _read_response(response, statement, index)
                index += 1
        elif not (_is_between_responses(node) or statement.is_prompted):
            expression = node.value if isinstance(node, ast.Expr | ast.Assign) else node
            refused = RefusedNode.not_literal(describe_node(expression, statement), expression)
            yield _literal_failure(refused, statement, index)
            index += 1


def _read_response(node: ast.expr, statement: Statement, index: int) -> Recording | ReadFailure:
    unknown: list[RefusedNode] = []
    try:
        value = literal_value(node, statement, unknown=unknown)
    except RefusedNode as refused:
        return _literal_failure(refused, statement, index, constant_keys(node))
    line, locate = statement.location_of(node).line, partial(_locate, node, statement)
    # What boto3 adds to a response is never checked.
    unknown = [refused for refused in unknown if refused.pointer[:1] != (RESPONSE_METADATA,)]
    remarks = tuple(_remark(refused, statement) for refused in unknown)
    return Recording(value, _FORM, index, line, representation="sdk", locate=locate, remarks=remarks)


def _remark(refused: RefusedNode, statement: Statement) -> Remark:
    """What can't be checked: the rest of the response is."""
    location = statement.location_of(refused.node)
    message = refused.message if refused.is_fault else f"not checked: {refused.message}"
    return Remark(refused.code, message, refused.pointer, location, refused.hides, is_fault=refused.is_fault)


def _locate(node: ast.expr, statement: Statement, pointers: Collection[Pointer]) -> dict[Pointer, Location]:
    return {pointer: statement.location_of(found) for pointer, found in nodes_at(node, pointers).items()}


def _literal_failure(refused: RefusedNode, statement: Statement, index: int, keys: tuple[str, ...] = ()) -> ReadFailure:
    location = statement.location_of(refused.node)
    return ReadFailure(refused.code, refused.message, index, *location, refused.pointer, _FORM, keys)


def _syntax_failure(statement: Statement, error: Exception, index: int) -> ReadFailure:
    location, reason = statement.location_at(1, 1), str(error)
    if isinstance(error, SyntaxError):
        location, reason = statement.location_at(max(error.lineno or 1, 1), max(error.offset or 1, 1)), error.msg
    if isinstance(error, RecursionError | MemoryError) or statement.depth > MAX_NESTING:
        return ReadFailure(reading.NESTED_TOO_DEEP, TOO_DEEP, index, *location, form=_FORM)
    if statement.has_number_of(MAX_DIGITS + 1):
        return ReadFailure(reading.TOO_LARGE, TOO_MANY_DIGITS, index, *location, form=_FORM)
    message = f"not valid Python: {reason}; print the whole response again, with print() or repr()"
    return ReadFailure(reading.INVALID_SYNTAX, message, index, *location, form=_FORM)


def _program_failure(statement: Statement, index: int) -> ReadFailure:
    code = quote_code(statement.code.split("\n")[0].strip(), kind="line")
    message = f"expected a literal, got program code ({code}); keep only the printed responses ({ONLY_LITERALS})"
    return ReadFailure(reading.NOT_A_LITERAL, message, index, *statement.location_at(1, 1), form=_FORM)


def _has_bracket(statement: Statement) -> bool:
    return statement.code.lstrip().startswith(("{", "[", "(")) or "{" in statement.code


def _display(node: ast.stmt) -> ast.expr | None:
    """The dict or list display that a statement consists of or assigns."""
    match node:
        case ast.Expr(value=value) | ast.Assign(value=value) | ast.AnnAssign(value=ast.expr() as value):
            return value if members(value) is not None or isinstance(value, ast.List) else None
        case _:
            return None


def _responses(display: ast.expr) -> list[ast.expr]:
    """A list of nothing but dicts is a list of responses; anything else is one response."""
    elements = items(display)
    return elements if elements and all(members(element) is not None for element in elements) else [display]


def _is_between_responses(node: ast.stmt) -> bool:
    """Whether a statement may stand between responses without being one."""
    match node:
        case ast.Import() | ast.ImportFrom() | ast.Expr(value=ast.Constant(value=str())):
            return True
        case ast.Assign(value=ast.Constant()) | ast.AnnAssign(value=ast.Constant() | None):
            return True
        case _:
            return False
