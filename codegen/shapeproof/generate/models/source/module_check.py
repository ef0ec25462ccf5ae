"""The last check of a module before it is written or run: it consists of its template and of what was asked for.

Strings of a contract enter a module as literals, so that this check never fails unless one of them broke out of its
literal. It looks at the syntax tree, and knows nothing about how the source was made.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from shapeproof.errors import InternalError
from shapeproof.generate.models.source.module_names import GENERATOR_IMPORTS, global_names
from shapeproof.generate.models.source.type_check import BUILTIN_TYPES, constant_strings, is_data, is_default, is_type

__all__ = ["ExpectedModule", "UnexpectedSourceError", "check_module"]

_TABLES: Final = frozenset({"_CONVERSIONS", "_MODULES", "_OPEN", "_OUTSIDE_BODY", "_PAYLOADS", "_RENAMED", "__all__"})
_BASES: Final = frozenset({"StrEnum", "TypedDict", "_OpenStructure", "_Structure", "_Union"})


class UnexpectedSourceError(InternalError):
    """A generated module contains a statement that neither its template nor its specification has: a generator bug."""


@dataclass(frozen=True, slots=True)
class ExpectedModule:
    """What a module may contain.

    Attributes:
        frame: the template with nothing in it from a contract, as source.
        attributes: by structure, the names of its attributes; several sets where each is possible.
        values: by enum, its values.
        aliases: the names of type aliases.
        same: by the second name of a class, its own.
        imports: what it may import from other modules of its package: a module, and a name in it.
    """

    frame: str
    attributes: Mapping[str, tuple[frozenset[str], ...]] = field(default_factory=dict[str, tuple[frozenset[str], ...]])
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    aliases: Collection[str] = ()
    same: Mapping[str, str] = field(default_factory=dict[str, str])
    imports: Collection[tuple[str, str]] = ()


def check_module(source: str, expected: ExpectedModule) -> None:
    """Check a module without its docstring.

    Raises:
        UnexpectedSourceError: it has a statement that isn't expected, or lacks a class.
    """
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError) as error:
        raise UnexpectedSourceError(f"the generated module isn't Python: {error}") from error
    check = _Check(expected)
    for statement in tree.body:
        if not check.allows(statement):
            raise UnexpectedSourceError(
                f"the generated module has an unexpected statement in line {statement.lineno}",
                hint="nothing was written; please report the contract that it was generated from",
            )
    if missing := sorted((expected.attributes.keys() | expected.values.keys()) - check.defined):
        raise UnexpectedSourceError(f"the generated module lacks the class {missing[0]}")


class _Check:
    def __init__(self, expected: ExpectedModule) -> None:
        frame = ast.parse(expected.frame).body
        self.defined: set[str] = set()
        self._expected = expected
        self._frame = {ast.dump(node) for node in frame}
        self._imports = {name for node in frame for name in _imported(node)} | GENERATOR_IMPORTS | {*expected.imports}
        imported = {name.rpartition(" ")[2] for _, name in self._imports}
        self._of_package = {name.rpartition(" ")[2] for _, name in expected.imports}
        self._names = {*expected.attributes, *expected.values, *expected.aliases, *imported}
        self._used = {*global_names(expected.frame), *imported, *BUILTIN_TYPES}
        self._tables = {name: ast.dump(annotation) for node in frame for name, annotation in _annotations(node)}

    def allows(self, statement: ast.stmt) -> bool:
        match statement:
            case ast.Import() | ast.ImportFrom():
                return all(name in self._imports for name in _imported(statement))
            case _ if ast.dump(statement) in self._frame:
                return True
            case ast.If(test=ast.Name(id="TYPE_CHECKING"), body=imports, orelse=[]):
                return all(isinstance(node, ast.ImportFrom) and self.allows(node) for node in imports)
            case ast.ClassDef():
                return self._is_new(statement.name) and self._allows_class(statement)
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value) if name in _TABLES:
                return is_data(value) and self._tables.get(name) == ast.dump(statement.annotation)
            case ast.AnnAssign(
                target=ast.Name(id=name), annotation=ast.Name(id="TypeAlias"), value=ast.expr() as value
            ):
                return self._is_new(name) and self._allows_alias(name, value)
            case ast.Assign(targets=[ast.Name(id="__all__")], value=value):
                return is_data(value)
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Name(id=other)):
                return self._is_new(name) and self._expected.same.get(name) == other in self.defined | self._of_package
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                return self._is_new(name) and self._allows_typed_dict(name, value)
            case ast.Expr(value=ast.Constant(value=str())):
                return True
            case _:
                return False

    def _is_new(self, name: str) -> bool:
        """Whether a class or an alias rebinds no name that the module's own code uses, and that no other one has."""
        is_new = name not in self._used
        self._used.add(name)
        return is_new

    def _allows_alias(self, name: str, value: ast.expr) -> bool:
        if name in self._expected.values:
            self.defined.add(name)
            return constant_strings(value) == list(self._expected.values[name])
        return name in self._expected.aliases and is_type(value, self._names)

    def _allows_typed_dict(self, name: str, value: ast.expr) -> bool:
        match value:
            case ast.Call(
                func=ast.Name(id="TypedDict"), args=[ast.Constant(value=title), ast.Dict() as members], keywords=[]
            ):
                keys = [key.value if isinstance(key, ast.Constant) else None for key in members.keys]
                return title == name and self._has_members(name, keys) and all(map(self._is_type, members.values))
            case _:
                return False

    def _allows_class(self, statement: ast.ClassDef) -> bool:
        is_plain = all(isinstance(base, ast.Name) and base.id in _BASES for base in statement.bases)
        settings = [*statement.keywords, *(keyword for node in statement.decorator_list for keyword in _settings(node))]
        if not is_plain or not all(isinstance(keyword.value, ast.Constant) for keyword in settings):
            return False
        if not all(_is_dataclass(node) for node in statement.decorator_list):
            return False
        if statement.name in self._expected.values:
            return self._allows_enum(statement)
        fields = [node for node in statement.body if not _is_docstring(node) and not isinstance(node, ast.Pass)]
        names = [
            node.target.id for node in fields if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
        ]
        return (
            len(names) == len(fields) and self._has_members(statement.name, names) and all(map(self._is_field, fields))
        )

    def _allows_enum(self, statement: ast.ClassDef) -> bool:
        self.defined.add(statement.name)
        values: list[object] = []
        for node in statement.body:
            match node:
                case ast.Assign(targets=[ast.Name()], value=ast.Constant(value=value)):
                    values.append(value)
                case _:
                    if not _is_docstring(node):
                        return False
        return values == list(self._expected.values[statement.name])

    def _has_members(self, name: str, members: Sequence[object]) -> bool:
        self.defined.add(name)
        return frozenset(members) in self._expected.attributes.get(name, ())

    def _is_field(self, node: ast.stmt) -> bool:
        return isinstance(node, ast.AnnAssign) and self._is_type(node.annotation) and is_default(node.value)

    def _is_type(self, node: ast.expr) -> bool:
        return is_type(node, self._names)


def _imported(statement: ast.stmt) -> Iterator[tuple[str, str]]:
    """The module and the name of everything that a statement imports; a name that gets another one is `NAME as OTHER`."""
    match statement:
        case ast.Import(names=names):
            yield from ((name.name, name.asname or name.name) for name in names)
        case ast.ImportFrom(module=module, names=names, level=level):
            origin = "." * level + (module or "")
            yield from ((origin, f"{name.name} as {name.asname}" if name.asname else name.name) for name in names)
        case _:
            pass


def _annotations(statement: ast.stmt) -> Iterator[tuple[str, ast.expr]]:
    match statement:
        case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation):
            yield name, annotation
        case _:
            pass


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def _is_dataclass(node: ast.expr) -> bool:
    return (
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "dataclass" and not node.args
    )


def _settings(node: ast.expr) -> list[ast.keyword]:
    return node.keywords if isinstance(node, ast.Call) else []
