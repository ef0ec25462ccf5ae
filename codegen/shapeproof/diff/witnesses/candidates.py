"""Values that one edition may allow at a place and the other may refuse, for each code of a change.

The engines decide whether they do; here is only what is worth trying, the simplest first. `source` is the edition that
must allow the value, `target` the one that must refuse it, and the code is that of the change from target to source.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from itertools import islice
from typing import Any, Final, NamedTuple

from shapeproof.contract import Schema, is_stream, is_union, resolve
from shapeproof.diff.catalog import ChangeCode, members, promises, values
from shapeproof.diff.changes.model import Change
from shapeproof.diff.witnesses.string_candidates import refused_strings
from shapeproof.sample import mutators
from shapeproof.sample.constraints import ConstraintPoint
from shapeproof.sample.errors import UnsatisfiableSchema, UnsatisfiableString
from shapeproof.sample.mutators import Candidate, NoMutation
from shapeproof.sample.responses import simplest
from shapeproof.sample.scalars import SampleStyle, keys

__all__ = ["Site", "candidates"]

_DOCUMENTS: Final = ("example", 1, True, ["example"], {"example": "value"}, None)
_MOST_STRINGS: Final = 5
_NOT_A_TIME: Final = "example"


class Site(NamedTuple):
    """A place with the shapes of both editions.

    Attributes:
        source_root: the schema that must allow the value.
        source: its shape there, resolved: of the value, or of the map whose keys the change is about.
        target: the shape there of the other schema, resolved.
        value: a small value that the source allows there.
    """

    source_root: Schema
    source: Schema
    target: Schema
    value: Any


def candidates(change: Change, code: ChangeCode, site: Site) -> Iterator[Candidate]:
    """Yield values for the place of a change, each with where it should be refused.

    Args:
        change: the change.
        code: its code in the direction from target to source: the change's own, or its mirror.
        site: the place.
    """
    try:
        if code.number in _MAKERS:
            yield from _MAKERS[code.number](change, site)
    except (NoMutation, UnsatisfiableSchema, UnsatisfiableString):
        return


def _with_member(change: Change, site: Site) -> Iterator[Candidate]:
    name = change.member
    node = site.source["properties"][name]
    if is_stream(resolve(site.source_root, node)):
        return  # no recorded response has it
    kept: dict[str, Any] = {} if is_union(site.source) else site.value
    yield Candidate({**kept, name: simplest(site.source_root, node)}, (name,))


def _without_member(change: Change, site: Site) -> Iterator[Candidate]:
    yield Candidate({name: value for name, value in site.value.items() if name != change.member}, (change.member,))


def _null(change: Change, site: Site) -> Iterator[Candidate]:
    if change.member:
        yield Candidate({**site.value, change.member: None}, (change.member,))
    elif "items" in site.source:
        yield Candidate([None, *site.value[1:]])
    else:
        first, *others = list(site.value) or _keys(site.source_root, site.source, 1)
        yield Candidate({first: None} | {key: site.value[key] for key in others})


def _type(_change: Change, site: Site) -> Iterator[Candidate]:
    if is_stream(site.source):
        return  # no recorded response has it; and of what errors define differently, the schema says nothing
    yield Candidate(simplest(site.source_root, site.source))
    yield Candidate(site.value)
    if "type" not in site.source:
        yield from map(Candidate, _DOCUMENTS)
    elif site.source.get("type") == "number":
        yield from (
            Candidate(value) for value in (0.5, site.source.get("minimum"), site.source.get("maximum")) if value
        )
    elif site.source.get("type") == "string" and site.target.get("type") == "string":
        yield Candidate(_NOT_A_TIME)
        yield from map(Candidate, islice(refused_strings(site.source, site.target), _MOST_STRINGS))
    elif site.source.get("additionalProperties") and "properties" not in site.source:
        entry = simplest(site.source_root, site.source["additionalProperties"])
        names = [*site.target.get("properties", ()), *_keys(site.source_root, site.source, 1)]
        yield from (Candidate({name: entry}) for name in names)


def _unknown_member(_change: Change, site: Site) -> Iterator[Candidate]:
    name = "UnknownMember"
    while name in site.target["properties"]:
        name += "2"
    yield Candidate({**site.value, name: "example"}, (name,))


def _several_members(_change: Change, site: Site) -> Iterator[Candidate]:
    yield Candidate({})
    known: dict[str, Any] = {}
    for name, node in site.source["properties"].items():
        if name in site.target["properties"] and not is_stream(resolve(site.source_root, node)):
            known[name] = simplest(site.source_root, node)
            if len(known) > 1:
                yield Candidate({**site.value, **known})
                return


def _enum_values(change: Change, _site: Site) -> Iterator[Candidate]:
    yield from map(Candidate, change.new or change.old)


def _strings(_change: Change, site: Site) -> Iterator[Candidate]:
    if "pattern" in site.source.get("x-not-checked", {}):
        return  # which strings match, the schema doesn't say
    yield from map(Candidate, islice(refused_strings(site.source, site.target), _MOST_STRINGS))


def _beyond_bound(change: Change, site: Site) -> Iterator[Candidate]:
    keyword = change.keyword
    # The source's shape with the target's bound: what breaks that bound and nothing else is a witness.
    shape = {**site.source, keyword: site.target[keyword]}
    point = ConstraintPoint("", shape, keyword)
    with suppress(NoMutation, UnsatisfiableString):
        yield from mutators.candidates(point, _value_to_mutate(site, keyword), site.source_root)
    if keyword in {"minimum", "maximum"} and keyword in site.source:
        yield Candidate(site.source[keyword])
    if keyword.endswith("Length"):
        yield from _strings(change, site)


def _value_to_mutate(site: Site, keyword: str) -> Any:
    if keyword == "maxItems" and not site.value:
        return [simplest(site.source_root, site.source["items"])]
    if keyword == "maxProperties" and not site.value:
        key, *_ = _keys(site.source_root, site.source, 1)
        return {key: simplest(site.source_root, site.source["additionalProperties"])}
    return site.value


def _keys(root: Schema, shape: Schema, number: int) -> list[str]:
    return list(islice(keys(resolve(root, shape.get("propertyNames", {})), SampleStyle(plain=True)), number))


_MAKERS: Final[Mapping[str, Callable[[Change, Site], Iterator[Candidate]]]] = {
    code.number: make
    for make, codes in (
        (_with_member, (members.MEMBER_ADDED, members.REQUIRED_MEMBER_ADDED, members.UNION_MEMBER_ADDED)),
        (_without_member, (members.MEMBER_NOW_OPTIONAL, members.REQUIRED_MEMBER_REMOVED)),
        (_null, (members.NULL_ALLOWED,)),
        (_type, (members.TYPE_CHANGED, members.TYPE_WIDENED)),
        (_unknown_member, (members.UNKNOWN_MEMBERS_ALLOWED,)),
        (_several_members, (members.UNION_BECAME_STRUCTURE,)),
        (_enum_values, (values.ENUM_VALUES_ADDED, promises.ERROR_CODES_ADDED)),
        (_strings, (values.ENUM_REMOVED, values.PATTERN_CHANGED, values.PATTERN_REMOVED)),
        (_beyond_bound, (values.BOUND_WIDENED,)),
    )
    for code in codes
}
