"""The flagship is described in our own words: every structure, member and enum, and the values that need it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

ROOT: Final = Path(__file__).parents[2]
OPERATION: Final = ROOT / "schemas" / "sagemaker" / "describe_hyper_parameter_tuning_job"
PAGE: Final = ROOT.parent / "shared" / "reference" / "boto3_describe_hyper_parameter_tuning_job.txt"
SELF_EVIDENT: Final = {"TrainingInstanceType": "the name of an instance type states its family and size"}
WORDS_IN_A_ROW: Final = 7


def definitions(edition: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for part in ("response", "request", "errors"):
        file = OPERATION / edition / f"{part}.schema.json"
        yield from json.loads(file.read_text(encoding="utf-8"))["$defs"].items()


def descriptions() -> dict[str, str]:
    overlay = json.loads((OPERATION / "overlay.json").read_text(encoding="utf-8"))
    by_key: dict[str, str] = overlay["descriptions"]
    return by_key


@pytest.mark.parametrize(
    ("edition", "expected"),
    [
        # The response's own 40, 155 and 19, the request's one and one, the error's one and two.
        ("1.29.145", {"structures": 42, "members": 158, "enums": 19}),
        ("1.44.8", {"structures": 48, "members": 178, "enums": 20}),
    ],
)
def test_everything_is_described(edition: str, expected: dict[str, int]) -> None:
    counts = {"structures": 0, "members": 0, "enums": 0}
    for name, definition in definitions(edition):
        assert definition.get("description"), name
        if "enum" in definition:
            counts["enums"] += 1
            assert name in SELF_EVIDENT or list(definition["x-values"]) == definition["enum"], name
        else:
            counts["structures"] += 1
        for member, schema in definition.get("properties", {}).items():
            counts["members"] += 1
            assert schema.get("description"), f"{name}.{member}"
    assert counts == expected


def test_descriptions_are_sentences_of_a_readable_length() -> None:
    for key, text in descriptions().items():
        assert re.fullmatch(r"[A-Z`][ -~]{9,300}\.", text), key


def runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"[a-z0-9]+", text.lower())
    return {tuple(words[start : start + WORDS_IN_A_ROW]) for start in range(len(words) - WORDS_IN_A_ROW + 1)}


@pytest.mark.skipif(not PAGE.is_file(), reason="the reference page isn't here (../shared/reference)")
def test_no_sentence_is_copied_from_the_reference_page() -> None:
    theirs = runs(PAGE.read_text(encoding="utf-8"))
    assert len(theirs) > 3000
    assert not {key: shared for key, text in descriptions().items() if (shared := runs(text) & theirs)}
