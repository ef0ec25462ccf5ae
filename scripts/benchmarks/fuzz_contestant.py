"""Measures the strategy of one library, in the environment that it needs: `fuzz_contestant.py NAME SCHEMA TASK …`.

The result is the last line of the output, in JSON. This program imports nothing of its package, since most of the
environments lack what the package needs.
"""

from __future__ import annotations

import json
import os
import random
import re
import signal
import sys
from collections.abc import Callable
from importlib import import_module
from importlib.metadata import version
from math import inf
from pathlib import Path
from time import perf_counter, process_time
from typing import Any, cast

from hypothesis import HealthCheck, find, given, seed, settings
from hypothesis.errors import FailedHealthCheck
from hypothesis.strategies import SearchStrategy

CONTRACT = "sagemaker.describe_hyper_parameter_tuning_job@1.29.145"
UNRESTRICTED = settings(
    settings.get_profile("default"),
    database=None,
    deadline=None,
    suppress_health_check=cast("list[HealthCheck]", list(HealthCheck)),  # pyright only sees its metaclass
)


class Clock:
    """The seconds since it was created, and the share of them in which the process had a CPU: low on a busy machine."""

    def __init__(self) -> None:
        self._began, self._working = perf_counter(), process_time()

    @property
    def seconds(self) -> float:
        return perf_counter() - self._began

    @property
    def share(self) -> float:
        return (process_time() - self._working) / self.seconds


Make = Callable[[], SearchStrategy[Any]]


def of_shapeproof(_schema: Any) -> SearchStrategy[Any]:
    strategy: SearchStrategy[Any] = import_module("shapeproof.fuzz").responses(CONTRACT, representation="cli")
    return strategy


def of_hypothesis_jsonschema(schema: Any) -> SearchStrategy[Any]:
    strategy: SearchStrategy[Any] = import_module("hypothesis_jsonschema").from_schema(schema)
    return strategy


def of_schemathesis(schema: Any) -> SearchStrategy[Any]:
    """The strategy of its positive data generation for the schema of a request body.

    This is a private function, since no public one takes a schema. The public way, `as_strategy()` of an operation in
    an OpenAPI document, calls it too, and would be slower: it draws a whole request around the body.
    """
    strategy: SearchStrategy[Any] = import_module("schemathesis.specs.openapi._hypothesis").make_positive_strategy(
        schema,
        operation_name="POST /",
        location=import_module("schemathesis.core.parameters").ParameterLocation.BODY,
        media_type="application/json",
        generation_config=import_module("schemathesis.config").GenerationConfig(),
        validator_cls=import_module("jsonschema_rs").Draft202012Validator,
    )
    return strategy


CONTESTANTS: dict[str, Callable[[Any], SearchStrategy[Any]]] = {
    "shapeproof": of_shapeproof,
    "hypothesis-jsonschema": of_hypothesis_jsonschema,
    "schemathesis": of_schemathesis,
}


def speed(make: Make, number: str, count: str, path: str) -> dict[str, Any]:
    """The time that `@given` takes; the first example counts apart, since it includes work that is done only once.

    Writes the examples to `path`.
    """
    start_clock = Clock()
    strategy = make()
    _examples(strategy, int(number), 1)
    start, clock = start_clock.seconds, Clock()
    examples = _examples(strategy, int(number), int(count))
    seconds, share = clock.seconds, clock.share
    Path(path).write_text("".join(json.dumps(example) + "\n" for example in examples), encoding="utf-8")
    size = sum(map(_size, examples))
    return {"start": start, "seconds": seconds, "share": share, "examples": len(examples), "size": size}


def _examples(strategy: SearchStrategy[Any], number: int, count: int) -> list[Any]:
    examples: list[Any] = []

    @seed(number)
    @settings(UNRESTRICTED, max_examples=count)
    @given(strategy)
    def keep(example: Any) -> None:
        examples.append(example)

    keep()
    return examples


def shrink(make: Make, number: str, limit: str) -> dict[str, Any]:
    """The time until the planted failure is found and until it is shrunk (infinity for never), and its smallest size."""
    strategy = make()
    clock = Clock()
    failure_times: list[float] = []
    sizes: list[int] = []

    def fails(response: Any) -> bool:
        if not is_planted(response):
            return False
        failure_times.append(clock.seconds)
        sizes.append(_size(response))
        return True

    def give_up(_signal: int, _frame: object) -> None:
        # Hypothesis would shrink an exception as one more failure, or lose it in a callback.
        first, smallest_size = next(iter(failure_times), inf), min(sizes, default=None)
        result = {"found": first, "seconds": inf, "share": clock.share, "size": smallest_size}
        os.write(1, f"{json.dumps(result)}\n".encode())
        os._exit(0)

    signal.signal(signal.SIGALRM, give_up)
    signal.setitimer(signal.ITIMER_REAL, float(limit))
    unlimited = settings(UNRESTRICTED, max_examples=100_000)  # only the time limit matters
    smallest = find(strategy, fails, settings=unlimited, random=random.Random(int(number)))  # noqa: S311 - repeatable
    signal.setitimer(signal.ITIMER_REAL, 0)
    return {"found": failure_times[0], "seconds": clock.seconds, "share": clock.share, "size": _size(smallest)}


def is_planted(response: Any) -> bool:
    """Whether the response breaks a consumer that can't read piped input: three levels deep, inside two lists."""
    return any(
        channel.get("InputMode") == "Pipe"
        for definition in response.get("TrainingJobDefinitions", ())
        for channel in definition.get("InputDataConfig", ())
    )


def _size(response: Any) -> int:
    return len(json.dumps(response, ensure_ascii=False, separators=(",", ":")).encode())


def health(make: Make, number: str) -> str:
    """The outcome of a plain test with Hypothesis's defaults: `pass`, or the health checks or the error that fail it."""
    strategy = make()

    @seed(int(number))
    @settings(settings.get_profile("default"), database=None)
    @given(strategy)
    def draw(example: Any) -> None:
        pass

    try:
        draw()
    except FailedHealthCheck as failure:
        return ", ".join(sorted(set(re.findall(r"HealthCheck\.(\w+)", str(failure))))) or str(failure)
    except Exception as error:  # noqa: BLE001 - any error is an outcome
        return type(error).__name__
    return "pass"


def versions(name: str) -> str:
    return f"{name} {version(name)} on Hypothesis {version('hypothesis')}"


def main() -> None:
    name, schema, task, *arguments = sys.argv[1:]

    def make() -> SearchStrategy[Any]:
        return CONTESTANTS[name](json.loads(Path(schema).read_bytes()))

    tasks: dict[str, Callable[..., Any]] = {"speed": speed, "shrink": shrink, "health": health}
    print(json.dumps(versions(name) if task == "versions" else tasks[task](make, *arguments)))


if __name__ == "__main__":
    main()
