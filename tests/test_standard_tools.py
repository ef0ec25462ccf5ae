"""Schemas and reports are accepted by standard tools.

The committed schemas are read by ajv, quicktype and json-schema-to-typescript, and SARIF is validated by the schema in
Microsoft's jest-sarif. The tools are installed from npm into a directory that git ignores, once for each version of
`standard_tools/package.json`.
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
from collections.abc import Mapping
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from shapeproof.contract import Contract
from shapeproof.fuzz.drawing.corpus import corpus
from shapeproof.rules.json_schema import with_rules
from shapeproof.sample import mutants
from shapeproof.validation.engines.date_times import DATE_TIME

pytestmark = [pytest.mark.node, pytest.mark.survey]

HERE = Path(__file__).parent / "standard_tools"
ROOT = HERE.parents[1]
EDITION = ROOT / "schemas" / "sagemaker" / "describe_hyper_parameter_tuning_job" / "1.29.145"
PARTS = ["response", "request", "errors"]
EXTENSION_KEYWORDS = [
    "x-shape",
    "x-wire",
    "x-sensitive",
    "x-not-checked",
    "x-deviations",
    "x-changes",
    "x-values",
    "x-counts",
    "x-rules",
]
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


def run(*command: str | Path, cwd: Path, stdin: str = "", **variables: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | variables
    return subprocess.run(command, cwd=cwd, env=environment, input=stdin, capture_output=True, text=True, check=False)


@pytest.fixture(scope="session")
def tools() -> Path:
    """The `node_modules` directory with the tools."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        pytest.skip("Node.js and npm aren't installed, and the tools need them")
    package = HERE / "package.json"
    directory = ROOT / ".npm-tools" / hashlib.sha256(package.read_bytes()).hexdigest()[:12]
    if not directory.is_dir():
        install_tools(npm, package, directory)
    return directory / "node_modules"


def install_tools(npm: str, package: Path, directory: Path) -> None:
    directory.parent.mkdir(exist_ok=True)
    # Installed into a temporary directory that is then renamed: neither a broken installation nor another worker's
    # unfinished one is ever used.
    temporary_directory = Path(tempfile.mkdtemp(dir=directory.parent))
    try:
        shutil.copy(package, temporary_directory)
        options = [
            "--no-package-lock",
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
            "--fetch-retries=1",
            "--fetch-retry-mintimeout=1000",
        ]
        result = run(npm, "install", *options, cwd=temporary_directory)
        if result.returncode != 0:
            # Without a network the tests are skipped; otherwise, a pin that can't be installed must be fixed.
            if run(npm, "view", "--fetch-retries=0", "ajv", "name", cwd=temporary_directory).returncode != 0:
                pytest.skip("npm can't reach a registry to install the tools")
            pytest.fail(result.stdout + result.stderr)
        with suppress(OSError):  # another worker was faster
            temporary_directory.rename(directory)
    finally:
        shutil.rmtree(temporary_directory, ignore_errors=True)


def read_schema(part: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((EDITION / f"{part}.schema.json").read_text(encoding="utf-8"))
    return document


def ajv_verdicts(
    tools: Path, schema: Mapping[str, Any], responses: dict[str, Any], **options: bool
) -> dict[str, list[str]]:
    arguments = {
        "options": options,
        "schema": schema,
        "dateTime": DATE_TIME,
        "keywords": EXTENSION_KEYWORDS,
        "responses": responses,
    }
    result = run("node", HERE / "ajv_verdicts.cjs", cwd=HERE, stdin=json.dumps(arguments), NODE_PATH=str(tools))
    assert result.returncode == 0, result.stderr
    assert not result.stderr, "strict mode must not warn"
    verdicts: dict[str, list[str]] = json.loads(result.stdout)
    return verdicts


@pytest.mark.parametrize("part", PARTS)
def test_ajv_compiles_schema_in_strict_mode(tools: Path, part: str) -> None:
    assert ajv_verdicts(tools, read_schema(part), {"nothing": None})["nothing"]


def test_ajv_reports_the_same_violations(tools: Path) -> None:
    files = {name: RECORDINGS / "good" / f"{name}.json" for name in GOOD}
    files |= {name: RECORDINGS / "bad" / f"{name}.json" for name in BAD}
    responses = {name: json.loads(file.read_text(encoding="utf-8")) for name, file in files.items()}
    for response in responses.values():
        response.pop("ResponseMetadata", None)
    verdicts = ajv_verdicts(tools, read_schema("response"), responses)
    assert {name: verdicts[name] for name in GOOD} == {name: [] for name in GOOD}
    assert {name: verdicts[name] for name, violation in BAD.items() if violation not in verdicts[name]} == {}


def test_ajv_enforces_the_rules_that_json_schema_can_say(tools: Path, flagship: Contract) -> None:
    stated = with_rules(flagship.response)
    broken = {mutant.rule: mutant.response for mutant in mutants(flagship) if mutant.rule}
    expected = broken.keys() - stated.left_out.keys()
    kept = {f"kept {number}": response for number, response in enumerate(islice(corpus(flagship, coherent=True), 100))}
    # A condition names members that are defined beside it, not in it: two checks of ajv, off by default, ask for the latter.
    verdicts = ajv_verdicts(tools, stated.schema, broken | kept, strictRequired=False, strictTypes=False)
    assert len(expected) >= 15
    assert {name for name, errors in verdicts.items() if errors} == expected


def declares_members(typescript: str, document: dict[str, Any]) -> bool:
    """Whether TypeScript declares the members of the root, optional ones with a question mark."""
    root = document["$defs"][document["title"]]
    marks = {name: "" if name in root.get("required", ()) else r"\?" for name in root["properties"]}
    return all(re.search(rf"^\s+{name}{mark}:", typescript, re.MULTILINE) for name, mark in marks.items())


@pytest.mark.parametrize("part", PARTS)
def test_quicktype_generates_types(tools: Path, part: str) -> None:
    options = ["--src-lang", "schema", "--lang", "typescript", "--top-level", "Answer"]
    result = run("node", tools / ".bin" / "quicktype", *options, EDITION / f"{part}.schema.json", cwd=HERE)
    assert (result.returncode, result.stderr) == (0, "")
    assert declares_members(result.stdout, read_schema(part))


@pytest.mark.parametrize("part", PARTS)
def test_json_schema_to_typescript_generates_types(tools: Path, part: str) -> None:
    result = run("node", tools / ".bin" / "json2ts", "-i", EDITION / f"{part}.schema.json", cwd=HERE)
    assert (result.returncode, result.stderr) == (0, "")
    assert declares_members(result.stdout, read_schema(part))
    assert f"export interface {read_schema(part)['title']} " in result.stdout


LIVE_TESTS = """
import boto3
import pytest
from botocore.stub import Stubber

def location(constraint):
    client = boto3.client("s3", "us-east-1", aws_access_key_id="testing", aws_secret_access_key="testing")
    with Stubber(client) as stubber:
        stubber.add_response("get_bucket_location", {"LocationConstraint": constraint})
        client.get_bucket_location(Bucket="b")

@pytest.mark.parametrize("number", [1, 2])
def test_wrong(number):
    location(f"nowhere{number}")

def test_clean():
    location("eu-west-1")
"""


@pytest.fixture(scope="module")
def sarif_schema(tools: Path) -> Any:
    (file,) = (tools / "@microsoft" / "jest-sarif" / "lib" / "schemas").glob("sarif-2.1.0*.json")
    return jsonschema.Draft4Validator(
        json.loads(file.read_bytes()), format_checker=jsonschema.Draft4Validator.FORMAT_CHECKER
    )


@pytest.mark.parametrize("options", [["examples"], ["examples", "-v"], ["examples/recordings/good"], ["no such: file"]])
def test_sarif_report_matches_its_schema(sarif_schema: Any, options: list[str]) -> None:
    command = [sys.executable, "-m", "shapeproof", "validate", *options, "--format", "sarif"]
    check_sarif(sarif_schema, json.loads(run(*command, cwd=ROOT).stdout))


@pytest.mark.parametrize("options", [[], ["-n2"], ["-k", "clean"]])
def test_sarif_of_a_test_run_matches_its_schema(sarif_schema: Any, options: list[str], tmp_path: Path) -> None:
    """Findings of tests, in several processes and outside of tests; and no finding."""
    pytest.importorskip("boto3")
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    (tmp_path / "test_it.py").write_text(LIVE_TESTS)
    (tmp_path / "conftest.py").write_text("" if options else "from test_it import location\nlocation('nowhere')\n")
    report = ["--shapeproof", "--shapeproof-report=sarif=live.sarif", "-p", "no:cacheprovider"]
    done = run(sys.executable, "-m", "pytest", *report, *options, cwd=tmp_path, PYTHONPATH=str(tmp_path))
    document = json.loads((tmp_path / "live.sarif").read_text())
    messages = [result["message"]["text"] for result in document["runs"][0]["results"]]
    found = [name for name in ("test_wrong[1]", "test_wrong[2]", "outside of tests") if name in "".join(messages)]
    expected = ["test_wrong[1]", "test_wrong[2]"] if options in ([], ["-n2"]) else []
    assert found == expected + ([] if options else ["outside of tests"]), done.stdout
    check_sarif(sarif_schema, document)


def check_sarif(sarif_schema: Any, document: Any) -> None:
    assert [f"{error.json_path}: {error.message}" for error in sarif_schema.iter_errors(document)] == []
    del document["runs"][0]["tool"]
    assert not sarif_schema.is_valid(document), "the schema must reject a run without a tool"
