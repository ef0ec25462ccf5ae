"""Source text of a module, taken apart and put together: what is kept of a generator's, where docstrings go, imports."""

from __future__ import annotations

import ast
import re
import sys
import textwrap
from collections.abc import Collection, Iterator, Mapping
from typing import Final

__all__ = ["documented", "public_names", "tidied", "without", "wrapped"]

_WIDTH: Final = 118


def without(source: str, module: str, attribute: str) -> str:
    """The source without what it imports from `module`, and without assignments to `attribute` in classes.

    What was imported under another name, for an attribute hides its own, has that name from then on.
    """
    tree = ast.parse(source)
    gone: list[ast.stmt] = [node for node in tree.body if isinstance(node, ast.ImportFrom) and node.module == module]
    renamed = [one for node in gone if isinstance(node, ast.ImportFrom) for one in node.names if one.asname]
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            gone += [one for one in node.body if isinstance(one, ast.Assign) and _target(one) == attribute]
    last_import = max((node.end_lineno or 0 for node in tree.body if isinstance(node, ast.ImportFrom)), default=0)
    return _edited(source, gone, {last_import: [f"{one.asname}: TypeAlias = {one.name}" for one in renamed]})


def documented(source: str, texts: Mapping[str, Mapping[str, str]]) -> str:
    """The source with docstrings.

    `texts` maps a class, or an alias in its place, to the name of each attribute or enum member and its text; the
    class's own text is under the empty name.
    """
    insertions: dict[int, list[str]] = {}
    passes: list[ast.stmt] = []
    for node in ast.parse(source).body:
        told = texts.get(_target(node) or "", {})
        if not told:
            continue
        if not isinstance(node, ast.ClassDef):  # an alias
            insertions[node.end_lineno or 0] = _docstring(told, "", 0)
            continue
        insertions[node.body[0].lineno - 1] = [*_docstring(told, "", 4), *([""] if told.get("") else [])]
        if isinstance(node.body[0], ast.Pass) and told.get(""):
            passes.append(node.body[0])
            insertions[node.body[0].lineno - 1] = _docstring(told, "", 4)
        for statement in node.body:
            if name := _target(statement):
                insertions.setdefault(statement.end_lineno or 0, []).extend(_docstring(told, name, 4))
    return _edited(source, passes, insertions)


def _target(node: ast.stmt) -> str | None:
    match node:
        case ast.ClassDef(name=name):
            return name
        case ast.AnnAssign(target=ast.Name(id=name)) | ast.Assign(targets=[ast.Name(id=name)]):
            return name
        case _:
            return None


def _docstring(texts: Mapping[str, str], name: str, indent: int) -> list[str]:
    text = texts.get(name, "").replace("\\", "\\\\").replace('"""', r"\"\"\"")
    if not text:
        return []
    text = f'{text[:-1]}\\"' if text.endswith('"') else text
    if "\n" not in text and len(text) + indent + 6 <= _WIDTH + 2:
        return [f'{" " * indent}"""{text}"""']
    lines = [*wrapped(f'"""{text}', _WIDTH - indent), '"""']
    return [f"{' ' * indent}{line}".rstrip() for line in lines]


def wrapped(text: str, width: int = _WIDTH) -> Iterator[str]:
    """The lines of a text, wrapped; those that belong to an item of a list stand under it."""
    for line in text.split("\n"):
        depth = len(line) - len(line.lstrip(" ")) + (2 if line.lstrip().startswith("- ") else 0)
        yield from textwrap.wrap(
            line, width, subsequent_indent=" " * depth, break_long_words=False, break_on_hyphens=False
        ) or [""]


def _edited(source: str, gone: list[ast.stmt], insertions: Mapping[int, list[str]]) -> str:
    removed = {line for node in gone for line in range(node.lineno, (node.end_lineno or node.lineno) + 1)}
    kept: list[str] = list(insertions.get(0, ()))
    for number, line in enumerate(source.splitlines(), start=1):
        if number not in removed:
            kept.append(line)
        kept += insertions.get(number, ())
    return "\n".join(kept) + "\n"


def public_names(source: str) -> list[str]:
    """The classes, aliases and functions that a module defines, sorted."""
    names = [node.name if isinstance(node, ast.FunctionDef) else _target(node) or "" for node in ast.parse(source).body]
    return sorted(name for name in names if name and not name.startswith("_"))


def tidied(source: str) -> str:
    """The source with the imports that it uses, gathered where the first of them stood; from `__future__` first."""
    tree = ast.parse(source)
    imports = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} | set(_quoted(tree))
    modules: set[str] = set()
    names: dict[str, set[str]] = {}
    for node in imports:
        wanted = {
            f"{one.name} as {one.asname}" if one.asname else one.name
            for one in node.names
            if (one.asname or one.name.split(".")[0]) in used
        }
        if isinstance(node, ast.Import):
            modules |= wanted
        else:
            found = {one.name for one in node.names} if node.module == "__future__" else wanted
            names.setdefault(node.module or "", set()).update(found)
    lines = _import_lines(modules, {module: found for module, found in names.items() if found})
    first = min(node.lineno for node in imports)
    return _blank_lines(_edited(source, list[ast.stmt](imports), {first - 1: lines}))


def _quoted(tree: ast.Module) -> Iterator[str]:
    """Texts that may be forward references."""
    return (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))


def _import_lines(modules: Collection[str], names: Mapping[str, Collection[str]]) -> list[str]:
    """The lines of all imports, as isort would have them: `__future__`, the standard library, others."""
    groups: list[list[str]] = [[], [], []]
    for module in sorted(modules):
        groups[_group(module)].append(f"import {module}")
    for module in sorted(names):
        groups[_group(module)] += _from_statement(module, sorted(names[module], key=_as_isort))
    return "\n\n".join("\n".join(lines) for lines in groups if lines).split("\n")


def _group(module: str) -> int:
    top = re.split(r"[. ]", module)[0]
    return 0 if top == "__future__" else 1 if top in sys.stdlib_module_names else 2


def _as_isort(name: str) -> tuple[int, str]:
    """Constants, then classes, then functions."""
    return (0 if name.isupper() else 1 if name[:1].isupper() else 2, name)


def _from_statement(module: str, names: list[str]) -> list[str]:
    line = f"from {module} import {', '.join(names)}"
    if len(line) <= _WIDTH:
        return [line]
    return [f"from {module} import (", *(f"    {name}," for name in names), ")"]


def _blank_lines(source: str) -> str:
    """The source with two blank lines at most between two statements, and two before each class and function."""
    few = re.sub(r"\n{4,}", "\n\n\n", source)
    apart = re.sub(r"\n+(?=\n(?:class |def |@)(?!.*\n@))", "\n\n", few)
    return re.sub(r"(@[^\n]*\n)\n+(?=class |def |@)", r"\1", apart).strip("\n") + "\n"
