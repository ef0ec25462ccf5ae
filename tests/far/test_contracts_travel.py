"""Workers check with the contracts of the process that started the run, whatever botocore they have."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.far.archives import digest_by, in_process, plan
from tests.far.clusters import client_of, client_of_worker, on_cluster
from tests.program.extras import environment_without

from shapeproof.capture.sources import installed
from shapeproof.errors import ShapeproofError
from shapeproof.far.shipped_contracts import ShippedRun, run_from_bytes
from shapeproof.far.shipped_models import ShippedModels
from shapeproof.far.unit_check import FarCheckOptions
from shapeproof.recordings.checking.check_options import CheckOptions

OTHER_MODEL = {
    "metadata": {"serviceFullName": "Other", "protocol": "rest-xml", "endpointPrefix": "s3"},
    "operations": {"ListBuckets": {"name": "ListBuckets", "output": {"shape": "Out"}}},
    "shapes": {"Out": {"type": "structure", "members": {"Nothing": {"shape": "S"}}}, "S": {"type": "string"}},
}
LINES: list[Any] = [
    {"shapeproof": 1, "contract": "s3.list_buckets@installed", "representation": None, "response": {"Buckets": [], "Nothing": "x"}},
    {"shapeproof": 1, "contract": "sqs.receive_message", "representation": "sdk", "response": {"Messages": [{"Body": 1}]}},
    {"TopicArn": "arn:aws:sns:us-east-1:123456789012:a", "ResponseMetadata": {"HTTPStatusCode": 200}},
]  # fmt: skip


UNKNOWN: list[Any] = [
    {"shapeproof": 1, "contract": "sqs.recieve_message", "representation": "cli", "response": {}},
    {"shapeproof": 1, "contract": "nobody.has_this", "representation": "cli", "response": {}},
]
"""Names for which all models are read, to find similar ones."""


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    directory = tmp_path / "archive"
    directory.mkdir()
    (directory / "a.jsonl").write_text("".join(f"{json.dumps(line)}\n" for line in LINES))
    (directory / "kms.ListKeys_1.json").write_text(json.dumps({"status_code": 200, "data": {"Keys": [{"KeyId": 1}]}}))
    return directory


@pytest.fixture
def other_botocore(tmp_path: Path) -> Path:
    """A directory that hides the installed botocore by one of another version, with another S3 and nothing else."""
    package = tmp_path / "other" / "botocore"
    model = package / "data" / "s3" / "2006-03-01"
    model.mkdir(parents=True)
    (package / "__init__.py").write_text('__version__ = "0.1.2"\n')
    (model / "service-2.json").write_text(json.dumps(OTHER_MODEL))
    return package.parent


@pytest.mark.parametrize("lines", [[], pytest.param(UNKNOWN, marks=pytest.mark.survey)])
def test_a_worker_with_another_botocore_finds_the_same(archive: Path, other_botocore: Path, lines: list[Any]) -> None:
    with (archive / "a.jsonl").open("a") as file:
        file.writelines(f"{json.dumps(line)}\n" for line in lines)
    units = plan([f"file://{archive}"])
    expected = digest_by(in_process(), units)
    assert expected.findings >= len(LINES) + len(lines)
    with client_of_worker(sys.executable, {"PYTHONPATH": str(other_botocore)}) as client:
        versions = client.run(lambda: installed().version)
        assert list(versions.values()) == ["0.1.2"]
        assert digest_by(on_cluster(client), units) == expected


@pytest.mark.survey
def test_contracts_and_rules_of_the_project_travel(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    schemas = tmp_path / "own"
    from shapeproof.registry.captured_files import write_edition

    write_edition(schemas, installed().find("sqs", "ReceiveMessage"))
    document = schemas / "sqs" / "receive_message"
    [schema] = document.glob("*/response.schema.json")
    narrowed = json.loads(schema.read_text())
    narrowed["$defs"]["Message"]["properties"]["Body"] = {"type": "integer"}
    schema.write_text(json.dumps(narrowed))
    check = CheckOptions(directory=schemas)
    with client_of(1) as client:
        run = on_cluster(client, check)
        schema.write_text("gone, where the worker looks")
        digest = digest_by(run, plan([f"file://{archive}/a.jsonl"]))
    assert not any(key.contract.startswith("sqs.receive_message") for key in digest.groups), "1 is an integer"


def test_models_are_sent_as_they_are_wanted() -> None:
    models = ShippedModels.of_installed()
    assert [path[-1] for path in models.contents] == ["__init__.py"]
    source, files = models.source()
    assert not isinstance(source, Exception)
    assert (source.version, source.where) == (installed().version, installed().where)
    assert source.services == installed().services
    with pytest.raises(Exception, match="was not sent"):
        source.find("sqs", "ReceiveMessage")
    assert {path[1] for path in files.wanted} == {"sqs"}
    more, _ = models.with_contents(files.wanted, installed().files).source()
    assert not isinstance(more, Exception)
    assert more.find("sqs", "ReceiveMessage") == installed().find("sqs", "ReceiveMessage")


def test_a_worker_with_another_shapeproof_is_refused() -> None:
    run = ShippedRun.of(FarCheckOptions(CheckOptions()), None)
    other = ShippedRun(run.options, ("0.0.1", run.shapeproof[1]), run.directory, run.models)
    with pytest.raises(ShapeproofError, match=r"a worker has Shapeproof .*, and this is 0\.0\.1"):
        run_from_bytes(other.to_bytes()).prepare()


def test_without_botocore_here_a_worker_uses_none_either(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed.cache_clear()
    monkeypatch.setattr("importlib.util.find_spec", dict[str, Any]().get)  # which finds nothing
    try:
        units = plan([f"file://{archive}/a.jsonl"])
        expected = digest_by(in_process(), units)
        models: Any = ShippedModels.of_installed()
        assert models.missing is not None
        run = ShippedRun.of(FarCheckOptions(CheckOptions()), None)
    finally:
        monkeypatch.undo()
        installed.cache_clear()
    from shapeproof.far.unit_check import check_far_unit

    prepared = run_from_bytes(run.to_bytes()).prepare()
    [(_, unit)] = units
    assert check_far_unit(unit, prepared.options, prepared.checker) == expected


def test_a_worker_without_shapeproof_is_told(archive: Path, tmp_path: Path) -> None:
    without = environment_without({"shapeproof"}, tmp_path, {})
    with client_of_worker(sys.executable, without) as client:
        checked = on_cluster(client).check(plan([f"file://{archive}"]))
        with pytest.raises(ShapeproofError, match="the scheduler or a worker can't import Shapeproof"):
            next(checked)


def test_a_contract_that_an_option_names_travels(archive: Path) -> None:
    check = CheckOptions(contract="s3.list_buckets")
    units = plan([f"file://{archive}"])
    expected = digest_by(in_process(check), units)
    assert expected.findings
    with client_of(1) as client:
        assert digest_by(on_cluster(client, check), units) == expected
