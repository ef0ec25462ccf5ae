"""A contract: what one operation promises in one edition."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Concatenate, Final, Literal, ParamSpec, Self, TypeVar, cast

from shapeproof.contract.history import History
from shapeproof.contract.paginator import Paginator
from shapeproof.contract.schema import Schema, resolve
from shapeproof.contract.views import View, view_of

__all__ = ["Contract", "Part", "Representation", "Scenario", "operation_key", "operation_of"]

Part = Literal["response", "request", "error"]
Representation = Literal["wire", "cli", "sdk"]

_PART_OF: Final[Mapping[str, Part]] = {"response": "response", "request": "request", "errors": "error"}
"""The parts by the attributes that hold their schemas."""

T = TypeVar("T")
P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Scenario:
    """A named, coherent case of an operation's response, written by hand.

    Attributes:
        description: what the case is, in a sentence.
        present: paths of the members that it has; `*` stands for every optional member that it names nowhere else.
        absent: paths of the members that it lacks; `*` as above.
        pins: fixed values by path, in the `cli` representation. Where the value can't be an object, an object is a
            schema that the value must match.
        shown_by: the paths that identify the case in a recording. The others (names, times, counters) complete a
            coherent response. Empty if all paths identify it.
    """

    description: str
    present: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    pins: Mapping[str, Any] = field(default_factory=dict[str, Any])
    shown_by: tuple[str, ...] = ()

    @property
    def paths(self) -> frozenset[str]:
        """Every path that the scenario names."""
        return frozenset([*self.present, *self.absent, *self.pins]) - {"*"}


@dataclass(frozen=True, eq=False, repr=False)
class Contract:
    """What one operation promises in one edition. Immutable; compared by identity.

    The three schemas are standard JSON Schema 2020-12 of the `cli` representation. They must not be changed.

    Attributes:
        service: the service as botocore names its directory (`sagemaker`).
        operation: the operation in the model (`DescribeHyperParameterTuningJob`).
        method: the operation in boto3 (`describe_hyper_parameter_tuning_job`).
        edition: the botocore version whose model this is (`1.29.145`).
        since: the first botocore version known to have the same contract; None if no earlier one is known to.
        through: the last botocore version known to have the same contract; None if no later one is known to.
        source: where the model was read from.
        api_version: the version of the service's API (`2017-07-24`).
        endpoint_prefix: the service in its host names and in the names of placebo's files.
        json_protocol: botocore's name of the protocol; None if the bodies are not JSON.
        response: the schema of the response.
        request: the schema of the request.
        errors: the schema of an error response, as boto3 returns it.
        released: the dates of releases (`2023-06-01`) by version: of the edition, of `since` and `through`, where known.
        scenarios: named cases of the response.
        history: the states of the resource that responses describe; None if nothing is known of any.
        paginator: what boto3's paginator makes of responses; None if the operation has none.
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
    since: str | None = None
    released: Mapping[str, str] = field(default_factory=dict[str, str])
    scenarios: Mapping[str, Scenario] = field(default_factory=dict[str, Scenario])
    history: History | None = None
    paginator: Paginator | None = None
    _derived: dict[object, Any] = field(default_factory=dict[object, Any], init=False)
    _schema_of: Callable[[Part], Schema] | None = field(default=None, init=False)

    @classmethod
    def deferred(cls, schema_of: Callable[[Part], Schema], **facts: Any) -> Self:
        """Create a contract whose schemas are made when they are first asked for.

        Args:
            schema_of: returns the schema of a part, the same whenever it is called. What it raises reaches whoever asks
                for the schema.
            **facts: the other attributes.
        """
        contract = cls(**facts, response={}, request={}, errors={})
        attributes = vars(contract)
        for attribute in _PART_OF:
            del attributes[attribute]
        attributes["_schema_of"] = schema_of
        return contract

    if not TYPE_CHECKING:  # which would take every attribute for one that exists

        def __getattr__(self, attribute: str) -> Schema:
            """The schema of a part of a deferred contract. Python only asks for attributes that aren't there yet."""
            if attribute not in _PART_OF or self._schema_of is None:
                raise AttributeError(f"a contract has no attribute {attribute!r}", name=attribute, obj=self)
            return vars(self).setdefault(attribute, self._schema_of(_PART_OF[attribute]))

    def __repr__(self) -> str:
        return f"<Contract {self.name}>"

    @property
    def operation_name(self) -> str:
        """`sagemaker.describe_hyper_parameter_tuning_job`, without the edition."""
        return f"{self.service}.{self.method}"

    @property
    def name(self) -> str:
        """`sagemaker.describe_hyper_parameter_tuning_job@1.29.145`."""
        return f"{self.operation_name}@{self.edition}"

    def schema(self, part: Part = "response", view: View = "strict") -> Schema:
        """The schema of one part.

        Args:
            part: the operation's `response`, its `request`, or an `error` of it.
            view: `tolerant` keeps types and required members only.
        """
        schema = self.response if part == "response" else self.request if part == "request" else self.errors
        return view_of(schema, view)

    def derived(self, compute: Callable[Concatenate[Contract, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The result of a function of this contract, computed once and kept as long as the contract.

        Args:
            compute: a pure function whose first argument is a contract; the same object at each call.
            *args: its other arguments. They must be hashable.
            **kwargs: its keyword arguments. They must be hashable.

        Raises:
            Exception: whatever `compute` raises; nothing is kept then.
        """
        key = (compute, args, *sorted(kwargs.items())) if kwargs else (compute, args)
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
    """A key that both spellings of an operation share: `describethings` for `DescribeThings` and `describe_things`."""
    return operation.replace("_", "").lower()


def operation_of(contract: str | None) -> str:
    """The operation of a contract's name, `s3.list_buckets`, without its edition; "" for None."""
    return (contract or "").partition("@")[0]
