"""Names of members that hold secrets, although models don't always mark them as sensitive."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple, Self

from shapeproof.contract import Pointer, Schema, child, reference, resolve
from shapeproof.errors import UsageError

__all__ = [
    "BUILTIN_NAMES",
    "LAST_WORDS",
    "SecretNames",
    "Step",
    "is_secret_name",
    "root_step",
    "step_to",
    "steps_along",
]

SECRET_NAMES: Final = (
    *("*Token", "TokenValue", "JWT", "*Assertion"),
    *("*Password", "*Passwd", "*Pwd", "Pass", "DbPass", "UserPass", "PasswordData", "*Passphrase", "*Passcode", "OTP"),
    *("*Secret", "SecretString", "SecretBinary", "*SecretKey", "*SecretHash", "*SecretCode", "*SecretValue"),
    *(
        "AccessKeyId",
        "AWSAccessKeyId",
        "*AccessKey",
        "*ApiKey",
        "X-API-Key",
        "ApiKey.Value",
        "*AuthKey",
        "*PreSharedKey",
        "*AccountKey",
        "*SigningKey",
        "*AccessSignature",
    ),
    *("*PrivateKey", "PrivateKeyPlaintext", "Plaintext", "KeyMaterial"),
    *("Authorization", "Proxy-Authorization", "Cookie", "Set-Cookie", "Auth", "*Credential", "*Credentials"),
    *("AuthorizationCode", "DeviceCode", "UserCode"),
    *("*PresignedUrl", "Presigned*Url", "*SignedUrl", "SignedBiUrl", "*WebhookUrl", "*ConnectionString"),
    *("*EnvironmentVariables", "*EnvironmentVariables.Value", "Environment.Value", "Environment{}", "*UserData"),
    *("ErrorMessage",),  # services quote what they were sent
)
"""Patterns of names: `*` is any string; case, hyphens and underscores don't matter. `A.B` is the member `B` of a member or
shape `A`, `A{}` a value in the map `A`. What is inside of a member with such a name is covered, too."""

PUBLIC_NAMES: Final = (
    *("NextToken", "Next*Token", "*PageToken", "*PaginationToken", "*ContinuationToken", "MarkerToken"),
    *("ClientToken", "*RequestToken", "*IdempotencyToken", "CreationToken", "CallerToken"),
    *("ChangeToken", "*LockToken", "*UpdateToken", "*SequenceToken", "VersionToken", "*BlockToken"),
)
"""Names that the patterns above match, and that are the positions of lists, or the numbers of requests and versions."""


MEMBERS_ONLY: Final = frozenset({"ErrorMessage", "*UserData", "Auth", "Plaintext", "OTP", "*EnvironmentVariables"})
"""Those of the secret names that in other texts are ordinary words, or the start of an ordinary sentence."""


class Step(NamedTuple):
    """A step to a place in a response.

    Attributes:
        names: the names that the place goes by, normalized: those of the member and of its shape.
        is_member: whether it is a member of a structure that the contract knows.
    """

    names: tuple[str, ...]
    is_member: bool = False


_MAX_LENGTH: Final = 200
"""A name of a member is shorter. Of a longer key, its end is compared."""


@dataclass(frozen=True)
class SecretNames:
    """A list of names of members whose values are secret.

    Attributes:
        more: patterns of a user's, beside the known ones. They cover all that such a member contains.
    """

    more: tuple[str, ...] = ()

    @classmethod
    def with_names(cls, names: Iterable[str]) -> Self:
        """The known names, and more of them. Raises UsageError if one is not a pattern of names."""
        if isinstance(names, str):
            raise UsageError(f"redact: expected a list of names, got {names!r:.100}", hint='such as ["InternalId"]')
        return cls(tuple(map(_checked, names)))

    def cover(self, steps: Sequence[Step]) -> bool:
        """Whether the place that the steps lead to has a secret name, or something that contains it.

        The members of a structure are judged by their own names: `CreateDate` in an `AccessKey` is not secret.
        """
        for length in range(len(steps), 0, -1):
            if self._match(SECRET_NAMES, steps[:length]) and not self._match(PUBLIC_NAMES, steps[:length]):
                return True
            if steps[length - 1].is_member:
                break
        return bool(self.more) and any(self._match(self.more, steps[:length]) for length in range(1, len(steps) + 1))

    def _match(self, patterns: tuple[str, ...], steps: Sequence[Step]) -> bool:
        return _match_names(patterns, steps[-2].names if len(steps) > 1 else (), steps[-1].names)


BUILTIN_NAMES: Final = SecretNames()
_NAMES_IN_TEXTS: Final = tuple(name for name in SECRET_NAMES if name not in MEMBERS_ONLY and not {".", "{"} & set(name))
LAST_WORDS: Final = tuple(
    dict.fromkeys(re.findall(r"[A-Z]*[a-z]*", name.rstrip("*"))[-2].lower() for name in _NAMES_IN_TEXTS)
)
"""What the last words of secret names in texts end with."""


def is_secret_name(names: Sequence[str]) -> bool:
    """Whether one of the names that a value goes by in a text, with or without what precedes it, is that of a secret."""
    normalized = tuple(map(_normalized, names))
    return _match_names(_NAMES_IN_TEXTS, (), normalized) and not _match_names(PUBLIC_NAMES, (), normalized)


@lru_cache(maxsize=8192)  # a response has the same names again and again
def _match_names(patterns: tuple[str, ...], owners: tuple[str, ...], names: tuple[str, ...]) -> bool:
    known = _sorted(patterns)
    pairs = (f"{owner}.{name}" for owner in owners for name in names)
    return any(known.match(name) for name in (*names, *pairs))


class _SortedPatterns(NamedTuple):
    """Patterns by their form: most are names or their ends, and a regular expression of all of them is slow to compile."""

    names: frozenset[str]
    ends: tuple[str, ...]
    others: tuple[str, ...]

    def match(self, name: str) -> bool:
        return (
            name in self.names
            or name.endswith(self.ends)
            or any(fnmatch.fnmatchcase(name, pattern) for pattern in self.others)
        )


@lru_cache(maxsize=64)
def _sorted(patterns: tuple[str, ...]) -> _SortedPatterns:
    normalized = list(map(_normalized, patterns))
    names = [pattern for pattern in normalized if "*" not in pattern]
    ends = [pattern[1:] for pattern in normalized if pattern.rfind("*") == 0]
    # fnmatch's expressions don't backtrack from one wildcard into the one before.
    others = [pattern for pattern in normalized if pattern.rfind("*") > 0]
    return _SortedPatterns(frozenset(names), tuple(ends), tuple(others))


def _normalized(name: str) -> str:
    return _short_normalized(name[-_MAX_LENGTH:])


@lru_cache(maxsize=8192)
def _short_normalized(name: str) -> str:
    return re.sub(r"[^a-z0-9*.{}]", "", name.lower())


def _checked(pattern: object) -> str:
    if not isinstance(pattern, str) or not _normalized(pattern).strip("*.{}"):
        raise UsageError(
            f"redact: expected the name of a member, got {pattern!r:.100}",
            hint='such as "InternalId", "*Token", "ApiKey.Value" or "Environment{}"',
        )
    return pattern


def root_step(root: Schema) -> Step:
    """The step to a response as a whole, which goes by the name of its shape."""
    return Step(_names(reference(root), resolve(root, root).get("title")))


def step_to(key: str | int, owner: Schema | None, owner_step: Step, node: Schema | None) -> Step:
    """The step to a member, an item or the value of an entry.

    Args:
        key: the name of the member, the index of the item or the key of the entry.
        owner: the resolved schema of what contains the value; None if the contract doesn't know it.
        owner_step: the step to what contains the value.
        node: the schema of the value, not resolved; None if the contract doesn't know it.
    """
    shape = reference(node) if node is not None else None
    if isinstance(key, int):  # an item goes by the name of its list
        return Step(_names(*owner_step.names, shape))
    if owner is not None and "properties" in owner:
        return Step(_names(key, shape), is_member=True)
    return Step(_names(key, *(f"{name}{{}}" for name in owner_step.names), shape))


def _names(*names: str | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_normalized(name) for name in names if name))


def steps_along(root: Schema, pointer: Pointer) -> list[Step]:
    """The steps from the root to a place in a response."""
    steps, node = [root_step(root)], root if pointer else None
    for key in pointer:
        owner = None if node is None else resolve(root, node)
        node = None if owner is None else child(owner, key).node
        steps.append(step_to(key, owner, steps[-1], node))
    return steps
