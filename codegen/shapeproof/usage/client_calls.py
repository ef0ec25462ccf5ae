"""The calls of boto3's clients in Python code, from its syntax tree. The code is not run.

A variable that is assigned `….client("s3")` is a client of that service. What else has a method of an operation's name
may be a client of any service that the file, or else the project, creates clients of.
"""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

__all__ = ["ClientCall", "ClientCode", "called_operations", "client_code"]

_CREATES: Final = frozenset({"client", "create_client"})
_TAKES_METHOD: Final = frozenset({"get_paginator", "can_paginate", "add_response", "add_client_error"})
"""The methods, of clients and of botocore's Stubber, whose first argument is the name of a client's method."""
_SERVICE_ARGUMENT: Final = "service_name"


@dataclass(frozen=True, slots=True)
class ClientCall:
    """What may be the call of an operation.

    Attributes:
        method: the name of the method.
        line: the line, from 1.
        service: the service of the client; None if nothing in the file tells it.
    """

    method: str
    line: int
    service: str | None = None


@dataclass(frozen=True, slots=True)
class ClientCode:
    """What a file shows of clients.

    Attributes:
        services: the services that it creates clients of.
        calls: every call of a method, in the order of the code: few of them are of clients.
        is_valid: whether the file is valid Python; nothing is found in one that isn't.
    """

    services: frozenset[str] = frozenset()
    calls: tuple[ClientCall, ...] = ()
    is_valid: bool = True


def client_code(source: str) -> ClientCode:
    """Find clients and calls in a module.

    Args:
        source: the code. Of what is not valid Python, nothing is found.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about escapes in strings that others wrote
            tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ClientCode(is_valid=False)
    nodes = list(ast.walk(tree))
    clients: dict[str, set[str]] = {}
    for node in nodes:
        for variable, service in _assigned_clients(node):
            clients.setdefault(variable, set()).add(service)
    calls = [node for node in nodes if isinstance(node, ast.Call)]
    services = frozenset(filter(None, map(_created_service, calls)))
    found = [call for node in calls for call in _calls(node, clients)]
    return ClientCode(services, tuple(sorted(found, key=lambda call: (call.line, call.method))))


def called_operations(
    files: Mapping[str, ClientCode], methods_of: Mapping[str, Iterable[str]]
) -> dict[tuple[str, str], str]:
    """The operations that the files of a project call.

    Args:
        files: what each file shows, by its path.
        methods_of: the names of the operations' methods, for each service that a file creates clients of.

    Returns:
        The first place that calls each operation, as `path:line`, by service and method.
    """
    services = {name: frozenset(methods) for name, methods in methods_of.items()}
    places: dict[tuple[str, str], str] = {}
    for path, code in files.items():
        likely = code.services or services.keys()
        for call in code.calls:
            for service in sorted([call.service] if call.service else likely):
                if call.method in services.get(service, ()):
                    places.setdefault((service, call.method), f"{path}:{call.line}")
    return places


def _created_service(call: ast.Call) -> str | None:
    """The service of a client that a call creates: `boto3.client("s3")`; None for other calls."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", None)
    if name not in _CREATES:
        return None
    named = (keyword.value for keyword in call.keywords if keyword.arg == _SERVICE_ARGUMENT)
    value = next(iter(call.args), None) or next(named, None)
    return value.value if isinstance(value, ast.Constant) and isinstance(value.value, str) else None


def _assigned_clients(node: ast.AST) -> Iterator[tuple[str, str]]:
    """The variables and attributes that a statement assigns new clients to, with the services."""
    match node:
        case ast.Assign(targets=targets, value=ast.Call() as call):
            pass
        case (
            ast.AnnAssign(target=target, value=ast.Call() as call)
            | ast.NamedExpr(target=target, value=ast.Call() as call)
            | ast.withitem(optional_vars=ast.expr() as target, context_expr=ast.Call() as call)
        ):
            targets = [target]
        case _:
            return
    if service := _created_service(call):
        for target in targets:
            if name := _variable(target):
                yield name, service


def _variable(node: ast.expr) -> str | None:
    """The name of a variable, or of an attribute whatever its object is: `self.s3` is `.s3` in each method."""
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(attr=name):
            return f".{name}"
        case _:
            return None


def _calls(call: ast.Call, clients: Mapping[str, Iterable[str]]) -> Iterator[ClientCall]:
    if not isinstance(call.func, ast.Attribute):
        return
    owner, method = call.func.value, call.func.attr
    first = call.args[0] if call.args else None
    if method in _TAKES_METHOD and isinstance(first, ast.Constant) and isinstance(first.value, str):
        method = first.value
    created = _created_service(owner) if isinstance(owner, ast.Call) else None
    known: list[str] = [created] if created else sorted(clients.get(_variable(owner) or "", ()))
    for service in known or (None,):
        yield ClientCall(method, call.lineno, service)
