"""Strings that are secrets by their form, wherever they stand: keys, tokens, signed URLs."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

__all__ = ["SECRET_FORMS", "SecretForm", "has_secret_form"]


class SecretForm(NamedTuple):
    """A form of secrets.

    Attributes:
        finds: what it finds.
        signs: what a string with such a secret contains, in lower case: most strings have none, and need no search.
        pattern: a regular expression. It takes linear time: no repetition is followed by one of the same characters, and
            none starts within a run of the characters that it repeats.
    """

    finds: str
    signs: tuple[str, ...]
    pattern: str


_NAMES_OF_SECRETS: Final = (
    "(?:secret_?access_?key|session_?token|security_?token|password|passwd|passphrase|api_?key|client_?secret"
    "|private_?key|access_?token|refresh_?token|id_?token|auth_?token|authorization)"
)
SECRET_FORMS: Final = (
    SecretForm(
        "access key id of AWS",
        ("akia", "asia", "abia", "acca"),
        r"(?<![A-Z0-9])(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Z0-9])",
    ),
    SecretForm(
        "session token of AWS",
        ("iqojb3jpz2lu", "agojb3jpz2lu", "ogzxivyxdz"),
        r"(?<![A-Za-z0-9+/])(?:IQoJb3JpZ2lu|AgoJb3JpZ2lu|F[wQ]oGZXIvYXdz)[A-Za-z0-9+/=%]{20}",
    ),
    SecretForm("private key", ("private key",), r"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY"),
    SecretForm("JSON web token", ("eyj",), r"(?<![\w-])eyJ[\w-]{8,}+\.[\w-]{8,}+\."),
    SecretForm("signed URL or form of AWS", ("x-amz-",), r"(?i)x-amz-(?:signature|credential|security-token)"),
    SecretForm(
        "signed URL",
        ("sig", "key", "token", "auth"),
        r"(?i)(?:[?&;]|\\u0026)(?:signature|sig|awsaccesskeyid|key-pair-id|token|access_token|auth)=[^&\s]{8}",
    ),
    SecretForm("URL with a password", ("://",), r"://[^/\s:@?#]{1,200}:[^/\s@?#]{1,200}@"),
    SecretForm(
        "authorization header", ("basic", "bearer"), r"(?i)(?<![\w-])(?:basic|bearer)\s{1,4}[A-Za-z0-9+/=._~-]{12}"
    ),
    SecretForm("authorization for Docker", ("qvdto",), r"(?<![A-Za-z0-9+/])QVdTO[A-Za-z0-9+/]{20}"),
    SecretForm(
        "assignment to the name of a secret",
        ("key", "token", "passw", "passphrase", "secret", "authorization"),
        rf"""(?i){_NAMES_OF_SECRETS}["'\\]{{0,4}}\s{{0,4}}[:=]\s{{0,4}}["'\\]{{0,4}}[^\s"'\\]{{4}}""",
    ),
    SecretForm("API key of AppSync", ("da2-",), r"(?<![\w-])da2-[a-z0-9]{26}(?![\w-])"),
    SecretForm("token of GitHub", ("gh", "github_pat_"), r"(?<!\w)(?:gh[pousr]_\w{36}|github_pat_\w{20})"),
    SecretForm(
        "token of GitLab, Slack or Stripe",
        ("glpat-", "xox", "k_live_"),
        r"(?<![\w-])(?:glpat-[\w-]{20}|xox[a-z]-[\w-]{10}|[sr]k_live_\w{16})",
    ),
)

_COMPILED: Final = tuple((form.signs, re.compile(form.pattern)) for form in SECRET_FORMS)


def has_secret_form(string: str) -> bool:
    """Whether a string contains something that has the form of a secret."""
    folded = string.lower()
    return any(any(sign in folded for sign in signs) and pattern.search(string) for signs, pattern in _COMPILED)
