"""Any value of a program is answered with findings or one clear error: no method of the value decides what happens."""

from __future__ import annotations

import datetime as dt
import enum
from collections import UserDict
from collections.abc import Iterator, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any, NamedTuple, NoReturn

import pytest

import shapeproof
from shapeproof.contract import Contract
from shapeproof.validation.catalog import Severities
from shapeproof.validation.validator import Validator

ENUM_MEMBER = "HyperParameterTuningJobStatus"


def refuse(*_: object, **__: object) -> NoReturn:
    raise RuntimeError("a method of the value was called")


REFUSE_ALL: dict[str, Any] = dict.fromkeys(
    (
        "__eq__",
        "__len__",
        "__iter__",
        "__hash__",
        "__str__",
        "__repr__",
        "__bool__",
        "items",
        "keys",
        "copy",
        "isascii",
    ),
    refuse,
)


def hostile(*bases: type) -> Any:
    return type("Hostile", bases, dict(REFUSE_ALL))


class Status(str, enum.Enum):  # noqa: UP042  boto3-like code has these, whose str() differs
    DONE = "Completed"


class Number(enum.IntEnum):
    ONE = 1


class Pair(NamedTuple):
    first: int


class Plain(enum.Enum):
    DONE = "Completed"


class Zone(dt.tzinfo):
    def utcoffset(self, *_: object) -> NoReturn:
        refuse()

    def tzname(self, *_: object) -> NoReturn:
        refuse()

    def dst(self, *_: object) -> NoReturn:
        refuse()


LyingClass: Any = type("LyingClass", (), {"__class__": property(lambda _: dict)})


class BrokenMapping(Mapping[str, int]):
    def __getitem__(self, key: str) -> int:
        raise KeyError(key)

    def __iter__(self) -> Iterator[str]:
        refuse()

    def __len__(self) -> int:
        return 1


def nested(levels: int) -> object:
    value: object = 1
    for _ in range(levels):
        value = [value]
    return value


def cycle(kind: type[list[Any] | dict[str, Any]]) -> Any:
    value: Any = kind()
    value.extend([value, value]) if kind is list else value.update(a=value, b=value)
    return value


VALUES: dict[str, Any] = {
    "str": hostile(str)("Completed"), "int": hostile(int)(5), "float": hostile(float)(1.5), "bytes": hostile(bytes)(b"x"),
    "dict": hostile(dict)(a=1), "list": hostile(list)([1]), "tuple": hostile(tuple)((1, 2)),
    "datetime": hostile(dt.datetime)(2024, 1, 1), "object": hostile()(), "class": hostile(),
    "lying class": LyingClass(), "mapping": BrokenMapping(), "proxy": MappingProxyType({"a": 1}), "user dict": UserDict(a=1),
    "named tuple": Pair(1), "str enum": Status.DONE, "enum": Plain.DONE, "int enum": Number.ONE,
    "zone": dt.datetime(2024, 1, 1, tzinfo=Zone()), "date": dt.date(2024, 1, 1),
    "huge": 10**5000, "huge negative": -(10**5000), "huge subclass": hostile(int)(10**5000), "large": 10**400,
    "nan": float("nan"), "infinity": hostile(float)("-inf"),
    "decimal nan": Decimal("nan"), "signalling nan": Decimal("snan"), "decimal infinity": Decimal("inf"),
    "large decimal": Decimal("1e999999"), "small decimal": Decimal("1e-999999"),
    "surrogate": "\ud800", "surrogate key": {"\ud800": 1}, "number as key": {1: 2}, "mixed keys": {1: 1, "a": 2, None: 3},
    "huge key": {10**5000: 1}, "tuple as key": {(1, 2): 1}, "enum key": {Status.DONE: 1},
    "generator": (item for item in [1]), "set": {1}, "bytearray": bytearray(b"x"), "complex": 1j,
    "cyclic list": cycle(list), "cyclic dict": cycle(dict), "deep": nested(50_000), "long": "x" * 10**6,
}  # fmt: skip


def responses(value: Any) -> Iterator[Any]:
    yield value
    yield {ENUM_MEMBER: value, "ResponseMetadata": value}
    yield {"CreationTime": value}
    yield {"TrainingJobDefinitions": [value]}
    yield {"TrainingJobStatusCounters": {"Completed": value}}
    yield {"TrainingJobDefinition": {"StaticHyperParameters": {"a": value}}}
    yield {"Surplus": value}
    yield {"Error": {"Code": value, "Message": value}}
    yield {"__type": value, "message": value}


@pytest.fixture(scope="module")
def flagship() -> Contract:
    return shapeproof.load("sagemaker.describe_hyper_parameter_tuning_job")


@pytest.mark.parametrize("name", VALUES)
@pytest.mark.parametrize("part", ["response", "error"])
def test_hostile_value_is_a_finding_or_fine(name: str, part: Any, flagship: Contract) -> None:
    for response in responses(VALUES[name]):
        for representation in (None, "wire", "cli", "sdk"):
            for finding in shapeproof.findings(response, flagship, part, representation=representation):
                assert len(finding.message) < 1_000
                assert finding.pointer is not None


@pytest.mark.parametrize("name", [name for name in VALUES if name not in {"cyclic list", "cyclic dict", "deep"}])
def test_reference_engine_agrees(name: str, flagship: Contract) -> None:
    pytest.importorskip("jsonschema")
    for response in responses(VALUES[name]):
        fast = shapeproof.findings(response, flagship, engine="jsonschema-rs")
        assert fast == shapeproof.findings(response, flagship, engine="jsonschema")


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("str", ""), ("str enum", ""), ("int", "SP102"), ("huge", "SP909"), ("nan", "SP906"),
        ("decimal infinity", "SP906"), ("deep", "SP908"), ("cyclic dict", "SP908"), ("enum", "SP102"),
        ("number as key", "SP915"), ("surrogate", "SP907"), ("generator", "SP102"),
    ],
)  # fmt: skip
def test_subclasses_count_as_their_bases(name: str, code: str, flagship: Contract) -> None:
    findings = shapeproof.findings({ENUM_MEMBER: VALUES[name]}, flagship)
    assert {finding.code for finding in findings if finding.code not in {"SP101", "SP401"}} == (
        {code} if code else set()
    )


def test_value_that_is_refused_is_not_looked_at_even_if_its_finding_is_ignored(flagship: Contract) -> None:
    ignored: dict[str, Any] = dict.fromkeys(("SP906", "SP907", "SP908", "SP909", "SP915"))
    validator = Validator(flagship, severities=Severities("strict", ignored))
    for name in ("cyclic list", "cyclic dict", "huge", "nan"):
        assert validator.findings({"Surplus": VALUES[name]}) == []


NAMES: list[Any] = [
    5,
    None,
    list[str](),
    b"s3.list_buckets",
    hostile()(),
    "s3.\0",
    "s3.\ud800",
    "s3." + "x" * 10_000,
    "../../etc/x.passwd",
    ".",
]


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_name_of_contract_that_is_none_is_one_clear_error(name: Any) -> None:
    with pytest.raises(shapeproof.ShapeproofError):
        shapeproof.load(name)
    with pytest.raises(shapeproof.ShapeproofError):
        shapeproof.findings({}, name)


OPTIONS: list[Any] = [5, list[str](), dict[str, str](), hostile(str)("x"), hostile()(), "x\ud800"]


@pytest.mark.parametrize("option", ["part", "view", "representation", "engine"])
@pytest.mark.parametrize("value", OPTIONS, ids=range(len(OPTIONS)))
def test_option_of_any_type_is_one_clear_error(option: str, value: Any, flagship: Contract) -> None:
    with pytest.raises(shapeproof.ShapeproofError):
        shapeproof.findings({}, flagship, **{option: value})


def test_name_of_a_contract_may_be_a_subclass_of_str() -> None:
    name = hostile(str)("sagemaker.describe_hyper_parameter_tuning_job")
    assert shapeproof.load(name) is shapeproof.load("sagemaker.describe_hyper_parameter_tuning_job")
    assert shapeproof.findings({}, name)
