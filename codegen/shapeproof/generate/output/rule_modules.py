"""The modules of `shapeproof_rules`: what `rules.shipped_scans` finds, so that no program compiles rules as it starts.

The functions are written as Python writes the syntax trees of `rules.rule_scan`, in which a contract's strings are
constants. All other names are imported from the modules of `cel` that hold what expressions compute with.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Iterator, Sequence
from types import ModuleType
from typing import Final

from shapeproof.cel import evaluation_error, implementations, logic, numbers, searching, strings, times, values
from shapeproof.contract import Contract
from shapeproof.generate.shared.naming import module_name
from shapeproof.rules.reading import has_rules
from shapeproof.rules.rule_scan import ScanCode
from shapeproof.rules.shipped_scans import PACKAGE, fingerprint
from shapeproof.rules.single_rules import SingleRules

__all__ = ["edition_suffix", "rule_module", "rule_modules", "with_default"]

_IMPORTED: Final[tuple[ModuleType, ...]] = (
    operator,
    evaluation_error,
    implementations,
    logic,
    numbers,
    searching,
    strings,
    times,
    values,
)
_NOTICE: Final = "Generated; don't edit."


def with_default(contracts: Sequence[Contract]) -> Iterator[tuple[Contract, bool]]:
    """Each contract, and whether it is the default edition of its operation: the first one of several is."""
    seen: set[tuple[str, str]] = set()
    for contract in contracts:
        operation = (contract.service, contract.method)
        yield contract, operation not in seen
        seen.add(operation)


def edition_suffix(contract: Contract) -> str:
    """The edition of a contract as a part of the name of a module: `1_44_8`."""
    return "".join(character if character.isalnum() else "_" for character in contract.edition)


def rule_modules(contracts: Sequence[Contract]) -> dict[str, str]:
    """The text of each module of the package by its path: one for each contract whose rules a module can hold.

    Args:
        contracts: the contracts; of several editions of an operation, the default one first.
    """
    files: dict[str, str] = {}
    modules: dict[str, str] = {}
    for contract, is_default in with_default(contracts):
        text, found = rule_module(contract), fingerprint(contract.response)
        if text is not None and found is not None:
            service = module_name(contract.service)
            files[f"{PACKAGE}/{service}/__init__.py"] = f'"""Rules of operations of {contract.service}. {_NOTICE}"""\n'
            module = contract.method if is_default else f"{contract.method}_{edition_suffix(contract)}"
            files[f"{PACKAGE}/{service}/{module}.py"] = text
            modules[found] = f"{service}.{module}"
    table = "".join(f"    {key!r}: {module!r},\n" for key, module in modules.items())
    files[f"{PACKAGE}/__init__.py"] = (
        f'"""Functions of rules of contracts that ship with Shapeproof, for itself. {_NOTICE}"""\n\n'
        f"MODULES = {{\n{table}}}\n"
    )
    return files


def rule_module(contract: Contract) -> str | None:
    """The module of a contract; None if it has no rules, or such whose functions have no name that can be imported."""
    if not has_rules(contract.response):
        return None
    code = SingleRules(contract.response).scan_code()
    imports: set[str] = {"from typing import Any"}
    assignments: list[str] = []
    for name, value in code.names.values.items():
        if place := _place(value):
            imports.add(_import(*place, name))
        elif name in code.names.results:
            make, args = code.names.results[name]
            imports.add(_import(make.__module__, make.__name__, make.__name__))
            call = ast.Call(ast.Name(make.__name__, ast.Load()), [ast.Constant(arg) for arg in args], [])
            assignments.append(f"{name} = {ast.unparse(call)}")
        else:
            return None
    title = f"What may be wrong with the rules of a response of {contract.name}. {_NOTICE}"
    parts = [f'"""{title}"""', "\n".join(sorted(imports)), "\n".join(assignments), *_functions(code)]
    return "\n\n".join(filter(None, parts)) + "\n"


def _place(value: object) -> tuple[str, str] | None:
    """The module and the name of a value that can be imported; None if there is none."""
    for module in _IMPORTED:
        for name, known in vars(module).items():
            if known is value and not name.startswith("_"):
                return module.__name__, name
    return None


def _import(module: str, name: str, alias: str) -> str:
    return f"from {module} import {name}" + ("" if alias == name else f" as {alias}")


def _functions(code: ScanCode) -> Iterator[str]:
    annotation = ast.Name("Any", ast.Load())
    for function in code.functions:
        if isinstance(function, ast.FunctionDef):
            for parameter in function.args.args:
                parameter.annotation = annotation
            function.returns = ast.Constant(None)
        yield ast.unparse(ast.fix_missing_locations(function))
