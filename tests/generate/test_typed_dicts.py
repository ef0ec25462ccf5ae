"""TypedDicts work with pydantic in every version of Python, and type checkers assign the dicts of boto3-stubs to them."""

from __future__ import annotations

import subprocess
import sys
import typing
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, Final, get_args

import pytest
from pydantic import TypeAdapter, ValidationError
from tests.generate.conftest import PACKAGE
from typing_extensions import is_typeddict

from shapeproof import load
from shapeproof.contract import View
from shapeproof.generate.models.module_body import generate_body

OPERATIONS: Final = ("dynamodb.query", "lambda.invoke", "s3.list_objects_v2")  # recursion, a stream, enums
# As boto3-stubs types a response: everything is there, and may be changed.
STUB: Final = """
from typing import Literal, TypedDict
from app import ListObjectsV2Output, ResponseMetadata, Object


class Stub(TypedDict):
    IsTruncated: bool
    Contents: list[Object]
    Name: str
    Prefix: str
    Delimiter: str
    MaxKeys: int
    CommonPrefixes: list[CommonPrefix]
    EncodingType: Literal["url"]
    KeyCount: int
    ContinuationToken: str
    NextContinuationToken: str
    StartAfter: str
    RequestCharged: Literal["requester"]
    ResponseMetadata: ResponseMetadata


def names(stub: Stub) -> list[str]:
    answer: ListObjectsV2Output = stub
    return [item["Key"] for item in answer.get("Contents", []) if "Key" in item]
""".replace("Object\n", "CommonPrefix, Object\n", 1)


@pytest.fixture(scope="module", params=[(name, view) for name in OPERATIONS for view in get_args(View)], ids=str)
def module(request: pytest.FixtureRequest) -> ModuleType:
    name, view = request.param
    module = ModuleType(f"typed_dicts_{name}_{view}".replace(".", "_"))
    sys.modules[module.__name__] = module
    exec(compile(generate_body([load(name)], "typeddict", view).source, module.__name__, "exec"), module.__dict__)
    return module


def test_pydantic_builds_every_class(module: ModuleType) -> None:
    classes = [value for value in vars(module).values() if is_typeddict(value)]
    assert len(classes) > 3
    for one in classes:
        TypeAdapter(one).json_schema()
        assert typing.get_type_hints(one, include_extras=True).keys() == one.__annotations__.keys()


def test_pydantic_validates_the_flagship() -> None:
    models: Any = import_module(f"{PACKAGE}.typeddict_strict")
    adapter: TypeAdapter[Any] = TypeAdapter(models.ResourceLimits)
    assert adapter.validate_python({"MaxParallelTrainingJobs": 1}) == {"MaxParallelTrainingJobs": 1}
    with pytest.raises(ValidationError, match="MaxParallelTrainingJobs\n  Field required"):
        adapter.validate_python({})


def test_no_library_is_needed(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(generate_body([load("lambda.invoke")], "typeddict", "tolerant").source, "utf-8")
    program = "import typing, app; print(typing.get_type_hints(app.InvocationResponse)['StatusCode'])"
    result = subprocess.run(
        [sys.executable, "-I", "-S", "-c", f"import sys; sys.path.append({str(tmp_path)!r}); {program}"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.stdout == "<class 'int'>\n", result.stderr


@pytest.mark.survey
@pytest.mark.parametrize(
    "command", [["mypy", "--strict", "--cache-dir=.mypy"], ["pyright", "--pythonpath", sys.executable]]
)
def test_a_response_of_boto3_stubs_is_assignable(tmp_path: Path, command: list[str]) -> None:
    (tmp_path / "app.py").write_text(generate_body([load("s3.list_objects_v2")], "typeddict", "strict").source, "utf-8")
    (tmp_path / "consumer.py").write_text(STUB, "utf-8")
    (tmp_path / "pyrightconfig.json").write_text('{"typeCheckingMode": "strict"}', "utf-8")
    result = subprocess.run(
        [sys.executable, "-m", *command, "."], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stdout + result.stderr
