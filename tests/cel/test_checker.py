"""Each node of an expression gets its type; what can't work is refused with its column."""

from __future__ import annotations

import pytest

from shapeproof.cel.cel_error import CelError
from shapeproof.cel.checker import check
from shapeproof.cel.parser import parse
from shapeproof.cel.syntax import Binary, Name
from shapeproof.cel.types import (
    BOOL,
    DOUBLE,
    DURATION,
    DYN,
    INT,
    STRING,
    TIMESTAMP,
    ListType,
    MapType,
    StructureType,
    Type,
)
from shapeproof.errors import InternalError

STRUCTURES: dict[str, dict[str, Type]] = {
    "Job": {
        "Name": STRING,
        "Count": INT,
        "Score": DOUBLE,
        "Start": TIMESTAMP,
        "Done": BOOL,
        "Tags": ListType(STRING),
        "Labels": MapType(STRING, STRING),
        "Best": StructureType("Job"),
        "Parts": ListType(StructureType("Job")),
        "Anything": DYN,
    }
}
VARIABLES: dict[str, Type] = {"self": StructureType("Job"), "root": StructureType("Job")}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("self.Name", STRING),
        ("self.Best.Best.Name", STRING),
        ("self.Parts[0].Name", STRING),
        ("self.Labels.anything", STRING),
        ("self.Labels['a']", STRING),
        ("self.Anything.a[0]", DYN),
        ("has(self.Best)", BOOL),
        ("self.Count + 1", INT),
        ("self.Score * 2.0", DOUBLE),
        ("self.Count < self.Score", BOOL),
        ("self.Name + 'a'", STRING),
        ("self.Tags + []", ListType(DYN)),
        ("self.Tags + ['a']", ListType(STRING)),
        ("self.Start - self.Start", DURATION),
        ("self.Start + duration('1h')", TIMESTAMP),
        ("self.Start < timestamp('2024-01-01T00:00:00Z')", BOOL),
        ("self.Anything + 1", INT),
        ("self.Anything + self.Anything", DYN),
        ("self.Anything == null", BOOL),
        ("self.Anything < 1", BOOL),
        ("self.Best == self.Parts[0]", BOOL),
        ("self.Tags == []", BOOL),
        ("'a' in self.Tags && 'a' in self.Labels", BOOL),
        ("self.Parts.all(part, part.Count > 0)", BOOL),
        ("self.Parts.map(part, part.Count)", ListType(INT)),
        ("self.Parts.map(part, part.Done, part.Score)", ListType(DOUBLE)),
        ("self.Parts.filter(part, part.Done)", ListType(StructureType("Job"))),
        ("self.Labels.map(key, self.Labels[key])", ListType(STRING)),
        ("self.Parts.map(part, part.Count).sum()", INT),
        ("self.Tags.distinct()", ListType(STRING)),
        ("self.Done ? self.Tags : []", ListType(DYN)),
        ("self.Done ? 1 : self.Count", INT),
        ("[1, 'a']", ListType(DYN)),
        ("{'a': 1}", MapType(STRING, INT)),
        ("[{'a': 1}, {'b': 'c'}]", ListType(MapType(STRING, DYN))),
        ("size(self.Name) + self.Tags.size() + size(self.Labels)", INT),
        ("math.greatest(1, 2, self.Count)", INT),
        ("math.least(self.Parts.map(p, p.Score))", DOUBLE),
        ("int(self.Name) + int(self.Score)", INT),
        ("dyn(self.Count)", DYN),
        ("self.Name.split(',')", ListType(STRING)),
        ("self.Name.matches('^a')", BOOL),
        ("self.Parts.all(self, self.Done) && self.Done", BOOL),
    ],
)
def test_types(source: str, expected: Type) -> None:
    assert check(parse(source), VARIABLES, STRUCTURES).type == expected


@pytest.mark.parametrize(
    ("source", "column", "message", "hint"),
    [
        ("this.Name", 0, "unknown variable this", "the variables are: self, root"),
        ("sef.Name", 0, "unknown variable sef", "did you mean self?"),
        ("self.Nane == 'a'", 5, "Job has no member Nane", "did you mean Name?"),
        ("has(self.Best.Cuont)", 0, "Job has no member Cuont", "did you mean Count?"),
        ("self.Parts.Name", 11, "a list(Job) has no members", "a macro such as all reads the items"),
        ("self.Name.Length", 10, "a string has no members", None),
        ("self['Name']", 4, "a Job has no index", "write value.Member"),
        ("self.Parts['a']", 11, "an index of a list is an int, got a string", None),
        ("self.Labels[1]", 12, "expected a string, got an int", None),
        ("self.Name == self.Count", 10, "a string never equals an int", None),
        ("self.Count == 1.0", 11, "an int never equals a double", "write double(…) around the int"),
        ("self.Name == null", 10, "a string never equals null", "has(value.Member) tells whether a member is there"),
        ("1 in self.Tags", 2, "an int is never in a list(string)", None),
        ("'a' in self.Name", 4, "expected a list or a map after in, got a string",
         "does the string contain it: string.contains(…)"),
        ("'a' in self", 4, "expected a list or a map after in, got a Job",
         "has(value.Member) tells whether a structure has a member"),
        ("self.Count + 1.0", 11, "+ doesn't take an int and a double", "write double(…) around the int"),
        ("self.Name - 'a'", 10, "- doesn't take a string and a string",
         "it takes (int, int) or (double, double) or (duration, duration) or (timestamp, timestamp) or (timestamp, duration)"),
        ("self.Done && self.Name", 10, "&& doesn't take a bool and a string", "it takes (bool, bool)"),
        ("!self.Name", 0, "! doesn't take a string", "it takes (bool)"),
        ("-self.Name", 0, "- doesn't take a string", "it takes (int) or (double)"),
        ("self.Tags < self.Tags", 10, "< doesn't take a list(string) and a list(string)", None),
        ("self.Name ? 1 : 2", 10, "expected a bool before ?, got a string", None),
        ("self.Done ? 1 : 'a'", 10, "both results of a conditional have one type, got an int and a string", None),
        ("{1.5: 1}", 1, "a key of a map is a string, an int or a bool, got a double", None),
        ("self.Count.all(x, true)", 11, "all goes through a list or a map, got an int", None),
        ("self.Tags.all(x, x)", 17, "expected a bool in all, got a string", None),
        ("self.Tags.map(x, x, x)", 17, "expected a bool in map, got a string", None),
        ("size(1)", 0, "size doesn't take (int)", "it takes (string) or (list(dyn)) or (map(dyn, dyn))"),
        ("self.Name.startsWith(1)", 10, "startsWith doesn't take (string, int)", "it takes (string, string)"),
        ("math.least()", 0, "math.least doesn't take ()", None),
        ("self.Name.matches(self.Name)", 23, "the regular expression of matches must be a literal", None),
        ("self.Name.matches('(?=a)')", 18, "the regular expression has a lookahead", None),
        ("self.Count", 5, "expected a bool, got an int", None),
    ],
)  # fmt: skip
def test_refused(source: str, column: int, message: str, hint: str | None) -> None:
    with pytest.raises(CelError) as caught:
        check(parse(source), VARIABLES, STRUCTURES, BOOL)
    assert (caught.value.column, caught.value.message) == (column, message)
    if hint or not caught.value.hint or "it takes" not in caught.value.hint:
        assert caught.value.hint == hint


def test_each_node_has_a_type() -> None:
    expression = parse("self.Parts.all(part, part.Count < self.Count)")
    checked = check(expression, VARIABLES, STRUCTURES, BOOL)
    assert {str(found) for found in checked.types.values()} == {"Job", "list(Job)", "int", "bool"}


def test_the_type_of_a_foreign_node_is_a_bug() -> None:
    expression = parse("self.Count == 1")
    assert isinstance(expression, Binary)
    with pytest.raises(InternalError):
        check(expression, VARIABLES, STRUCTURES).type_of(Name("self", 0))
