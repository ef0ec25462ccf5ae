"""A digest as JSON: equal digests have equal texts. What is read back is not trusted."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from shapeproof.digest.digest import NUMBERS, Digest
from shapeproof.digest.groups import FindingGroup
from shapeproof.digest.samples import FindingKey, Sample

__all__ = ["digest_values", "to_json"]


def to_json(value: object) -> str:
    """Return the text of JSON values: ASCII, without spaces, members in their order."""
    return json.dumps(value, separators=(",", ":"))


def digest_values(digest: Digest) -> dict[str, object]:
    """Return a digest as JSON values. Tables are lists of rows, in their order."""
    return {
        "limits": asdict(digest.limits),
        **{number: getattr(digest, number) for number in NUMBERS},
        "suppressed": _rows(digest.suppressed),
        "codes": _rows(digest.codes),
        "groups": [_group_object(key, digest.groups[key]) for key in sorted(digest.groups, key=lambda key: key.order)],
        "kinds": _rows(digest.kinds),
        "coverage": [
            [contract, counter.responses, [[*row] for row in sorted(counter.shown.items())]]
            for contract, counter in sorted(digest.coverage.items())
        ],
        "ignored": _rows(digest.ignored),
        "ignored_forms": _rows(digest.ignored_forms),
        "skipped": [[reason, *group] for reason, group in sorted(digest.skipped.items())],
        "problems": sorted(digest.problems),
        "unnamed": sorted(digest.unnamed),
        "uncovered": sorted(digest.uncovered),
        "unevaluated": sorted(digest.unevaluated),
        "bug": digest.bug,
        "suppressions": [sorted(numbers) for numbers in digest.suppressions],
    }


def _rows(counts: Mapping[Any, int]) -> list[list[object]]:
    """Rows of a table: the key, or its parts, and the count."""
    return [[*((key,) if isinstance(key, str) else key), count] for key, count in sorted(counts.items())]


def _group_object(key: FindingKey, group: FindingGroup) -> dict[str, object]:
    return {
        **key._asdict(),
        "findings": group.findings,
        "units": group.units,
        "explained": group.explained,
        "traffic": group.traffic,
        "samples": [_sample_object(sample) for sample in group.samples],
    }


def _sample_object(sample: Sample) -> dict[str, object]:
    """A sample without what its key has."""
    located = sample.located
    finding = located.finding
    return {
        "offset": sample.offset,
        "file": located.file,
        "index": located.index,
        "line": located.line,
        "column": located.column,
        "section": located.section,
        "pointer": finding.pointer_parts,
        "keyword": finding.keyword,
        "message": finding.message,
        "related": finding.related_parts,
        "related_places": located.related,
    }
