"""One contestant's strategy, in the environment that it needs: `fuzz_contestant.py CONTESTANT SCHEMA TASK …`.

The answer is the last line printed, in JSON. Of this package nothing can be imported: most environments lack what it needs.
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
UNHINDERED = settings(
    settings.get_profile("default"),
    database=None,
    deadline=None,
    suppress_health_check=cast("list[HealthCheck]", list(HealthCheck)),  # pyright sees its metaclass alone
)


class Clock:
    """Seconds since it was made, and the share of them that the process had a processor: low on a busy machine."""

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
    """What its positive data generation makes of the schema of a request's body.

    Taken from inside, since nothing public takes a schema. The public way, an OpenAPI document with one operation and
    its `as_strategy()`, ends here too, and draws a whole request around the body: it would be slower.
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
    """How long `@given` takes, the first example apart: what is made once is none of the speed. Writes the examples."""
    making = Clock()
    strategy = make()
    _examples(strategy, int(number), 1)
    start, drawing = making.seconds, Clock()
    examples = _examples(strategy, int(number), int(count))
    seconds, share = drawing.seconds, drawing.share
    Path(path).write_text("".join(json.dumps(example) + "\n" for example in examples), encoding="utf-8")
    size = sum(map(_size, examples))
    return {"start": start, "seconds": seconds, "share": share, "examples": len(examples), "size": size}


def _examples(strategy: SearchStrategy[Any], number: int, count: int) -> list[Any]:
    examples: list[Any] = []

    @seed(number)
    @settings(UNHINDERED, max_examples=count)
    @given(strategy)
    def keep(example: Any) -> None:
        examples.append(example)

    keep()
    return examples


def shrink(make: Make, number: str, limit: str) -> dict[str, Any]:
    """When the planted failure was found and when it was shrunk, infinity for never, and the smallest response by then."""
    strategy = make()
    clock = Clock()
    found: list[float] = []
    sizes: list[int] = []

    def fails(response: Any) -> bool:
        if not is_planted(response):
            return False
        found.append(clock.seconds)
        sizes.append(_size(response))
        return True

    def give_up(_signal: int, _frame: object) -> None:
        # An exception would be taken for one more failure to shrink, or be lost in a callback.
        first, least = next(iter(found), inf), min(sizes, default=None)
        answer = {"found": first, "seconds": inf, "share": clock.share, "size": least}
        os.write(1, f"{json.dumps(answer)}\n".encode())
        os._exit(0)

    signal.signal(signal.SIGALRM, give_up)
    signal.setitimer(signal.ITIMER_REAL, float(limit))
    enough = settings(UNHINDERED, max_examples=100_000)  # the limit ends it, not the count
    smallest = find(strategy, fails, settings=enough, random=random.Random(int(number)))  # noqa: S311 - to repeat it
    signal.setitimer(signal.ITIMER_REAL, 0)
    return {"found": found[0], "seconds": clock.seconds, "share": clock.share, "size": _size(smallest)}


def is_planted(response: Any) -> bool:
    """Whether a consumer breaks that can't read piped input: three levels deep, two lists on the way."""
    return any(
        channel.get("InputMode") == "Pipe"
        for definition in response.get("TrainingJobDefinitions", ())
        for channel in definition.get("InputDataConfig", ())
    )


def _size(response: Any) -> int:
    return len(json.dumps(response, ensure_ascii=False, separators=(",", ":")).encode())


def health(make: Make, number: str) -> str:
    """What a plain test with Hypothesis's own defaults ends with."""
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
    except Exception as error:  # noqa: BLE001 - whatever it is, it is the answer
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
