"""What of the suite is not clean, or not as botocore has it, and why that is right.

Each exception has to be exactly as it is stated here: one that is no longer needed fails its test, like a new one.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from tests.protocols.suite import Case

__all__ = [
    "CONVERSIONS",
    "DIFFERENT",
    "PARAMETERS",
    "REQUESTS",
    "RESPONSES",
    "RESULTS",
    "UNKNOWN",
    "Exceptions",
    "outcome_of",
]

DIFFERENT: Final = "not what botocore returns"
UNKNOWN: Final = "no operation"
_STREAM: Final = "bodies that are a stream, a blob or a string"


class Exceptions(NamedTuple):
    """Cases with the same outcome, for the same reason.

    Attributes:
        reason: why that is right.
        outcome: the codes of the findings, the reason for which an exchange is ignored, or `DIFFERENT` or `UNKNOWN`.
        cases: the names of the cases.
        protocol: a protocol whose every case is one of them; None for the named cases only.
    """

    reason: str
    outcome: frozenset[str]
    cases: tuple[str, ...] = ()
    protocol: str | None = None


def outcome_of(case: Case, exceptions: tuple[Exceptions, ...]) -> frozenset[str]:
    """What is expected of a case: nothing, unless it is an exception."""
    outcomes = [group.outcome for group in exceptions if case.name in group.cases or case.protocol == group.protocol]
    assert len(outcomes) <= 1, f"{case.name} is an exception twice"
    return outcomes[0] if outcomes else frozenset()


_STREAMS: Final = Exceptions(
    "the whole body is a stream, a blob or a string: nothing in it has a shape",
    frozenset({_STREAM}),
    (
        "legacy/json/6.0",
        "legacy/rest-json/11.0",
        "legacy/rest-xml/9.0",
        "legacy/rest-xml/14.0",
        "legacy/rest-xml/14.1",
        "legacy/rest-xml/14.2",
        "rest-json/RestJsonEnumPayloadResponse",
        "rest-json/RestJsonHttpPayloadTraitsWithBlob",
        "rest-json/RestJsonHttpPayloadTraitsWithNoBlobBody",
        "rest-json/RestJsonStringPayloadResponse",
        "rest-xml/RestXmlEnumPayloadResponse",
        "rest-xml/HttpPayloadTraitsWithBlob",
        "rest-xml/HttpPayloadTraitsWithNoBlobBody",
        "rest-xml/RestXmlStringPayloadResponse",
    ),
)
RESPONSES: Final = (
    _STREAMS,
    Exceptions(
        "the body is empty where it is a union, which botocore refuses, too",
        frozenset({"SP105"}),
        ("rest-json/RestJsonHttpPayloadWithUnsetUnion", "rest-xml/RestXmlHttpPayloadWithUnsetUnion"),
    ),
    Exceptions(
        "the service sends null for an absent member: a warning, because boto3 drops it",
        frozenset({"SP103"}),
        (
            "json/AwsJson11StructuresDontDeserializeNullValues",
            "json_1_0/AwsJson10DeserializeAllowNulls",
            "rest-json/RestJsonDoesntDeserializeNullStructureValues",
            "smithy-rpc-v2-cbor/RpcV2CborClientDoesntDeserializeNullStructureValues",
        ),
    ),
    Exceptions(
        "the service sends null for a list in a map: a warning. botocore breaks on it in JSON, and drops it in CBOR",
        frozenset({"SP106"}),
        (
            "rest-json/RestJsonDeserializesDenseSetMapAndSkipsNull",
            "smithy-rpc-v2-cbor/RpcV2CborDeserializesDenseSetMapAndSkipsNull",
        ),
    ),
    Exceptions(
        "the service sends an error that the model of the operation doesn't list: a note",
        frozenset({"SP303"}),
        (
            "legacy/ec2/10.1",
            "legacy/ec2/10.2",
            "legacy/json/7.1",
            "legacy/json/7.2",
            "legacy/query/16.1",
            "legacy/query/16.2",
            "legacy/rest-json/13.3",
            "legacy/rest-json/13.4",
            "legacy/rest-json/13.5",
            "legacy/rest-json/13.6",
            "legacy/rest-xml/15.1",
            "legacy/rest-xml/15.2",
        ),
    ),
    Exceptions(
        "the service sends a member that the model lacks",
        frozenset({"SP301"}),
        (
            "legacy/json/5.0",
            "legacy/rest-json/7.0",
            "legacy/rest-json/17.2",
            "legacy/rest-xml/16.2",
            "smithy-rpc-v2-cbor/RpcV2CborExtraFieldsInTheBodyShouldBeSkippedByClients",
        ),
    ),
    Exceptions(
        "the items of flattened lists have the names of their lists, where botocore's model names them `item`: the elements "
        "are unknown to it, and botocore leaves them out. In Smithy, from which the cases are, that name doesn't count",
        frozenset({"SP301"}),
        ("ec2/Ec2XmlLists", "query/QueryXmlLists", "rest-xml/XmlLists"),
    ),
    Exceptions(
        "the member has its own name, where botocore's model gives the name of its structure to it: the element is unknown "
        "to it, and botocore leaves it out. In Smithy, that name is for the root only",
        frozenset({"SP301"}),
        ("rest-xml/BodyWithXmlName",),
    ),
    Exceptions(
        "the identifier of the request is among the members, which no protocol has there: the model lacks it",
        frozenset({"SP301"}),
        ("legacy/query/15.0",),
    ),
    Exceptions(
        "the suite has the body of another operation",
        frozenset({"SP906"}),
        ("smithy-rpc-v2-cbor/RpcV2CborPayloadWithUnsetUnion",),
    ),
    Exceptions(
        "the model and the body contradict each other: objects in a list of strings, and null",
        frozenset({"SP102", "SP106"}),
        ("legacy/json/3.1",),
    ),
)

RESULTS: Final = (
    Exceptions(
        "boto3 returns SDK_UNKNOWN_MEMBER for a member that the model lacks",
        frozenset({"SP301"}),
        ("legacy/rest-json/17.2", "legacy/rest-xml/16.2"),
    ),
    Exceptions(
        "the model and the result contradict each other, as do model and body",
        frozenset({"SP102", "SP106"}),
        ("legacy/json/3.1",),
    ),
)

CONVERSIONS: Final = (
    _STREAMS,
    Exceptions(
        "botocore raises an error, so that there is nothing to compare with",
        frozenset({DIFFERENT}),
        (
            "rest-json/RestJsonHttpPayloadWithUnsetUnion",
            "rest-json/RestJsonDeserializesDenseSetMapAndSkipsNull",
            "rest-xml/RestXmlHttpPayloadWithUnsetUnion",
        ),
    ),
    Exceptions(
        "botocore drops null in a map of CBOR; here, it is kept, so that validation finds it",
        frozenset({DIFFERENT}),
        ("smithy-rpc-v2-cbor/RpcV2CborDeserializesDenseSetMapAndSkipsNull",),
    ),
    Exceptions(
        "botocore takes the comma in an HTTP date for the end of an item, and returns times without a zone",
        frozenset({DIFFERENT}),
        ("rest-xml/InputAndOutputWithTimestampHeaders",),
    ),
    Exceptions(
        "the name of the error is missing, or botocore doesn't look where it is, and shows the HTTP status instead",
        frozenset({DIFFERENT}),
        (
            "json/AwsJson11FooErrorUsingXAmznErrorType",
            "json/AwsJson11FooErrorUsingXAmznErrorTypeWithUri",
            "json/AwsJson11FooErrorUsingXAmznErrorTypeWithUriAndNamespace",
            "json/AwsJson11FooErrorUsingCode",
            "json/AwsJson11FooErrorUsingCodeAndNamespace",
            "json/AwsJson11FooErrorUsingCodeUriAndNamespace",
            "json_1_0/AwsJson10FooErrorUsingXAmznErrorType",
            "json_1_0/AwsJson10FooErrorUsingXAmznErrorTypeWithUri",
            "json_1_0/AwsJson10FooErrorUsingXAmznErrorTypeWithUriAndNamespace",
            "json_1_0/AwsJson10FooErrorUsingCode",
            "json_1_0/AwsJson10FooErrorUsingCodeAndNamespace",
            "json_1_0/AwsJson10FooErrorUsingCodeUriAndNamespace",
            "rest-json/RestJsonFooErrorUsingXAmznErrorType",
            "rest-json/RestJsonFooErrorUsingXAmznErrorTypeWithUri",
            "rest-json/RestJsonFooErrorUsingXAmznErrorTypeWithUriAndNamespace",
        ),
    ),
    Exceptions(
        "the members of all errors are known, whichever is sent; boto3 returns those of the one that is sent",
        frozenset({DIFFERENT}),
        (
            "legacy/json/7.1",
            "legacy/json/7.2",
            "legacy/rest-json/13.3",
            "legacy/rest-json/13.4",
            "legacy/rest-json/13.5",
            "legacy/rest-json/13.6",
        ),
    ),
    Exceptions(
        "boto3 returns SDK_UNKNOWN_MEMBER for a member that the model lacks; here, the member itself is shown",
        frozenset({DIFFERENT}),
        ("legacy/rest-json/17.2", "legacy/rest-xml/16.2"),
    ),
    Exceptions(
        "boto3 leaves the strings for NaN and the infinities as they are in JSON; here, they become floats, as in XML",
        frozenset({DIFFERENT}),
        (
            "json/AwsJson11SupportsNaNFloatInputs",
            "json/AwsJson11SupportsInfinityFloatInputs",
            "json/AwsJson11SupportsNegativeInfinityFloatInputs",
            "json_1_0/AwsJson10SupportsNaNFloatInputs",
            "json_1_0/AwsJson10SupportsInfinityFloatInputs",
            "json_1_0/AwsJson10SupportsNegativeInfinityFloatInputs",
        ),
    ),
)

PARAMETERS: Final = (
    Exceptions(
        "the caller passes None for an absent parameter: boto3 refuses it before anything is sent",
        frozenset({"SP103"}),
        (
            "json/AwsJson11StructuresDontSerializeNullValues",
            "rest-json/RestJsonNullAndEmptyHeaders",
            "rest-json/RestJsonOmitsNullQuery",
            "rest-json/RestJsonDoesntSerializeNullStructureValues",
            "rest-xml/NullAndEmptyHeaders",
            "rest-xml/RestXmlOmitsNullQuery",
            "smithy-rpc-v2-cbor/RpcV2CborClientDoesntSerializeNullStructureValues",
            "legacy/rest-json/14.0",
            "legacy/rest-xml/2.1",
            "legacy/rest-xml/18.3",
            "legacy/rest-xml/21.0",
        ),
    ),
)

REQUESTS: Final = (
    Exceptions(
        "the endpoint has a path of its own, which no model knows",
        frozenset({UNKNOWN}),
        ("rest-json/RestJsonHostWithPath",),
    ),
)
