"""A contract: what one operation promises, at one edition. Frozen, no IO."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Concatenate, Literal, ParamSpec, TypeVar, cast

from shapeproof.contract.schema import Schema, resolve
from shapeproof.contract.views import View, view_of

__all__ = ["Contract", "Part", "Representation", "Scenario", "operation_key"]

Part = Literal["response", "request", "error"]
Representation = Literal["wire", "cli", "sdk"]

T = TypeVar("T")
P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Scenario:
    """A coherent case of an operation's response, written by hand: what is there, what isn't, and what it is.

    All three go by path. `pins` holds values in the `cli` representation, or schemas where no object can stand; the
    path `*`, in `present` or `absent`, stands for every optional member that is named nowhere else.

    `shown_by` names those of the paths that make the case, so that a recording is known by them; the rest makes up a
    whole and coherent response (names, times, counters). Empty: all of them make it.
    """

    description: str
    present: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    pins: Mapping[str, Any] = field(default_factory=dict[str, Any])
    shown_by: tuple[str, ...] = ()

    @property
    def paths(self) -> frozenset[str]:
        """Every place that the scenario is about."""
        return frozenset([*self.present, *self.absent, *self.pins]) - {"*"}


@dataclass(frozen=True, eq=False, repr=False)
class Contract:
    """What one operation promises, at one edition.

    `service` is botocore's folder, `operation` its name in the model (`DescribeHyperParameterTuningJob`), `method` its
    name in boto3; `endpoint_prefix` is what placebo calls the service. `edition` is the botocore version that carries
    it, `through` the last one known to carry the same. `json_protocol` is None where the service's bodies are no JSON.
    The three schemas are standard JSON Schema 2020-12 in the `cli` representation, and must not be changed. `scenarios`
    are named cases of the response.
    """

    service: str
    operation: str
    method: str
    edition: str
    through: str | None
    source: str
    api_version: str
    endpoint_prefix: str
    json_protocol: str | None
    response: Schema
    request: Schema
    errors: Schema
    scenarios: Mapping[str, Scenario] = field(default_factory=dict[str, Scenario])
    _derived: dict[object, Any] = field(default_factory=dict[object, Any], init=False)

    def __repr__(self) -> str:
        return f"<Contract {self.name}>"

    @property
    def operation_name(self) -> str:
        """`sagemaker.describe_hyper_parameter_tuning_job`, without the edition."""
        return f"{self.service}.{self.method}"

    @property
    def name(self) -> str:
        """The full name, with the edition."""
        return f"{self.operation_name}@{self.edition}"

    def schema(self, part: Part = "response", view: View = "strict") -> Schema:
        """The schema of one part. The tolerant view keeps types and required members only."""
        return view_of({"response": self.response, "request": self.request, "error": self.errors}[part], view)

    def derived(self, compute: Callable[Concatenate[Contract, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What `compute` makes of this contract, computed once and kept as long as the contract.

        A contract never changes, so what depends on it alone does not change either.

        Args:
            compute: a pure function of a contract and of the other arguments, defined in a module.
            *args: its other arguments; they must be hashable.
            **kwargs: the same, by name.
        """
        key = (compute, args, *sorted(kwargs.items()))
        try:
            return cast("T", self._derived[key])
        except KeyError:
            value = self._derived[key] = compute(self, *args, **kwargs)
            return value

    def members(self, part: Part = "response") -> Mapping[str, Any]:
        """The top-level members of a part, by name."""
        schema = self.schema(part)
        return cast("Mapping[str, Any]", resolve(schema, schema)["properties"])


def operation_key(operation: str) -> str:
    """What both spellings of an operation have in common, for looking it up in either."""
    return operation.replace("_", "").lower()
