"""`overlay.json`: what is written by hand about an operation. Corrections go into the model, descriptions into schemas."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from shapeproof.capture.contract_files import scenario_of
from shapeproof.capture.error_schema import error_codes
from shapeproof.capture.model import OperationModel
from shapeproof.contract import Scenario
from shapeproof.errors import CaptureError

__all__ = ["Correction", "Overlay"]

_KEYS: Final = frozenset({"shapeproof", "default", "editions", "corrections", "descriptions", "scenarios"})


@dataclass(frozen=True)
class Correction:
    """A reasoned change to a shape that the model gets wrong: `traits` replace the shape's own.

    `editions` names the editions it is for; None is all of them.
    """

    shape: str
    traits: Mapping[str, Any]
    reason: str
    editions: tuple[str, ...] | None


@dataclass(frozen=True)
class Overlay:
    """The parts of an `overlay.json`.

    `default` is the edition that a bare name means; `through` maps an edition to the last botocore version that still
    carries it. `descriptions` maps a place (see `capture.descriptions`) to a text. `scenarios` are cases of the response, by name.
    """

    default: str | None = None
    through: Mapping[str, str] = field(default_factory=dict[str, str])
    corrections: tuple[Correction, ...] = ()
    descriptions: Mapping[str, str] = field(default_factory=dict[str, str])
    scenarios: Mapping[str, Scenario] = field(default_factory=dict[str, Scenario])

    @classmethod
    def from_json(cls, document: Mapping[str, Any], *, where: str) -> Overlay:
        """Read the document. Raises CaptureError, naming `where`, for an unknown key or a correction without reason."""
        if unknown := sorted(set(document) - _KEYS):
            raise CaptureError(
                f"unknown key {unknown[0]!r}", where=where, hint=f"known keys: {', '.join(sorted(_KEYS))}"
            )
        try:
            corrections = tuple(
                Correction(
                    shape=entry["shape"],
                    traits=entry["set"],
                    reason=entry["reason"],
                    editions=tuple(entry["editions"]) if "editions" in entry else None,
                )
                for entry in document.get("corrections", ())
            )
            through = {edition: facts["through"] for edition, facts in document.get("editions", {}).items()}
            scenarios = {name: scenario_of(facts) for name, facts in document.get("scenarios", {}).items()}
        except KeyError as missing:
            raise CaptureError(f"an entry lacks {missing}", where=where) from None
        except (AttributeError, TypeError):
            raise CaptureError(
                "an entry of editions, corrections or scenarios is of another form", where=where
            ) from None
        for name, scenario in scenarios.items():
            if stray := [path for path in scenario.shown_by if path not in scenario.paths]:
                raise CaptureError(
                    f"the scenario {name} is shown by {stray[0]!r}, which it says nothing of",
                    where=where,
                    hint="name it in present, absent or pins, too",
                )
        return cls(document.get("default"), through, corrections, document.get("descriptions", {}), scenarios)

    def corrected(self, model: OperationModel) -> OperationModel:
        """The model with the corrections that are for its edition."""
        shapes = dict(model.shapes)
        for correction in self._corrections_for(model):
            shapes[correction.shape] = {**shapes[correction.shape], **correction.traits}
        return replace(model, shapes=shapes)

    def _corrections_for(self, model: OperationModel) -> Iterable[Correction]:
        for correction in self.corrections:
            if correction.shape in model.shapes and (
                correction.editions is None or model.edition in correction.editions
            ):
                yield correction

    def unmatched(self, models: Iterable[OperationModel]) -> list[str]:
        """Entries that match none of the committed editions, each as a sentence; stale hand-written data."""
        known = list(models)
        problems = [
            f"the correction of {correction.shape} matches no committed edition"
            for correction in self.corrections
            if not any(correction in self._corrections_for(model) for model in known)
        ]
        problems += [
            f"the description of {place} matches no committed edition"
            for place in self.descriptions
            if not any(_has_place(model, place) for model in known)
        ]
        editions = {model.edition for model in known}
        named = [*self.through, *([self.default] if self.default else [])]
        problems += [f"the edition {edition} isn't committed" for edition in named if edition not in editions]
        return problems


def _has_place(model: OperationModel, place: str) -> bool:
    name, _, member = place.partition(".")
    shape = model.shapes.get(name, {})
    if member:
        return member in shape.get("members", {}) or member in shape.get("enum", ())
    # What is written in place has no place of its own for a description: its members have.
    return (
        shape.get("type") == "structure"
        or "enum" in shape
        or name == f"{model.operation['name']}()"
        or name in error_codes(model)
    )
