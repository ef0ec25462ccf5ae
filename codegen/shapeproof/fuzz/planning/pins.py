"""Pins: members fixed or narrowed by path, checked against the schema there."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, cast

from shapeproof.capture.patterns.syntax_tree import Untranslatable
from shapeproof.capture.patterns.translation import translate
from shapeproof.contract import Pointer, Schema, iter_schema, pointer_text, resolve, shapes_along, value_at
from shapeproof.contract.routes import follow_route, route_to, shape_at
from shapeproof.contract.wire import SDK_DOCUMENT, SDK_NULL, SDK_STREAM
from shapeproof.errors import UsageError, did_you_mean, unknown_name_hint, with_article
from shapeproof.fuzz.core.choices import ABSENT, PRESENT, Generated, Marker, Option
from shapeproof.fuzz.values.scalars import scalar_options
from shapeproof.representations.botocore_decoding import sdk_form
from shapeproof.representations.conversion import to_cli
from shapeproof.representations.detection import Detected
from shapeproof.representations.non_finite import is_non_finite
from shapeproof.sample.errors import UnsatisfiableString
from shapeproof.validation.coverage.scenarios import is_schema_pin
from shapeproof.validation.engines.compilation import compile_schema

__all__ = [
    "EVERY_OPTIONAL",
    "Narrowed",
    "PinTree",
    "Pinned",
    "is_strategy",
    "is_string",
    "narrowed",
    "narrowed_options",
    "pin_tree",
]

EVERY_OPTIONAL: Final = "*"
"""As a path: every optional member that no other pin names. It takes ABSENT or PRESENT."""

_BOUNDS: Final = {
    **dict.fromkeys(("minLength", "minimum", "minItems", "minProperties"), max),
    **dict.fromkeys(("maxLength", "maximum", "maxItems", "maxProperties"), min),
}


@dataclass(frozen=True, slots=True, eq=False)
class Narrowed:
    """A schema that a value must satisfy besides the contract's own."""

    schema: Schema


@dataclass(frozen=True, slots=True, eq=False)
class Pinned:
    """A fixed value in the `cli` representation, or a Hypothesis strategy to draw it from."""

    value: Any
    is_strategy: bool = False


@dataclass(slots=True, eq=False)
class PinTree:
    """The pin at one path, and those at longer paths; `below` is keyed by steps as a path writes them."""

    pin: Marker | Narrowed | Pinned | None = None
    below: dict[str, PinTree] = field(default_factory=dict["str", "PinTree"])

    @property
    def is_empty(self) -> bool:
        """Whether nothing is pinned here or at a longer path."""
        return self.pin is None and not self.below

    def step(self, notation: str) -> PinTree:
        """The pins from a step on; an empty tree if there are none."""
        return self.below.get(notation) or PinTree()


def pin_tree(root: Schema, pins: Mapping[str, Any]) -> PinTree:
    """The pins by path, as a tree. Raises UsageError for an unknown path or a pin that the schema doesn't allow."""
    tree = PinTree()
    for path, pin in pins.items():
        try:
            route = () if path == EVERY_OPTIONAL else route_to(root, path)
        except KeyError as error:
            raise UsageError(
                "the contract has no such path", where=f"the pin {path!r}", hint=_nearest(root, path)
            ) from error
        if path == EVERY_OPTIONAL:
            if pin is not ABSENT and pin is not PRESENT:
                raise UsageError("expected ABSENT or PRESENT", where=f"the pin {path!r}")
            continue
        if not route:
            raise UsageError("the whole response can't be pinned", hint="pin its members by name")
        branch = tree
        for notation in route:
            branch = branch.below.setdefault(notation, PinTree())
        branch.pin = _checked_pin(root, path, route, pin)
    return tree


def _checked_pin(root: Schema, path: str, route: tuple[str, ...], pin: Any) -> Marker | Narrowed | Pinned:
    owner, node = follow_route(root, route)
    if pin is ABSENT or pin is PRESENT:
        member = route[-1].removeprefix(".")
        if "properties" not in owner or route[-1] in {"[]", "{}"}:
            raise UsageError(f"only a member can be {pin}", where=f"the pin {path!r}", hint="pin a value or a schema")
        if pin is ABSENT and member in owner.get("required", ()):
            raise UsageError("a required member can't be ABSENT", where=f"the pin {path!r}")
        return pin
    if is_strategy(pin):
        return Pinned(pin, is_strategy=True)
    shape = resolve(root, node)
    form = sdk_form(root, node)
    if form == SDK_NULL and pin is None:
        return _checked_pin(root, path, route, ABSENT)
    if form == SDK_DOCUMENT and isinstance(pin, dict | list):
        pin = json.dumps(pin)
    if form == SDK_STREAM and not isinstance(pin, str | bytes):
        raise UsageError(
            f"a stream of bytes can't be {with_article(type(pin).__name__)}",
            where=f"the pin {path!r}",
            hint="pin the bytes that are in it",
        )
    if is_schema_pin(pin, shape):
        return Narrowed(_checked_narrowing(path, shape, cast("Schema", pin)))
    schema: Schema = {**node, "$defs": root["$defs"]}
    # Datetimes and bytes are values as boto3 returns them.
    pin = to_cli(schema, cast("object", pin), Detected("cli", has_epoch_times=False)).value
    violations = [
        violation
        for violation in compile_schema(schema).violations(pin)
        if not (violation.keyword == "type" and _is_non_finite(schema, pin, violation.pointer))
    ]
    if violations:
        pointer, keyword = pointer_text(violations[0].pointer), violations[0].keyword
        value = json.dumps(pin, ensure_ascii=False, default=str)[:200]
        raise UsageError(
            f"the contract doesn't allow {value}: " + (f"{pointer} " if pointer else "it ") + f"breaks {keyword}",
            where=f"the pin {path!r}",
            hint=_allowed(shape, pin),
        )
    return Pinned(pin)


def _is_non_finite(root: Schema, value: object, pointer: Pointer) -> bool:
    return is_non_finite(shapes_along(root, pointer)[-1] or {}, value_at(value, pointer))


def _checked_narrowing(path: str, shape: Schema, pin: Schema) -> Schema:
    """A schema to narrow by, checked, with its pattern as all engines read it."""
    where = f"the pin {path!r}"
    allowed = _keywords(shape)
    for keyword, value in pin.items():
        if keyword == "type" and value == shape["type"]:
            continue
        if keyword not in allowed:
            hint = did_you_mean(keyword, allowed) or f"it can be narrowed by {', '.join(allowed)}"
            raise UsageError(f"a pin can't narrow this by {keyword!r}", where=where, hint=hint)
        if keyword in _BOUNDS and (isinstance(value, bool) or not isinstance(value, int | float)):
            raise UsageError(f"{keyword}: expected a number, got {value!r}", where=where)
        if keyword == "enum" and not isinstance(value, list):
            raise UsageError("enum: expected a list of values", where=where)
    if "pattern" not in pin:
        return pin
    try:
        portable = translate(str(pin["pattern"]))
    except Untranslatable as error:
        raise UsageError(
            f"this pattern can't be used: {error.reason}", where=where, hint="use a pattern without it"
        ) from error
    bounds = {"minLength": portable.min_length, "maxLength": portable.max_length}
    return {
        **pin,
        "pattern": portable.regex,
        **{keyword: bound for keyword, bound in bounds.items() if bound is not None},
    }


def _keywords(shape: Schema) -> tuple[str, ...]:
    if "items" in shape:
        return ("minItems", "maxItems")
    if shape["type"] in {"integer", "number"}:
        return ("enum", "const", "minimum", "maximum")
    if shape["type"] == "string" and not shape.keys() & {"format", "contentEncoding", "enum"}:
        return ("enum", "const", "pattern", "minLength", "maxLength")
    return ("enum", "const")


def narrowed(shape: Schema, pin: Marker | Narrowed | Pinned | None) -> Schema:
    """A schema merged with a pinned one, if there is one; of two bounds the narrower one counts."""
    if not isinstance(pin, Narrowed):
        return shape
    merged: dict[str, Any] = {**shape, **pin.schema}
    for keyword, narrower in _BOUNDS.items():
        if keyword in shape and keyword in pin.schema:
            merged[keyword] = narrower(shape[keyword], pin.schema[keyword])
    return merged


def narrowed_options(shape: Schema, pin: Narrowed) -> list[Option]:
    """The options of a scalar that satisfy both its schema and a pinned one.

    Raises:
        UnsatisfiableString: there are none.
    """
    fits = compile_schema(shape).is_valid
    options = scalar_options(narrowed(shape, pin))
    if "pattern" in pin.schema and "pattern" in shape:  # no string can be built for two patterns at once
        options = [option for option in options if not isinstance(option.value, Generated)]
    satisfying = [option for option in options if isinstance(option.value, Generated) or fits(option.value)]
    if not satisfying:
        raise UnsatisfiableString("no value satisfies both the contract and the pinned schema")
    return satisfying


def is_string(root: Schema, path: str) -> bool:
    """Whether the value at a path is a string; False for a path that the schema doesn't have."""
    try:
        return bool(shape_at(root, path).get("type") == "string")
    except KeyError:
        return False


def is_strategy(pin: Any) -> bool:
    """Whether a pin is a Hypothesis strategy."""
    return type(pin).__module__.startswith("hypothesis.")


def _allowed(shape: Schema, pin: object) -> str:
    if "enum" not in shape:
        return "`shapeproof show` tells what it allows"
    values = [str(value) for value in shape["enum"]]
    return unknown_name_hint(
        str(pin), values, f"it allows {', '.join(values[:12])}" + (" …" if len(values) > 12 else "")
    )


def _nearest(root: Schema, path: str) -> str:
    known = [known_path for known_path, _, _ in iter_schema(root) if known_path]
    if suggestion := did_you_mean(path, known, limit=3):
        return suggestion
    longer = [known_path for known_path in known if known_path.endswith(f".{path}")][:3]
    return (
        f"did you mean {' or '.join(longer)}?" if longer else "paths look like A.B[].C{}; `shapeproof show` lists them"
    )
