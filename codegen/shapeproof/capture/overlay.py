"""`overlay.json`, the hand-written data of an operation: corrections of its model, descriptions, editions, scenarios."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from shapeproof.capture.changes import ServiceChanges
from shapeproof.capture.contract_files import read_scenario
from shapeproof.capture.counts import COUNTS_TRAIT, CountOfItems, counts_in
from shapeproof.capture.deviations import DEVIATIONS_TRAIT, Deviation, read_deviations
from shapeproof.capture.edition_ranges import EditionRange, read_edition_range
from shapeproof.capture.error_schema import error_codes
from shapeproof.capture.file_names import OVERLAY_FILE
from shapeproof.capture.histories import HISTORY, read_history
from shapeproof.capture.json_object import JsonObject
from shapeproof.capture.model import OperationModel
from shapeproof.capture.model_check import check_references, check_shape
from shapeproof.capture.rule_entries import RuleEntry, check_unruled, read_rule_entries
from shapeproof.contract import Scenario
from shapeproof.contract.history import History
from shapeproof.errors import CaptureError

__all__ = ["Correction", "Overlay"]

_OF_SERVICE: Final = frozenset({"shapeproof", "corrections", "counts", "deviations", "rules", "unruled"})
_OF_OPERATION: Final = frozenset({"default", "editions", "descriptions", "scenarios", HISTORY}) | _OF_SERVICE


@dataclass(frozen=True)
class Correction:
    """A correction of a shape that is wrong in the model.

    Attributes:
        shape: the name of the shape.
        traits: the traits that replace the shape's own.
        reason: why the model is wrong.
        editions: the editions to correct; None means all of them.
        operations: the operations of the model whose contracts to correct; None means all of them.
    """

    shape: str
    traits: Mapping[str, Any]
    reason: str
    editions: tuple[str, ...] | None
    operations: tuple[str, ...] | None = None

    def applies_to(self, model: OperationModel) -> bool:
        """Whether the shapes of a model are to be corrected."""
        return (
            self.shape in model.shapes
            and (self.editions is None or model.edition in self.editions)
            and (self.operations is None or model.operation["name"] in self.operations)
        )


@dataclass(frozen=True)
class Overlay:
    """The content of an `overlay.json`.

    Attributes:
        default: the edition that a bare name means.
        editions: which releases of botocore have the contract of an edition, by edition.
        corrections: what is wrong in the model.
        descriptions: descriptions by key (see `capture.descriptions`).
        scenarios: cases of the response by name.
        history: the states that the resource goes through; None if it has none.
        deviations: what real services send although the model forbids it.
        counts: the numbers that say how many items there are in lists.
        rules: promises across members.
        service_rules: promises that are the service's; the operation may have none of their structures.
        service_corrections: corrections that are the service's; the operation may have none of their shapes.
        changes: what changed in the shapes of the service between releases of botocore; None if nothing did.
    """

    default: str | None = None
    editions: Mapping[str, EditionRange] = field(default_factory=dict[str, EditionRange])
    corrections: tuple[Correction, ...] = ()
    descriptions: Mapping[str, str] = field(default_factory=dict[str, str])
    scenarios: Mapping[str, Scenario] = field(default_factory=dict[str, Scenario])
    history: History | None = None
    deviations: tuple[Deviation, ...] = ()
    counts: tuple[CountOfItems, ...] = ()
    rules: tuple[RuleEntry, ...] = ()
    service_rules: tuple[RuleEntry, ...] = ()
    service_corrections: tuple[Correction, ...] = ()
    changes: ServiceChanges | None = None

    @classmethod
    def from_json(cls, document: Mapping[str, Any], *, where: str, of_service: bool = False) -> Overlay:
        """Read an `overlay.json`.

        Args:
            document: the parsed JSON.
            where: the file, for messages.
            of_service: whether it is that of a service, which has no entries about one operation.

        Raises:
            CaptureError: a key is unknown, an entry is invalid, or `shown_by` of a scenario has a path that its
                other members don't.
        """
        known = _OF_SERVICE if of_service else _OF_OPERATION
        if unknown := sorted(set(document) - known):
            raise CaptureError(
                f"unknown key {unknown[0]!r}", where=where, hint=f"known keys: {', '.join(sorted(known))}"
            )
        overlay = JsonObject(document, "overlay", where=where)
        scenarios = {name: read_scenario(entry) for name, entry in overlay.objects_by_name("scenarios").items()}
        for name, scenario in scenarios.items():
            if unnamed := [path for path in scenario.shown_by if path not in scenario.paths]:
                raise CaptureError(
                    f"the scenario {name} has {unnamed[0]!r} in shown_by, but in none of present, absent and pins",
                    where=where,
                    hint="add the path to one of them",
                )
        check_unruled(document.get("unruled", []), where=where)
        return cls(
            default=overlay.string_or_null("default") if "default" in overlay.members else None,
            editions={
                edition: read_edition_range(edition, entry, where=where)
                for edition, entry in overlay.objects_by_name("editions").items()
            },
            corrections=tuple(_correction(entry) for entry in overlay.objects("corrections")),
            descriptions=overlay.strings_by_name("descriptions"),
            scenarios=scenarios,
            history=read_history(overlay, where=where),
            deviations=read_deviations(document.get("deviations", []), where=where),
            counts=tuple(CountOfItems.from_json(entry, where=where) for entry in overlay.objects("counts")),
            rules=read_rule_entries(document.get("rules", []), where=where),
        )

    def with_service(self, overlays: Iterable[Overlay], changes: ServiceChanges | None = None) -> Overlay:
        """This overlay of an operation together with those of its service. What the operation's own says comes last.

        Args:
            overlays: the overlays of the service.
            changes: what changed in the shapes of the service; None if nothing did.
        """
        of_service = tuple(overlays)
        return replace(
            self,
            service_corrections=tuple(entry for overlay in of_service for entry in overlay.corrections),
            service_rules=tuple(entry for overlay in of_service for entry in overlay.rules),
            deviations=tuple(entry for overlay in of_service for entry in overlay.deviations) + self.deviations,
            counts=tuple(entry for overlay in of_service for entry in overlay.counts) + self.counts,
            changes=changes,
        )

    def corrected(self, model: OperationModel) -> OperationModel:
        """The model with what is known of its edition: corrections, deviations, counts and changes.

        Raises CaptureError if a correction makes it invalid.
        """
        shapes = dict(model.shapes)
        corrected = {correction.shape for correction in self._corrections_for(model)}
        for correction in self._corrections_for(model):
            shapes[correction.shape] = {**shapes[correction.shape], **correction.traits}
        for deviation in self.deviations:
            if deviation.shape in shapes and deviation.holds_for(model.edition):
                shape = shapes[deviation.shape]
                known: Mapping[str, Deviation] = shape.get(DEVIATIONS_TRAIT, {})
                shapes[deviation.shape] = {**shape, DEVIATIONS_TRAIT: {**known, deviation.keyword: deviation}}
        for name, shape in shapes.items() if self.counts else ():
            if counts := counts_in(shape, shapes, self.counts):
                shapes[name] = {**shape, COUNTS_TRAIT: counts}
        where = f"{model.name}, corrected by {OVERLAY_FILE}"
        for name in corrected:
            check_shape(name, shapes[name], where=where)
        if corrected:
            check_references(model.operation, shapes, where=where)
        if self.changes:
            shapes = self.changes.applied(shapes, model.edition)
        return replace(model, shapes=shapes)

    def _corrections_for(self, model: OperationModel) -> Iterable[Correction]:
        for correction in (*self.service_corrections, *self.corrections):
            if correction.applies_to(model):
                yield correction

    def stale_entries(self, models: Iterable[OperationModel]) -> list[str]:
        """A message for each entry that matches none of the committed editions."""
        committed = list(models)
        messages = [
            f"the correction of {correction.shape} matches no committed edition"
            for correction in self.corrections
            if not any(correction in self._corrections_for(model) for model in committed)
        ]
        messages += [
            f"the description of {key} matches no committed edition"
            for key in self.descriptions
            if not any(_has_subject(model, key) for model in committed)
        ]
        editions = {model.edition for model in committed}
        named = [*self.editions, *([self.default] if self.default else [])]
        messages += [f"the edition {edition} isn't committed" for edition in named if edition not in editions]
        return messages


def _correction(entry: JsonObject) -> Correction:
    return Correction(
        shape=entry.string("shape"),
        traits=entry.object_at("set").members,
        reason=entry.string("reason"),
        editions=entry.strings("editions") if "editions" in entry.members else None,
        operations=entry.strings("operations") if "operations" in entry.members else None,
    )


def _has_subject(model: OperationModel, key: str) -> bool:
    """Whether the model has what a description with this key is about."""
    name, _, member = key.partition(".")
    shape = model.shapes.get(name, {})
    if member:
        return member in shape.get("members", {}) or member in shape.get("enum", ())
    # Any other shape is inlined: its description is that of a member.
    return (
        shape.get("type") == "structure"
        or "enum" in shape
        or name == f"{model.operation['name']}()"
        or name in error_codes(model)
    )
