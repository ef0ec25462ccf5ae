"""Lines and columns of findings, verified by parsing the file again with the standard library.

The key or item at the location is replaced by a marker, and the text is parsed again: the marker must be exactly at the
finding's pointer. The verification uses no code of the product.
"""

from __future__ import annotations

import json
import random
import shutil
from collections import Counter
from itertools import islice
from pathlib import Path
from typing import Any, Final

import pytest

from shapeproof.contract import Contract, Pointer
from shapeproof.recordings.checking.check_options import CheckOptions
from shapeproof.recordings.checking.checker import Checker
from shapeproof.recordings.checking.unit_result import Located
from shapeproof.recordings.discovery.planner import plan_units
from shapeproof.sample import mutants
from shapeproof.sample.recording_lines import mutant_line

MARKER: Final = "the marker"
SAMPLES: Final = 200
EXAMPLES: Final = Path(__file__).parents[2] / "examples" / "recordings"
NOISE: Final = {"ResponseMetadata": {"é → 😀": '\u2028日本\\"', "ReceivedAt": "ü"}}
"""Not checked, but shifts all text after it, by different numbers of characters, bytes and UTF-16 units."""

DECODER: Final = json.JSONDecoder()


@pytest.fixture(scope="module")
def recordings(tmp_path_factory: pytest.TempPathFactory, flagship: Contract) -> Path:
    """Mutants in every layout of JSON, and the example recordings."""
    directory = tmp_path_factory.mktemp("recordings")
    shutil.copytree(EXAMPLES, directory / "examples")
    object_mutants = [mutant for mutant in islice(mutants(flagship), 0, None, 3) if isinstance(mutant.response, dict)]
    random.Random(5).shuffle(object_mutants)
    layouts = ("compact", "pretty", "list", "pretty list", "lines", "placebo", "recording lines")
    for index, layout in enumerate(layouts):
        layout_mutants = object_mutants[index :: len(layouts)]
        responses = [NOISE | mutant.response for mutant in layout_mutants]
        if layout == "recording lines":
            rows = [
                dict(line) for mutant in layout_mutants if (line := mutant_line(mutant, flagship, "response", "cli"))
            ]
            texts = [json.dumps(row | {"response": NOISE | row["response"]}, ensure_ascii=False) for row in rows]
            (directory / "recording.jsonl").write_text("\n".join(texts), encoding="utf-8")
        elif layout == "lines":
            lines = "\n\n".join(json.dumps(response, ensure_ascii=False) for response in responses)
            (directory / "lines.jsonl").write_text(lines, encoding="utf-8")
        elif layout.endswith("list"):
            text = json.dumps(responses, ensure_ascii=False, indent="\t" if layout.startswith("pretty") else None)
            (directory / f"{layout}.json").write_text(text, encoding="utf-8")
        else:
            for number, response in enumerate(responses):
                name = (
                    f"api.sagemaker.DescribeHyperParameterTuningJob_{number}.json"
                    if layout == "placebo"
                    else f"{layout}{number}.json"
                )
                value = {"status_code": 200, "data": response} if layout == "placebo" else response
                text = json.dumps(value, ensure_ascii=number % 2 == 1, indent=None if layout == "compact" else 3)
                (directory / name).write_text("\n \n" * (number % 3) + text, encoding="utf-8")
    return directory


def value_at(value: Any, pointer: Pointer) -> Any:
    for part in pointer:
        value = value[part]
    return value


def json_text(located: Located) -> tuple[str, int, Pointer, str]:
    """The JSON text that contains the response, the location's offset in it, the response's pointer, and the layout."""
    text = Path(located.file).read_text(encoding="utf-8")
    lines = text.split("\n")
    line, column = located.line, located.column
    assert line is not None
    assert column is not None
    if located.file.endswith(".jsonl"):
        text, offset = lines[line - 1], column - 1
        return text, offset, ("response",) if '"shapeproof"' in text else (), "lines"
    offset = sum(len(text_line) + 1 for text_line in lines[: line - 1]) + column - 1
    document = json.loads(text)
    if isinstance(document, list):
        return text, offset, (located.index,), "list"
    return (text, offset, ("data",), "placebo") if "status_code" in document else (text, offset, (), "object")


def is_exact(located: Located) -> bool:
    text, offset, response_pointer, _ = json_text(located)
    pointer = (*response_pointer, *located.finding.pointer_parts)
    document = json.loads(text)
    try:
        value_at(document, pointer)
    except (KeyError, IndexError):
        pointer = pointer[:-1]  # an absent member has no location: the finding has that of its owner
    if not pointer:
        return not text[:offset].strip() and text[offset] == "{"
    try:
        value, end = DECODER.raw_decode(text, offset)
    except ValueError:
        return False
    is_key = isinstance(pointer[-1], str)
    if is_key and (value != pointer[-1] or not text[end:].lstrip().startswith(":")):
        return False
    marked_document = json.loads(text[:offset] + json.dumps(MARKER) + text[end:])
    owner = value_at(marked_document, pointer[:-1])
    return MARKER in owner and pointer[-1] not in owner if is_key else owner[pointer[-1]] == MARKER


def findings_in_json(directory: Path) -> list[Located]:
    """Findings whose files can be parsed again: unreadable files can't be, and printed Python isn't JSON."""
    checker = Checker(CheckOptions())
    results = (result for unit in plan_units([str(directory)]) for result in checker.check(unit))
    return [
        located
        for result in results
        for located in result.findings
        if located.finding.kind != "reading" and located.file.endswith((".json", ".jsonl"))
    ]


def test_lines_and_columns_of_the_examples_are_exact() -> None:
    findings = findings_in_json(EXAMPLES)
    assert len(findings) > 20
    assert [located for located in findings if not is_exact(located)] == []


@pytest.mark.survey
def test_lines_and_columns_of_200_findings_are_exact(recordings: Path) -> None:
    findings = findings_in_json(recordings)
    of_rules = [located for located in findings if located.finding.kind == "rule"]
    of_schemas = [located for located in findings if located.finding.kind != "rule"]
    sample = random.Random(2026).sample(of_schemas, SAMPLES) + random.Random(2026).sample(of_rules, SAMPLES // 4)
    inexact = [
        f"{located.file}:{located.line}:{located.column} {located.finding.pointer}"
        for located in sample
        if not is_exact(located)
    ]
    assert not inexact
    # The sample must contain every layout, absent members, items, and non-ASCII text before the location.
    layouts = Counter(json_text(located)[3] for located in sample)
    assert min(layouts[name] for name in ("lines", "list", "placebo", "object")) > 10
    assert sum(located.finding.code == "SP101" for located in sample) > 10
    assert any(isinstance(located.finding.pointer_parts[-1], int) for located in sample)
    assert sum(not json_text(located)[0][: json_text(located)[1]].isascii() for located in sample) > 50


def test_duplicate_key_is_located_at_second_occurrence() -> None:
    (unit,) = plan_units([str(EXAMPLES / "bad/duplicate_key.json")])
    (result,) = Checker(CheckOptions()).check(unit)
    (located,) = result.findings
    text, line, column = Path(located.file).read_text(encoding="utf-8"), located.line or 0, located.column or 0
    key, _ = DECODER.raw_decode(text.split("\n")[line - 1], column - 1)
    assert (located.finding.code, key) == ("SP905", located.finding.pointer_parts[-1])
    assert f'"{key}"' in "\n".join(text.split("\n")[: line - 1]), "the location must be that of the second key"
