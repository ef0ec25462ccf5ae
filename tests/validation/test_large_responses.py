"""Large responses are evaluated piece by piece, and have the same violations as when they are evaluated at once."""

from __future__ import annotations

import json
import subprocess
import sys
from itertools import islice
from typing import Any, Final

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.validation.test_engines import members

import shapeproof
from shapeproof.contract import Contract
from shapeproof.validation.engines.compilation import ENGINES, Engine, EngineName, compile_schema
from shapeproof.validation.engines.large_responses import SchemaPart, violations_in_pieces

FLAGSHIP: Final = "sagemaker.describe_hyper_parameter_tuning_job"
PEAK: Final = f"""
import shapeproof
response = {{"TrainingJobDefinitions": [{{}} for _ in range(100_000)]}}
findings = shapeproof.findings(response, "{FLAGSHIP}")
[peak] = [line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")]
print(findings[-1].code, int(peak) // 2**10)
"""


def compiled_part(contract: Contract, engine: EngineName, part: SchemaPart) -> Engine:
    return compile_schema(part.schema(contract.schema()), engine)


def in_pieces(contract: Contract, engine: EngineName, response: object, max_values: int) -> list[Any]:
    return violations_in_pieces(
        contract.schema(), response, lambda part: contract.derived(compiled_part, engine, part), max_values
    )


@pytest.mark.parametrize("engine", ENGINES)
@given(response=members, max_values=st.integers(1, 6))
def test_pieces_have_the_violations_of_the_whole(
    thing: Contract, engine: EngineName, response: dict[str, object], max_values: int
) -> None:
    whole, reference = (compile_schema(thing.schema(), name).violations(response) for name in (engine, ENGINES[1]))
    assume(whole == reference)  # jsonschema-rs can't tell all keys from indices; there are fewer of them in a piece
    assert in_pieces(thing, engine, response, max_values) == whole


@pytest.mark.parametrize("max_values", [1, 7, 50])
def test_pieces_of_deep_responses_have_the_violations_of_the_whole(max_values: int) -> None:
    contract = shapeproof.load(FLAGSHIP)
    whole = compile_schema(contract.schema())
    for mutant in islice(shapeproof.sample.mutants(contract), None, None, 20):
        response = json.loads(json.dumps(mutant.response, default=str))
        assert in_pieces(contract, "jsonschema-rs", response, max_values) == whole.violations(response)


def test_a_response_of_the_size_that_makes_pieces_has_the_same_findings(thing: Contract) -> None:
    """A thousand values are evaluated at once, three thousand in pieces."""
    for size in (1_000, 3_000):
        response = {"Name": "", "Sparse": [*[1] * size, "last"], "Unknown": [1] * size}
        assert [(finding.code, finding.pointer) for finding in shapeproof.findings(response, thing)] == [
            ("SP220", "/Name"), ("SP102", f"/Sparse/{size}"), ("SP301", "/Unknown")
        ]  # fmt: skip


@pytest.mark.skipif(sys.platform != "linux", reason="other systems count memory in other units")
@pytest.mark.survey
def test_four_hundred_thousand_violations_take_little_memory() -> None:
    done = subprocess.run([sys.executable, "-c", PEAK], capture_output=True, text=True, check=True)
    code, size = done.stdout.split()
    assert code == "SP995"
    assert int(size) < 250
