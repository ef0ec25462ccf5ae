"""Reads a digest from JSON values that nobody vouches for: whatever is not as it would be written is refused."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import fields
from typing import Final, TypeVar, cast, get_args

from shapeproof.contract import Part, Pointer, Representation
from shapeproof.digest.digest import NUMBERS, Digest, DigestSum
from shapeproof.digest.groups import FindingGroup
from shapeproof.digest.json_text import digest_values, to_json
from shapeproof.digest.limits import Limits
from shapeproof.digest.parts import Bug, SkippedGroup, SuppressionUse
from shapeproof.digest.samples import FindingKey, Sample, sample_of
from shapeproof.recordings.checking.unit_result import Located, ResponseKind
from shapeproof.recordings.model import FormName
from shapeproof.registry.editions_by_day import UncoveredDay
from shapeproof.validation.catalog import CODES, SEVERITIES, Severity
from shapeproof.validation.coverage.coverage_counter import CoverageCounter
from shapeproof.validation.finding import Finding

__all__ = ["DigestError", "read_digest"]

_MAX_NUMBER: Final = 2**63
_Value = TypeVar("_Value")
_FORMS: Final[tuple[FormName, ...]] = get_args(FormName)
_PARTS: Final[tuple[Part, ...]] = get_args(Part)
_REPRESENTATIONS: Final[tuple[Representation, ...]] = get_args(Representation)
_Name = TypeVar("_Name", bound=str)


class DigestError(ValueError):
    """Some JSON values are not a digest. The message says what is wrong."""


def read_digest(values: object, limits: Limits) -> Digest:
    """Read a digest.

    Args:
        values: what `digest_values` returned, once it was written and read as JSON.
        limits: how much the digest may keep.

    Raises:
        DigestError: the values are something else.
    """
    members = _object(values)
    try:
        digest = _digest(members, limits)
    except KeyError as error:
        raise DigestError(f"it has no {error.args[0]!r}") from error
    total = DigestSum(limits)
    total.add(digest)
    # What is unsorted, given twice, too much or too long would be written in another way.
    if to_json(digest_values(total.digest())) != to_json(members):
        raise DigestError("it is not as it would be written")
    for (severity, code), listed in _findings_of_groups(digest).items():
        if listed > digest.codes.get((severity, code), 0):
            raise DigestError(f"there are more findings of {code} than are counted")
    return digest


def _digest(members: dict[str, object], limits: Limits) -> Digest:
    stated = {name: _number(value) for name, value in _object(members["limits"]).items()}
    if stated != {attribute.name: getattr(limits, attribute.name) for attribute in fields(limits)}:
        raise DigestError("it keeps another number of samples")
    numbers = {name: _number(members[name]) for name in NUMBERS}
    codes: dict[tuple[Severity, str], int] = {
        (_severity(severity), _code(code)): _number(count) for severity, code, count in _rows(members["codes"], 3)
    }
    kinds = {
        ResponseKind(
            _one_of(form, _FORMS), _text(contract), _one_of(part, _PARTS), _one_of(shown_as, _REPRESENTATIONS)
        ): _number(count)
        for form, contract, part, shown_as, count in _rows(members["kinds"], 5)
    }
    used, covered, operations = _list(members["suppressions"], 3)
    bug = members["bug"]
    return Digest(
        limits=limits,
        units=numbers["units"],
        size=numbers["size"],
        files=numbers["files"],
        responses=numbers["responses"],
        clean=numbers["clean"],
        known=numbers["known"],
        skipped_files=numbers["skipped_files"],
        unknown_files=numbers["unknown_files"],
        suppressed={_text(by): _number(count) for by, count in _rows(members["suppressed"], 2)},
        codes=codes,
        groups=dict(_group(_object(value)) for value in _list(members["groups"])),
        kinds=kinds,
        coverage={
            _text(contract): _coverage(_number(responses), shown)
            for contract, responses, shown in _rows(members["coverage"], 3)
        },
        ignored={
            (_one_of(form, _FORMS), _text(reason)): _number(count)
            for form, reason, count in _rows(members["ignored"], 3)
        },
        ignored_forms={_one_of(form, _FORMS): _number(count) for form, count in _rows(members["ignored_forms"], 2)},
        skipped={
            _text(reason): SkippedGroup(_number(files), _number(unknown), _texts(paths))
            for reason, files, unknown, paths in _rows(members["skipped"], 4)
        },
        problems=frozenset(_texts(members["problems"])),
        unnamed=frozenset(_texts(members["unnamed"])),
        uncovered=frozenset(
            UncoveredDay(_text(contract), _text(day)) for contract, day in _rows(members["uncovered"], 2)
        ),
        unevaluated=frozenset((_text(contract), _text(rule)) for contract, rule in _rows(members["unevaluated"], 2)),
        bug=None if bug is None else _bug(bug),
        suppressions=SuppressionUse(_numbers(used), _numbers(covered), frozenset(_texts(operations))),
    )


def _coverage(responses: int, shown: object) -> CoverageCounter:
    counter = CoverageCounter(responses)
    counter.shown.update({_number(index): _number(count) for index, count in _rows(shown, 2)})
    return counter


def _bug(value: object) -> Bug:
    where, message, hint, details = map(_text, _list(value, 4))
    return Bug(where, message, hint, details)


def _group(members: dict[str, object]) -> tuple[FindingKey, FindingGroup]:
    key = FindingKey(
        _severity(members["severity"]),
        _text(members["contract"]),
        _code(members["code"]),
        _text(members["rule"]),
        _text(members["path"]),
    )
    samples = tuple(_sample(_object(value), key) for value in _list(members["samples"]))
    findings, units, explained, traffic = (
        _number(members[name]) for name in ("findings", "units", "explained", "traffic")
    )
    group = FindingGroup(findings, units, explained, traffic, samples)
    if not 0 < max(len(samples), units, explained, traffic) <= findings:
        raise DigestError(f"the counts of {key.code} contradict each other")
    return key, group


def _sample(members: dict[str, object], key: FindingKey) -> Sample:
    finding = Finding(
        key.code,
        CODES[key.code].kind,
        key.severity,
        _pointer(members["pointer"]),
        key.path,
        _text(members["keyword"]),
        _text(members["message"]),
        key.rule,
        tuple(_pointer(parts) for parts in _list(members["related"])),
    )
    located = Located(
        finding,
        _text(members["file"]),
        _number(members["index"]),
        _line(members["line"]),
        _line(members["column"]),
        key.contract or None,
        _text(members["section"]),
        tuple((_line(line), _line(column)) for line, column in _rows(members["related_places"], 2)),
    )
    sample = Sample(_number(members["offset"]), located)
    if sample_of(located, sample.offset) != sample:
        raise DigestError("a text of a sample is too long, or may be secret")
    return sample


def _findings_of_groups(digest: Digest) -> dict[tuple[Severity, str], int]:
    counts: dict[tuple[Severity, str], int] = {}
    for key, group in digest.groups.items():
        counts[key.severity, key.code] = counts.get((key.severity, key.code), 0) + group.findings
    return counts


def _object(value: object) -> dict[str, object]:
    return cast("dict[str, object]", _expect(value, dict, "an object"))


def _list(value: object, length: int | None = None) -> list[object]:
    items = cast("list[object]", _expect(value, list, "a list"))
    if length is not None and len(items) != length:
        raise DigestError(f"expected {length} values, got {len(items)}")
    return items


def _rows(value: object, length: int) -> Iterator[list[object]]:
    return (_list(row, length) for row in _list(value))


def _text(value: object) -> str:
    return _expect(value, str, "a string")


def _texts(value: object) -> tuple[str, ...]:
    return tuple(map(_text, _list(value)))


def _number(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < _MAX_NUMBER:
        raise DigestError("expected a number that is not negative")
    return value


def _numbers(value: object) -> frozenset[int]:
    return frozenset(map(_number, _list(value)))


def _line(value: object) -> int | None:
    return None if value is None else _number(value)


def _pointer(value: object) -> Pointer:
    return tuple(part if isinstance(part, str) else _number(part) for part in _list(value))


def _severity(value: object) -> Severity:
    return _one_of(value, SEVERITIES)


def _code(value: object) -> str:
    return _one_of(value, CODES)


def _one_of(value: object, names: Collection[_Name]) -> _Name:
    if not isinstance(value, str) or value not in names:
        raise DigestError("a form, a code or a severity is unknown")
    return cast("_Name", value)


def _expect(value: object, kind: type[_Value], expected: str) -> _Value:
    if not isinstance(value, kind):
        raise DigestError(f"expected {expected}")
    return value
