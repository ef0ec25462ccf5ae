"""Models of operations with features that the flagship lacks can be imported and pass type checkers."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any, Final, cast, get_args

import pytest
from tests.generate.conftest import round_trip

from shapeproof import load
from shapeproof.capture.descriptions import described
from shapeproof.contract import Contract, Representation, View
from shapeproof.errors import UsageError
from shapeproof.generate.models.flavours import FLAVOURS, FlavourName
from shapeproof.generate.models.module import enforcement_of, generate_module
from shapeproof.generate.shared.definitions import collect_definitions
from shapeproof.registry import ContractRegistry, default_registry
from shapeproof.representations.conversion import from_cli
from shapeproof.representations.wire_names import is_outside_body
from shapeproof.sample import fullest, smallest

OPERATIONS: Final = {
    "bedrock-runtime.converse": "documents, unions, blobs",
    "bedrock-agent.get_flow": "recursion through a union",
    "cloudfront.get_distribution": "XML, a member that is the whole body",
    "dynamodb.batch_get_item": "maps of maps",
    "dynamodb.query": "a recursive union, blobs",
    "ec2.describe_instances": "times on the wire as strings",
    "iam.get_role": "query protocol",
    "kinesis.get_records": "blobs that are required",
    "kms.encrypt": "a blob with bounds",
    "lambda.get_function": "a service whose name is a keyword",
    "lambda.invoke": "header members, a body that is a stream",
    "mediaconvert.get_job": "names with underscores, hundreds of enums",
    "quicksight.describe_data_set": "a status beside the body",
    "rds.describe_db_instances": "a member with the name of the type of another",
    "s3.get_object": "header members, metadata",
    "s3.head_object": "nothing but headers",
    "s3.list_objects_v2": "lists under other names",
    "sagemaker.describe_endpoint": "nested lists of structures",
    "sagemaker.describe_training_job": "an enum of over 200 values",
    "wafv2.list_web_acls": "strings with bounds",
}
VARIANTS: Final = [(flavour, view) for flavour in FLAVOURS for view in get_args(View)]
# By default, each operation is tested with one variant, in rotation; with `pytest --survey`, with all eight.
VARIANT_ROTATION: Final = [
    ("pydantic", "strict"), ("typeddict", "tolerant"), ("msgspec", "strict"),
    ("pydantic", "tolerant"), ("msgspec", "tolerant"), ("dataclass", "tolerant"),
]  # fmt: skip
DEFAULT_CASES: Final = {
    (name, *VARIANT_ROTATION[index % len(VARIANT_ROTATION)]) for index, name in enumerate(OPERATIONS) if index % 4 == 2
}
CASES: Final = [
    pytest.param(name, *variant, marks=() if (name, *variant) in DEFAULT_CASES else pytest.mark.survey)
    for name in OPERATIONS
    for variant in VARIANTS
]


def contract_of(name: str) -> Contract:
    contract = load(f"{name}@installed")
    return described(contract, default_registry().descriptions(contract))


def file_name(name: str, flavour: str, view: str) -> str:
    return re.sub(r"\W", "_", f"{name}_{flavour}_{view}") + ".py"


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Path:
    """A directory with the models of all operations."""
    directory = tmp_path_factory.mktemp("models")
    for name in OPERATIONS:
        contract = contract_of(name)
        for flavour, view in VARIANTS:
            if (name, flavour, view) not in DEFAULT_CASES and not request.config.getoption("--survey"):
                continue
            source = generate_module([contract], cast("FlavourName", flavour), cast("View", view))
            (directory / file_name(name, flavour, view)).write_text(source, encoding="utf-8")
    return directory


@pytest.fixture
def module(directory: Path, name: str, flavour: str, view: str) -> Iterator[ModuleType]:
    path = directory / file_name(name, flavour, view)
    spec = spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules[path.stem] = module_from_spec(spec)
    spec.loader.exec_module(module)
    yield module
    del sys.modules[path.stem]


@pytest.mark.parametrize(("name", "flavour", "view"), CASES)
def test_models_round_trip_responses(module: ModuleType, name: str) -> None:
    contract = contract_of(name)
    root = contract.response["$defs"][contract.response["title"]]
    for response in (smallest(contract), fullest(contract)):
        representations: list[Representation] = ["sdk", "cli"]
        if contract.json_protocol and not any(map(is_outside_body, root["properties"].values())):
            representations.append("wire")
        for representation in representations:
            written = from_cli(contract.response, response, representation)
            assert round_trip(module, contract.response["title"], written, representation, representation) == written


@pytest.mark.survey
@pytest.mark.parametrize(
    "command",
    [
        ["mypy", "--strict", "--cache-dir=.mypy"],
        # pyright takes four times as long as mypy; by default it checks only the committed models.
        pytest.param(["pyright", "--pythonpath", sys.executable], marks=pytest.mark.survey),
    ],
)
def test_type_checkers_report_no_errors(directory: Path, command: list[str]) -> None:
    (directory / "pyrightconfig.json").write_text('{"typeCheckingMode": "strict"}', encoding="utf-8")
    result = subprocess.run(
        [sys.executable, "-m", *command, "."], cwd=directory, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stdout + result.stderr


def test_no_name_is_a_placeholder(directory: Path) -> None:
    paths = list(directory.glob("*.py"))
    assert len(paths) >= len(DEFAULT_CASES)
    for path in paths:
        source = path.read_text(encoding="utf-8")
        assert not re.search(r"RootModel|AdditionalProperty|class Model\b|class \w+_[0-9]+\b", source), path.name
        assert not re.search(r"^    [a-z_]+_1:", source, re.MULTILINE), path.name


@pytest.mark.survey
@pytest.mark.parametrize("flavour", ["pydantic", "msgspec"])
@pytest.mark.parametrize("name", ["dynamodb.query", "kms.encrypt", "bedrock-agent.get_flow", "ec2.describe_instances"])
def test_pydantic_and_msgspec_enforce_every_constraint(name: str, flavour: FlavourName) -> None:
    enforcement = enforcement_of([contract_of(name)], flavour)
    assert enforcement.total > 20
    assert enforcement.unenforced == ()
    assert enforcement.unmeasured == ()


@pytest.mark.survey
@pytest.mark.parametrize("flavour", list(FLAVOURS))
def test_operations_of_a_service_share_shapes(flavour: FlavourName) -> None:
    contracts = [
        contract_of(f"sagemaker.{name}") for name in ("describe_endpoint", "describe_training_job", "list_tags")
    ]
    source = generate_module(contracts, flavour, "tolerant")
    compile(source, "shared", "exec")
    names: list[Any] = re.findall(r"^class (\w+)", source, re.MULTILINE)
    assert len(names) == len(set(names))
    assert {f"{contract.operation}Error" for contract in contracts} <= set(names)
    assert len(re.findall(r"^class Tag\b", source, re.MULTILINE)) == 1


def test_conflicting_editions_are_rejected_with_hint() -> None:
    flagship = load("sagemaker.describe_hyper_parameter_tuning_job@1.29.145")
    newer_contract = contract_of("sagemaker.describe_training_job")
    with pytest.raises(UsageError, match=r"define .* differently\n.*use names without @EDITION"):
        generate_module([flagship, newer_contract], "pydantic")


def test_a_shape_may_be_described_for_one_operation_only() -> None:
    operation = "sqs.receive_message"
    described_later = [load(f"{operation}@installed"), contract_of(operation)]
    compile(generate_module(described_later, "typeddict"), "described", "exec")
    # botocore returns null for one of them, which an overlay says of a shape that both have.
    buckets = [load(f"s3.{name}@installed") for name in ("create_bucket", "get_bucket_location")]
    compile(generate_module(buckets, "typeddict"), "buckets", "exec")


@pytest.mark.survey
def test_operations_of_every_service_fit_into_one_module() -> None:
    services = default_registry().models.services
    for service in services:
        registry = ContractRegistry()  # which keeps what it loads
        operations = registry.models.operations(service)
        collect_definitions(
            [registry.load(f"{service}.{operation}@installed") for operation in operations], "tolerant", are_dicts=False
        )
    assert len(services) > 400
