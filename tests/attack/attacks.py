"""What a stranger hands over, kind by kind: the files of a small project, which of them is attacked, what is run then."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import yaml

__all__ = ["ATTACKS", "CONTRACT_FILES", "Attack", "contract_attack"]

Write = Callable[[Any], str]
NAME: Final = "example.get_thing"
FLAGSHIP: Final = "sagemaker.describe_hyper_parameter_tuning_job"


@dataclass(frozen=True, slots=True)
class Attack:
    """A document whose strings are replaced, one at a time, and the commands that read it.

    Attributes:
        name: a short name, for the id of a test.
        file: the path of the document in the project.
        document: the document as JSON values.
        write: returns its text.
        commands: the command lines, apart by spaces. `out/` is the only directory that they may write to.
        files: the other files of the project.
    """

    name: str
    file: str
    document: Any
    write: Write
    commands: tuple[str, ...]
    files: Mapping[str, str] = field(default_factory=dict[str, str])


MODEL: Final[dict[str, Any]] = {
    "version": "2.0",
    "metadata": {
        "apiVersion": "2020-01-01", "endpointPrefix": "example", "protocol": "rest-json", "serviceId": "Example",
        "signatureVersion": "v4", "uid": "example-2020-01-01",
    },
    "operations": {
        "GetThing": {
            "name": "GetThing",
            "http": {"method": "GET", "requestUri": "/things/{Name}"},
            "input": {"shape": "GetThingRequest"},
            "output": {"shape": "Thing"},
            "errors": [{"shape": "NotFound"}],
            "documentation": "<p>Returns a <code>thing</code>.</p>",
        }
    },
    "shapes": {
        "GetThingRequest": {
            "type": "structure", "required": ["Name"],
            "members": {"Name": {"shape": "Name", "location": "uri", "locationName": "Name"}},
        },
        "Thing": {
            "type": "structure", "required": ["Name"],
            "members": {
                "Name": {"shape": "Name", "documentation": "<p>Its name.</p>", "locationName": "name"},
                "Mode": {"shape": "Mode"}, "When": {"shape": "When"}, "Data": {"shape": "Data"},
                "Inner": {"shape": "Inner"}, "Tags": {"shape": "Tags"}, "Header": {
                    "shape": "Name", "location": "header", "locationName": "x-thing"},
            },
        },
        "Name": {"type": "string", "min": 1, "max": 20, "pattern": "[a-z]+"},
        "Mode": {"type": "string", "enum": ["on", "off"], "documentation": "<p>How it runs.</p>"},
        "When": {"type": "timestamp", "timestampFormat": "iso8601"},
        "Data": {"type": "blob"},
        "Inner": {"type": "structure", "members": {"One": {"shape": "Name"}, "Two": {"shape": "Mode"}}, "union": True},
        "Tags": {"type": "map", "key": {"shape": "Name"}, "value": {"shape": "Names"}},
        "Names": {"type": "list", "member": {"shape": "Name", "locationName": "item"}},
        "NotFound": {"type": "structure", "members": {"message": {"shape": "Text"}}, "exception": True},
        "Text": {"type": "string"},
    },
}  # fmt: skip
OVERLAY: Final[Mapping[str, Any]] = {
    "shapeproof": 1,
    "default": "1.0",
    "descriptions": {"Thing.Name": "Its name."},
    "scenarios": {
        "running": {"description": "It runs.", "present": ["Mode"], "absent": ["When"], "pins": {"Mode": "on"}}
    },
}
CONTRACT_FILES: Final = ("contract.json", "response.schema.json", "request.schema.json", "errors.schema.json")
RESPONSE: Final[dict[str, Any]] = {
    "Name": "thing", "Mode": "on", "When": "2020-01-01T00:00:00+00:00", "Data": "AAAA", "Inner": {"One": "x"},
    "Tags": {"key": ["value"]},
}  # fmt: skip
JOB: Final[dict[str, Any]] = {
    "HyperParameterTuningJobName": "job",
    "HyperParameterTuningJobArn": "arn:aws:sagemaker:eu-west-1:123456789012:hyper-parameter-tuning-job/job",
    "HyperParameterTuningJobConfig": {"Strategy": "Random", "ParameterRanges": {"IntegerParameterRanges": []}},
    "HyperParameterTuningJobStatus": "Complete",
    "CreationTime": "2020-01-01T00:00:00+00:00",
    "FailureReason": "it failed",
}
REPORTS: Final = "--report html=out/r.html --report sarif=out/r.sarif --report junit=out/r.xml --report json=out/r.json"


def as_json(document: Any) -> str:
    return json.dumps(document, indent=1)


def as_toml(document: Any) -> str:
    """The settings, whose strings TOML writes as JSON does."""
    tables: Mapping[str, Mapping[str, Any]] = document
    lines: list[str] = []
    for table, entries in tables.items():
        lines.append(f"[tool.{'.'.join(map(json.dumps, table.split('/')))}]")
        lines += [f"{json.dumps(key)} = {json.dumps(value)}" for key, value in entries.items()]
    return "\n".join(lines) + "\n"


def _validate(path: str) -> tuple[str, ...]:
    """The commands that read a recording, in every format and representation."""
    base = f"validate {path}"
    return (
        f"{base} --coverage",
        f"{base} --format github",
        f"{base} --format json --engine jsonschema",
        f"{base} --format sarif --jobs 2",
        f"{base} --format junit --view tolerant",
        f"{base} --verbose {REPORTS}",
        f"{base} --baseline out/baseline.json --write-baseline",
    )


def _read(name: str, options: str = "") -> tuple[str, ...]:
    """The commands that read a contract."""
    flavours = [
        f"generate models {name} --flavour {flavour} --view {view} --output out/models.py{options}"
        for flavour in ("pydantic", "msgspec", "dataclass", "typeddict")
        for view in ("strict", "tolerant")
    ]
    return (
        f"list{options}",
        f"show {name}{options}",
        f"show {name} --json{options}",
        f"generate models {name} --enforcement{options}",
        *flavours,
        f"generate docs {name} --output out/page.md{options}",
        f"generate docs {name} --format html --output out/page.html{options}",
        f"mutants {name} --output out/mutants.jsonl{options}",
        f"fuzz corpus {name} -n 3 --view tolerant --output out/corpus.jsonl{options}",
        f"validate example.GetThing_1.json{options} --coverage",
        f"validate example.GetThing_1.json --engine jsonschema --format json{options}",
    )


def contract_attack(file: str, document: Any, files: Mapping[str, str]) -> Attack:
    """The attack on one file of a captured contract, whose files are those of a project."""
    others = {**files, "example.GetThing_1.json": as_json(RESPONSE)}
    return Attack(file.rsplit("/", 1)[-1].removesuffix(".json"), file, document, as_json, _read(NAME), others)


CASSETTE: Final[Mapping[str, Any]] = {
    "version": 1,
    "interactions": [
        {
            "request": {
                "method": "POST", "uri": "https://api.sagemaker.eu-west-1.amazonaws.com/",
                "body": '{"HyperParameterTuningJobName": "job"}',
                "headers": {"X-Amz-Target": ["SageMaker.DescribeHyperParameterTuningJob"]},
            },
            "response": {
                "status": {"code": 200, "message": "OK"},
                "headers": {"Content-Type": ["application/x-amz-json-1.1"]},
                "body": {"string": json.dumps(JOB | {"CreationTime": 1.5e9})},
            },
        }
    ],
}  # fmt: skip
HAR: Final[Mapping[str, Any]] = {
    "log": {
        "version": "1.2", "creator": {"name": "a browser", "version": "1"},
        "entries": [
            {
                "startedDateTime": "2020-01-01T00:00:00Z",
                "request": {
                    "method": "POST", "url": "https://api.sagemaker.eu-west-1.amazonaws.com/",
                    "headers": [{"name": "X-Amz-Target", "value": "SageMaker.DescribeHyperParameterTuningJob"}],
                    "postData": {"mimeType": "application/json", "text": "{}"},
                },
                "response": {
                    "status": 200, "statusText": "OK",
                    "headers": [{"name": "Content-Type", "value": "application/x-amz-json-1.1"}],
                    "content": {"mimeType": "application/json", "text": json.dumps(JOB)},
                },
            }
        ],
    }
}  # fmt: skip
SETTINGS: Final[Mapping[str, Any]] = {
    "shapeproof": {
        "paths": ["recordings"], "schemas": "schemas", "view": "strict", "exclude": ["old/**"], "ignore": ["SP220"],
        "baseline": "baseline.json",
    },
    "shapeproof/contracts": {"recordings/*.json": FLAGSHIP},
}  # fmt: skip

ATTACKS: Final = (
    Attack(
        "model",
        "botocore/data/example/2020-01-01/service-2.json",
        MODEL,
        as_json,
        (f"capture {NAME} --botocore botocore --output out", *_read(NAME, " --schemas out")),
        {"botocore/__init__.py": '__version__ = "1.0"\n', "example.GetThing_1.json": as_json(RESPONSE)},
    ),
    Attack("response", "job.json", JOB, as_json, _validate(f"job.json --contract {FLAGSHIP}")),
    Attack(
        "recording line",
        "lines.jsonl",
        {"contract": FLAGSHIP, "response": JOB},
        lambda document: json.dumps(document) + "\n",
        _validate("lines.jsonl"),
    ),
    Attack(
        "placebo",
        "sagemaker.DescribeHyperParameterTuningJob_1.json",
        {"status_code": 200, "data": JOB | {"ResponseMetadata": {"RequestId": "x"}}},
        as_json,
        _validate("sagemaker.DescribeHyperParameterTuningJob_1.json"),
    ),
    Attack("printed Python", "job.txt", JOB, repr, _validate(f"job.txt --contract {FLAGSHIP}")),
    Attack("cassette", "cassette.yaml", CASSETTE, yaml.safe_dump, _validate("cassette.yaml")),
    Attack("HAR", "job.har", HAR, as_json, _validate("job.har")),
    Attack(
        "settings", "pyproject.toml", SETTINGS, as_toml, ("validate", "init", "list"), {"recordings/job.json": "{}"}
    ),
    Attack(
        "baseline",
        "baseline.json",
        {
            "shapeproof_baseline": 1,
            "findings": [{"file": "job.json", "contract": FLAGSHIP, "code": "SP101", "path": "x", "count": 1}],
        },
        as_json,
        (f"validate job.json --contract {FLAGSHIP} --baseline baseline.json",),
        {"job.json": as_json(JOB)},
    ),
)
