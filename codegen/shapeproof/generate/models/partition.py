"""Which module of a package each class belongs to: that of the operation that alone uses it, or one for shared ones.

Modules depend in one direction: those of operations on `shared`, `shared` on `enums`, all on `base`. What a shared class
needs is used by the same operations, and so is shared, too; classes that need each other are used by the same operations,
and so are in one module. A class moves only if another operation begins or ceases to use it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from shapeproof.generate.models.source.module_names import BASE, ENUMS, SHARED
from shapeproof.generate.models.source.statements import Definition
from shapeproof.generate.shared.naming import attribute_names

__all__ = ["modules_of", "names_of_modules"]


def names_of_modules(operations: Collection[str], taken: Collection[str]) -> dict[str, str]:
    """The module of each operation, named like the operation.

    Args:
        operations: the operations, in snake case.
        taken: the names that the package defines: a module of such a name would hide them.
    """
    return attribute_names(sorted(operations), {*taken, BASE, ENUMS, SHARED}, snake_case=True)


def modules_of(
    definitions: Sequence[Definition], operations: Mapping[str, Collection[str]], enums: Collection[str]
) -> dict[str, str]:
    """The name of the module of each class and alias.

    Args:
        definitions: the classes and aliases.
        operations: by module of an operation, the classes of its request, response and error; those of no operation in
            particular are under `shared`.
        enums: the enums.
    """
    uses = {definition.name: definition.uses for definition in definitions}
    users: dict[str, set[str]] = {name: set() for name in uses}
    for module, roots in operations.items():
        _add_user(module, roots, uses, users)
    # What no operation uses is shared, and so is what it needs.
    _add_user(SHARED, [name for name, modules in users.items() if not modules], uses, users)
    return {
        name: next(iter(modules)) if len(modules) == 1 else ENUMS if name in enums else SHARED
        for name, modules in users.items()
    }


def _add_user(
    module: str, roots: Collection[str], uses: Mapping[str, Collection[str]], users: Mapping[str, set[str]]
) -> None:
    waiting = [root for root in roots if root in users]
    while waiting:
        name = waiting.pop()
        if module not in users[name]:
            users[name].add(module)
            waiting += uses[name]
