"""A schema as a tree for the terminal: every member with its type and constraints in words, each structure once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from click import style

from shapeproof.contract import Schema, resolve

__all__ = ["constraints", "tree"]

_NOUNS: Final = {"string": "text", "integer": "integer", "number": "number", "boolean": "true or false"}
_LONGEST_PATTERN: Final = 60
_MOST_OPTIONS: Final = 12
_BIT_BOUNDS: Final = {-(2**31), 2**31 - 1, -(2**63), 2**63 - 1}


def tree(schema: Schema) -> Iterator[str]:
    """The lines of the tree. `*` marks required members."""
    yield schema["title"]
    yield from _branches(schema, schema, "", {schema["$ref"]} if "$ref" in schema else set())


def _branches(root: Schema, node: Schema, indent: str, told: set[str]) -> Iterator[str]:
    shape = resolve(root, node)
    required = shape.get("required", ())
    members: list[tuple[str, Schema]] = [
        (f"{name}{style('*', fg='red') if name in required else ''}", member)
        for name, member in shape.get("properties", {}).items()
    ]
    for at, (label, member) in enumerate(members):
        is_last = at == len(members) - 1
        words, inner = _words(root, member)
        reference = inner.get("anyOf", [inner])[0].get("$ref") if inner else None
        is_known = reference in told
        again = style(" (as above)", dim=True) if is_known else ""
        yield f"{indent}{'└─ ' if is_last else '├─ '}{label}  {style(words, dim=True)}{again}"
        if inner is not None and not is_known:
            told |= {reference} if reference else set()
            yield from _branches(root, inner, indent + ("   " if is_last else "│  "), told)


def _words(root: Schema, node: Schema) -> tuple[str, Schema | None]:
    """A place in words, and the structure below it, if there is one."""
    shape = resolve(root, node)
    notes = [text for text in (constraints(shape), _marks(node, shape)) if text]
    if "properties" in shape:
        name = node["$ref"].rpartition("/")[2] if "$ref" in node else "object"
        kind = "one member of " if "maxProperties" in shape else ""
        return ", ".join([kind + name, *notes]), node
    if shape.get("type") == "array":
        words, inner = _words(root, shape["items"])
        return ", ".join([f"list of {words}", *notes]), inner
    if shape.get("type") == "object":
        words, inner = _words(root, shape["additionalProperties"])
        keys: Schema = resolve(root, shape["propertyNames"]) if "propertyNames" in shape else {}
        key_words = f" by key ({constraints(keys)})" if constraints(keys) else ""
        return ", ".join([f"map of {words}{key_words}", *notes]), inner
    return ", ".join(text for text in (_noun(shape), *notes) if text), None


def _noun(shape: Schema) -> str:
    if shape.get("format") == "date-time":
        return "timestamp"
    if "contentEncoding" in shape:
        return "base64"
    # The values of an enum say enough.
    return "" if "enum" in shape else _NOUNS.get(shape.get("type", ""), "any value")


def constraints(shape: Schema) -> str:
    """The constraints of one schema in words: `1 to 64 characters, matches …`."""
    said: list[str] = []
    if "enum" in shape:
        options: list[str] = shape["enum"]
        rest = f" and {len(options) - _MOST_OPTIONS} more" if len(options) > _MOST_OPTIONS else ""
        said.append(f"{' | '.join(options[:_MOST_OPTIONS])}{rest}")
    for low, high, unit in (
        ("minimum", "maximum", ""),
        ("minLength", "maxLength", " characters"),
        ("minItems", "maxItems", " items"),
        ("minProperties", "maxProperties", " entries"),
    ):
        if text := _range(shape, low, high, unit):
            said.append(text)
    if "pattern" in shape and "contentEncoding" not in shape:
        pattern: str = shape["pattern"]
        said.append(f"matches {pattern if len(pattern) <= _LONGEST_PATTERN else pattern[: _LONGEST_PATTERN - 1] + '…'}")
    return ", ".join(said)


def _range(shape: Schema, low: str, high: str, unit: str) -> str:
    if "properties" in shape:  # a union's counts say only that it is one
        return ""
    bounds: Mapping[str, Any] = {
        key: shape[key] for key in (low, high) if key in shape and shape[key] not in _BIT_BOUNDS
    }
    match bounds.get(low), bounds.get(high):
        case None, None:
            return ""
        case minimum, None:
            return f"at least {minimum}{_counted(unit, minimum)}"
        case None, maximum:
            return f"at most {maximum}{_counted(unit, maximum)}"
        case minimum, maximum:
            return f"{'' if minimum == maximum else f'{minimum} to '}{maximum}{_counted(unit, maximum)}"


def _counted(unit: str, count: object) -> str:
    return unit if count != 1 else " entry" if unit == " entries" else unit.removesuffix("s")


def _marks(node: Schema, shape: Schema) -> str:
    marks = [word for word in ("deprecated",) if node.get(word) or shape.get(word)]
    if shape.get("x-sensitive"):
        marks.append("sensitive")
    for keyword, unstated in shape.get("x-not-checked", {}).items():
        marks.append(f"not checked: {keyword} ({unstated['reason']})")
    return ", ".join(marks)
