"""What readers return: recorded responses, HTTP exchanges, and read failures."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, Protocol

from shapeproof.contract import Part, Pointer, Representation
from shapeproof.recordings.body_fault import BodyFault
from shapeproof.recordings.location import Location
from shapeproof.representations.conversion import Converted
from shapeproof.validation.catalog import FindingCode

if TYPE_CHECKING:
    from urllib.parse import SplitResult

__all__ = [
    "TRAFFIC_FORMS",
    "BodyLocator",
    "Exchange",
    "FormName",
    "Hidden",
    "Locator",
    "NotRead",
    "OffsetFinder",
    "ReadFailure",
    "Recording",
    "Remark",
]

FormName = Literal[
    "json",
    "json lines",
    "recording line",
    "yaml",
    "xml",
    "placebo",
    "printed python",
    "vcr",
    "har",
    "botocore examples",
    "client",
]


TRAFFIC_FORMS: Final = frozenset[FormName]({"recording line", "placebo", "vcr", "har"})
"""What recorders write: a response is what a call returned. In the other forms, a person may have written it."""


Hidden = Literal["value", "members"]
"""What of a response can't be known: a value, or which members an object has."""


Locator = Callable[[Collection[Pointer]], Mapping[Pointer, Location]]
"""Returns the location of each member, or of its nearest ancestor. All members of a response are asked for at once,
because finding them takes a pass over its text.
"""


OffsetFinder = Callable[[str, Collection[Pointer]], Mapping[Pointer, int]]
"""Returns the offset in a text, in characters, of each member that the text holds, or of its nearest ancestor."""


class BodyLocator(Protocol):
    """Returns the location of each member of a body, or of its nearest ancestor; () is the body itself."""

    def __call__(
        self, members: Collection[Pointer], offsets_of: OffsetFinder | None = None
    ) -> Mapping[Pointer, Location]:
        """Locate members; `offsets_of` finds them in the body unless it is JSON."""
        ...


@dataclass(frozen=True, slots=True)
class Recording:
    """One response, as a file holds it.

    Attributes:
        value: JSON values; printed Python also yields datetimes, dates and bytes.
        form: the form of the file.
        index: the number of the response in its file or unit, from 0.
        line: the line on which the response starts, from 1.
        representation: the representation that the recording declares; None if it declares none.
        contract: the name of the contract that the recording declares; None if it declares none.
        part: the part of the contract, response or error; None if the recording doesn't declare it.
        error_name: the name that HTTP headers give to an error.
        prefix: the pointer of the response in what was recorded: `/data` in placebo's files.
        locate: returns the locations of members; None if the form has no lines.
        remarks: what of it is not checked, and what was passed over.
        section: the section of the file that holds it, such as `cell 3` of a notebook; empty if files have none.
        is_page: whether it is what one call returned, and no paginator merged it with others.
        is_cbor: whether it was in CBOR, which has times and bytes of its own.
        converted: the response in `cli`, and `value` in it, if it was read by its contract; None if it wasn't.
        faults: faults of its protocol, which a schema can't state.
    """

    value: object
    form: FormName
    index: int
    line: int
    representation: Representation | None = None
    contract: str | None = None
    part: Part | None = None
    error_name: str | None = None
    prefix: Pointer = ()
    locate: Locator | None = None
    remarks: tuple[Remark, ...] = ()
    section: str = ""
    is_page: bool = False
    is_cbor: bool = False
    converted: Converted | None = None
    faults: tuple[BodyFault, ...] = ()


@dataclass(frozen=True, slots=True)
class Remark:
    """What is said about a response that is checked all the same.

    Attributes:
        code: a finding code of kind `reading` (SP9xx).
        message: what is not checked and, after a semicolon, what to do about it.
        pointer: the pointer in the response.
        location: where it stands; None if the place of the pointer is meant.
        hides: what can't be checked: the value at the pointer, or which members are there.
        is_fault: whether it has the severity of its code, and is no note.
    """

    code: FindingCode
    message: str
    pointer: Pointer
    location: Location | None = None
    hides: Hidden | None = None
    is_fault: bool = False


@dataclass(frozen=True, slots=True)
class Exchange:
    """An HTTP request and its response.

    Attributes:
        form: the form of the file.
        index: the number of the exchange in its file, from 0.
        method: the HTTP method, in upper case.
        url: the URL of the request, as recorded.
        request_headers: headers by their names in lower case.
        request_body: the body as recorded, possibly compressed.
        status: the HTTP status of the response.
        headers: headers of the response by their names in lower case.
        body: the body of the response as recorded, possibly compressed; None if it was not recorded.
        locate: returns the locations of members of the response body.
        operation: the service (by its endpoint prefix or its directory in botocore) and the operation, if something else
            than the request names them; None if the request has to tell.
        recorded_at: when it was recorded, as the file says; empty if it doesn't.
    """

    form: FormName
    index: int
    method: str
    url: str
    request_headers: Mapping[str, str]
    request_body: bytes
    status: int
    headers: Mapping[str, str]
    body: bytes | None
    locate: BodyLocator
    operation: tuple[str, str] | None = None
    recorded_at: str = ""

    def location_of(self, pointer: Pointer) -> Location:
        """The location of one member of the response body, or of the body."""
        return self.locate((pointer,))[pointer]

    @property
    def url_parts(self) -> SplitResult:
        """The parts of the URL; all empty if it is not a valid URL."""
        from urllib.parse import urlsplit

        try:
            return urlsplit(self.url)
        except ValueError:
            return urlsplit("")


@dataclass(frozen=True, slots=True)
class ReadFailure:
    """A part of a file that can't be read.

    Attributes:
        code: a finding code of kind `reading` (SP9xx).
        message: what is wrong and, after a semicolon, what to do about it.
        index: the number of the response in its file or unit, from 0.
        line: the line, from 1; None if the form has no lines.
        column: the column in characters, from 1; None if the form has no lines.
        pointer: the pointer in the response, if the failure has one (a duplicate key, for example).
        form: the form of the file.
        keys: the top-level keys of the response, as far as they can be read; they can identify its contract.
        is_comment: whether the failure is a comment, which JSON does not allow.
        section: the section of the file; see `Recording`.
    """

    code: FindingCode
    message: str
    index: int = 0
    line: int | None = None
    column: int | None = None
    pointer: Pointer = ()
    form: FormName = "json"
    keys: tuple[str, ...] = ()
    is_comment: bool = False
    section: str = ""


@dataclass(frozen=True, slots=True)
class NotRead:
    """Data of another tool, which isn't read: a file that the user named is a failure, others are skipped.

    Attributes:
        reason: what it is, in the plural, and what to do about it.
        index: the number of the response in its file or unit, from 0.
        line: the line, from 1.
        form: the form of the file.
    """

    reason: str
    index: int = 0
    line: int = 1
    form: FormName = "json"
