"""What we write, in the hands of tools that know nothing of Shapeproof: schemas and reports.

The committed schemas go to ajv, quicktype and json-schema-to-typescript, SARIF to the schema in Microsoft's jest-sarif.
They are installed from npm, once for each state of `standard_tools/package.json`, into a directory that git ignores.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from shapeproof.validation.engines.date_times import DATE_TIME

pytestmark = pytest.mark.node

HERE = Path(__file__).parent / "standard_tools"
ROOT = HERE.parents[1]
EDITION = ROOT / "schemas" / "sagemaker" / "describe_hyper_parameter_tuning_job" / "1.29.145"
PARTS = ["response", "request", "errors"]
OUR_KEYWORDS = ["x-shape", "x-wire", "x-sensitive", "x-not-checked", "x-values"]
RECORDINGS = ROOT / "examples" / "recordings"
GOOD = ["churn_completed", "demand_in_progress", "ranker_hyperband", "vision_failed"]
BAD = {
    "counter_as_text": "/TrainingJobStatusCounters/Completed type",
    "missing_members": "/BestTrainingJob required",
    "misspelled_member": " additionalProperties",
    "name_too_long": "/HyperParameterTuningJobName maxLength",
    "nulls_for_absent": "/FailureReason type",
    "placeholder_arn": "/HyperParameterTuningJobArn pattern",
    "status_in_capitals": "/HyperParameterTuningJobStatus enum",
}


def run(*command: str | Path, cwd: Path, given: str = "", **variables: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | variables
    return subprocess.run(command, cwd=cwd, env=environment, input=given, capture_output=True, text=True, check=False)


@pytest.fixture(scope="session")
def tools() -> Path:
    """The `node_modules` that hold the tools."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        pytest.skip("Node and npm aren't on this machine, and the tools that must understand the schemas run there")
    package = HERE / "package.json"
    directory = ROOT / ".npm-tools" / hashlib.sha256(package.read_bytes()).hexdigest()[:12]
    if not directory.is_dir():
        _install(npm, package, directory)
    return directory / "node_modules"


def _install(npm: str, package: Path, directory: Path) -> None:
    directory.parent.mkdir(exist_ok=True)
    # Made aside and moved, so that a broken installation isn't taken for a whole one, nor that of another worker.
    aside = Path(tempfile.mkdtemp(dir=directory.parent))
    try:
        shutil.copy(package, aside)
        options = [
            "--no-package-lock",
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
            "--fetch-retries=1",
            "--fetch-retry-mintimeout=1000",
        ]
        installed = run(npm, "install", *options, cwd=aside)
        if installed.returncode != 0:
            # Only a missing network excuses it: a pin that can't be installed is to be mended.
            if run(npm, "view", "--fetch-retries=0", "ajv", "name", cwd=aside).returncode != 0:
                pytest.skip(
                    "npm can't reach a registry, and the tools that must understand the schemas come from there"
                )
            pytest.fail(installed.stdout + installed.stderr)
        with suppress(OSError):  # another worker was quicker
            aside.rename(directory)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def schema(part: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((EDITION / f"{part}.schema.json").read_text(encoding="utf-8"))
    return document


def ajv_verdicts(tools: Path, part: str, responses: dict[str, Any]) -> dict[str, list[str]]:
    job = {"schema": schema(part), "dateTime": DATE_TIME, "keywords": OUR_KEYWORDS, "responses": responses}
    judged = run("node", HERE / "ajv_verdicts.cjs", cwd=HERE, given=json.dumps(job), NODE_PATH=str(tools))
    assert judged.returncode == 0, judged.stderr
    assert not judged.stderr, "strict mode warns of nothing"
    verdicts: dict[str, list[str]] = json.loads(judged.stdout)
    return verdicts


@pytest.mark.parametrize("part", PARTS)
def test_ajv_compiles_it_strictly(tools: Path, part: str) -> None:
    assert ajv_verdicts(tools, part, {"nothing": None})["nothing"]


def test_ajv_judges_recordings_as_we_do(tools: Path) -> None:
    files = {name: RECORDINGS / "good" / f"{name}.json" for name in GOOD}
    files |= {name: RECORDINGS / "bad" / f"{name}.json" for name in BAD}
    responses = {name: json.loads(file.read_text(encoding="utf-8")) for name, file in files.items()}
    for response in responses.values():
        response.pop("ResponseMetadata", None)
    verdicts = ajv_verdicts(tools, "response", responses)
    assert {name: verdicts[name] for name in GOOD} == {name: [] for name in GOOD}
    assert {name: verdicts[name] for name, fault in BAD.items() if fault not in verdicts[name]} == {}


def declares_members(typescript: str, document: dict[str, Any]) -> bool:
    """Whether the members of the root are declared, optional ones with a question mark."""
    root = document["$defs"][document["title"]]
    marks = {name: "" if name in root.get("required", ()) else r"\?" for name in root["properties"]}
    return all(re.search(rf"^\s+{name}{mark}:", typescript, re.MULTILINE) for name, mark in marks.items())


@pytest.mark.parametrize("part", PARTS)
def test_quicktype_makes_types_of_it(tools: Path, part: str) -> None:
    options = ["--src-lang", "schema", "--lang", "typescript", "--top-level", "Answer"]
    made = run("node", tools / ".bin" / "quicktype", *options, EDITION / f"{part}.schema.json", cwd=HERE)
    assert (made.returncode, made.stderr) == (0, "")
    assert declares_members(made.stdout, schema(part))


@pytest.mark.parametrize("part", PARTS)
def test_json_schema_to_typescript_makes_types_of_it(tools: Path, part: str) -> None:
    made = run("node", tools / ".bin" / "json2ts", "-i", EDITION / f"{part}.schema.json", cwd=HERE)
    assert (made.returncode, made.stderr) == (0, "")
    assert declares_members(made.stdout, schema(part))
    assert f"export interface {schema(part)['title']} " in made.stdout


@pytest.fixture(scope="module")
def sarif_schema(tools: Path) -> Any:
    (file,) = (tools / "@microsoft" / "jest-sarif" / "lib" / "schemas").glob("sarif-2.1.0*.json")
    return jsonschema.Draft4Validator(
        json.loads(file.read_bytes()), format_checker=jsonschema.Draft4Validator.FORMAT_CHECKER
    )


@pytest.mark.parametrize("options", [["examples"], ["examples", "-v"], ["examples/recordings/good"], ["no such: file"]])
def test_sarif_keeps_its_schema(sarif_schema: Any, options: list[str]) -> None:
    command = [sys.executable, "-m", "shapeproof", "validate", *options, "--format", "sarif"]
    document = json.loads(run(*command, cwd=ROOT).stdout)
    assert [f"{error.json_path}: {error.message}" for error in sarif_schema.iter_errors(document)] == []
    del document["runs"][0]["tool"]
    assert not sarif_schema.is_valid(document), "a schema that misses this would prove nothing"
