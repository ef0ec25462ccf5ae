"""The definition of a finding code, and what its message is made of."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final, Literal, NamedTuple

from shapeproof.contract import Representation, Schema

__all__ = ["SEVERITIES", "FindingCode", "FindingKind", "ReleaseChange", "Severity", "ViolationDetails"]

FindingKind = Literal["structure", "constraint", "drift", "rule", "reading"]
Severity = Literal["error", "warning", "note"]
SEVERITIES: Final[tuple[Severity, ...]] = ("error", "warning", "note")
"""In the order in which reports list them, the most severe first."""


class ReleaseChange(NamedTuple):
    """Releases of botocore between which something changed.

    Attributes:
        allows: the release that allows what the contract refuses.
        refuses: the next one that was compared, on the side of the contract; the contract's edition if there is none.
        edition: the edition of the contract.
    """

    allows: str
    refuses: str
    edition: str

    @property
    def is_earlier(self) -> bool:
        """Whether the response looks older than the contract, and not newer."""
        from shapeproof.capture.versions import version_key  # most responses are of no other release

        return version_key(self.allows) < version_key(self.edition)


class ViolationDetails(NamedTuple):
    """What a message says about one violation of a schema.

    Attributes:
        keyword: the violated JSON Schema keyword; for a map key, without the prefix `propertyNames/`.
        value: the value as it was recorded; None for a missing member.
        name: the name of the member, the map key, or the index of the item, as recorded.
        shape: the resolved schema that the value violates, or that the map key does.
        owner: the resolved schema of what contains the value.
        is_sensitive: whether the message must not show the value.
        representation: how the response is written down.
        beside: the names of the members or entries beside the value, itself included, as the contract knows them.
        names: the recorded names of the owner's members, by their names in the contract, for those that differ.
        is_text: whether scalars were recorded as text, as in XML.
        is_key: whether a map key is at fault, and not its value.
        change: the releases between which what is violated changed; None if they are not known.
    """

    keyword: str
    value: Any
    name: str
    shape: Schema
    owner: Schema
    is_sensitive: bool = False
    representation: Representation = "cli"
    beside: Collection[str] = ()
    names: Mapping[str, str] = MappingProxyType({})
    is_text: bool = False
    is_key: bool = False
    change: ReleaseChange | None = None

    @property
    def limit(self) -> Any:
        """What the violated keyword demands: its value in the schema."""
        return self.shape[self.keyword]


def _no_message(_details: ViolationDetails) -> str:
    raise TypeError("this code has no violation of a schema to describe")


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingCode:
    """A kind of fault in a response, or in what a response is read from.

    Attributes:
        number: `SP101`. It is stable: never given another meaning, nor used again once the code is retired.
        name: the name of the rule in SARIF, in PascalCase.
        title: the fault in a few words, in lower case, without a period.
        hint: what to do about it, in one or two sentences.
        kind: the group of codes that it belongs to.
        strict: its severity in the strict view.
        tolerant: its severity in the tolerant view.
        as_sent: its severity, in both views, in a response as the service sent it (on the wire, or in an error); None
            if that makes no difference.
        severity_reason: why its severities differ from those of its kind; empty if they don't.
        keyword: the JSON Schema keyword whose violation it is unless a more specific code applies; empty if none.
        message: writes the message about a violation: one line, without the location. The messages of reading codes are
            written by the readers, which know the syntax, and a rule has its own.
    """

    number: str
    name: str
    title: str
    hint: str
    kind: FindingKind
    strict: Severity
    tolerant: Severity
    as_sent: Severity | None = None
    severity_reason: str = ""
    keyword: str = ""
    message: Callable[[ViolationDetails], str] = field(default=_no_message, repr=False)

    def __str__(self) -> str:
        return self.number

    @property
    def group(self) -> str:
        """The codes of its kind as options name them: `SP1xx`."""
        return f"{self.number[:3]}xx"
