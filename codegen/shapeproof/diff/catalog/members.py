"""SP60x and SP61x: members, and the types of values."""

from __future__ import annotations

from typing import Final

from shapeproof.diff.catalog.change_code import ChangeCode

__all__ = [
    "MEMBER_ADDED",
    "MEMBER_NOW_OPTIONAL",
    "MEMBER_NOW_REQUIRED",
    "MEMBER_REMOVED",
    "NULL_ALLOWED",
    "NULL_REFUSED",
    "REQUIRED_MEMBER_ADDED",
    "REQUIRED_MEMBER_REMOVED",
    "STRUCTURE_BECAME_UNION",
    "TYPE_CHANGED",
    "TYPE_NARROWED",
    "TYPE_WIDENED",
    "UNION_BECAME_STRUCTURE",
    "UNION_MEMBER_ADDED",
    "UNION_MEMBER_REMOVED",
    "UNKNOWN_MEMBERS_ALLOWED",
    "UNKNOWN_MEMBERS_REFUSED",
]

_ORDER: Final = '{"type": "object", "properties": {"OrderId": {"type": "string"}}, "additionalProperties": false}'
_WITH_NOTE: Final = (
    '{"type": "object", "properties": {"OrderId": {"type": "string"}, "Note": {"type": "string"}}, '
    '"additionalProperties": false}'
)
_NOTE_REQUIRED: Final = _WITH_NOTE[:-1] + ', "required": ["Note"]}'
_CARD: Final = (
    '{"type": "object", "properties": {"Card": {"type": "string"}}, "additionalProperties": false, '
    '"minProperties": 1, "maxProperties": 1}'
)
_CARD_OR_INVOICE: Final = _CARD.replace(
    '{"Card": {"type": "string"}}', '{"Card": {"type": "string"}, "Invoice": {"type": "string"}}'
)
_CARD_STRUCTURE: Final = '{"type": "object", "properties": {"Card": {"type": "string"}}, "additionalProperties": false}'
_OPEN_ORDER: Final = '{"type": "object", "properties": {"OrderId": {"type": "string"}}}'
_TAGS: Final = '{"type": "array", "items": {"type": "string"}}'
_SPARSE_TAGS: Final = '{"type": "array", "items": {"anyOf": [{"type": "string"}, {"type": "null"}]}}'

MEMBER_ADDED: Final = ChangeCode(
    number="SP601",
    name="MemberAdded",
    title="optional member added",
    closed="breaking",
    open="harmless",
    request="harmless",
    why="A closed reader refuses the first response that has it. An open one doesn't see it. No request needs it.",
    hint="Let the reader ignore members that it doesn't know, or add the member to it before the upgrade.",
    old=_ORDER,
    new=_WITH_NOTE,
    mirror="SP602",
)
MEMBER_REMOVED: Final = ChangeCode(
    number="SP602",
    name="MemberRemoved",
    title="optional member removed",
    closed="harmless",
    open="risky",
    request="breaking",
    why="A closed reader is made from the schema, and so handles that an optional member is absent. An open one is mostly "
    "written by hand for what responses have: this may never come again, which no single response can show. A request "
    "that has the member is refused.",
    hint="Look for code that reads the member. In requests, leave it out.",
    old=_WITH_NOTE,
    new=_ORDER,
    mirror="SP601",
    has_witness=False,
)
REQUIRED_MEMBER_ADDED: Final = ChangeCode(
    number="SP603",
    name="RequiredMemberAdded",
    title="required member added",
    closed="breaking",
    open="harmless",
    request="breaking",
    why="A closed reader refuses every response, since all have it. An open one doesn't see it. A request without it is "
    "refused.",
    hint="Let the reader ignore members that it doesn't know, or add the member to it. In requests, send it.",
    old=_ORDER,
    new=_NOTE_REQUIRED,
    mirror="SP604",
)
REQUIRED_MEMBER_REMOVED: Final = ChangeCode(
    number="SP604",
    name="RequiredMemberRemoved",
    title="required member removed",
    closed="breaking",
    open="breaking",
    request="breaking",
    why="Every reader may rely on a required member, and no response has it any more. A request that has it is refused.",
    hint="Change the code that reads the member before the upgrade. In requests, leave it out.",
    old=_NOTE_REQUIRED,
    new=_ORDER,
    mirror="SP603",
)
UNION_MEMBER_ADDED: Final = ChangeCode(
    number="SP605",
    name="UnionMemberAdded",
    title="member added to a union",
    closed="breaking",
    open="risky",
    request="harmless",
    why="The new member comes instead of those that a reader knows: an open one finds none of them.",
    hint="Give the code that asks which member is there a branch for those that it doesn't know.",
    old=_CARD,
    new=_CARD_OR_INVOICE,
    mirror="SP606",
)
UNION_MEMBER_REMOVED: Final = ChangeCode(
    number="SP606",
    name="UnionMemberRemoved",
    title="member removed from a union",
    closed="harmless",
    open="harmless",
    request="breaking",
    why="Readers handle the members that remain. A request with the removed one is refused.",
    hint="In requests, use another member. A branch that reads this one can go.",
    old=_CARD_OR_INVOICE,
    new=_CARD,
    mirror="SP605",
)
MEMBER_NOW_OPTIONAL: Final = ChangeCode(
    number="SP607",
    name="MemberNowOptional",
    title="required member is now optional",
    closed="breaking",
    open="breaking",
    request="harmless",
    why="Every reader may rely on a required member; now a response may lack it.",
    hint="Read the member as one that may be absent before the upgrade.",
    old=_NOTE_REQUIRED,
    new=_WITH_NOTE,
    mirror="SP608",
)
MEMBER_NOW_REQUIRED: Final = ChangeCode(
    number="SP608",
    name="MemberNowRequired",
    title="optional member is now required",
    closed="harmless",
    open="harmless",
    request="breaking",
    why="Responses have it more often. A request without it is refused.",
    hint="In requests, send the member.",
    old=_WITH_NOTE,
    new=_NOTE_REQUIRED,
    mirror="SP607",
)
NULL_ALLOWED: Final = ChangeCode(
    number="SP609",
    name="NullAllowed",
    title="null is now allowed",
    closed="breaking",
    open="breaking",
    request="harmless",
    why="No reader had to expect null there.",
    hint="Handle null before the upgrade.",
    old=_TAGS,
    new=_SPARSE_TAGS,
    mirror="SP610",
)
NULL_REFUSED: Final = ChangeCode(
    number="SP610",
    name="NullRefused",
    title="null is no longer allowed",
    closed="harmless",
    open="harmless",
    request="breaking",
    why="Readers that handle null handle its absence. A request with null is refused.",
    hint="In requests, leave out what has no value.",
    old=_SPARSE_TAGS,
    new=_TAGS,
    mirror="SP609",
)
TYPE_CHANGED: Final = ChangeCode(
    number="SP611",
    name="TypeChanged",
    title="type changed",
    closed="breaking",
    open="breaking",
    request="breaking",
    why="A reader does with a value what only the old type can do. Without a witness the change is undecided: a string "
    "that becomes a timestamp is still a string in JSON, but boto3 returns another type.",
    hint="Change the code that reads or writes the value together with the upgrade.",
    old='{"type": "string"}',
    new='{"type": "boolean"}',
    mirror="SP611",
)
TYPE_WIDENED: Final = ChangeCode(
    number="SP612",
    name="TypeWidened",
    title="type widened",
    closed="breaking",
    open="breaking",
    request="harmless",
    why="Values of a new type come beside those of the old one.",
    hint="Handle values of the new type before the upgrade.",
    old='{"type": "integer"}',
    new='{"type": "number"}',
    mirror="SP613",
)
TYPE_NARROWED: Final = ChangeCode(
    number="SP613",
    name="TypeNarrowed",
    title="type narrowed",
    closed="harmless",
    open="harmless",
    request="breaking",
    why="All that comes is of the old type, too. A request with another value of the old type is refused.",
    hint="In requests, send values of the new type.",
    old='{"type": "number"}',
    new='{"type": "integer"}',
    mirror="SP612",
)
UNION_BECAME_STRUCTURE: Final = ChangeCode(
    number="SP614",
    name="UnionBecameStructure",
    title="union is now a structure",
    closed="breaking",
    open="breaking",
    request="harmless",
    why="A reader of a union expects exactly one member; now there may be none, or several.",
    hint="Read each member as one that may be absent.",
    old=_CARD,
    new=_CARD_STRUCTURE,
    mirror="SP615",
)
STRUCTURE_BECAME_UNION: Final = ChangeCode(
    number="SP615",
    name="StructureBecameUnion",
    title="structure is now a union",
    closed="harmless",
    open="harmless",
    request="breaking",
    why="A structure could have exactly one of its optional members before. A request with none or several is refused.",
    hint="In requests, send exactly one member.",
    old=_CARD_STRUCTURE,
    new=_CARD,
    mirror="SP614",
)
UNKNOWN_MEMBERS_ALLOWED: Final = ChangeCode(
    number="SP616",
    name="UnknownMembersAllowed",
    title="unknown members are now allowed",
    closed="breaking",
    open="harmless",
    request="harmless",
    why="A closed reader refuses a response that has one.",
    hint="Let the reader ignore members that it doesn't know.",
    old=_ORDER,
    new=_OPEN_ORDER,
    mirror="SP617",
)
UNKNOWN_MEMBERS_REFUSED: Final = ChangeCode(
    number="SP617",
    name="UnknownMembersRefused",
    title="unknown members are no longer allowed",
    closed="harmless",
    open="harmless",
    request="breaking",
    why="Readers have fewer members to expect. A request that has one is refused.",
    hint="In requests, send known members only.",
    old=_OPEN_ORDER,
    new=_ORDER,
    mirror="SP616",
)
