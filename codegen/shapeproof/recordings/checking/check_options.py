"""How recordings are checked: what a user chose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from shapeproof.contract import Representation, View
from shapeproof.recordings.identification.identifier import ContractsByPath
from shapeproof.registry.project_rules import NO_RULES, ProjectRules
from shapeproof.validation.catalog import Severity
from shapeproof.validation.engines.compilation import EngineName

__all__ = ["CheckOptions"]


@dataclass(frozen=True, slots=True)
class CheckOptions:
    """How to check.

    Attributes:
        contract: the name of the contract of everything; None to identify the contract of each recording.
        recorded_at: the day when everything was recorded; None to believe what recordings say.
        directory: the project's directory of contracts; None if it has none.
        rules: the rules that the project adds to contracts.
        derived_rules: whether to check rules that the names of members suggest, too.
        view: strict or tolerant.
        engine: the JSON Schema engine.
        representation: the representation of all responses; None to detect it.
        chosen: severities by code that replace the view's; None leaves the findings out.
        by_path: contracts that the project's settings name for some files.
        coverage: whether to count what the responses cover of their contracts.
        deviations: whether to list how the responses break the models of their services.
    """

    contract: str | None = None
    directory: str | Path | None = None
    rules: ProjectRules = NO_RULES
    derived_rules: bool = False
    view: View = "strict"
    engine: EngineName = "jsonschema-rs"
    representation: Representation | None = None
    chosen: Mapping[str, Severity | None] = field(default_factory=dict[str, "Severity | None"])
    by_path: ContractsByPath | None = None
    coverage: bool = False
    deviations: bool = False
    recorded_at: str | None = None
