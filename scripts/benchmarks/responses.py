"""Responses to measure with: the good example recordings, made over so that no two are equal. Deterministic."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

__all__ = ["EXAMPLES", "FAULTS", "texts", "write_files", "write_lines"]

EXAMPLES = Path(__file__).parents[2] / "examples" / "recordings" / "good"

Fault = Callable[[str], str]

FAULTS: tuple[Fault, ...] = (
    # Each breaks one thing in a compact response: an unknown enum value, a number below its minimum, an unknown member.
    lambda text: text.replace('"Strategy":"', '"Strategy":"My', 1),
    lambda text: text.replace('"InstanceCount":', '"InstanceCount":-', 1),
    lambda text: '{"FailureReasons":"none",' + text[1:],
)


def texts(size: int) -> Iterator[str]:
    """Endlessly: compact JSON of at least `size` bytes, in which the names and ids are told apart by a number."""
    templates = [_Template(response, size) for response in _plain_examples(size)]
    for number, template in enumerate(itertools.cycle(templates)):
        yield template.text(number)


def write_files(folder: Path, count: int, size: int) -> int:
    """Writes `count` files, one response each; returns their bytes."""
    total = 0
    for number, text in enumerate(itertools.islice(texts(size), count)):
        total += (folder / f"response_{number:06}.json").write_text(text, encoding="utf-8")
    return total


def write_lines(path: Path, total: int, size: int, faults: tuple[Fault, ...] = ()) -> int:
    """Writes at least `total` bytes of JSON Lines, with one fault in every response if asked; returns the lines."""
    written = lines = 0
    with path.open("w", encoding="utf-8") as file:
        for lines, text in enumerate(texts(size), start=1):
            written += file.write((faults[lines % len(faults)](text) if faults else text) + "\n")
            if written >= total:
                break
    return lines


class _Template:
    """A response as text, cut at the name of its tuning job, which all names and ARNs in it contain."""

    def __init__(self, response: dict[str, Any], size: int) -> None:
        self._prefix = response["HyperParameterTuningJobName"][:16].rstrip("-")
        self._parts = _padded(response, size).split(response["HyperParameterTuningJobName"])

    def text(self, number: int) -> str:
        return f"{self._prefix}-{number:09}".join(self._parts)


def _plain_examples(size: int) -> Iterator[dict[str, Any]]:
    # check-jsonschema knows no recordings, so only plain JSON in the schema's own representation takes part: no wire
    # form, no wrapping. An example far above the wanted size doesn't either.
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
