"""A module of models as a package: the same classes under the same names, in several modules."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from shapeproof.generate.models.frame import render_frame, render_package
from shapeproof.generate.models.member_types import STREAM_TYPES
from shapeproof.generate.models.module_body import ModuleBody
from shapeproof.generate.models.partition import modules_of, names_of_modules
from shapeproof.generate.models.rendering import render_module
from shapeproof.generate.models.source.editing import with_sorted_imports
from shapeproof.generate.models.source.literals import PythonCode, identifier, literal
from shapeproof.generate.models.source.module_check import ExpectedModule, check_module
from shapeproof.generate.models.source.module_names import BASE, SHARED
from shapeproof.generate.models.source.statements import Definition, definitions_in, imports_in

__all__ = ["PackageBody", "package_body"]

_PUBLIC_OF_BASE = ("LoadError", "Representation", "from_dict", "to_dict")
_BASES = ("_OpenStructure", "_Structure", "_Union")
_OF_DICTS = ("NotRequired", "ReadOnly", "TypedDict")
"""What the base imports from where this version of Python has it."""


@dataclass(frozen=True, slots=True)
class PackageBody:
    """The modules of a package without their docstrings.

    Attributes:
        init: the source of its `__init__`, which imports a module when one of its models is needed first.
        base: the source of the module that loads and writes models.
        modules: the source of each module of models, by its name.
    """

    init: str
    base: str
    modules: Mapping[str, str]


def package_body(body: ModuleBody) -> PackageBody:
    """Split a module into a package.

    Raises:
        UnexpectedSourceError: a module contains what neither its template nor its specification has.
    """
    return _PackageBuilder(body).build()


class _PackageBuilder:
    def __init__(self, body: ModuleBody) -> None:
        content = body.content
        names = {*content.spec.classes.values(), *body.expected.aliases} - {*content.own_types}
        self._body = body
        self._definitions = {definition.name: definition for definition in definitions_in(body.source, sorted(names))}
        operations = content.definitions.operations
        has_streams = (content.needed.has_byte_streams, content.needed.has_event_streams)
        streams = [name for name, has_some in zip(STREAM_TYPES, has_streams, strict=True) if has_some]
        self._public_of_base = [*_PUBLIC_OF_BASE, *streams]
        modules = names_of_modules(operations, {*names, *self._public_of_base})
        roots = {modules[name]: [body.classes[shape] for shape in shapes] for name, shapes in operations.items()}
        roots[SHARED] = [body.classes[shape] for shape in content.definitions.common]
        self._modules = modules_of([*self._definitions.values()], roots, body.expected.values)
        self._imports = imports_in(body.source)

    def build(self) -> PackageBody:
        parts: dict[str, list[Definition]] = {}
        for name, definition in self._definitions.items():
            parts.setdefault(self._modules[name], []).append(definition)
        return PackageBody(
            self._init(), self._base(), {module: self._module(module, parts[module]) for module in sorted(parts)}
        )

    def _init(self) -> str:
        names: dict[str, list[str]] = {}
        for name, module in sorted(self._modules.items()):
            names.setdefault(module, []).append(name)
        imports = [line for module in sorted(names) for line in _import_lines(module, names[module])]
        modules = dict(sorted(self._modules.items()))
        base = PythonCode(f"from .{BASE} import {', '.join(map(identifier, sorted(self._public_of_base)))}")
        source = render_package(
            base=base, imports=imports, modules=modules, public=sorted({*modules, *self._public_of_base})
        )
        frame = render_package(base=base, imports=(), modules={}, public=())
        check_module(source, ExpectedModule(frame, imports={(f".{module}", name) for name, module in modules.items()}))
        return source

    def _base(self) -> str:
        """The module without its classes."""
        content = self._body.content
        needed = replace(content.needed, is_package=True)
        source = render_module(
            content.flavour,
            needed,
            replace(content.spec, aliases={}, same={}),
            content.table,
            classes=PythonCode(),
            open_structures=content.open_structures,
        )
        source = with_sorted_imports(source)
        check_module(source, ExpectedModule(render_frame(content.flavour, needed)))
        return source

    def _module(self, module: str, definitions: Sequence[Definition]) -> str:
        content = self._body.content
        own = {definition.name for definition in definitions}
        used = {name for definition in definitions for name in definition.uses}
        imported = {name for name in used if self._modules[name] != module}
        # Forward references of an imported alias are looked up where it is used, too.
        needed = {name for name in self._behind_aliases(used) if self._modules[name] != module} - imported
        relative = {
            (BASE, name) for name in (*_BASES, *(_OF_DICTS if content.flavour.are_dicts else ()), *content.own_types)
        }
        relative |= {(self._modules[name], name) for name in imported}
        relative |= {(self._modules[name], f"{name} as {name}") for name in needed}
        lines = [
            self._imports,
            *(f"from .{origin} import {name}" for origin, name in sorted(relative)),
            "__all__ = [",
            *(f"    {literal(name)}," for name in sorted(own)),
            "]",
        ]
        source = with_sorted_imports("\n".join(lines) + "\n\n\n" + "\n\n\n".join(one.source for one in definitions))
        check_module(source, self._expected(own, {(f".{origin}", name) for origin, name in relative}))
        return source

    def _behind_aliases(self, names: Collection[str]) -> set[str]:
        """What the aliases among some names consist of."""
        classes = self._body.expected.attributes.keys() | self._body.expected.values.keys()
        found: set[str] = set()
        waiting = [name for name in names if name not in classes]
        while waiting:
            inner = self._definitions[waiting.pop()].uses - found
            found |= inner
            waiting += inner - classes
        return found

    def _expected(self, own: Collection[str], imports: Collection[tuple[str, str]]) -> ExpectedModule:
        whole = self._body.expected
        return ExpectedModule(
            self._imports,
            attributes={name: members for name, members in whole.attributes.items() if name in own},
            values={name: values for name, values in whole.values.items() if name in own},
            aliases={name for name in whole.aliases if name in own},
            same={name: other for name, other in whole.same.items() if name in own},
            imports=imports,
        )


def _import_lines(module: str, names: Sequence[str]) -> Iterator[PythonCode]:
    if len(names) == 1:
        yield PythonCode(f"from .{identifier(module)} import {identifier(names[0])}")
        return
    yield PythonCode(f"from .{identifier(module)} import (")
    for name in names:
        yield PythonCode(f"    {identifier(name)},")
    yield PythonCode(")")
