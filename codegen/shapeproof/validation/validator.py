"""Validation of responses in any representation against one part of a contract."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, cast, get_args

from shapeproof.contract import Contract, Part, Representation, require_option, shapes_along
from shapeproof.errors import UsageError, with_article
from shapeproof.representations.botocore_decoding import restore_strings
from shapeproof.representations.conversion import Converted, to_cli
from shapeproof.representations.detection import Detected, detect
from shapeproof.representations.error_bodies import ERROR_CODE_PATH, error_body, error_to_cli
from shapeproof.representations.plain_values import plain_values
from shapeproof.representations.response_metadata import is_of_go, strip_metadata
from shapeproof.representations.wire_sameness import same_on_wire
from shapeproof.validation.catalog import Severities
from shapeproof.validation.catalog.reading import NUMBER_NOT_FINITE
from shapeproof.validation.engines.compilation import ENGINES, EngineName
from shapeproof.validation.engines.violations import MAX_VIOLATIONS, TOO_MANY, Violation
from shapeproof.validation.finding import ContractViolation, Finding, reading_finding, too_many_findings
from shapeproof.validation.merged_pages import without_traces_of_merging
from shapeproof.validation.not_checked import unseen_members
from shapeproof.validation.null_members import with_nulls_as_one
from shapeproof.validation.recorded_view import RecordedView, UnconvertedView
from shapeproof.validation.schema_validator import SchemaValidator, compile_validator

if TYPE_CHECKING:  # most responses are valid, and need no closer look
    from shapeproof.validation.contract_rules import CompiledRules
    from shapeproof.validation.refused_values import RefusedValue

__all__ = ["CheckResult", "Validator"]


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The findings about one response, and how it was read.

    Attributes:
        findings: in the order of their pointers, a finding about the whole response last.
        representation: the given representation, or the detected one.
        value: the response in `cli`; None if it has values that no response can have, such as NaN.
    """

    findings: tuple[Finding, ...]
    representation: Representation
    value: object


@dataclass(frozen=True, slots=True, eq=False)
class Validator:
    """Checks responses against one part of a contract.

    It is compiled once and has no state that a check changes: it may be shared by threads.

    Attributes:
        contract: the contract.
        part: what is checked: the operation's `response`, its `request`, or an `error` of it.
        severities: the severity of each finding code; the view is a part of them.
        engine: the JSON Schema engine.
        compiled: the compiled schema, which validators of the same part and engine share.
        rules: the compiled rules; None if there are none.
    """

    contract: Contract
    part: Part = "response"
    severities: Severities = field(default_factory=Severities)
    engine: EngineName = "jsonschema-rs"
    compiled: SchemaValidator = field(init=False)
    rules: CompiledRules | None = field(init=False)

    def __post_init__(self) -> None:
        """Compile the schema and its rules, unless that was done before.

        Raises:
            CaptureError: the schema or a rule is invalid.
            MissingExtraError: the engine is not installed.
            UsageError: there is no such part or engine.
        """
        if not isinstance(cast("object", self.contract), Contract):  # callers may have no types
            raise UsageError(
                f"expected a contract, got {with_article(type(self.contract).__name__)}",
                hint='shapeproof.load("s3.list_buckets") loads one',
            )
        require_option("part", self.part, get_args(Part))
        require_option("engine", self.engine, ENGINES)
        object.__setattr__(self, "compiled", self.contract.derived(compile_validator, self.part, self.engine))
        object.__setattr__(self, "rules", self.compiled.rules(derived=self.severities.derived_rules))

    def findings(self, response: object, representation: Representation | None = None) -> list[Finding]:
        """List the differences between a response and its contract, in the order of their pointers.

        Args:
            response: JSON values, or what boto3 returns; boto3's `ResponseMetadata` is ignored, and so is what other SDKs add.
            representation: how the response is written down; detected if it is None.

        Returns:
            All findings, of every severity; an empty list for a response that keeps its contract.

        Raises:
            UsageError: there is no such representation.
        """
        if representation is not None:
            require_option("representation", representation, get_args(Representation))
        return list(self.check(response, representation, may_be_merged=True).findings)

    def validate(self, response: object, representation: Representation | None = None) -> None:
        """Check that a response keeps its contract; raise ContractViolation if it doesn't.

        Args:
            response: JSON values, or what boto3 returns; boto3's `ResponseMetadata` is ignored, and so is what other SDKs add.
            representation: how the response is written down; detected if it is None.

        Raises:
            ContractViolation: at least one finding is an error; it holds all findings.
            UsageError: there is no such representation.
        """
        violation = ContractViolation.from_findings(
            self.findings(response, representation), self.part, self.contract.name
        )
        if violation:
            raise violation

    def check(
        self,
        response: object,
        representation: Representation | None = None,
        error_name: str | None = None,
        *,
        may_be_merged: bool = False,
        has_printed_times: bool = False,
        is_cbor: bool = False,
        has_base64: bool = False,
    ) -> CheckResult:
        """Find the differences between a response and its contract.

        Args:
            response: JSON values, or what boto3 returns; boto3's `ResponseMetadata` is ignored, and so is what other SDKs add.
            representation: how the response is written down; detected if it is None.
            error_name: the code of an error in its HTTP headers, if they have it.
            may_be_merged: whether it may be what a paginator, or the AWS CLI, merged of several pages.
            has_printed_times: whether a response in `sdk` was written as text, so that its times may be strings.
            is_cbor: whether a response in `wire` was in CBOR, which has times and bytes of its own, and every number.
            has_base64: whether it was written in a form without bytes, so that those in `sdk` may be base64.
        """
        may_be_merged = may_be_merged and self.part == "response"
        compiled = self.compiled
        value, of_go = strip_metadata(response), is_of_go(response)
        # CBOR has values that JSON writes as strings, and a string in their place is a fault.
        is_same = (representation or "cli") in compiled.same_in and not is_cbor
        if is_same and not compiled.is_open and self._is_valid(value):
            return self._valid(value, representation or "cli")
        from shapeproof.validation.refused_values import is_sound, refused_values

        is_json = representation == "wire" and not is_cbor
        known = representation and Detected(
            representation, has_printed_times=has_printed_times, is_cbor=is_cbor, has_base64=has_base64
        )

        if not is_sound(value):
            value = strip_metadata(plain_values(value))
            # Even if their findings are ignored, nothing else can be said about such a response.
            refused = [item for item in refused_values(value) if not self._is_admitted(item, is_json)]
            if refused:
                return CheckResult(tuple(self._refusals(refused)), representation or "cli", None)
        if representation != "wire":
            value = restore_strings(self.contract, self.part, value)
        if (
            representation is None
            and self.part != "error"
            and (plain := self._without_conversion(value, may_be_merged=may_be_merged, of_go=of_go))
        ):
            return plain
        unseen = frozenset[str]()
        body = error_body(value, is_wire=representation == "wire") if self.part == "error" else None
        if body is not None:
            detected, converted = Detected("wire"), error_to_cli(self.contract, body, error_name, is_cbor=is_cbor)
            unseen = frozenset({ERROR_CODE_PATH})
        else:
            detected = known or self._detect(value)
            detected = detected._replace(has_base64=detected.has_base64 or has_base64)
            is_wire = detected.representation == "wire"
            same = self.contract.derived(same_on_wire, self.part) if is_wire else ()
            converted = to_cli(compiled.schema, value, detected, same)
        unseen |= unseen_members(self.contract, self.part, detected.representation)
        may_be_merged = may_be_merged and detected.representation != "wire"
        # What is recorded in `cli` was asked above. Listing violations takes much longer, and needs a second compilation.
        is_new = detected.representation != "cli" or compiled.is_open
        if is_new and self._is_valid(converted.value):
            return self._valid(converted.value, detected.representation, converted, unseen)
        violations = self.compiled.violations(converted.value)
        reported = self._reported(violations, converted.value, may_be_merged=may_be_merged)
        findings = self._converted_findings(reported, converted, detected.representation, unseen)
        result = self._result(findings, detected.representation, converted.value, of_go=of_go)
        return self._with_rules(result, violations, converted, unseen)

    def check_converted(self, converted: Converted) -> CheckResult:
        """Find the differences between the contract and a response that was read from its body and its headers.

        Args:
            converted: the response in `cli`, and as it was sent.
        """
        if self._is_valid(converted.value):
            return self._valid(converted.value, "wire", converted, converted.unseen)
        violations = self.compiled.violations(converted.value)
        findings = self._converted_findings(violations, converted, "wire", converted.unseen)
        result = self._result(findings, "wire", converted.value)
        return self._with_rules(result, violations, converted, converted.unseen)

    def _valid(
        self,
        value: object,
        representation: Representation,
        view: RecordedView | None = None,
        unseen: frozenset[str] = frozenset(),
    ) -> CheckResult:
        """The result for a response that its schema has nothing against."""
        result = CheckResult((), representation, value)
        return result if self.rules is None else self._with_rules(result, (), view or UnconvertedView(value), unseen)

    def _with_rules(
        self, result: CheckResult, violations: Sequence[Violation], view: RecordedView, unseen: frozenset[str]
    ) -> CheckResult:
        """A result with the findings about rules behind the others. `violations` are all of the schema's, reported or not."""
        if self.rules is None or any(violation.keyword == TOO_MANY for violation in violations):
            return result
        outcomes = self.rules.broken(result.value)
        if not outcomes:
            return result
        from shapeproof.validation.rule_findings import intended_members, rule_findings

        faults = {violation.pointer for violation in violations}
        faults.update(intended_members(self.compiled.schema, result.value, violations))
        faults.update(() for _ in unseen)  # members outside the body: that they are absent says nothing
        findings = rule_findings(
            self.rules, outcomes, self.compiled.schema, result.value, faults, self.severities, view
        )
        return replace(result, findings=(*result.findings, *findings))

    def _detect(self, value: object) -> Detected:
        detected = detect(self.compiled.schema, value)
        # If bodies are not JSON, this is not a body: the AWS CLI prints epoch numbers, too.
        is_body = self.contract.json_protocol is not None or detected.representation != "wire"
        return detected if is_body else Detected("cli", has_epoch_times=True)

    def _reported(self, violations: Sequence[Violation], value: object, *, may_be_merged: bool) -> Sequence[Violation]:
        return without_traces_of_merging(self.contract, value, violations) if may_be_merged else violations

    def _without_conversion(self, value: object, *, may_be_merged: bool, of_go: bool) -> CheckResult | None:
        """The result for a response that is the same in all representations; None if its timestamps or names may differ."""
        compiled = self.compiled
        if compiled.has_wire_names:
            return None
        try:
            violations = compiled.violations(value)
        except ValueError:
            return None  # values of Python that aren't JSON
        reported = self._reported(violations, value, may_be_merged=may_be_merged)
        if any(compiled.depends_on_representation(violation, value) for violation in reported):
            return None
        result = self._result(compiled.findings(reported, value, self.severities), "cli", value, of_go=of_go)
        return self._with_rules(result, violations, UnconvertedView(value), frozenset())

    def _result(
        self, findings: Iterable[Finding], representation: Representation, value: object, *, of_go: bool = False
    ) -> CheckResult:
        schema = self.compiled.schema
        reported = with_nulls_as_one(list(findings), schema, value, self.severities, is_of_go=of_go)
        return CheckResult(reported, representation, value)

    def _is_valid(self, value: object) -> bool:
        try:
            return self.compiled.is_valid(value)
        except Exception:  # noqa: BLE001  values that aren't JSON, whose methods may raise anything; some can be converted
            return False

    def _is_admitted(self, refused: RefusedValue, is_json: bool) -> bool:
        """Whether more can be said of a refused value: NaN in a float, which boto3 and CBOR have, or an endless time."""
        if refused.code is not NUMBER_NOT_FINITE:
            return False
        shape = shapes_along(self.compiled.schema, refused.pointer)[-1] or {}
        return shape.get("format") == "date-time" or (shape.get("type") == "number" and not is_json)

    def _refusals(self, values: Iterable[RefusedValue]) -> Iterator[Finding]:
        for count, refused in enumerate(values):
            finding = reading_finding(refused.code, refused.message, self.severities, refused.pointer)
            if finding:
                yield finding
            if count == MAX_VIOLATIONS and (too_many := too_many_findings(self.severities)):
                yield too_many
                return

    def _converted_findings(
        self,
        violations: Sequence[Violation],
        converted: Converted,
        representation: Representation,
        unseen: frozenset[str],
    ) -> Iterator[Finding]:
        for finding in self.compiled.findings(violations, converted.value, self.severities, representation, converted):
            if finding.keyword == "required" and finding.path in unseen:
                continue
            yield finding
