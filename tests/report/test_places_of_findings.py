"""Line and column of findings, checked by reading the file again.

What stands at the place is replaced by a mark, the text is parsed anew, and the mark must turn up exactly where the
pointer points: as the member's key, as the item. No code of ours takes part in that.
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
from shapeproof.recordings.checking.checker import Checker, CheckOptions
from shapeproof.recordings.checking.unit_result import Located
from shapeproof.recordings.discovery.files import units
from shapeproof.sample import mutants
from shapeproof.sample.recording_lines import mutant_line

MARK: Final = "here it is"
SAMPLES: Final = 200
EXAMPLES: Final = Path(__file__).parents[2] / "examples" / "recordings"
NOISE: Final = {"ResponseMetadata": {"é → 😀": '\u2028日本\\"', "ReceivedAt": "ü"}}
"""Set aside when a response is checked; it moves all that stands behind it, in characters, bytes and UTF-16 units."""

DECODER: Final = json.JSONDecoder()


@pytest.fixture(scope="module")
def recordings(tmp_path_factory: pytest.TempPathFactory, flagship: Contract) -> Path:
    """Mutants in every layout of JSON, and the example recordings."""
    folder = tmp_path_factory.mktemp("recordings")
    shutil.copytree(EXAMPLES, folder / "examples")
    broken = [one for one in islice(mutants(flagship), 0, None, 3) if isinstance(one.response, dict)]
    random.Random(5).shuffle(broken)
    layouts = ("compact", "pretty", "list", "pretty list", "lines", "placebo", "recording lines")
    for number, layout in enumerate(layouts):
        share = broken[number :: len(layouts)]
        responses = [NOISE | one.response for one in share]
        if layout == "recording lines":
            told = [dict(line) for one in share if (line := mutant_line(one, flagship, "response", "cli"))]
            texts = [json.dumps(one | {"response": NOISE | one["response"]}, ensure_ascii=False) for one in told]
            (folder / "recording.jsonl").write_text("\n".join(texts), encoding="utf-8")
        elif layout == "lines":
            lines = "\n\n".join(json.dumps(one, ensure_ascii=False) for one in responses)
            (folder / "lines.jsonl").write_text(lines, encoding="utf-8")
        elif layout.endswith("list"):
            text = json.dumps(responses, ensure_ascii=False, indent="\t" if layout.startswith("pretty") else None)
            (folder / f"{layout}.json").write_text(text, encoding="utf-8")
        else:
            for at, one in enumerate(responses):
                name = (
                    f"api.sagemaker.DescribeHyperParameterTuningJob_{at}.json"
                    if layout == "placebo"
                    else f"{layout}{at}.json"
                )
                value = {"status_code": 200, "data": one} if layout == "placebo" else one
                text = json.dumps(value, ensure_ascii=at % 2 == 1, indent=None if layout == "compact" else 3)
                (folder / name).write_text("\n \n" * (at % 3) + text, encoding="utf-8")
    return folder


def at(value: Any, pointer: Pointer) -> Any:
    for part in pointer:
        value = value[part]
    return value


def whole_text(located: Located) -> tuple[str, int, Pointer, str]:
    """The JSON text that the response is in, where the place is in it, where the response is, and the form's name."""
    text = Path(located.file).read_text(encoding="utf-8")
    lines = text.split("\n")
    line, column = located.line, located.column
    assert line is not None
    assert column is not None
    if located.file.endswith(".jsonl"):
        text, offset = lines[line - 1], column - 1
        return text, offset, ("response",) if '"shapeproof"' in text else (), "lines"
    offset = sum(len(one) + 1 for one in lines[: line - 1]) + column - 1
    document = json.loads(text)
    if isinstance(document, list):
        return text, offset, (located.index,), "list"
    return (text, offset, ("data",), "placebo") if "status_code" in document else (text, offset, (), "object")


def is_there(located: Located) -> bool:
    text, offset, start, _ = whole_text(located)
    pointer = (*start, *located.finding.pointer_parts)
    document = json.loads(text)
    try:
        at(document, pointer)
    except (KeyError, IndexError):
        pointer = pointer[:-1]  # an absent member has no place: its owner's is told
    if not pointer:
        return not text[:offset].strip() and text[offset] == "{"
    try:
        found, end = DECODER.raw_decode(text, offset)
    except ValueError:
        return False
    is_key = isinstance(pointer[-1], str)
    if is_key and (found != pointer[-1] or not text[end:].lstrip().startswith(":")):
        return False
    marked = json.loads(text[:offset] + json.dumps(MARK) + text[end:])
    owner = at(marked, pointer[:-1])
    return MARK in owner and pointer[-1] not in owner if is_key else owner[pointer[-1]] == MARK


def test_at_line_and_column_of_200_findings_stands_what_their_pointer_names(recordings: Path) -> None:
    checker = Checker(CheckOptions())
    found = [one for unit in units([str(recordings)]) for one in checker.check(unit).findings]
    # What can't be parsed can't be parsed again; and of printed Python this knows nothing.
    found = [one for one in found if one.finding.kind != "reading" and one.file.endswith((".json", ".jsonl"))]
    sample = random.Random(2026).sample(found, SAMPLES)
    wrong = [f"{one.file}:{one.line}:{one.column} {one.finding.pointer}" for one in sample if not is_there(one)]
    assert not wrong
    # The sample is worth something only if it holds every layout, absent members, items, and text before the place.
    forms = Counter(whole_text(one)[3] for one in sample)
    assert min(forms[name] for name in ("lines", "list", "placebo", "object")) > 10
    assert sum(one.finding.code == "SP101" for one in sample) > 10
    assert any(isinstance(one.finding.pointer_parts[-1], int) for one in sample)
    assert sum(not whole_text(one)[0][: whole_text(one)[1]].isascii() for one in sample) > 50


def test_a_key_that_stands_twice_is_where_it_is_told(recordings: Path) -> None:
    (found,) = (
        Checker(CheckOptions()).check(next(iter(units([str(recordings / "examples/bad/duplicate_key.json")])))).findings
    )
    text, line, column = Path(found.file).read_text(encoding="utf-8"), found.line or 0, found.column or 0
    key, _ = DECODER.raw_decode(text.split("\n")[line - 1], column - 1)
    assert (found.finding.code, key) == ("SP905", found.finding.pointer_parts[-1])
    assert f'"{key}"' in "\n".join(text.split("\n")[: line - 1]), "it is the second that is told"
