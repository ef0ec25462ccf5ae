"""Rules that names and types suggest: which members they are about, and that they are valid."""

from __future__ import annotations

from typing import Any, Final

import pytest

from shapeproof.contract import Schema
from shapeproof.registry import ContractRegistry
from shapeproof.rules.checked_rule import check_rule
from shapeproof.rules.derived.derivation import derived_rules
from shapeproof.rules.derived.name_words import words_of

TIME: Final = {"type": "string", "format": "date-time"}
STRING: Final = {"type": "string"}
INTEGER: Final = {"type": "integer"}
LIST: Final = {"type": "array", "items": STRING}


def schema_of(members: dict[str, Any], **keywords: Any) -> Schema:
    thing = {"type": "object", "properties": members, "additionalProperties": False, **keywords}
    return {"title": "Thing", "$ref": "#/$defs/Thing", "$defs": {"Thing": thing}}


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("LastModifiedTime", ("last", "modified", "time")),
        ("createdAt", ("created", "at")),
        ("DBInstanceARN", ("db", "instance", "arn")),
        ("WebACLId", ("web", "acl", "id")),
        ("Ipv6Count", ("ipv", "6", "count")),
        ("__x__", ("x",)),
    ],
)
def test_names_consist_of_words(name: str, words: tuple[str, ...]) -> None:
    assert words_of(name) == words


@pytest.mark.parametrize(
    ("earlier", "later", "kind"),
    [
        ("CreationTime", "LastModifiedTime", "TIME1"),
        ("createdAt", "updatedAt", "TIME1"),
        ("DeviceCreateDate", "DeviceLastModifiedDate", "TIME1"),
        ("StartTime", "EndTime", "TIME2"),
        ("startedOn", "completedOn", "TIME2"),
        ("TrainingStartTime", "TrainingEndTime", "TIME2"),
        ("CreationTime", "EndTime", "TIME3"),
        ("CreateTimestamp", "DeleteTimestamp", "TIME4"),
        ("firstObservedAt", "lastObservedAt", "TIME5"),
        ("NotBefore", "NotAfter", "TIME6"),
    ],
)
def test_names_say_the_order_of_two_times(earlier: str, later: str, kind: str) -> None:
    for names in ((earlier, later), (later, earlier)):
        (rule,) = derived_rules(schema_of(dict.fromkeys(names, TIME)))
        assert (rule.id, rule.at, rule.severity) == (kind, (later, earlier), "warning")


@pytest.mark.parametrize(
    "names",
    [
        ("CreationTime", "TrainingEndTime"),  # of something else
        ("createdAt", "statusChangedAt"),
        ("CreateTime", "LastAccessTime"),  # which services round to days
        ("StartTime", "LastModifiedTime"),
        ("LastModifiedTime", "EndTime"),
        ("CreationTime", "CreatedAt"),
        ("LastUpdatedTime", "LastModifiedTime"),
    ],
)
def test_other_times_have_no_order(names: tuple[str, str]) -> None:
    assert derived_rules(schema_of(dict.fromkeys(names, TIME))) == ()


def test_what_is_not_a_time_has_none() -> None:
    assert derived_rules(schema_of({"StartTime": INTEGER, "EndTime": INTEGER})) == ()


@pytest.mark.parametrize(
    ("members", "at"),
    [
        ({"ThingArn": STRING, "ThingName": STRING, "ThingId": STRING}, [("ThingArn", "ThingName", "ThingId")]),
        ({"thingARN": STRING, "thingName": STRING, "thingIdentifier": STRING},
         [("thingARN", "thingName", "thingIdentifier")]),
        ({"ThingArn": STRING, "ThingName": STRING}, []),  # the ARN may have an identifier that isn't a member
        ({"ThingArn": STRING, "Name": STRING, "Id": STRING}, []),
        ({"Arn": STRING, "Name": STRING, "Id": STRING}, []),
        ({"Arn": STRING, "AccountId": STRING}, [("Arn", "AccountId")]),
        ({"arn": STRING, "ownerId": STRING, "region": STRING}, [("arn", "ownerId"), ("arn", "region")]),
        ({"RoleArn": STRING, "AccountId": STRING}, []),  # the role may be another account's
        ({"Arn": STRING, "Owner": STRING}, []),
        ({"ThingArn": STRING, "ThingName": INTEGER, "ThingId": STRING}, []),
    ],
)  # fmt: skip
def test_an_arn_agrees_with_the_members_that_are_parts_of_it(
    members: dict[str, Any], at: list[tuple[str, ...]]
) -> None:
    assert [rule.at for rule in derived_rules(schema_of(members))] == at


@pytest.mark.parametrize(
    ("members", "at"),
    [
        ({"NumCacheNodes": INTEGER, "CacheNodes": LIST}, [("NumCacheNodes", "CacheNodes")]),
        ({"NodeCount": INTEGER, "Nodes": LIST}, [("NodeCount", "Nodes")]),
        ({"NumberOfNodes": INTEGER, "nodes": LIST}, [("NumberOfNodes", "nodes")]),
        ({"Count": INTEGER, "Nodes": LIST}, []),
        ({"NodeCount": INTEGER, "FailedNodes": LIST}, []),
        ({"NodeCount": STRING, "Nodes": LIST}, []),
        ({"Nodes": INTEGER, "Node": LIST}, []),
    ],
)
def test_a_count_is_that_of_a_list_by_its_name(members: dict[str, Any], at: list[tuple[str, ...]]) -> None:
    assert [rule.at for rule in derived_rules(schema_of(members))] == at


def test_a_member_that_no_expression_can_read_has_no_rule() -> None:
    assert derived_rules(schema_of({"NumIn": INTEGER, "in": LIST})) == ()


def test_a_structure_that_was_made_to_have_many_rules_has_a_hundred() -> None:
    names = [f"{'_' * count}{name}" for count in range(1, 1000) for name in ("arn", "region", "accountId")]
    assert len(derived_rules(schema_of(dict.fromkeys(names, STRING)))) == 100


def test_a_count_that_an_overlay_knows_is_one() -> None:
    members = {"KeyCount": INTEGER, "Keys": LIST, "Prefixes": LIST}
    (rule,) = derived_rules(schema_of(members, **{"x-counts": {"KeyCount": ["Keys", "Prefixes"]}}))
    assert (rule.id, rule.at) == ("COUNT1", ("KeyCount", "Keys", "Prefixes"))


EVERY_KIND: Final = schema_of(
    {
        **dict.fromkeys(["CreationTime", "LastModifiedTime", "StartTime", "EndTime", "DeletedAt"], TIME),
        **dict.fromkeys(["FirstSeenAt", "LastSeenAt", "NotBefore", "NotAfter"], TIME),
        **dict.fromkeys(["ThingArn", "ThingName", "ThingId", "Arn", "AccountId", "Region"], STRING),
        "KeyCount": INTEGER,
        "Keys": LIST,
        "NumNodes": INTEGER,
        "Nodes": LIST,
    },
    **{"x-counts": {"KeyCount": ["Keys"]}},
)


def test_derived_rules_are_valid() -> None:
    rules = derived_rules(EVERY_KIND)
    assert sorted(rule.id for rule in rules) == [
        "ARN1", "ARN2", "ARN3", "COUNT1", "COUNT2", "TIME1", "TIME2", "TIME3", "TIME4", "TIME5", "TIME6",
    ]  # fmt: skip
    for rule in rules:
        assert not check_rule(rule, EVERY_KIND).reads_root


def test_what_is_written_is_not_derived_again() -> None:
    schema = ContractRegistry().load("sagemaker.describe_hyper_parameter_tuning_job@1.29.145").response
    assert derived_rules(schema) == ()
