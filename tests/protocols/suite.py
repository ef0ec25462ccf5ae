"""botocore's protocol suite: its cases, and the services that they call.

A service is as many suites of a file as agree on what a shape or an operation is. Its model is written as an unpacked
botocore has it, so that capturing reads it like any other.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal, get_args

__all__ = ["VERSION", "Case", "Direction", "cases", "write_models"]

Direction = Literal["input", "output"]

VERSION: Final = "1.44.5"
"""The version of the botocore that the suite was taken from."""
_DIRECTORY: Final = Path(__file__).parent / "botocore"
_METADATA: Final = {"apiVersion": "2014-01-01", "targetPrefix": "Target"}
"""What the older part of the suite leaves out in some places; so is the next."""
_HTTP: Final = {"method": "POST", "requestUri": "/"}
_REST_PROTOCOLS: Final = frozenset({"rest-json", "rest-xml"})


@dataclass(frozen=True, eq=False)
class _Service:
    """A service model that grows by the cases that it has no contradiction with."""

    name: str
    metadata: Mapping[str, Any]
    shapes: dict[str, Any] = field(default_factory=dict[str, Any])
    operations: dict[str, Any] = field(default_factory=dict[str, Any])

    def take(self, shapes: Mapping[str, Any], operation: Mapping[str, Any]) -> bool:
        """Add an operation and its shapes; False if the service defines one of them differently."""
        if self.operations.get(operation["name"], operation) != operation:
            return False
        others = (other for name, other in self.operations.items() if name != operation["name"])
        if self.metadata["protocol"] in _REST_PROTOCOLS and any(other["http"] == operation["http"] for other in others):
            return False
        if any(self.shapes.get(name, shape) != shape for name, shape in shapes.items()):
            return False
        self.operations[operation["name"]] = operation
        self.shapes.update(shapes)
        return True

    def model(self) -> dict[str, Any]:
        metadata = {**_METADATA, **self.metadata, "endpointPrefix": self.name, "serviceId": self.name}
        return {"version": "2.0", "metadata": metadata, "operations": self.operations, "shapes": self.shapes}


@dataclass(frozen=True, eq=False)
class Case:
    """A case of the suite.

    Attributes:
        name: its file, and its id or, in the older part of the suite, the numbers of its suite and in it.
        protocol: the protocol, as botocore names it.
        service: the service that it calls.
        operation: the operation of the service.
        content: the case as the suite has it: `params` and `serialized`, or `response` and `result` or `error`.
    """

    name: str
    protocol: str
    service: _Service
    operation: str
    content: Mapping[str, Any]


@cache
def cases(direction: Direction) -> tuple[Case, ...]:
    """All cases of the suite, with requests (`input`) or with responses (`output`)."""
    files = sorted(_DIRECTORY.rglob(f"{direction}/*.json"))
    return tuple(case for number, file in enumerate(files) for case in _cases_of_file(file, f"{direction}{number}x"))


def _cases_of_file(file: Path, prefix: str) -> Iterator[Case]:
    services: list[_Service] = []
    name = "/".join(
        part for part in file.relative_to(_DIRECTORY).with_suffix("").parts if part not in get_args(Direction)
    )
    for number, suite in enumerate(json.loads(file.read_bytes())):
        protocol = suite["metadata"]["protocol"]
        for index, content in enumerate(suite["cases"]):
            operation = _operation(content["given"], protocol, suite["shapes"])
            service = next((service for service in services if service.take(suite["shapes"], operation)), None)
            if service is None:
                service = _Service(f"{prefix}{len(services)}", suite["metadata"])
                service.take(suite["shapes"], operation)
                services.append(service)
            case_name = f"{name}/{content.get('id', f'{number}.{index}')}"
            yield Case(case_name, protocol, service, operation["name"], content)


def _operation(given: Mapping[str, Any], protocol: str, shapes: Mapping[str, Any]) -> Mapping[str, Any]:
    """The operation of a case, with what the suite leaves to those who run it."""
    operation = {"name": "OperationName", "http": _HTTP, **given}
    if protocol == "query" and "output" in given and shapes[given["output"]["shape"]].get("members"):
        operation["output"] = {**given["output"], "resultWrapper": f"{operation['name']}Result"}
    if protocol == "rest-xml" and "input" in given:
        operation["input"] = {"locationName": f"{operation['name']}Request", **given["input"]}
    return operation


def write_models(directory: Path) -> Path:
    """Write the models of all services as an unpacked botocore. Returns its root."""
    package = directory / "botocore"
    package.mkdir()
    (package / "__init__.py").write_text(f"__version__ = '{VERSION}'\n")
    for service in {case.service: None for direction in ("input", "output") for case in cases(direction)}:
        model = service.model()
        file = package / "data" / service.name / model["metadata"]["apiVersion"] / "service-2.json"
        file.parent.mkdir(parents=True)
        file.write_text(json.dumps(model))
    return package
