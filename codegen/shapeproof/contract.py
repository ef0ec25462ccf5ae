"""A contract, its views, and traversals guided by a schema: of a response (`walk`), of the schema (`places`).

Frozen and pure, no IO. Schemas here are plain JSON values of the subset that `capture` emits: `$ref` to `$defs`,
structures (`properties`), maps (`additionalProperties` with a schema), lists (`items`), scalars, and
`anyOf: [schema, null]` for what a sparse list or map may hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal, NamedTuple, cast

__all__ = [
    "Contract",
    "Part",
    "Pointer",
    "Representation",
    "Scenario",
    "Schema",
    "View",
    "Visit",
    "child",
    "is_stream",
    "operation_key",
    "path_of",
    "places",
    "pointer_text",
    "recursive_definitions",
    "reference",
    "resolve",
    "walk",
]

Schema = Mapping[str, Any]
Pointer = tuple[str | int, ...]
"""A place in a response: member names, map keys and list indices from the root. `pointer_text` writes it as text."""
Part = Literal["response", "request", "error"]
View = Literal["strict", "tolerant"]
Representation = Literal["wire", "cli", "sdk"]

_VALUE_CONSTRAINTS: Final = frozenset(
    [
        "enum",
        "pattern",
        "minLength",
        "maxLength",
        "minimum",
        "maximum",
        "minItems",
        "maxItems",
        "minProperties",
        "maxProperties",
        "propertyNames",
    ]
)


@dataclass(frozen=True, slots=True)
class Scenario:
    """A coherent case of an operation's response, written by hand: what is there, what isn't, and what it is.

    All three go by path. `pins` holds values in the `cli` representation, or schemas where no object can stand; the
    path `*`, in `present` or `absent`, stands for every optional member that is named nowhere else.

    `shown_by` names those of the paths that make the case, so that a recording is known by them; the rest makes up a
    whole and coherent response (names, times, counters). Empty: all of them make it.
    """

    description: str
    present: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    pins: Mapping[str, Any] = field(default_factory=dict[str, Any])
    shown_by: tuple[str, ...] = ()

    @property
    def paths(self) -> frozenset[str]:
        """Every place that the scenario is about."""
        return frozenset([*self.present, *self.absent, *self.pins]) - {"*"}


@dataclass(frozen=True, eq=False, repr=False)
class Contract:
    """What one operation promises, at one edition.

    `service` is botocore's folder, `operation` its name in the model (`DescribeHyperParameterTuningJob`), `method` its
    name in boto3; `endpoint_prefix` is what placebo calls the service. `edition` is the botocore version that carries
    it, `through` the last one known to carry the same. `json_protocol` is None where the service's bodies are no JSON.
    The three schemas are standard JSON Schema 2020-12 in the `cli` representation, and must not be changed. `scenarios`
    are named cases of the response.
    """

    service: str
    operation: str
    method: str
    edition: str
    through: str | None
    source: str
    api_version: str
    endpoint_prefix: str
    json_protocol: str | None
    response: Schema
    request: Schema
    errors: Schema
    scenarios: Mapping[str, Scenario] = field(default_factory=dict[str, Scenario])

    def __repr__(self) -> str:
        return f"<Contract {self.name}>"

    @property
    def operation_name(self) -> str:
        """`sagemaker.describe_hyper_parameter_tuning_job`, without the edition."""
        return f"{self.service}.{self.method}"

    @property
    def name(self) -> str:
        """The full name, with the edition."""
        return f"{self.operation_name}@{self.edition}"

    def schema(self, part: Part = "response", view: View = "strict") -> Schema:
        """The schema of one part. The tolerant view keeps types and required members only."""
        full = {"response": self.response, "request": self.request, "error": self.errors}[part]
        return full if view == "strict" else cast("Schema", _tolerant(full))

    def members(self, part: Part = "response") -> Mapping[str, Any]:
        """The top-level members of a part, by name."""
        schema = self.schema(part)
        return cast("Mapping[str, Any]", resolve(schema, schema)["properties"])


def operation_key(operation: str) -> str:
    """What both spellings of an operation have in common, for looking it up in either."""
    return operation.replace("_", "").lower()


def _tolerant(node: object) -> Any:
    if isinstance(node, list):
        return [_tolerant(item) for item in cast("list[object]", node)]
    if not isinstance(node, Mapping):
        return node
    kept: dict[str, Any] = {}
    for keyword, value in cast("Mapping[str, Any]", node).items():
        if keyword in _VALUE_CONSTRAINTS or (keyword == "additionalProperties" and value is False):
            continue
        if keyword in {"properties", "$defs"}:  # the keys of these are names, not keywords
            kept[keyword] = {name: _tolerant(schema) for name, schema in value.items()}
        else:
            kept[keyword] = _tolerant(value) if keyword in {"items", "additionalProperties", "anyOf"} else value
    return kept


def resolve(root: Schema, node: Schema) -> Schema:
    """The schema that `node` stands for: the `$defs` entry it refers to, the value of a nullable item, or itself."""
    while True:
        if "$ref" in node:
            node = root["$defs"][node["$ref"].rpartition("/")[2]]
        elif "anyOf" in node:
            node = node["anyOf"][0]
        else:
            return node


def reference(node: Schema) -> str | None:
    """The name of the definition that a node refers to, be it nullable; None for what stands in place."""
    target: str | None = (node["anyOf"][0] if "anyOf" in node else node).get("$ref")
    return target.rpartition("/")[2] if target else None


class Step(NamedTuple):
    """One step down: the schema there (None for a member the contract doesn't know), and how a path writes it."""

    node: Schema | None
    notation: str


def child(shape: Schema, key: str | int) -> Step:
    """One step from a resolved schema into the value at `key`."""
    if isinstance(key, int):
        return Step(shape.get("items"), "[]")
    if "properties" in shape:
        return Step(shape["properties"].get(key), f".{key}")
    values = shape.get("additionalProperties")
    return Step(values, "{}") if isinstance(values, Mapping) else Step(None, f".{key}")


def _joined(path: str, notation: str) -> str:
    return (path + notation).removeprefix(".")


class Visit(NamedTuple):
    """One value of a response, with its schema: `node` as it stands in its owner, `shape` what that resolves to.

    Both are None where the contract knows nothing: an unknown member, and all below it.
    """

    pointer: Pointer
    path: str
    node: Schema | None
    shape: Schema | None
    value: object


def walk(root: Schema, response: object) -> Iterator[Visit]:
    """Every value of `response`, owners before what they hold, in the order of the response."""
    pending: list[tuple[Pointer, str, Schema | None, object]] = [((), "", root, response)]
    while pending:
        pointer, path, node, value = pending.pop()
        shape = None if node is None else resolve(root, node)
        yield Visit(pointer, path, node, shape, value)
        held: list[tuple[Pointer, str, Schema | None, object]] = []
        for key, inner in _held(value):
            step = Step(None, "[]" if isinstance(key, int) else f".{key}") if shape is None else child(shape, key)
            held.append(((*pointer, key), _joined(path, step.notation), step.node, inner))
        pending.extend(reversed(held))


def _held(value: object) -> Iterable[tuple[str | int, object]]:
    if isinstance(value, Mapping):
        return cast("Mapping[str, object]", value).items()
    if isinstance(value, list):
        return enumerate(cast("list[object]", value))
    return ()


def path_of(root: Schema, pointer: Pointer) -> str:
    """The place in the contract of a place in a response, in the notation `A.B[].C{}`."""
    path, node = "", cast("Schema | None", root)
    for key in pointer:
        step = (
            Step(None, "[]" if isinstance(key, int) else f".{key}") if node is None else child(resolve(root, node), key)
        )
        path, node = _joined(path, step.notation), step.node
    return path


def places(root: Schema) -> Iterator[tuple[str, Schema, Schema]]:
    """Every place of a contract as (path, node, shape), the root first, owners before what they hold.

    A structure inside itself is named, but not entered again.
    """

    def descend(path: str, node: Schema, entered: tuple[str, ...]) -> Iterator[tuple[str, Schema, Schema]]:
        shape = resolve(root, node)
        yield path, node, shape
        name = reference(node)
        if name in entered:
            return
        entered = entered if name is None else (*entered, name)
        for name, member in shape.get("properties", {}).items():
            yield from descend(_joined(path, f".{name}"), member, entered)
        if "items" in shape:
            yield from descend(f"{path}[]", shape["items"], entered)
        if isinstance(shape.get("additionalProperties"), Mapping):
            yield from descend(f"{path}{{}}", shape["additionalProperties"], entered)

    return descend("", root, ())


def recursive_definitions(root: Schema) -> frozenset[str]:
    """The definitions that contain themselves, so that a response may be nested without end."""
    graph = {name: set(_references(definition)) for name, definition in root["$defs"].items()}
    while leaves := {name for name, references in graph.items() if not references & graph.keys()}:
        graph = {name: references & graph.keys() for name, references in graph.items() if name not in leaves}

    def reached(name: str) -> set[str]:
        found: set[str] = set()
        pending = [*(graph[name] & graph.keys())]
        while pending:
            step = pending.pop()
            if step not in found:
                found.add(step)
                pending += graph[step] & graph.keys()
        return found

    return frozenset(name for name in graph if name in reached(name))


def is_stream(node: Schema) -> bool:
    """Whether a member is a stream, which no recorded response shows."""
    return "type" in node.get("x-not-checked", {})


def _references(node: object) -> Iterator[str]:
    if isinstance(node, Mapping):
        for keyword, value in cast("Mapping[str, object]", node).items():
            if keyword == "$ref" and isinstance(value, str):
                yield value.rpartition("/")[2]
            else:
                yield from _references(value)
    elif isinstance(node, list):
        for item in cast("list[object]", node):
            yield from _references(item)


def pointer_text(pointer: Pointer) -> str:
    """The pointer as RFC 6901 writes it: `/TrainingJobDefinitions/0/RoleArn`; the root is the empty text."""
    return "".join("/" + str(key).replace("~", "~0").replace("/", "~1") for key in pointer)
