"""Responses to benchmark with: variations of the good example recordings, all different. Deterministic."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

__all__ = ["EXAMPLES", "FAULTS", "documents", "write_files", "write_lines"]

EXAMPLES = Path(__file__).parents[2] / "examples" / "recordings" / "good"

Fault = Callable[[str], str]

FAULTS: tuple[Fault, ...] = (
    # Each adds one fault to a compact response: an unknown enum value, a number below its minimum, an unknown member.
    lambda text: text.replace('"Strategy":"', '"Strategy":"My', 1),
    lambda text: text.replace('"InstanceCount":', '"InstanceCount":-', 1),
    lambda text: '{"FailureReasons":"none",' + text[1:],
)


def documents(size: int) -> Iterator[str]:
    """An endless series of responses: compact JSON of at least `size` bytes, with a number in names and ARNs."""
    templates = [_Template(response, size) for response in _plain_examples(size)]
    for number, template in enumerate(itertools.cycle(templates)):
        yield template.document(number)


def write_files(directory: Path, count: int, size: int) -> int:
    """Write `count` files with one response each; return their total size in bytes."""
    total = 0
    for number, document in enumerate(itertools.islice(documents(size), count)):
        total += (directory / f"response_{number:06}.json").write_text(document, encoding="utf-8")
    return total


def write_lines(path: Path, total: int, size: int, faults: tuple[Fault, ...] = ()) -> int:
    """Write at least `total` bytes of JSON Lines, with one of the faults in every line; return the number of lines."""
    written = lines = 0
    with path.open("w", encoding="utf-8") as file:
        for lines, document in enumerate(documents(size), start=1):
            written += file.write((faults[lines % len(faults)](document) if faults else document) + "\n")
            if written >= total:
                break
    return lines


class _Template:
    """A response as JSON, split at the name of its tuning job, which all names and ARNs in it contain."""

    def __init__(self, response: dict[str, Any], size: int) -> None:
        self._prefix = response["HyperParameterTuningJobName"][:16].rstrip("-")
        self._parts = _padded(response, size).split(response["HyperParameterTuningJobName"])

    def document(self, number: int) -> str:
        return f"{self._prefix}-{number:09}".join(self._parts)


def _plain_examples(size: int) -> Iterator[dict[str, Any]]:
    # check-jsonschema doesn't read recordings, so only plain JSON in the schema's own representation is used: nothing
    # in the wire representation, and nothing wrapped. Examples far above the requested size aren't used either.
    for path in sorted(EXAMPLES.glob("*.json*")):
        text = path.read_text(encoding="utf-8")
        for document in text.splitlines() if path.suffix == ".jsonl" else [text]:
            response = json.loads(document)
            if isinstance(response.get("CreationTime"), str) and len(_compact(response)) <= size * 1.2:
                yield response


def _padded(response: dict[str, Any], size: int) -> str:
    settings = response["TrainingJobDefinition"]["StaticHyperParameters"]
    text = _compact(response)
    while len(text) < size and len(settings) < 100:  # the contract's own limit
        settings[f"feature_weight_{len(settings):03}"] = f"0.{len(settings) * 7919 % 100000:05}"
        text = _compact(response)
    return text


def _compact(response: object) -> str:
    return json.dumps(response, separators=(",", ":"))
