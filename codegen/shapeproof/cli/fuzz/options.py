"""The options of the subcommands of `shapeproof fuzz`, in groups, each passed as one dataclass."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from functools import wraps
from pathlib import Path
from typing import Any, Final

import click
from click.types import FloatParamType

from shapeproof.cli.completion import suggest_scenarios
from shapeproof.cli.output.documents import documents_option, representation_option
from shapeproof.contract import Contract, Representation, View
from shapeproof.errors import UsageError
from shapeproof.fuzz import ABSENT, PRESENT
from shapeproof.fuzz.planning.pins import is_string

__all__ = [
    "GenerationOptions",
    "OutputOptions",
    "RunOptions",
    "Seconds",
    "SeedOptions",
    "bundled",
    "generation_options",
    "output_options",
    "run_options",
    "seed_options",
]

_SECONDS: Final = {"": 1, "s": 1, "m": 60, "h": 3600}
_RUN_COUNT: Final = 1_000
_UNLIMITED: Final = 10**9
_MARKERS: Final = {"ABSENT": ABSENT, "PRESENT": PRESENT}

Decorator = Callable[[Callable[..., int]], Callable[..., int]]


def bundled(name: str, bundle: type[Any], *options: Callable[..., Any]) -> Decorator:
    """A decorator that adds `options` to a command and passes their values as one argument.

    Args:
        name: the argument of the command.
        bundle: the dataclass of that argument; its fields are the parameters of the options.
        options: decorators of click, in the order of the help.
    """

    def decorate(function: Callable[..., int]) -> Callable[..., int]:
        @wraps(function)
        def with_bundle(**values: Any) -> int:
            values[name] = bundle(**{field.name: values.pop(field.name) for field in fields(bundle)})
            return function(**values)

        for option in reversed(options):
            option(with_bundle)
        return with_bundle

    return decorate


class Duration(FloatParamType):  # click.ParamType has a parameter for types only in its newest releases
    """`90`, `90s`, `1.5m`, `1h`: a duration in seconds."""

    name = "duration"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The seconds; fails as click does."""
        if isinstance(value, float):
            return value
        match = re.fullmatch(r"(\d{1,9}(?:\.\d{1,9})?)([smh]?)", str(value))
        if match is None or not float(match[1]):
            self.fail(f"{value!r} is not a duration: write 90, 90s, 1.5m or 1h", param, ctx)
        return float(match[1]) * _SECONDS[match[2]]


class Seconds(click.FloatRange):
    """A positive, finite number of seconds, up to a day: the system waits no longer than some weeks."""

    def __init__(self) -> None:
        super().__init__(min=0, max=86_400, min_open=True)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The number; fails as click does."""
        number = super().convert(value, param, ctx)
        if math.isnan(number):  # it compares with no limit
            self.fail(f"{value!r} is not a number of seconds", param, ctx)
        return number


@dataclass(frozen=True, slots=True)
class SeedOptions:
    """What responses are drawn from: a seed, and what the view allows; and whether they keep the rules."""

    seed: int
    view: View
    coherent: bool | None


@dataclass(frozen=True, slots=True)
class GenerationOptions:
    """Which responses are generated. `pins` are as on the command line: `PATH=VALUE`.

    `coherent` is whether they keep the rules of the contract; None leaves that to the command.
    """

    seed: int
    view: View
    scenario: str | None
    pins: tuple[str, ...]
    coherent: bool | None

    def parsed_pins(self, contract: Contract) -> dict[str, Any]:
        """The pins by path.

        What looks like a number stays a string where the contract expects a string.

        Raises:
            UsageError: a pin isn't of the form PATH=VALUE.
        """
        return _parsed_pins(self.pins, contract)


@dataclass(frozen=True, slots=True)
class OutputOptions:
    """How responses are written, and where: standard output if `output` is None. `bare`: not as recording lines."""

    representation: Representation
    bare: bool
    output: Path | None


@dataclass(frozen=True, slots=True)
class RunOptions:
    """How long a campaign runs (`count` responses, `seconds`), on what, and where failures are kept.

    Raises:
        UsageError: the options contradict each other.
    """

    representation: Representation
    count: int | None
    seconds: float | None
    pages: bool
    histories: bool
    mutants: bool
    directory: Path

    def __post_init__(self) -> None:
        if self.pages and self.mutants:
            raise UsageError("a mutant is a single response, not pages", hint="give either --pages or --mutants")
        if self.histories and (self.pages or self.mutants):
            other = "--pages" if self.pages else "--mutants"
            raise UsageError(f"--histories and {other} exclude each other", hint="give one of them")

    @property
    def max_responses(self) -> int:
        """At most this many responses; a time limit alone leaves their number open."""
        return self.count or (_UNLIMITED if self.seconds else _RUN_COUNT)


_SEED = click.option(
    "--seed",
    type=int,
    default=0,
    show_default=True,
    help="The same seed gives the same responses.",
)
_VIEW = click.option(
    "--view",
    type=click.Choice(["strict", "tolerant"]),
    default="strict",
    show_default=True,
    help="strict: what the contract allows. tolerant: also what AWS may add later.",
)
_SCENARIO = click.option(
    "--scenario",
    metavar="NAME",
    shell_complete=suggest_scenarios,
    help="A named case of the contract; `shapeproof show` lists them.",
)
_PIN = click.option(
    "--pin",
    "pins",
    multiple=True,
    metavar="PATH=VALUE",
    help="Fix a member: a value, a schema, ABSENT or PRESENT. Repeatable.",
)
_COHERENT = click.option(
    "--coherent/--no-coherent",
    default=None,
    help="Keep the rules of the contract, or its schema alone.",
)
_BARE = click.option("--bare", is_flag=True, help="Write the responses alone, not as recording lines.")

seed_options = bundled("seeding", SeedOptions, _SEED, _VIEW, _COHERENT)
generation_options = bundled("generation", GenerationOptions, _SEED, _VIEW, _SCENARIO, _PIN, _COHERENT)
output_options = bundled("writing", OutputOptions, representation_option, _BARE, documents_option)

run_options = bundled(
    "limits",
    RunOptions,
    click.option(
        "-n",
        "--count",
        type=click.IntRange(min=1),
        metavar="N",
        show_default="1000",
        help="Generate at most N responses.",
    ),
    click.option(
        "--time",
        "seconds",
        type=Duration(),
        metavar="60s",
        help="Stop after this time; without -n, the number is unlimited.",
    ),
    click.option(
        "--pages",
        is_flag=True,
        help="Run it on JSON arrays of pages that follow each other.",
    ),
    click.option(
        "--histories",
        is_flag=True,
        help="Run it on JSON Lines: the life of one resource.",
    ),
    click.option("--mutants", is_flag=True, help="Then run it on mutants: each breaks one constraint or rule."),
    representation_option,
    click.option(
        "--failures",
        "directory",
        type=click.Path(path_type=Path, file_okay=False),
        default=Path("shapeproof-failures"),
        show_default=True,
        metavar="DIR",
        help="Keep the responses that the program fails on here.",
    ),
)


def _parsed_pins(arguments: Iterable[str], contract: Contract) -> dict[str, Any]:
    root = contract.schema()
    pins: dict[str, Any] = {}
    for argument in arguments:
        path, equals, value = argument.partition("=")
        if not path or not equals:
            raise UsageError(
                "a pin must be PATH=VALUE",
                where=f"--pin {argument}",
                hint="for example --pin HyperParameterTuningJobStatus=Failed",
            )
        pins[path] = _MARKERS[value] if value in _MARKERS else _parsed_value(value, is_string=is_string(root, path))
    return pins


def _parsed_value(value: str, *, is_string: bool) -> Any:
    """A JSON value, else the string itself."""
    try:
        parsed = json.loads(value)
    except ValueError:
        return value
    except RecursionError as error:
        raise UsageError("nested too deeply", where="--pin") from error
    return value if is_string and type(parsed) not in {str, dict} else parsed
