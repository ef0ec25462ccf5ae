"""The facts of one operation out of a botocore service model: the shapes it reaches, without a word of documentation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

from shapeproof.errors import CaptureError

__all__ = ["OperationModel", "Shape", "snake_case"]

Shape = Mapping[str, Any]

_PROSE: Final = frozenset({"documentation", "documentationUrl", "deprecatedMessage", "deprecatedSince"})
_METADATA: Final = ("apiVersion", "protocol", "protocols", "endpointPrefix", "serviceId", "targetPrefix", "jsonVersion")
_OPERATION: Final = ("name", "http", "input", "output", "errors", "deprecated")

_WORD_STARTS: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
# One word to botocore (`xform_name`), though its capitals say otherwise: names of products, acronyms in the plural.
_ONE_WORD: Final = re.compile(r"iSCSI|OTel|OAuth2|WhatsApp|[A-Z]{2,}s(?=$|[A-Z])")


def snake_case(operation: str) -> str:
    """`DescribeHyperParameterTuningJob` -> `describe_hyper_parameter_tuning_job`, as boto3 names its methods."""
    capitalised = _ONE_WORD.sub(lambda match: match[0].capitalize(), operation)
    return _WORD_STARTS.sub("_", capitalised).lower()


@dataclass(frozen=True)
class OperationModel:
    """`model.json`: one operation of one botocore version.

    `metadata` and `operation` are the model's own entries, cut to facts; `shapes` holds every shape that the input,
    the output or an error reaches. `service` is botocore's folder name, `edition` botocore's version.
    """

    service: str
    edition: str
    metadata: Mapping[str, Any]
    operation: Mapping[str, Any]
    shapes: Mapping[str, Shape]

    @classmethod
    def from_service(cls, service: str, edition: str, model: Mapping[str, Any], operation: str) -> OperationModel:
        """Cut `operation` (in botocore's spelling) out of a whole service model.

        Raises CaptureError if the model lacks the operation or names a shape that it doesn't define.
        """
        entry = model["operations"].get(operation)
        if entry is None:
            raise CaptureError(f"{service} has no operation {operation}")
        # The key, not the entry's own name, is what boto3's method is called after: CloudFront dates the latter.
        facts = {key: _facts(entry[key]) for key in _OPERATION if key in entry} | {"name": operation}
        names = [entry[key]["shape"] for key in ("input", "output") if key in entry]
        names += [error["shape"] for error in entry.get("errors", [])]
        return cls(
            service=service,
            edition=edition,
            metadata={key: model["metadata"][key] for key in _METADATA if key in model["metadata"]},
            operation=facts,
            shapes=_closure(model["shapes"], names, where=f"{service}.{operation}"),
        )

    @classmethod
    def from_json(cls, document: Mapping[str, Any], *, where: str) -> OperationModel:
        """Read a `model.json`. Raises CaptureError, naming `where`, for a missing part."""
        try:
            return cls(**{key: document[key] for key in ("service", "edition", "metadata", "operation", "shapes")})
        except KeyError as missing:
            raise CaptureError(
                f"this model lacks {missing}", where=where, hint="capture it again: shapeproof capture NAME"
            ) from None

    def to_json(self) -> dict[str, Any]:
        """The document that `from_json` reads, shapes in alphabetical order."""
        return {
            "service": self.service,
            "edition": self.edition,
            "metadata": self.metadata,
            "operation": self.operation,
            "shapes": dict(sorted(self.shapes.items())),
        }

    @property
    def name(self) -> str:
        """`sagemaker.describe_hyper_parameter_tuning_job`"""
        return f"{self.service}.{snake_case(self.operation['name'])}"

    @property
    def json_protocol(self) -> str | None:
        """The JSON protocol that the service speaks; None if its bodies are XML (query, ec2, rest-xml) or CBOR.

        A service with several protocols lists them, the preferred one first.
        """
        spoken = self.metadata.get("protocols") or [self.metadata.get("protocol")]
        return next((protocol for protocol in spoken if protocol in {"json", "rest-json"}), None)

    def shape(self, name: str) -> Shape:
        """The shape called `name`. Raises CaptureError if there is none, as a correction may have it."""
        if name not in self.shapes:
            raise CaptureError(f"there is no shape {name}", where=self.name)
        return self.shapes[name]


def _facts(entry: object) -> Any:
    if isinstance(entry, Mapping):
        held = cast("Mapping[str, object]", entry)
        return {key: _facts(value) for key, value in held.items() if key not in _PROSE}
    return [_facts(item) for item in cast("list[object]", entry)] if isinstance(entry, list) else entry


def _shape_facts(shape: Shape) -> Shape:
    # A member may be called `documentation` itself: names of members are no prose.
    facts = {key: _facts(value) for key, value in shape.items() if key not in _PROSE and key != "members"}
    if "members" in shape:
        facts["members"] = {name: _facts(member) for name, member in shape["members"].items()}
    return facts


def _closure(shapes: Mapping[str, Shape], names: list[str], *, where: str) -> dict[str, Shape]:
    found: dict[str, Shape] = {}
    pending = list(names)
    while pending:
        name = pending.pop()
        if name in found:
            continue
        if name not in shapes:
            raise CaptureError(f"the model names a shape {name} that it doesn't define", where=where)
        found[name] = _shape_facts(shapes[name])
        pending.extend(_references(shapes[name]))
    return found


def _references(shape: Shape) -> Iterator[str]:
    for member in shape.get("members", {}).values():
        yield member["shape"]
    for role in ("member", "key", "value"):
        if role in shape:
            yield shape[role]["shape"]
