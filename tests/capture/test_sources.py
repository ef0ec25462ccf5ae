"""Service models of an unpacked botocore, of a wheel file, and of the installed botocore."""

from __future__ import annotations

import gzip
import importlib.util
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from shapeproof.capture.sources import NO_SIMILAR_SERVICE, ModelSource, installed, open_source
from shapeproof.errors import CaptureError, MissingExtraError, UnknownContractError


def service(prefix: str, *operations: str) -> dict[str, Any]:
    return {
        "metadata": {"apiVersion": "2017-07-24", "endpointPrefix": prefix, "protocol": "json"},
        "operations": {name: {"name": name, "output": {"shape": "Answer"}} for name in operations},
        "shapes": {"Answer": {"type": "structure", "members": {"Name": {"shape": "Name"}}}, "Name": {"type": "string"}},
    }


FILES: dict[str, object] = {
    "things/2015-01-01/service-2.json": service("things", "DescribeOldThing"),
    "things/2017-07-24/service-2.json": service("things", "DescribeThing", "ListThings"),
    "things/2017-07-24/service-2.sdk-extras.json": {
        "version": 1.0,
        "merge": {"shapes": {"Answer": {"members": {"Extra": {"shape": "Name"}}}, "Name": {"max": 9}}},
    },
    "things/2018-01-01/paginators-1.json": {},  # an API version without a model is ignored
    "thingsv2/2020-01-01/service-2.json.gz": service("things", "DescribeThing"),
    "other/2020-01-01/service-2.json.gz": service("api.other", "GetOther"),
    "empty/2020-01-01/waiters-2.json": {},
    "_retry.json": {},
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """An unpacked botocore of version 1.2.3."""
    root = tmp_path / "unpacked"
    for name, document in FILES.items():
        file = root / "botocore" / "data" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        content = json.dumps(document).encode()
        file.write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
    (root / "botocore" / "__init__.py").write_text("import os\n\n__version__ = '1.2.3'\n", encoding="utf-8")
    return root


def wheel(root: Path) -> Path:
    path = root.with_name("botocore-1.2.3-py3-none-any.whl")
    with zipfile.ZipFile(path, "w") as archive:
        for file in sorted(root.rglob("*")):
            if file.is_file():  # as in real wheels: no entries for directories
                archive.write(file, file.relative_to(root))
    return path


@pytest.fixture(params=[".", "botocore", "botocore/data", "wheel"])
def source(root: Path, request: pytest.FixtureRequest) -> ModelSource:
    name: str = request.param
    return open_source(wheel(root) if name == "wheel" else root / name)


def test_every_way_to_name_a_botocore_leads_to_its_models(source: ModelSource) -> None:
    assert source.version == "1.2.3"
    assert source.services == ("empty", "other", "things", "thingsv2")
    assert source.by_endpoint_prefix == {"things": ("things", "thingsv2"), "api.other": ("other",)}
    assert source.find("other", "GetOther").edition == "1.2.3"
    assert source.operations("thingsv2") == ("DescribeThing",)


def test_the_newest_api_version_that_has_a_model_wins(source: ModelSource) -> None:
    assert source.operations("things") == ("DescribeThing", "ListThings")


@pytest.mark.parametrize("operation", ["DescribeThing", "describe_thing"])
def test_an_operation_is_found_in_either_spelling_with_the_additions_of_botocore(
    source: ModelSource, operation: str
) -> None:
    model = source.find("things", operation)
    assert (model.name, model.operation["name"]) == ("things.describe_thing", "DescribeThing")
    assert model.shapes == {
        "Answer": {"type": "structure", "members": {"Name": {"shape": "Name"}, "Extra": {"shape": "Name"}}},
        "Name": {"type": "string", "max": 9},
    }


@pytest.mark.parametrize(
    ("name", "operation", "message", "hint"),
    [
        ("thing", "DescribeThing", "{} has no service 'thing'", "did you mean things or thingsv2?"),
        ("x", "DescribeThing", "{} has no service 'x'", NO_SIMILAR_SERVICE),
        (
            "things",
            "describe_thingy",
            "things has no operation 'describe_thingy' in {}",
            "did you mean DescribeThing?",
        ),
        ("other", "Describe", "other has no operation 'Describe' in {}", None),
    ],
)
def test_the_hint_about_an_unknown_name_has_similar_names(
    root: Path, name: str, operation: str, message: str, hint: str | None
) -> None:
    with pytest.raises(UnknownContractError) as caught:
        open_source(root).find(name, operation)
    assert caught.value.message == message.format(root)
    assert caught.value.hint == hint


GZIPPED = "service-2.json.gz"
BROKEN = {
    "not gzipped": (GZIPPED, b"not gzipped"),
    "broken JSON": (GZIPPED, gzip.compress(b'{"metadata": {}')),
    "cut off": (GZIPPED, gzip.compress(b'{"metadata": {}}' * 99)[:-9]),
    "damaged": (GZIPPED, gzip.compress(b"{}")[:10] + b"\xff" * 9),
    "text": (GZIPPED, gzip.compress(b'"text"')),
    "an empty object": (GZIPPED, gzip.compress(b"{}")),
    "UTF-16": ("service-2.json", b"\xff\xfe{}"),
    "additions in a list": ("service-2.sdk-extras.json", b"[]"),
    "additions that replace a part": ("service-2.sdk-extras.json", b'{"merge": {"operations": 5}}'),
    "additions that replace the shapes": ("service-2.sdk-extras.json", b'{"merge": {"shapes": []}}'),
    "additions of another form": ("service-2.sdk-extras.json", b'{"merge": 1}'),
}


@pytest.mark.parametrize(("file", "content"), BROKEN.values(), ids=BROKEN)
def test_a_model_that_cannot_be_read_is_an_error(root: Path, file: str, content: bytes) -> None:
    (root / "botocore" / "data" / "other" / "2020-01-01" / file).write_bytes(content)
    broken = open_source(root)
    with pytest.raises(CaptureError, match="the model of other can't be read") as caught:
        broken.find("other", "GetOther")
    assert caught.value.where == str(root)
    assert broken.by_endpoint_prefix["things"] == ("things", "thingsv2"), "the other services still work"
    assert broken.find("things", "DescribeThing").name == "things.describe_thing"


def test_a_service_without_a_model_is_an_error(root: Path) -> None:
    with pytest.raises(CaptureError, match="the service empty has no model"):
        open_source(root).operations("empty")


def test_a_path_without_botocore_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(CaptureError, match="no such file or directory"):
        open_source(tmp_path / "gone")
    with pytest.raises(CaptureError, match="no directory of service models"):
        open_source(tmp_path)
    text = tmp_path / "notes.txt"
    text.write_text("no zip", encoding="utf-8")
    with pytest.raises(CaptureError, match="this file is not a wheel\n  name a botocore wheel, or the directory"):
        open_source(text)
    other = tmp_path / "other.whl"
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("other/__init__.py", "__version__ = '1'")
    with pytest.raises(CaptureError, match="no directory of service models"):
        open_source(other)


@pytest.mark.parametrize("code", [None, "", "__version__ = version()\n"])
def test_models_of_an_unknown_version_are_an_error(root: Path, code: str | None) -> None:
    file = root / "botocore" / "__init__.py"
    file.unlink()
    if code is not None:
        file.write_text(code, encoding="utf-8")
    with pytest.raises(CaptureError, match="states the version of these models"):
        open_source(root)


def test_the_installed_botocore_is_a_source_too() -> None:
    if importlib.util.find_spec("botocore") is None:
        with pytest.raises(MissingExtraError, match="'aws'"):
            installed()
        return
    source = installed()
    assert source.version in source.where
    assert "DescribeHyperParameterTuningJob" in source.operations("sagemaker")
    assert {"elb", "elbv2"} <= {*source.by_endpoint_prefix["elasticloadbalancing"]}
