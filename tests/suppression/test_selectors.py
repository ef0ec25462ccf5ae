"""Selectors: what is printed for a finding suppresses its kind, and nothing else; errors say what to write."""

from __future__ import annotations

from dataclasses import replace
from os.path import join, normpath
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shapeproof.contract import operation_key, operation_of
from shapeproof.errors import UsageError, one_line
from shapeproof.recordings.checking.unit_result import Located
from shapeproof.suppression.model import Scope
from shapeproof.suppression.printed_selectors import selector_of
from shapeproof.suppression.selectors import parse_selector
from shapeproof.validation.catalog import CODES, INCOMPLETE
from shapeproof.validation.finding import Finding

HERE: Final = "/the/home/project"
CHARACTERS: Final = st.one_of(
    st.sampled_from("*?\\:@,'\"[]!{}.-#~ \n\r\t\0\x1b\u200b\U000e0100\udcffaAé"), st.characters()
)
NAMES: Final = st.text(CHARACTERS, min_size=1, max_size=8)
FILE_NAMES: Final = NAMES.filter(lambda name: not {"\0", "/"} & {*name} and name not in {".", ".."})
DIRECTORIES: Final = st.lists(st.one_of(FILE_NAMES, st.just("..")), max_size=2)
FILES: Final = st.builds(
    "{}{}{}".format,
    st.sampled_from(["", "/", "./"]),
    DIRECTORIES.map(lambda names: "".join(f"{name}/" for name in names)),
    FILE_NAMES,
)
OPERATIONS: Final = st.sampled_from(
    ["s3.list_buckets", "s3.list_objects", "s3.list_objects_v2", "ec2.list_buckets", "lex-models.get_bot"]
)
PATHS: Final = st.builds("".join, st.lists(st.one_of(NAMES, st.sampled_from(["[]", "{}", "."])), max_size=5))
SUPPRESSIBLE: Final = sorted(set(CODES) - INCOMPLETE)


@st.composite
def located_findings(draw: st.DrawFn) -> Located:
    code = CODES[draw(st.sampled_from(SUPPRESSIBLE))]
    rule = draw(st.sampled_from(["HPT001", "HPT002"])) if code.kind == "rule" else ""
    is_reading = code.kind == "reading"
    contract = None if is_reading and draw(st.booleans()) else f"{draw(OPERATIONS)}@{draw(st.sampled_from('12'))}"
    path = "" if is_reading else draw(PATHS)
    finding = Finding(code.number, code.kind, code.strict, (), path, "", "a message", rule)
    return Located(finding, draw(FILES), 0, 1, 1, contract)


def is_suppressed(located: Located, selector: str) -> bool:
    suppression = parse_selector(selector, origin="a test", directory=HERE)
    return suppression.matches(located.finding, Scope(operation_of(located.contract), located.file), HERE)


@given(located_findings(), located_findings(), st.data())
def test_what_is_printed_suppresses_its_kind_and_nothing_else(
    located: Located, other: Located, data: st.DataObject
) -> None:
    selector = selector_of(located.finding, located.contract, located.file)
    assert selector
    assert one_line(selector) == selector
    assert "'" not in selector
    assert is_suppressed(located, selector)
    assert is_suppressed(replace(located, index=7, line=None, section="cell 3"), selector)
    # The other finding becomes more and more like this one, so that a difference in one thing alone is tried, too.
    for thing in data.draw(st.lists(st.sampled_from(["code", "contract", "path", "file"]), unique=True)):
        if thing == "code":
            mine = located.finding
            other = replace(other, finding=replace(other.finding, code=mine.code, kind=mine.kind, rule=mine.rule))
        elif thing == "path":
            other = replace(other, finding=replace(other.finding, path=located.finding.path))
        else:
            other = replace(other, **{thing: getattr(located, thing)})
    assert is_suppressed(other, selector) is (kind_of(other, located) == kind_of(located, located))


def kind_of(located: Located, printed_for: Located) -> tuple[str, ...]:
    """What `selector_of` promises to tell apart."""
    name = located.finding.rule or located.finding.code
    if printed_for.contract is None:
        return name, normpath(join(HERE, located.file))
    return name, operation_key(operation_of(located.contract)), located.finding.path


@pytest.mark.parametrize("code", sorted(INCOMPLETE))
def test_what_was_not_done_has_no_selector(code: str) -> None:
    finding = Finding(code, "reading", "error", (), "", "", "a message")
    assert selector_of(finding, None, "a.json") is None
    with pytest.raises(UsageError, match="can't be changed"):
        parse_selector(f"{code}@./a.json", origin="a test", directory=HERE)


@pytest.mark.parametrize(
    ("selector", "operation", "path", "file", "expected"),
    [
        ("SP302@ec2.*", "ec2.describe_instances", "A", "x", True),
        ("SP302@ec2.*", "s3.list_buckets", "A", "x", False),
        ("SP302@ec2.DescribeInstances", "ec2.describe_instances", "A", "x", True),
        ("SP302@ec2.describe_instances", "ec2.describe_instances", "A", "x", True),
        ("SP302@EC2.Describe*s", "ec2.describe_instances", "A", "x", True),
        ("SP302@ec2.describe_*", "ec2.describe_instances", "A", "x", True),
        ("SP302@ec2.describe", "ec2.describe_instances", "A", "x", False),
        ("SP302@*:A[]*", "ec2.describe_instances", "A[].B", "x", True),
        ("SP302:A[].B", "ec2.describe_instances", "A[].B", "x", True),
        ("SP302:A[].B", "ec2.describe_instances", "A[].BC", "x", False),
        ("SP302:", "ec2.describe_instances", "", "x", True),
        ("SP302:", "ec2.describe_instances", "A", "x", False),
        ("SP3xx:A", "ec2.describe_instances", "A", "x", True),
        ("drift:A", "ec2.describe_instances", "A", "x", True),
        ("SP301:A", "ec2.describe_instances", "A", "x", False),
        ("HPT001:A", "ec2.describe_instances", "A", "x", False),
        ("SP302@old/**", "ec2.describe_instances", "A", "old/a/b.json", True),
        ("SP302@old/**", "ec2.describe_instances", "A", "/the/home/project/old/b.json", True),
        ("SP302@old/**", "ec2.describe_instances", "A", "new/old/b.json", False),
        ("SP302@**/b.json:A", "ec2.describe_instances", "A", "new/old/b.json", True),
        ("SP302@**/b.json:B", "ec2.describe_instances", "A", "new/old/b.json", False),
        ("SP302@/elsewhere/*", "ec2.describe_instances", "A", "/elsewhere/b.json", True),
        ("SP302@/elsewhere/*", "ec2.describe_instances", "A", "elsewhere/b.json", False),
        (r"SP302@./a\:b\@c", "ec2.describe_instances", "A", "a:b@c", True),
        (r"SP302:a:b@c,d", "ec2.describe_instances", "a:b@c,d", "x", True),
    ],
)
def test_selectors(selector: str, operation: str, path: str, file: str, *, expected: bool) -> None:
    finding = Finding("SP302", "drift", "error", (), path, "enum", "a message")
    located = Located(finding, file, 0, 1, 1, f"{operation}@1.40")
    assert is_suppressed(located, selector) is expected


@pytest.mark.parametrize(
    ("selector", "message"),
    [
        ("SP399@ec2.*", "'SP399' is not a finding code, a group, a kind or a rule\n  did you mean SP"),
        ("drfit@ec2.*", "did you mean drift?"),
        ("@ec2.*", "'' is not a finding code"),
        ("SP302@", "expected SERVICE.OPERATION, got ''\n  such as ec2.*"),
        ("SP302@:A", "expected SERVICE.OPERATION, got ''"),
        (
            "SP302@ec2",
            "expected SERVICE.OPERATION, got 'ec2'\n  ec2.* are all operations of a service, ./ec2 is a file",
        ),
        ("SP302@ec2.a@1.2", "expected one @, got 'SP302@ec2.a@1.2'\n  an operation is named without its edition"),
        ("SP301,SP302@ec2.*", "expected one code, got 'SP301,SP302'\n  write a selector for each code"),
        ("SP302@./[b-a]", "'./[b-a]' is not a valid glob: bad character range b-a"),
        ("SP302@./A\\", "nothing follows the last backslash"),
        ("SP302:A\\", "nothing follows the last backslash"),
        ("SP302@ec2.*:\\A", "unknown escape \\A\n  a backslash is written as \\\\"),
        ("SP302@./\\A", "unknown escape \\A"),
    ],
)
def test_an_invalid_selector_is_an_error_with_a_hint(selector: str, message: str) -> None:
    with pytest.raises(UsageError) as raised:
        parse_selector(selector, origin="a test", directory=HERE)
    assert message in str(raised.value)
