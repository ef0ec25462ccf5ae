"""Edits of Python source: remove placeholders, add docstrings, sort imports. What isn't edited keeps its layout."""

from __future__ import annotations

import ast
import re
import textwrap
import tokenize
from collections.abc import Collection, Iterator, Mapping
from itertools import pairwise
from typing import Final

from shapeproof.generate.models.source.literals import escaped, literal
from shapeproof.generate.models.source.statements import defined_name

__all__ = [
    "NAME_MARK",
    "public_names",
    "with_docstrings",
    "with_generics",
    "with_literals",
    "with_sorted_imports",
    "without_marks",
    "without_placeholders",
    "wrapped",
]

_WIDTH: Final = 118
NAME_MARK: Final = "="
"""Before the names of members that are to be written down even if they are those of their attributes."""


def without_placeholders(source: str, module: str, attribute: str) -> str:
    """The source without what stands for something else while classes are generated, and without calls.

    datamodel-code-generator has pydantic build recursive classes on import; they build themselves when they are used.

    Args:
        source: a module.
        module: the placeholder module; imports from it are removed. A name that was imported under an alias, since an
            attribute hides it, becomes a type alias.
        attribute: a class attribute whose assignments are removed.
    """
    tree = ast.parse(source)
    removed: list[ast.stmt] = [node for node in tree.body if isinstance(node, ast.ImportFrom) and node.module == module]
    renamed = [name for node in removed if isinstance(node, ast.ImportFrom) for name in node.names if name.asname]
    for node in tree.body:
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            removed.append(node)
        if isinstance(node, ast.ClassDef):
            removed += [
                statement
                for statement in node.body
                if isinstance(statement, ast.Assign) and defined_name(statement) == attribute
            ]
    last_import = max((node.end_lineno or 0 for node in tree.body if isinstance(node, ast.ImportFrom)), default=0)
    return _edited(source, removed, {last_import: [f"{name.asname}: TypeAlias = {name.name}" for name in renamed]})


def without_marks(source: str) -> str:
    """The source with the names of members as they are, in `Field(alias="=Name")` and `field(name="=Name")`.

    Args:
        source: a module in ASCII.
    """
    lines = source.split("\n")
    names = [
        keyword.value
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"Field", "field"}
        for keyword in node.keywords
        if keyword.arg in {"alias", "name"} and isinstance(keyword.value, ast.Constant)
    ]
    for node in sorted(names, key=lambda node: (node.lineno, node.col_offset), reverse=True):
        line = lines[node.lineno - 1]
        name = literal(str(node.value).removeprefix(NAME_MARK))
        lines[node.lineno - 1] = f"{line[: node.col_offset]}{name}{line[node.end_col_offset :]}"
    return "\n".join(lines)


def with_literals(source: str) -> str:
    """The source with every string as `literal` writes it."""
    lines = source.split("\n")
    edited: list[str] = []
    row, column = 1, 0
    for token in tokenize.generate_tokens(_lines(source).__next__):
        if token.type == tokenize.STRING:
            edited += _between(lines, (row, column), token.start)
            edited.append(literal(ast.literal_eval(token.string)))
            row, column = token.end
    edited += _between(lines, (row, column), (len(lines), len(lines[-1])))
    return "".join(edited)


def with_generics(source: str, names: Mapping[str, str]) -> str:
    """The source with other names of generic types, where they have arguments: `_List[str]` for `list[str]`."""
    lines = source.split("\n")
    tokens = list(tokenize.generate_tokens(_lines(source).__next__))
    for token, following in reversed(list(pairwise(tokens))):
        if token.type == tokenize.NAME and token.string in names and following.string == "[":
            (row, start), (_, end) = token.start, token.end
            lines[row - 1] = f"{lines[row - 1][:start]}{names[token.string]}{lines[row - 1][end:]}"
    return "\n".join(lines)


def _lines(source: str) -> Iterator[str]:
    """The lines that Python sees, with their ends; `str.splitlines` also splits at other characters."""
    yield from (f"{line}\n" for line in source.split("\n"))


def _between(lines: list[str], start: tuple[int, int], end: tuple[int, int]) -> Iterator[str]:
    """The text between two places, as lines from 1 and columns from 0."""
    (first, first_column), (last, last_column) = start, end
    if first == last:
        yield lines[first - 1][first_column:last_column]
        return
    yield lines[first - 1][first_column:]
    yield from (f"\n{line}" for line in lines[first : last - 1])
    yield f"\n{lines[last - 1][:last_column]}"


def with_docstrings(source: str, texts: Mapping[str, Mapping[str, str]]) -> str:
    """The source with docstrings.

    Args:
        source: a module.
        texts: by class or alias, the text of each attribute or enum member; that of the class itself is under the empty
            name.
    """
    insertions: dict[int, list[str]] = {}
    passes: list[ast.stmt] = []
    for node in ast.parse(source).body:
        class_texts = texts.get(defined_name(node) or "", {})
        if not class_texts:
            continue
        if not isinstance(node, ast.ClassDef):  # an alias
            insertions[node.end_lineno or 0] = _docstring(class_texts, "", 0)
            continue
        before_body = node.body[0].lineno - 1
        docstring = _docstring(class_texts, "", 4)
        if docstring and isinstance(node.body[0], ast.Pass):
            passes.append(node.body[0])
            insertions[before_body] = docstring
        else:
            insertions[before_body] = [*docstring, ""] if docstring else []
        for statement in node.body:
            if name := defined_name(statement):
                insertions.setdefault(statement.end_lineno or 0, []).extend(_docstring(class_texts, name, 4))
    return _edited(source, passes, insertions)


def _docstring(texts: Mapping[str, str], name: str, indent: int) -> list[str]:
    text = escaped(texts.get(name, ""))
    if not text:
        return []
    if "\n" not in text and len(text) + indent + 6 <= _WIDTH + 2:
        return [f'{" " * indent}"""{text}"""']
    lines = [*wrapped(f'"""{text}', _WIDTH - indent), '"""']
    return [f"{' ' * indent}{line}".rstrip() for line in lines]


def wrapped(text: str, width: int = _WIDTH) -> Iterator[str]:
    """The lines of a text, wrapped; the lines of a list item are indented below its first."""
    for line in text.split("\n"):
        depth = len(line) - len(line.lstrip(" ")) + (2 if line.lstrip().startswith("- ") else 0)
        yield from textwrap.wrap(
            line, width, subsequent_indent=" " * depth, break_long_words=False, break_on_hyphens=False
        ) or [""]


def _edited(source: str, removed: list[ast.stmt], insertions: Mapping[int, list[str]]) -> str:
    """The source without some statements, and with lines inserted after the line numbers in `insertions`."""
    removed_lines = {line for node in removed for line in range(node.lineno, (node.end_lineno or node.lineno) + 1)}
    lines: list[str] = list(insertions.get(0, ()))
    for number, line in enumerate(source.removesuffix("\n").split("\n"), start=1):
        if number not in removed_lines:
            lines.append(line)
        lines += insertions.get(number, ())
    return "\n".join(lines) + "\n"


def public_names(source: str) -> list[str]:
    """The classes, aliases and functions that a module defines, sorted."""
    names = [
        node.name if isinstance(node, ast.FunctionDef) else defined_name(node) or "" for node in ast.parse(source).body
    ]
    return sorted(name for name in names if name and not name.startswith("_"))


def with_sorted_imports(source: str) -> str:
    """The source with the imports that it uses at its top, sorted by isort, and blank lines as a formatter sets them."""
    tree = ast.parse(source)
    imports = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    # An attribute of the same name doesn't use an import.
    read = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
    used = read | set(_strings(tree))
    used -= _imported_under_conditions(tree)
    lines = [line for node in imports for line in _used_import(node, used)]
    # isort reads lines, not syntax, so that it gets no line that it could mistake for an import.
    body = _edited(source, list[ast.stmt](imports), {}).lstrip("\n")
    return _with_blank_lines(f"{_sorted_imports(lines).rstrip()}\n\n{body}")


def _strings(tree: ast.Module) -> Iterator[str]:
    """The strings in types and in calls of `cast`, since each may be a forward reference."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Subscript) or (
            isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "cast"
        ):
            yield from (
                inner.value
                for inner in ast.walk(node)
                if isinstance(inner, ast.Constant) and isinstance(inner.value, str)
            )


def _imported_under_conditions(tree: ast.Module) -> set[str]:
    """The names that the module imports in an `if`, so that it doesn't at its top."""
    conditions = (node for node in tree.body if isinstance(node, ast.If))
    imports = (node for condition in conditions for node in ast.walk(condition) if isinstance(node, ast.ImportFrom))
    return {alias.asname or alias.name for node in imports for alias in node.names}


def _used_import(node: ast.Import | ast.ImportFrom, used: Collection[str]) -> list[str]:
    """The import without the names that aren't used, as one line; no line if none is.

    What is imported `as` its own name is kept: it is there for others.
    """
    is_future = isinstance(node, ast.ImportFrom) and node.module == "__future__"
    node.names = [
        alias
        for alias in node.names
        if is_future or alias.name == alias.asname or (alias.asname or alias.name.split(".")[0]) in used
    ]
    return [ast.unparse(node)] if node.names else []


def _sorted_imports(lines: list[str]) -> str:
    import isort  # a dependency of datamodel-code-generator

    # All settings are given and no path is, so that no project's configuration and no directory changes the result.
    config = isort.Config(
        profile="black",
        line_length=_WIDTH,
        combine_as_imports=True,
        known_third_party=frozenset(["msgspec", "pydantic"]),
        py_version="311",
    )
    return isort.code("\n".join(lines), config=config)


def _with_blank_lines(source: str) -> str:
    """The source with at most two blank lines between statements, and two before each class and function."""
    at_most_two = re.sub(r"\n{4,}", "\n\n\n", source)
    before_definitions = re.sub(r"\n+(?=\n(?:class |def |@)(?!.*\n@))", "\n\n", at_most_two)
    return re.sub(r"(@[^\n]*\n)\n+(?=class |def |@)", r"\1", before_definitions).strip("\n") + "\n"
