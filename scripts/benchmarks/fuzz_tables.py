"""The measurements of `scripts/bench fuzz`, and the tables that show them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isinf
from statistics import median

from shapeproof.validation.engines.compilation import ENGINES

__all__ = [
    "HEALTH_HEAD",
    "OTHER",
    "OURS",
    "SHRINK_HEAD",
    "SPEED_HEAD",
    "VALIDITY_HEAD",
    "Shrink",
    "Speed",
    "Validity",
    "health_row",
    "print_table",
    "shrink_row",
    "speed_row",
    "validity_row",
    "verdict",
]

OURS = "shapeproof"
OTHER = "hypothesis-jsonschema"

TIMES_FASTER = 25
EXAMPLES_A_SECOND = 100
SECONDS_TO_SHRINK = 10

SPEED_HEAD = ("@given", "examples", "bytes each", "first after", "CPU share", "examples/s", f"{OURS} x faster")
VALIDITY_HEAD = ("valid examples", "examples", *ENGINES, "rejected for")
SHRINK_HEAD = ("shrinking a failure", "seeds", "CPU share", "found", "median", "worst", "bytes left")
HEALTH_HEAD = ("health checks", "with Hypothesis's defaults")


@dataclass(frozen=True, slots=True)
class Speed:
    """One run of `@given`.

    Attributes:
        start: seconds until the first example.
        seconds: seconds after the first example.
        share: the share of those seconds in which the process had a CPU.
        examples: the number of examples.
        size: their total size in bytes of JSON.
    """

    start: float
    seconds: float
    share: float
    examples: int
    size: int


@dataclass(frozen=True, slots=True)
class Shrink:
    """The search for one planted failure.

    Attributes:
        found: seconds until the first failing example; infinity if none was found in time.
        seconds: seconds until the failure was shrunk; infinity if it wasn't in time.
        share: the share of the time in which the process had a CPU.
        size: the size of the smallest failing example in bytes of JSON; None if none was found.
    """

    found: float
    seconds: float
    share: float
    size: int | None


@dataclass(frozen=True, slots=True)
class Validity:
    """How many examples are valid.

    Attributes:
        examples: the number of examples.
        valid: the number of valid ones, by engine.
        broken: the number of examples that break a keyword, by keyword.
    """

    examples: int
    valid: Counter[str]
    broken: Counter[str]


def print_table(*rows: Sequence[str]) -> None:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for name, *cells in rows:
        print(
            f"{name:{widths[0]}}",
            *(f"{cell:>{width}}" for cell, width in zip(cells, widths[1:], strict=True)),
            sep="   ",
        )
    print()


def speed_row(name: str, runs: Sequence[Speed], rates: Mapping[str, float]) -> Sequence[str]:
    return (
        name,
        f"{median(run.examples for run in runs):,.0f}",
        f"{median(run.size / run.examples for run in runs):,.0f}",
        f"{median(run.start for run in runs):.2f} s",
        f"{median(run.share for run in runs):.0%}",
        f"{rates[name]:,.1f}",
        f"{rates[OURS] / rates[name]:.1f}",
    )


def validity_row(name: str, validity: Validity) -> Sequence[str]:
    shares = (f"{validity.valid[engine] / validity.examples:.1%}" for engine in ENGINES)
    reasons = ", ".join(f"{keyword} {count}" for keyword, count in validity.broken.most_common())
    return name, f"{validity.examples:,}", *shares, reasons or "none"


def shrink_row(name: str, runs: Sequence[Shrink], limit: int) -> Sequence[str]:
    shrunk = [run.seconds for run in runs]
    times = (median(run.found for run in runs), median(shrunk), max(shrunk))
    sizes = ", ".join("never found" if run.size is None else f"{run.size:,}" for run in runs)
    return (
        name,
        str(len(runs)),
        f"{median(run.share for run in runs):.0%}",
        *(_within(seconds, limit) for seconds in times),
        sizes,
    )


def health_row(name: str, outcomes: Sequence[str]) -> Sequence[str]:
    return name, ", ".join(
        f"{outcome} {count} of {len(outcomes)}" for outcome, count in Counter(outcomes).most_common()
    )


def verdict(rates: Mapping[str, float], worst: float, limit: int) -> str:
    ours, faster = rates[OURS], rates[OURS] / rates[OTHER]
    return (
        f"At least {TIMES_FASTER} x as fast as {OTHER}: {_met(faster >= TIMES_FASTER)}, {faster:.1f} x. "
        f"At least {EXAMPLES_A_SECOND} examples/s: {_met(ours >= EXAMPLES_A_SECOND)}, {ours:,.0f}. "
        f"Shrunk in under {SECONDS_TO_SHRINK} s: {_met(worst < SECONDS_TO_SHRINK)}, {_within(worst, limit)} at worst."
    )


def _within(seconds: float, limit: int) -> str:
    return f"over {limit} s" if isinf(seconds) else f"{seconds:.1f} s"


def _met(is_met: bool) -> str:
    return "met" if is_met else "missed"
