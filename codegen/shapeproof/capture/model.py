"""One operation of a botocore service model: its facts and the shapes that it refers to, without documentation."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

from shapeproof.capture.edition_ranges import DATE, RELEASED
from shapeproof.capture.expectations import check_members
from shapeproof.capture.file_names import CAPTURE_AGAIN
from shapeproof.capture.json_object import JsonObject
from shapeproof.capture.model_check import (
    check_metadata,
    check_operation,
    check_references,
    check_shape,
    referenced_by_operation,
    shape_references,
)
from shapeproof.capture.name_grammar import require_name
from shapeproof.capture.paginators import read_paginator, write_paginator
from shapeproof.contract import Paginator
from shapeproof.errors import CaptureError

__all__ = ["OperationModel", "Shape", "member_traits", "shape_facts", "snake_case"]

Shape = Mapping[str, Any]

_DOCUMENTATION: Final = frozenset({"documentation", "documentationUrl", "deprecatedMessage", "deprecatedSince"})
_METADATA: Final = ("apiVersion", "protocol", "protocols", "endpointPrefix", "serviceId", "targetPrefix", "jsonVersion")
_MEMBER_TRAITS: Final = ("location", "locationName", "jsonvalue")
"""Traits of members that models also give to shapes: to all members that have the shape."""
_OPERATION: Final = ("name", "http", "input", "output", "errors", "deprecated")

_WORD_STARTS: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
# Names of products and plural acronyms: one word in botocore (`xform_name`), whatever the capitals.
_ONE_WORD: Final = re.compile(r"iSCSI|OTel|OAuth2|WhatsApp|[A-Z]{2,}s(?=$|[A-Z])")


def snake_case(operation: str) -> str:
    """The name of boto3's method: `describe_hyper_parameter_tuning_job` for `DescribeHyperParameterTuningJob`."""
    capitalised = _ONE_WORD.sub(lambda match: match[0].capitalize(), operation)
    return _WORD_STARTS.sub("_", capitalised).lower()


def member_traits(member: Mapping[str, Any], shape: Shape) -> Mapping[str, Any]:
    """The traits of a member, as botocore merges them: those of its shape, then its own.

    Args:
        member: the member, a reference to its shape.
        shape: the shape.
    """
    return {**{trait: shape[trait] for trait in _MEMBER_TRAITS if trait in shape}, **member}


@dataclass(frozen=True)
class OperationModel:
    """The content of `model.json`: one operation of one botocore version.

    Attributes:
        service: the name of the service's directory in botocore.
        edition: the version of botocore.
        metadata: the service model's own entry, reduced to what contracts depend on.
        operation: the operation's own entry, likewise.
        shapes: every shape that the input, the output or an error refers to, directly or not, by name.
        paginator: what boto3's paginator makes of responses; None if the operation has none.
        released: the date of that version, `2023-06-01`; None if it isn't known.
    """

    service: str
    edition: str
    metadata: Mapping[str, Any]
    operation: Mapping[str, Any]
    shapes: Mapping[str, Shape]
    paginator: Paginator | None = None
    released: str | None = None

    @classmethod
    def from_service(
        cls,
        service: str,
        edition: str,
        model: Mapping[str, Any],
        operation: str,
        paginator: Paginator | None = None,
        released: str | None = None,
    ) -> OperationModel:
        """Extract one operation of a service model.

        Args:
            service: the name of the service's directory in botocore.
            edition: the version of botocore.
            model: the whole service model.
            operation: the name of the operation in botocore's spelling.
            paginator: its paginator, if it has one.
            released: the date of that version, if it is known.

        Raises:
            CaptureError: the model lacks the operation, a name or a trait in it is invalid, or it refers to a shape that
                it doesn't define.
        """
        entry = model["operations"].get(operation)
        if entry is None:
            raise CaptureError(f"{service} has no operation {operation}")
        where = f"{service}.{operation}"
        require_name("service", service, where=where)
        require_name("edition", edition, where=where)
        check_metadata(model["metadata"], where=where)
        check_operation(operation, entry, where=where, pointer=("operations", operation))
        # boto3 names its method after the key, not after the entry's own name: CloudFront adds a date to the latter.
        facts = {key: _facts(entry[key]) for key in _OPERATION if key in entry} | {"name": operation}
        shapes = _reachable_shapes(model["shapes"], referenced_by_operation(entry), where=where)
        check_references(facts, shapes, where=where)
        return cls(
            service=service,
            edition=edition,
            metadata={key: model["metadata"][key] for key in _METADATA if key in model["metadata"]},
            operation=facts,
            shapes=shapes,
            paginator=paginator,
            released=released,
        )

    @classmethod
    def from_json(cls, document: Mapping[str, Any], *, where: str) -> OperationModel:
        """Read a `model.json`.

        Args:
            document: the parsed JSON.
            where: the file, for messages.

        Raises:
            CaptureError: a part is missing, or has another type.
        """
        model = JsonObject(document, "model", where=where, hint=CAPTURE_AGAIN)
        operation = model.object_at("operation")
        read = cls(
            service=require_name("service", model.string("service"), where=where, pointer=("service",)),
            edition=require_name("edition", model.string("edition"), where=where, pointer=("edition",)),
            metadata=model.object_at("metadata").members,
            operation=operation.members,
            shapes=model.object_at("shapes").members,
            paginator=read_paginator(model, where=where),
            released=model.string(RELEASED) if RELEASED in model.members else None,
        )
        check_members(model.members, {RELEASED: DATE}, where=where, pointer=())
        check_metadata(read.metadata, where=where)
        check_operation(operation.string("name"), read.operation, where=where, pointer=("operation",))
        for name, shape in read.shapes.items():
            check_shape(name, shape, where=where)
        check_references(read.operation, read.shapes, where=where)
        return read

    def to_json(self) -> dict[str, Any]:
        """The document that `from_json` reads, the shapes in alphabetical order."""
        return {
            "service": self.service,
            "edition": self.edition,
            **({RELEASED: self.released} if self.released else {}),
            "metadata": self.metadata,
            "operation": self.operation,
            **write_paginator(self.paginator),
            "shapes": dict(sorted(self.shapes.items())),
        }

    @property
    def name(self) -> str:
        """The name without the edition: `sagemaker.describe_hyper_parameter_tuning_job`."""
        return f"{self.service}.{snake_case(self.operation['name'])}"

    @property
    def facts(self) -> dict[str, Any]:
        """What a contract says of the operation beside its schemas and scenarios, by the attribute of the contract."""
        operation = self.operation["name"]
        return {
            "service": self.service,
            "operation": operation,
            "method": snake_case(operation),
            "edition": self.edition,
            "source": f"botocore {self.edition}",
            "api_version": self.metadata["apiVersion"],
            "endpoint_prefix": self.metadata["endpointPrefix"],
            "json_protocol": self.json_protocol,
            "paginator": self.paginator,
        }

    @property
    def json_protocol(self) -> str | None:
        """The JSON protocol of the service; None if its bodies are XML (query, ec2, rest-xml) or CBOR.

        A service with several protocols lists them, the preferred one first.
        """
        return next((protocol for protocol in self._protocols if protocol in {"json", "rest-json"}), None)

    @property
    def is_rest(self) -> bool:
        """Whether members may be elsewhere than in the body, or be the body: other protocols ignore what models say of it."""
        return any(protocol in {"rest-json", "rest-xml"} for protocol in self._protocols)

    @property
    def _protocols(self) -> Sequence[str]:
        protocols: Sequence[str] = self.metadata.get("protocols") or [self.metadata.get("protocol", "")]
        return protocols

    def shape(self, name: str) -> Shape:
        """The shape of that name. Raises CaptureError if there is none: a correction can refer to any name."""
        if name not in self.shapes:
            raise CaptureError(f"unknown shape {name}", where=self.name, hint="correct the name in overlay.json")
        return self.shapes[name]


def _facts(entry: object) -> Any:
    if isinstance(entry, Mapping):
        members = cast("Mapping[str, object]", entry)
        return {key: _facts(value) for key, value in members.items() if key not in _DOCUMENTATION}
    return [_facts(item) for item in cast("list[object]", entry)] if isinstance(entry, list) else entry


def shape_facts(shape: Shape) -> Shape:
    """A shape without its documentation."""
    # A member itself may be called `documentation`.
    facts = {key: _facts(value) for key, value in shape.items() if key not in _DOCUMENTATION and key != "members"}
    if "members" in shape:
        facts["members"] = {name: _facts(member) for name, member in shape["members"].items()}
    return facts


def _reachable_shapes(shapes: Mapping[str, Shape], names: list[str], *, where: str) -> dict[str, Shape]:
    reachable: dict[str, Shape] = {}
    pending = list(names)
    while pending:
        name = pending.pop()
        if name in reachable:
            continue
        if name not in shapes:
            raise CaptureError(f"the model refers to a shape {name} that it doesn't define", where=where)
        check_shape(name, shapes[name], where=where)
        reachable[name] = shape_facts(shapes[name])
        pending.extend(shape_references(shapes[name]))
    return reachable
