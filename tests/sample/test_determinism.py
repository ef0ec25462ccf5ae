"""The same contract gives the same samples, whatever the hash seed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """
import json
from shapeproof.sample import mutants, skipped_constraints
from shapeproof.sample.responses import fullest, smallest
from shapeproof.registry import load

contract = load("sagemaker.describe_hyper_parameter_tuning_job@1.29.145")
print(json.dumps([smallest(contract.response), fullest(contract.response)]))
for mutant in mutants(contract):
    print(json.dumps([mutant.response, mutant.pointer_parts, mutant.path, mutant.keyword, mutant.also_breaks]))
for skipped in skipped_constraints(contract):
    print(skipped)
"""

CHECKOUT = Path(__file__).parents[2]


@pytest.mark.survey
def test_two_hash_seeds_give_the_same_bytes() -> None:
    outputs = [
        subprocess.run(
            [sys.executable, "-c", PROGRAM],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(CHECKOUT / "codegen")},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert outputs[0] == outputs[1]
    assert outputs[0].count(b"\n") > 900
