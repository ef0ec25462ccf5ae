"""The patterns of all services of the installed botocore: how many are translated, and that all engines accept those."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections import Counter

import pytest
from jsonschema_rs import Draft202012Validator, RegexOptions

from shapeproof.capture.patterns.syntax_tree import Untranslatable
from shapeproof.capture.patterns.translation import check_pattern, translate

AT_MOST = {
    # Measured with botocore 1.44.5, of 4,876 patterns: 121, 118, 22, 22, 4.
    "a lookahead": 130,
    "the Unicode property": 128,
    "a word boundary": 25,
    "an anchor in the middle": 25,
    "a lone surrogate": 6,
}
A_FEW = 3
"""The most patterns for any other reason; today there are two at most."""


@pytest.fixture(scope="module")
def translated(installed_patterns: list[str]) -> tuple[set[str], Counter[str]]:
    """The translations, and the number of patterns without one, by reason."""
    regexes: set[str] = set()
    untranslated: Counter[str] = Counter()
    for pattern in installed_patterns:
        try:
            regexes.add(translate(pattern).regex)
        except Untranslatable as error:
            untranslated[error.reason.partition(r" \p")[0]] += 1
    return regexes, untranslated


def test_nearly_all_are_translated(installed_patterns: list[str], translated: tuple[set[str], Counter[str]]) -> None:
    _, untranslated = translated
    table = [f"{count:6} {reason}" for reason, count in untranslated.most_common()]
    sys.stdout.write(
        "\n".join([f"\n{untranslated.total():6} of {len(installed_patterns)} not translated, because of", *table, ""])
    )
    assert {reason: count for reason, count in untranslated.items() if count > AT_MOST.get(reason, A_FEW)} == {}


def test_python_and_rust_accept_the_translations(translated: tuple[set[str], Counter[str]]) -> None:
    for regex in translated[0]:
        re.compile(regex)
        Draft202012Validator({"pattern": regex}, pattern_options=RegexOptions())


def test_translations_are_their_own_translations(translated: tuple[set[str], Counter[str]]) -> None:
    assert [regex for regex in translated[0] if check_pattern(regex) is not None] == []


@pytest.mark.node
def test_ecma_accepts_the_translations(translated: tuple[set[str], Counter[str]]) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("Node isn't installed, and this test compiles the translations with it")
    program = "for (const regex of JSON.parse(require('fs').readFileSync(0))) new RegExp(regex, 'u')"
    program_input = json.dumps(sorted(translated[0]))
    completed = subprocess.run([node, "-e", program], input=program_input, capture_output=True, text=True, check=False)
    assert completed.returncode == 0, completed.stderr
