"""The patterns of all services of the installed botocore: how many are carried over, and that all engines take them."""

from __future__ import annotations

import gzip
import importlib.util
import json
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema_rs import Draft202012Validator, RegexOptions

from shapeproof.capture.patterns.syntax_tree import Untranslatable
from shapeproof.capture.patterns.translation import translate

AT_MOST = {
    # Measured with botocore 1.44.5, of 4,876 patterns: 121, 118, 22, 22, 4.
    "look-ahead": 130,
    "the Unicode property": 128,
    "a word boundary": 25,
    "an anchor in the middle": 25,
    "a lone surrogate": 6,
}
A_FEW = 3
"""Of any other reason; there are two at most."""


@pytest.fixture(scope="module")
def patterns() -> list[str]:
    package = importlib.util.find_spec("botocore")
    if package is None or not package.submodule_search_locations:
        pytest.skip("botocore isn't installed, and its patterns are what this test translates")
    return sorted(set(_patterns(Path(package.submodule_search_locations[0]) / "data")))


def _patterns(data: Path) -> Iterator[str]:
    for file in data.glob("*/*/service-2.json*"):
        content = file.read_bytes()
        model: dict[str, Any] = json.loads(gzip.decompress(content) if file.suffix == ".gz" else content)
        yield from (shape["pattern"] for shape in model["shapes"].values() if "pattern" in shape)


@pytest.fixture(scope="module")
def carried(patterns: list[str]) -> tuple[set[str], Counter[str]]:
    """The texts of the portable forms, and how many patterns have none, by reason."""
    texts: set[str] = set()
    lost: Counter[str] = Counter()
    for pattern in patterns:
        try:
            texts.add(translate(pattern).text)
        except Untranslatable as untranslatable:
            lost[untranslatable.reason.partition(r" \p")[0]] += 1
    return texts, lost


def test_nearly_all_are_carried_over(patterns: list[str], carried: tuple[set[str], Counter[str]]) -> None:
    _, lost = carried
    table = [f"{count:6} {reason}" for reason, count in lost.most_common()]
    sys.stdout.write("\n".join([f"\n{lost.total():6} of {len(patterns)} not carried over, for", *table, ""]))
    assert {reason: count for reason, count in lost.items() if count > AT_MOST.get(reason, A_FEW)} == {}


def test_python_and_rust_take_what_is_carried_over(carried: tuple[set[str], Counter[str]]) -> None:
    for text in carried[0]:
        re.compile(text)
        Draft202012Validator({"pattern": text}, pattern_options=RegexOptions())


@pytest.mark.node
def test_ecma_takes_what_is_carried_over(carried: tuple[set[str], Counter[str]]) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("Node isn't on this machine, and its regular expressions are what this test asks")
    program = "for (const text of JSON.parse(require('fs').readFileSync(0))) new RegExp(text, 'u')"
    given = json.dumps(sorted(carried[0]))
    judged = subprocess.run([node, "-e", program], input=given, capture_output=True, text=True, check=False)
    assert judged.returncode == 0, judged.stderr
