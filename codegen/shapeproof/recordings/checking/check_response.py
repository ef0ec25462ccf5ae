"""One response, in any representation, held against its contract: the findings, and what could not be checked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple, cast

from shapeproof.contract import Contract, Part, Pointer, Representation, iter_schema
from shapeproof.recordings.identification.identifier import METADATA
from shapeproof.representations.botocore_decoding import as_sent
from shapeproof.representations.conversion import Converted, to_cli
from shapeproof.representations.detection import Recognised, recognise
from shapeproof.representations.error_bodies import CODE, error_body, error_in_cli
from shapeproof.representations.wire_names import outside_the_body
from shapeproof.validation.catalog import CODES, Severities
from shapeproof.validation.engines.compilation import EngineName
from shapeproof.validation.finding import Finding
from shapeproof.validation.validator import Validator, validator_for

__all__ = [
    "CheckResult",
    "NotChecked",
    "check_response",
    "not_checked",
    "reading_finding",
    "strip_metadata",
    "unseen_members",
]

DROPPED_BY_SDK: Final = (
    "the SDK and the AWS CLI leave out members that they don't know, and nulls; none of these can show"
)
OUTSIDE_THE_BODY: Final = "this member travels in the HTTP header or status line, not in the body"


class NotChecked(NamedTuple):
    """Something that a form can't show or a contract can't state: a place in the contract, its keyword, the reason.

    `path` and `keyword` are empty where the whole response is meant.
    """

    path: str
    keyword: str
    reason: str


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What is to be said of one response. `representation` is the one it was read as.

    `value` is the response in `cli`; None if it holds what no response can hold, so that it wasn't read.
    """

    findings: tuple[Finding, ...]
    representation: Representation
    value: object


def check_response(
    response: object,
    contract: Contract,
    part: Part,
    *,
    severities: Severities,
    engine: EngineName,
    representation: Representation | None = None,
    error_name: str | None = None,
) -> CheckResult:
    """Hold a response against one part of a contract.

    `response` is JSON values, or what boto3 hands over; boto3's ResponseMetadata is set aside. `representation` is
    recognised where it is None. `error_name` is what headers call an error.
    """
    judge = validator_for(contract, part, engine)
    value = strip_metadata(response)
    if representation in {None, "cli"} and not judge.is_open and _is_clean(judge, value):
        return CheckResult((), representation or "cli", value)
    if refused := tuple(_refused(value, severities)):
        return CheckResult(refused, representation or "cli", None)
    if representation != "wire" and part == "response":
        value = as_sent(contract, value)
    if representation is None and part != "error" and (plain := _as_it_stands(judge, value, severities)):
        return plain
    unseen = frozenset[str]()
    body = error_body(value, is_wire=representation == "wire") if part == "error" else None
    if body is not None:
        recognised, converted = Recognised("wire"), error_in_cli(contract, body, error_name)
        unseen = frozenset({CODE})
    else:
        recognised = Recognised(representation) if representation else _recognised(judge, value)
        converted = to_cli(judge.schema, value, recognised)
    unseen |= unseen_members(contract, part, recognised.representation)
    findings = tuple(_findings(judge, converted, recognised.representation, severities, unseen))
    return CheckResult(findings, recognised.representation, converted.value)


def _recognised(judge: Validator, value: object) -> Recognised:
    recognised = recognise(judge.schema, value)
    # Bodies that are no JSON can't have been recorded as such: it is the AWS CLI that prints epoch numbers for them.
    is_body = judge.contract.json_protocol is not None or recognised.representation != "wire"
    return recognised if is_body else Recognised("cli", has_epoch_times=True)


def _as_it_stands(judge: Validator, value: object, severities: Severities) -> CheckResult | None:
    """The verdict on a response whose form makes no difference: no time is amiss in it, and names are the same."""
    if judge.has_wire_names:
        return None
    try:
        violations = judge.violations(value)
    except ValueError:
        return None  # it holds values that only Python has
    if any(judge.is_about_form(violation, value) for violation in violations):
        return None
    return CheckResult(tuple(judge.findings(violations, value, severities)), "cli", value)


def _is_clean(judge: Validator, value: object) -> bool:
    try:
        return judge.is_clean(value)
    except ValueError:
        return False  # not JSON values, or not yet: the slow way tells


def strip_metadata(response: object) -> object:
    """A response without what boto3 adds to it."""
    if not isinstance(response, dict):
        return response
    held = cast("dict[str, object]", response)
    return {key: value for key, value in held.items() if key != METADATA} if METADATA in held else held


def _refused(value: object, severities: Severities) -> Iterator[Finding]:
    from shapeproof.recordings.syntax.refused_values import refused_values

    for refused in refused_values(value):
        finding = reading_finding(refused.code, refused.message, severities, refused.pointer)
        if finding:
            yield finding


def reading_finding(code: str, message: str, severities: Severities, pointer: Pointer = ()) -> Finding | None:
    """What is to be said of something that can't be read; None if the severities leave its code out."""
    severity = severities.of(code)
    return Finding(code, CODES[code].kind, severity, pointer, "", "", message) if severity else None


def _findings(
    judge: Validator,
    converted: Converted,
    representation: Representation,
    severities: Severities,
    unseen: frozenset[str],
) -> Iterator[Finding]:
    violations = judge.violations(converted.value)
    for finding in judge.findings(violations, converted.value, severities, representation, converted):
        if finding.keyword == "required" and finding.path in unseen:
            continue
        yield finding


@lru_cache(maxsize=4096)
def unseen_members(contract: Contract, part: Part, representation: Representation) -> frozenset[str]:
    """The paths of members that no response of this representation shows: on the wire, those outside the body."""
    if representation != "wire":
        return frozenset()
    return frozenset(path for path, node, _ in iter_schema(contract.schema(part)) if outside_the_body(node))


@lru_cache(maxsize=4096)
def not_checked(contract: Contract, part: Part, representation: Representation) -> tuple[NotChecked, ...]:
    """What no response of this representation can be held to, under this contract."""
    found: list[NotChecked] = []
    if part == "response" and representation != "wire":
        found.append(NotChecked("", "", DROPPED_BY_SDK))
    for path, node, shape in iter_schema(contract.schema(part)):
        for keyword, unstated in shape.get("x-not-checked", {}).items():
            found.append(NotChecked(path, keyword, unstated["reason"]))
        if representation == "wire" and outside_the_body(node):
            found.append(NotChecked(path, "", OUTSIDE_THE_BODY))
    return tuple(found)
