"""A contract and the result of a run with one string in every position that a stranger fills."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cache
from typing import Any

from shapeproof.baseline.file_format import Entry
from shapeproof.contract import Contract, Scenario
from shapeproof.recordings.checking.unit_result import ContractRun, Located, ResponseKind, UnitResult
from shapeproof.recordings.discovery.units import Skipped
from shapeproof.registry import load
from shapeproof.report.common.run_summary import RunSummary
from shapeproof.validation.coverage.coverage_counter import CoverageCounter
from shapeproof.validation.finding import Finding

__all__ = ["hostile_contract", "hostile_run"]


def hostile_contract(text: str) -> Contract:
    """A contract whose names, descriptions, values, constraints and facts are all the string.

    No source of contracts would pass most of them; what prints a contract must not depend on that.
    """
    shape = text.replace("/", "|") or "Empty"  # references split at slashes
    enum = f"Enum{shape}"
    about: dict[str, Any] = {
        "description": text,
        "deprecated": True,
        "x-wire": {"in": text, "name": text},
        "x-shape": text,
        "x-not-checked": {text: {"reason": text}},
    }

    def schema(title: str, members: dict[str, Any]) -> dict[str, Any]:
        enum_of = {"$ref": f"#/$defs/{enum}"}
        properties = {
            f"{text}1": enum_of | about,
            f"{text}2": {"type": "array", "items": enum_of} | about,
            f"{text}3": {"type": "object", "propertyNames": enum_of, "additionalProperties": {"type": "string"}}
            | about,
            f"{text}4": {"$ref": f"#/$defs/{shape}"} | about,
            **members,
        }
        structure = {"type": "object", "properties": properties, "required": [f"{text}1"], "description": text}
        inner = {f"{text}5": {"type": "string"} | about, f"{text}6": {"type": "integer"} | about}
        return {
            "title": title,
            "description": text,
            "$ref": f"#/$defs/{title}",
            "$defs": {
                title: structure | {"additionalProperties": False},
                shape: {"type": "object", "properties": inner, "additionalProperties": False, "description": text},
                enum: {"type": "string", "enum": [text, "x"], "x-values": {text: text}, "description": text},
            },
        }

    code = {"type": "string", "enum": [text, "x"], "x-values": {text: text}, "description": text}
    error = {"type": "object", "properties": {"Code": code}, "required": ["Code"], "description": text}
    pattern = {"pattern": {"type": "string", "pattern": text}}  # examples are responses, so that these aren't run
    return replace(
        _base(),
        service=text,
        operation=text,
        method=text,
        edition=text,
        through=text,
        source=text,
        api_version=text,
        response=schema(f"{shape}Response", {}),
        request=schema(f"{shape}Request", pattern),
        errors=schema(f"{shape}Error", {"Error": error}),
        scenarios={text: Scenario(text)},
    )


@cache
def _base() -> Contract:
    return load("sagemaker.describe_hyper_parameter_tuning_job")


def hostile_run(text: str, contract: Contract) -> tuple[UnitResult, RunSummary]:
    """The result of a unit, and the summary of its run, with findings of several kinds and severities."""
    findings = [
        Finding("SP101", "structure", "error", (text, 0, text), text, "required", text),
        Finding("SP220", "constraint", "warning", (text,), f"{text}.", text, text),
        Finding("SP901", "reading", "error", (), "", "", text),
        *[Finding("SP102", "structure", "error", (text,), f".{text}", "type", text)] * 7,
    ]
    result = UnitResult(text)
    for index, finding in enumerate(findings):
        line = 1 if index % 2 else None
        result.findings.append(Located(finding, text, index, line, line and 2, contract.name))
    result.count(ResponseKind("json", contract.name, "response", "cli"), len(findings), clean=True)
    result.responses, result.runs = len(findings) + 1, [ContractRun(0, len(findings) + 1, contract.name)]
    result.known = result.findings[:2]
    result.skipped = [Skipped(text, text), Skipped(f"{text}2", text)]
    result.ignored = Counter({("har", text): 2})
    result.coverage[contract.name] = CoverageCounter(1)
    summary = RunSummary(stale=[Entry(text, text, text, text)])
    summary.add(result)
    return result, summary
