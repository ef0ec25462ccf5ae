"""What differs between the two shapes of a pair, without what is behind their members."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple, cast

from shapeproof.contract import Schema, is_union
from shapeproof.contract.schema import RULES_KEYWORD
from shapeproof.diff.catalog import ChangeCode, members, promises, values
from shapeproof.diff.changes.kinds import is_wider, kind_of
from shapeproof.diff.changes.pair_graph import Pair

__all__ = ["Difference", "differences"]

_LOWER: Final = ("minLength", "minimum", "minItems", "minProperties")
_UPPER: Final = ("maxLength", "maximum", "maxItems", "maxProperties")
_SIZES: Final = frozenset(["minLength", "minItems", "minProperties"])
_OF_RULE: Final = ("rule", "when")
_ANYTHING: Final = r"^(?:[\s\S]*)$"
"""The pattern that all strings match, which models write often: it is as none."""


class Difference(NamedTuple):
    """One way in which two shapes differ. The attributes are those of `Change`.

    `step` leads from the shape to the member, the items or the values that it is about; "" for the shape itself.
    """

    code: ChangeCode
    member: str
    keyword: str
    old: Any
    new: Any
    step: str = ""


def differences(pair: Pair) -> Iterator[Difference]:
    """Yield what differs between the shapes of a pair."""
    old, new = pair.old, pair.new
    old_kind, new_kind = kind_of(old), kind_of(new)
    if old_kind != new_kind:
        code = (
            members.TYPE_WIDENED
            if is_wider(new_kind, old_kind)
            else members.TYPE_NARROWED
            if is_wider(old_kind, new_kind)
            else members.TYPE_CHANGED
        )
        yield Difference(code, "", "type", old_kind, new_kind)
        return
    if old_kind == "structure":
        yield from _of_structures(old, new)
    elif old_kind == "map":
        yield from _nulls(old["additionalProperties"], new["additionalProperties"], "", "{}")
    elif old_kind == "list":
        yield from _nulls(old["items"], new["items"], "", "[]")
    elif old_kind == "string":
        yield from _enums(old, new)
    if old_kind in {"string", "blob"}:
        yield from _patterns(old, new)
    if old_kind != "structure" or is_union(old) == is_union(new):
        yield from _bounds(old, new)


def _of_structures(old: Schema, new: Schema) -> Iterator[Difference]:
    were_union, are_union = is_union(old), is_union(new)
    if were_union != are_union:
        code = members.STRUCTURE_BECAME_UNION if are_union else members.UNION_BECAME_STRUCTURE
        yield Difference(code, "", "maxProperties", old.get("maxProperties"), new.get("maxProperties"))
    was_closed, is_closed = (shape.get("additionalProperties") is False for shape in (old, new))
    if was_closed != is_closed:
        code = members.UNKNOWN_MEMBERS_REFUSED if is_closed else members.UNKNOWN_MEMBERS_ALLOWED
        yield Difference(code, "", "additionalProperties", not was_closed, not is_closed)
    old_required, new_required = frozenset(old.get("required", ())), frozenset(new.get("required", ()))
    for name, node in old["properties"].items():
        if name not in new["properties"]:
            code = (
                members.UNION_MEMBER_REMOVED
                if were_union
                else members.REQUIRED_MEMBER_REMOVED
                if name in old_required
                else members.MEMBER_REMOVED
            )
            yield Difference(code, name, "properties", name, None, f".{name}")
            continue
        if (name in old_required) != (name in new_required):
            code = members.MEMBER_NOW_REQUIRED if name in new_required else members.MEMBER_NOW_OPTIONAL
            yield Difference(code, name, "required", name in old_required, name in new_required, f".{name}")
        yield from _nulls(node, new["properties"][name], name, f".{name}")
    for name in new["properties"]:
        if name not in old["properties"]:
            code = (
                members.UNION_MEMBER_ADDED
                if are_union
                else members.REQUIRED_MEMBER_ADDED
                if name in new_required
                else members.MEMBER_ADDED
            )
            yield Difference(code, name, "properties", None, name, f".{name}")
    yield from _rules(old, new)


def _nulls(old: Schema, new: Schema, member: str, step: str) -> Iterator[Difference]:
    was_nullable, is_nullable = "anyOf" in old, "anyOf" in new
    if was_nullable != is_nullable:
        code = members.NULL_ALLOWED if is_nullable else members.NULL_REFUSED
        yield Difference(code, member, "anyOf", was_nullable, is_nullable, step)


def _enums(old: Schema, new: Schema) -> Iterator[Difference]:
    if "enum" not in old and "enum" not in new:
        return
    if "enum" not in old or "enum" not in new:
        code = values.ENUM_ADDED if "enum" in new else values.ENUM_REMOVED
        yield Difference(code, "", "enum", old.get("enum"), new.get("enum"))
        return
    if added := [value for value in new["enum"] if value not in old["enum"]]:
        yield Difference(values.ENUM_VALUES_ADDED, "", "enum", None, added)
    if removed := [value for value in old["enum"] if value not in new["enum"]]:
        yield Difference(values.ENUM_VALUES_REMOVED, "", "enum", removed, None)


def _patterns(old: Schema, new: Schema) -> Iterator[Difference]:
    was, now = _pattern(old), _pattern(new)
    if was != now:
        is_checked = not any("pattern" in shape.get("x-not-checked", {}) for shape in (old, new))
        code = (
            values.PATTERN_ADDED if was is None else values.PATTERN_REMOVED if now is None else values.PATTERN_CHANGED
        )
        yield Difference(code, "", "pattern" if is_checked else "x-not-checked", was, now)


def _pattern(shape: Schema) -> str | None:
    """The pattern; where the schema can't have it, as the model has it, without its anchors: it is for the whole value."""
    if "pattern" in shape:
        return None if shape["pattern"] == _ANYTHING else cast("str", shape["pattern"])
    unchecked: str | None = cast("Mapping[str, Any]", shape.get("x-not-checked", {})).get("pattern", {}).get("value")
    if unchecked is None:
        return None
    unchecked = unchecked.removeprefix("^")
    return unchecked if unchecked.endswith(r"\$") else unchecked.removesuffix("$")


def _bounds(old: Schema, new: Schema) -> Iterator[Difference]:
    for keyword in (*_LOWER, *_UPPER):
        # A size is never negative, so that 0 bounds nothing.
        was, now = (shape.get(keyword, 0 if keyword in _SIZES else None) for shape in (old, new))
        if was != now:
            code = values.BOUND_WIDENED if _is_wider(was, now, keyword) else values.BOUND_NARROWED
            yield Difference(code, "", keyword, old.get(keyword), new.get(keyword))


def _is_wider(old: float | None, new: float | None, keyword: str) -> bool:
    if old is None or new is None:
        return new is None
    return new < old if keyword in _LOWER else new > old


def _rules(old: Schema, new: Schema) -> Iterator[Difference]:
    was, now = (_rules_by_id(shape) for shape in (old, new))
    for name, rule in was.items():
        if name not in now:
            yield Difference(promises.RULE_REMOVED, name, RULES_KEYWORD, rule, None)
        elif rule != now[name]:
            yield Difference(promises.RULE_CHANGED, name, RULES_KEYWORD, rule, now[name])
    for name, rule in now.items():
        if name not in was:
            yield Difference(promises.RULE_ADDED, name, RULES_KEYWORD, None, rule)


def _rules_by_id(shape: Schema) -> dict[str, str]:
    """What each rule promises: its expressions, by its id."""
    rules: dict[str, str] = {}
    for rule in shape.get(RULES_KEYWORD, ()):
        promise = {name: rule[name] for name in _OF_RULE if name in rule}
        rules[rule["id"]] = promise["rule"] if len(promise) == 1 else json.dumps(promise, ensure_ascii=False)
    return rules
