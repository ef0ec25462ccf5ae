"""Shapeproof proves that API responses have the shape, and keep the promises, of their specification.

import shapeproof

contract = shapeproof.load("sagemaker.describe_hyper_parameter_tuning_job")
for finding in shapeproof.findings(response, contract):
    print(finding.pointer, finding.message)
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from shapeproof.errors import ShapeproofError, UsageError, with_article

if TYPE_CHECKING:
    from shapeproof import fuzz, sample
    from shapeproof.contract import Contract, Part, Representation, View
    from shapeproof.live.recorder import Recorder
    from shapeproof.live.responses import LiveResponse
    from shapeproof.live.watching import watch
    from shapeproof.registry import ContractRegistry, load
    from shapeproof.validation.engines.compilation import EngineName
    from shapeproof.validation.finding import ContractViolation, Finding
    from shapeproof.validation.validator import Validator

__all__ = [
    "Contract",
    "ContractRegistry",
    "ContractViolation",
    "Finding",
    "LiveResponse",
    "ShapeproofError",
    "Validator",
    "findings",
    "fuzz",
    "load",
    "record",
    "sample",
    "validate",
    "watch",
]

_PUBLIC_ROOMS = frozenset({"fuzz", "sample"})
"""Rooms whose own names are public too: `shapeproof.sample.mutants(…)`, without importing the room yourself."""
_LAZY = {
    "Contract": "contract",
    "ContractRegistry": "registry",
    "ContractViolation": "validation.finding",
    "Finding": "validation.finding",
    "LiveResponse": "live.responses",
    "Validator": "validation.validator",
    "load": "registry",
    "watch": "live.watching",
}
"""Names that are imported on first use, by the module that has them: importing them takes time, and pytest imports this
package in every run."""


def __getattr__(name: str) -> object:
    if name in _PUBLIC_ROOMS:
        return import_module(f"shapeproof.{name}")
    if name in _LAZY:
        value: object = getattr(import_module(f"shapeproof.{_LAZY[name]}"), name)
        globals()[name] = value
        return value
    raise AttributeError(f"module 'shapeproof' has no attribute {name!r}")


def findings(
    response: object,
    contract: Contract | str,
    part: Part = "response",
    *,
    view: View = "strict",
    representation: Representation | None = None,
    engine: EngineName = "jsonschema-rs",
) -> list[Finding]:
    """List the differences between a response and its contract, in the order of their pointers.

    Args:
        response: what boto3 returned, what the AWS CLI printed, or an HTTP body, parsed.
        contract: a contract, or its name, looked up in the project of the working directory.
        part: what the response is checked against: the operation's `response`, its `request`, or its errors (`error`).
        view: decides the severities of findings.
        representation: how the response is written down; detected where it is None.
        engine: the JSON Schema engine.

    Returns:
        All findings, of every severity; an empty list for a response that keeps its contract.

    Raises:
        UnknownContractError: no contract has that name.
        UsageError: an option has an unknown value.
    """
    return _validator(contract, part, view, engine).findings(response, representation)


def validate(
    response: object,
    contract: Contract | str,
    part: Part = "response",
    *,
    view: View = "strict",
    representation: Representation | None = None,
    engine: EngineName = "jsonschema-rs",
) -> None:
    """Check that a response keeps its contract; raise ContractViolation if it doesn't.

    Args:
        response: what boto3 returned, what the AWS CLI printed, or an HTTP body, parsed.
        contract: a contract, or its name, looked up in the project of the working directory.
        part: what the response is checked against: the operation's `response`, its `request`, or its errors (`error`).
        view: decides which findings are errors.
        representation: how the response is written down; detected where it is None.
        engine: the JSON Schema engine.

    Raises:
        ContractViolation: at least one finding is an error; it holds all findings. If the response resembles another
            contract, the first one says which.
        UnknownContractError: no contract has that name.
        UsageError: an option has an unknown value.
    """
    from shapeproof.validation.finding import ContractViolation

    validator = _validator(contract, part, view, engine)
    try:
        validator.validate(response, representation)
    except ContractViolation as violation:
        raise _with_cause(violation, response, validator) from None


def record(client: Any, path: str | Path, *, redact: Iterable[str] = ()) -> Recorder:
    """Append every response of a client to a file of recording lines, which `shapeproof validate` reads.

    Bodies of services that speak JSON are written as they were sent (`wire`), others as the AWS CLI would print them
    (`cli`). Values that may be secret are replaced by other valid values: those that the model marks as sensitive, those
    with the name or the form of a secret, messages of errors, and all that the contract doesn't know. The member
    `redacted` of a line lists their pointers. Use the result in a `with` block, or call its `stop()` to end the
    recording. Errors while recording are logged, and never reach the caller of the client.

    Args:
        client: a client or session of boto3 or botocore. Of a session, the clients that it creates from now on are
            recorded.
        path: the file to append to. It is created for its owner only (mode 0600). Several processes and recordings may
            write to one file.
        redact: names of more members whose values are secret, beside those in the settings of the project in the
            working directory: `InternalId`, `*Token`, `ApiKey.Value`.

    Returns:
        The running recording. `count`, `redacted` and `lost` are the numbers of recorded responses, of replaced values
        and of responses that could not be recorded.

    Raises:
        UsageError: the client has no events, the file can't be written, or an argument or a setting is invalid.
        MissingExtraError: botocore is not installed.
    """
    if not isinstance(cast("object", path), str | Path):  # callers may have no types
        raise UsageError(f"expected the path of a file, got {path!r}", where="record(client, path)")
    from shapeproof import settings
    from shapeproof.live.recorder import Recorder
    from shapeproof.validation.secret_names import SecretNames

    more = SecretNames.with_names(redact).more
    return Recorder(client, Path(path), (*settings.read(Path()).redact, *more))


def _with_cause(violation: ContractViolation, response: object, validator: Validator) -> ContractViolation:
    """A violation that says first which contract the response resembles, if it is another than the named one."""
    from shapeproof.recordings.identification.named_wrongly import other_contract_finding
    from shapeproof.registry import default_registry
    from shapeproof.validation.finding import ContractViolation

    contract, part = validator.contract, validator.part
    cause = other_contract_finding(response, contract, part, default_registry, validator.severities)
    findings = (cause, *violation.findings) if cause else violation.findings
    return ContractViolation.from_findings(findings, part, contract.name) or violation


def _validator(contract: Contract | str, part: Part, view: View, engine: EngineName) -> Validator:
    from shapeproof.contract import Contract

    if not isinstance(cast("object", contract), Contract | str):  # callers may have no types
        raise UsageError(
            f"expected a contract or its name, got {with_article(type(contract).__name__)}",
            hint='the response comes first: validate(response, "s3.list_buckets")',
        )
    if isinstance(contract, str):
        from shapeproof.registry import default_registry

        contract = str.__str__(contract)
        return default_registry().validator(contract, part, view=view, engine=engine)
    # A contract needs no registry, and finding the one of the working directory takes time.
    from shapeproof.validation.catalog import Severities
    from shapeproof.validation.validator import Validator

    return Validator(contract, part, Severities(view), engine)
