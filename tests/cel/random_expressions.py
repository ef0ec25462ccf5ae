"""Random expressions with right types, and values for them, for comparing two engines."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from random import Random
from typing import Any, Final

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
    ScalarType,
    Structures,
    StructureType,
    Type,
)

__all__ = ["STRUCTURES", "VARIABLES", "expression", "job", "reference_value"]

JOB: Final = StructureType("Job")
STRUCTURES: Structures = {
    "Job": {
        "Name": STRING,
        "Other": STRING,
        "Count": INT,
        "Limit": INT,
        "Score": DOUBLE,
        "Done": BOOL,
        "Start": TIMESTAMP,
        "End": TIMESTAMP,
        "Tags": ListType(STRING),
        "Sizes": ListType(INT),
        "Labels": MapType(STRING, STRING),
        "Part": JOB,
        "Parts": ListType(JOB),
        "Any": DYN,
    }
}
VARIABLES: Final[Mapping[str, Type]] = {"self": JOB, "root": JOB}

STRINGS: Final = (
    "",
    "a",
    "ab",
    "b",
    "a/b",
    "1",
    "-7",
    "2.5",
    "x1",
    "é",
    "😀",
    "A",
    " ",
    "2024-01-01T00:00:00Z",
    "true",
)
INTEGERS: Final = (0, 1, 2, 3, -1, -7, 10, 2**31, 2**63 - 1, -(2**63))
DOUBLES: Final = (0.0, 1.0, 2.5, -1.5, 1e300, 0.1, 1e6, 123456.5)
TIMES: Final = ("2024-01-01T00:00:00Z", "2024-01-01T01:00:00+01:00", "2024-02-29T12:30:15.250Z", "1969-12-31T23:59:59Z",
                "9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z")  # fmt: skip
DURATIONS: Final = ("0s", "1s", "90m", "-1.5s", "24h", "1h30m")
PATTERNS: Final = ("^a", "b$", "[a-z]+[0-9]", "^.$", "", "a|1", r"^\w*$", r"\d{1,2}", "^(?:ab)*$", r"\.")


def job(random: Random, depth: int = 2) -> dict[str, Any]:
    """JSON of the structure, with some of its members."""
    made: dict[str, Any] = {}
    parts: dict[str, Callable[[], Any]] = {
        "Name": lambda: random.choice(STRINGS),
        "Other": lambda: random.choice(STRINGS),
        "Count": lambda: random.choice(INTEGERS),
        "Limit": lambda: random.choice(INTEGERS),
        "Score": lambda: random.choice((*DOUBLES, 5, 0, -3)),
        "Done": lambda: random.random() < 0.5,
        "Start": lambda: random.choice(TIMES),
        "End": lambda: random.choice(TIMES),
        "Tags": lambda: [random.choice(STRINGS) for _ in range(random.randrange(4))],
        "Sizes": lambda: [random.choice(INTEGERS) for _ in range(random.randrange(4))],
        "Labels": lambda: {random.choice(STRINGS): random.choice(STRINGS) for _ in range(random.randrange(3))},
        "Part": lambda: job(random, depth - 1),
        "Parts": lambda: [job(random, depth - 1) for _ in range(random.choice((0, 1, 2, 2, 2)))],
        "Any": lambda: random.choice(
            (None, True, 1, 1.0, 2.5, "a", [], [1, 1.0, "a"], {}, {"a": 1}, {"a": {"a": "b"}})
        ),
    }
    for name, make in parts.items():
        if random.random() < 0.92 and (depth > 0 or name not in {"Part", "Parts"}):
            made[name] = make()
    return made


def reference_value(value: Any, described: Type) -> Any:
    """The same value for an engine that takes times as messages of Protocol Buffers, and doubles as floats."""
    if described == TIMESTAMP:
        timestamp = import_module("google.protobuf.timestamp_pb2").Timestamp()
        timestamp.FromJsonString(value)
        return timestamp
    if described == DOUBLE:
        return float(value)
    if isinstance(described, ListType):
        return [reference_value(item, described.item) for item in value]
    if isinstance(described, StructureType):
        members = STRUCTURES[described.name]
        return {name: reference_value(item, members[name]) for name, item in value.items()}
    return value


def expression(random: Random, described: Type = BOOL, depth: int = 4) -> str:
    """An expression of a type."""
    return _Writer(random).of(described, depth, {"self": JOB, "root": JOB})


class _Writer:
    def __init__(self, random: Random) -> None:
        self._random = random
        self._made = 0

    def of(self, described: Type, depth: int, scope: Mapping[str, Type]) -> str:
        """An expression of a type, of that depth at most."""
        if isinstance(described, StructureType):
            return self._structure(depth, scope)
        own = [name for name, known in scope.items() if known == described]
        if own and self._random.random() < 0.3:
            return self._random.choice(own)
        if isinstance(described, ListType):
            return self._list(described, depth, scope)
        assert isinstance(described, ScalarType)
        if depth <= 0 or self._random.random() < 0.25:
            return self._leaf(described, scope)
        if self._random.random() < 0.08:
            test, then, otherwise = (self.of(each, depth - 1, scope) for each in (BOOL, described, described))
            return f"({test} ? {then} : {otherwise})"
        writers: dict[ScalarType, Callable[[int, Mapping[str, Type]], str]] = {
            BOOL: self._bool,
            INT: self._int,
            DOUBLE: self._double,
            STRING: self._string,
            TIMESTAMP: self._timestamp,
            DURATION: self._duration,
            DYN: self._dyn,
        }
        return writers[described](depth - 1, scope)

    def _leaf(self, described: ScalarType, scope: Mapping[str, Type]) -> str:
        names = [name for name, known in STRUCTURES["Job"].items() if known == described]
        if names and self._random.random() < 0.7:
            return f"{self._structure(1, scope)}.{self._random.choice(names)}"
        choices: dict[ScalarType, Callable[[], str]] = {
            BOOL: lambda: self._random.choice(("true", "false")),
            INT: lambda: str(self._random.choice(INTEGERS)),
            DOUBLE: lambda: repr(self._random.choice(DOUBLES)),
            STRING: self._text,
            TIMESTAMP: lambda: f"timestamp('{self._random.choice(TIMES)}')",
            DURATION: lambda: f"duration('{self._random.choice(DURATIONS)}')",
            DYN: lambda: self._random.choice(("dyn(1)", "dyn('a')", "dyn(null)", "dyn(1.0)", "dyn(true)", "dyn([1])")),
        }
        return choices[described]()

    def _text(self) -> str:
        return f"'{self._random.choice(STRINGS)}'"

    def _structure(self, depth: int, scope: Mapping[str, Type]) -> str:
        owner = self._random.choice([name for name, known in scope.items() if known == JOB])
        chance = self._random.random()
        if depth <= 0 or chance < 0.8:
            return owner
        return f"{owner}.Part" if chance < 0.92 else f"{owner}.Parts[{self._random.randrange(2)}]"

    def _list(self, described: ListType, depth: int, scope: Mapping[str, Type]) -> str:
        members = {ListType(STRING): "Tags", ListType(INT): "Sizes", ListType(JOB): "Parts"}
        chance = self._random.random()
        if depth <= 0 or chance < 0.5:
            return f"{self._structure(depth - 1, scope)}.{members[described]}"
        if chance < 0.7:
            variable, inner = self._bound(described.item, scope)
            return f"{self.of(described, depth - 1, scope)}.filter({variable}, {self.of(BOOL, depth - 1, inner)})"
        if chance < 0.85 and described.item != JOB:
            source = self._random.choice((ListType(STRING), ListType(INT), ListType(JOB)))
            variable, inner = self._bound(source.item, scope)
            body = self.of(described.item, depth - 1, inner)
            test = f"{self.of(BOOL, depth - 2, inner)}, " if self._random.random() < 0.3 else ""
            return f"{self.of(source, depth - 1, scope)}.map({variable}, {test}{body})"
        if described.item == STRING and chance < 0.92:
            return f"{self.of(STRING, depth - 1, scope)}.split({self._text()})"
        if chance < 0.95:
            return f"({self.of(described, depth - 1, scope)} + {self.of(described, depth - 1, scope)})"
        items = [self.of(described.item, depth - 1, scope) for _ in range(self._random.randrange(3))]
        return f"[{', '.join(items)}]"

    def _bound(self, item: Type, scope: Mapping[str, Type]) -> tuple[str, Mapping[str, Type]]:
        self._made += 1
        variable = f"v{self._made}"
        return variable, {**scope, variable: item}

    def _bool(self, depth: int, scope: Mapping[str, Type]) -> str:
        match self._random.randrange(13):
            case 0 | 1 | 2:
                operator = self._random.choice(("&&", "||"))
                return f"({self.of(BOOL, depth, scope)} {operator} {self.of(BOOL, depth, scope)})"
            case 3:
                return f"!{self.of(BOOL, depth, scope)}"
            case 4 | 5:
                member = self._random.choice(list(STRUCTURES["Job"]))
                return f"has({self._structure(depth, scope)}.{member})"
            case 6 | 7:
                compared = self._random.choice((INT, DOUBLE, STRING, TIMESTAMP, DURATION, BOOL))
                operator = self._random.choice(("<", "<=", ">", ">="))
                return f"({self.of(compared, depth, scope)} {operator} {self.of(compared, depth, scope)})"
            case 8:
                equal = (INT, DOUBLE, STRING, TIMESTAMP, DURATION, BOOL, DYN, ListType(INT), ListType(STRING), JOB)
                compared_type = self._random.choice(equal)
                operator = self._random.choice(("==", "!="))
                return f"({self.of(compared_type, depth, scope)} {operator} {self.of(compared_type, depth, scope)})"
            case 9:
                item = self._random.choice((STRING, INT))
                if item == STRING and self._random.random() < 0.3:
                    return f"({self.of(STRING, depth, scope)} in {self._structure(depth, scope)}.Labels)"
                return f"({self.of(item, depth, scope)} in {self.of(ListType(item), depth, scope)})"
            case 10:
                function = self._random.choice(("startsWith", "endsWith", "contains"))
                return f"{self.of(STRING, depth, scope)}.{function}({self.of(STRING, depth, scope)})"
            case 11:
                return f"{self.of(STRING, depth, scope)}.matches(r'{self._random.choice(PATTERNS)}')"
            case _:
                source = self._random.choice((ListType(STRING), ListType(INT), ListType(JOB)))
                variable, inner = self._bound(source.item, scope)
                macro = self._random.choice(("all", "exists", "exists_one"))
                return f"{self.of(source, depth, scope)}.{macro}({variable}, {self.of(BOOL, depth, inner)})"

    def _int(self, depth: int, scope: Mapping[str, Type]) -> str:
        match self._random.randrange(9):
            case 0 | 1 | 2:
                operator = self._random.choice(("+", "-", "*", "/", "%"))
                return f"({self.of(INT, depth, scope)} {operator} {self.of(INT, depth, scope)})"
            case 3:
                source = self._random.choice((STRING, ListType(STRING), ListType(INT), ListType(JOB)))
                return f"size({self.of(source, depth, scope)})"
            case 4:
                return f"int({self.of(self._random.choice((STRING, DOUBLE, TIMESTAMP, INT)), depth, scope)})"
            case 5:
                function = self._random.choice(("indexOf", "lastIndexOf"))
                return f"{self.of(STRING, depth, scope)}.{function}({self.of(STRING, depth, scope)})"
            case 6:
                names = ("getFullYear", "getMonth", "getDate", "getDayOfMonth", "getDayOfWeek", "getDayOfYear", "getHours",
                         "getMinutes", "getSeconds", "getMilliseconds")  # fmt: skip
                if self._random.random() < 0.3:
                    return f"{self.of(DURATION, depth, scope)}.{self._random.choice(names[6:])}()"
                return f"{self.of(TIMESTAMP, depth, scope)}.{self._random.choice(names)}()"
            case 7:
                return f"{self.of(ListType(INT), depth, scope)}[{self.of(INT, depth - 1, scope)}]"
            case _:
                function = self._random.choice(("math.greatest", "math.least"))
                return f"{function}({self.of(INT, depth, scope)}, {self.of(INT, depth, scope)})"

    def _double(self, depth: int, scope: Mapping[str, Type]) -> str:
        match self._random.randrange(4):
            case 0 | 1:
                operator = self._random.choice(("+", "-", "*", "/"))
                return f"({self.of(DOUBLE, depth, scope)} {operator} {self.of(DOUBLE, depth, scope)})"
            case 2:
                return f"double({self.of(self._random.choice((STRING, INT)), depth, scope)})"
            case _:
                return f"math.abs({self.of(DOUBLE, depth, scope)})"

    def _string(self, depth: int, scope: Mapping[str, Type]) -> str:
        match self._random.randrange(9):
            case 0 | 1:
                return f"({self.of(STRING, depth, scope)} + {self.of(STRING, depth, scope)})"
            case 2:
                converted = self._random.choice((INT, BOOL, TIMESTAMP, DURATION, STRING))
                return f"string({self.of(converted, depth, scope)})"
            case 3:
                function = self._random.choice(("lowerAscii", "upperAscii", "trim"))
                return f"{self.of(STRING, depth, scope)}.{function}()"
            case 4:
                # The reference refuses an end that is the end of the string, against the specification.
                return f"{self.of(STRING, depth, scope)}.substring({self._random.randrange(3)})"
            case 5:
                return f"{self.of(STRING, depth, scope)}.replace({self._text()}, {self.of(STRING, depth, scope)})"
            case 6:
                return f"{self.of(ListType(STRING), depth, scope)}.join({self._text()})"
            case 7:
                return f"{self._structure(depth, scope)}.Labels[{self.of(STRING, depth, scope)}]"
            case _:
                return f"{self.of(STRING, depth, scope)}.charAt({self.of(INT, depth, scope)})"

    def _timestamp(self, depth: int, scope: Mapping[str, Type]) -> str:
        if self._random.random() < 0.3:
            # The reference also reads what isn't RFC 3339, such as years of two digits.
            return f"timestamp(string({self.of(TIMESTAMP, depth, scope)}))"
        operator = self._random.choice(("+", "-"))
        return f"({self.of(TIMESTAMP, depth, scope)} {operator} {self.of(DURATION, depth, scope)})"

    def _duration(self, depth: int, scope: Mapping[str, Type]) -> str:
        if self._random.random() < 0.5:
            return f"({self.of(TIMESTAMP, depth, scope)} - {self.of(TIMESTAMP, depth, scope)})"
        operator = self._random.choice(("+", "-"))
        return f"({self.of(DURATION, depth, scope)} {operator} {self.of(DURATION, depth, scope)})"

    def _dyn(self, depth: int, scope: Mapping[str, Type]) -> str:
        match self._random.randrange(3):
            case 0:
                return f"{self._structure(depth, scope)}.Any.a"
            case 1:
                operator = self._random.choice(("+", "-", "*"))
                return f"({self.of(DYN, depth, scope)} {operator} {self.of(DYN, depth, scope)})"
            case _:
                return f"dyn({self.of(self._random.choice((INT, STRING, DOUBLE, BOOL)), depth, scope)})"
