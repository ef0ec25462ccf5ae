"""Strings that are secrets by their form, wherever they stand: keys, tokens, signed URLs."""

from __future__ import annotations

import unicodedata
from typing import Final, NamedTuple

from shapeproof.expressions import Expression
from shapeproof.validation.secret_assignments import assigns_secret

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
    SecretForm(
        "private key",
        ("private key", "putty-user-key"),
        r"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY|PuTTY-User-Key-File-[0-9]:",
    ),
    SecretForm("JSON web token", ("eyj",), r"(?<![\w-])eyJ[\w-]{8,}+\.[\w-]*+\.(?:[\w-]{8}|(?<=[\w-]{8}\.))"),
    SecretForm("signed URL or form of AWS", ("x-amz-",), r"(?i)x-amz-(?:signature|credential|security-token)"),
    SecretForm(
        "signed URL",
        ("sig", "key", "token", "auth", "code="),
        r"(?i)(?:[?&;]|\\u0026)(?:signature|sig|awsaccesskeyid|key-pair-id|token|access_token|auth|code(?==[^&\s]{20}))=[^&\s]{8}",
    ),
    SecretForm("URL with a password", ("://",), r"://[^/\s:@?#]{0,200}:[^/\s@?#]{1,200}@"),
    SecretForm("URL with a token", ("://",), r"://[\w-]{12,200}@"),
    SecretForm(
        "login of a client",
        ("-u", "login"),
        r"(?<!\S)(?:-u|--user)[ =][^\s:]{1,40}:\S{4}|\blogin\s{1,4}\S{1,40}\s{1,4}password\s{1,4}\S{4}",
    ),
    SecretForm(
        "authorization header", ("basic", "bearer"), r"(?i)(?<![\w-])(?:basic|bearer)\s{1,4}[A-Za-z0-9+/=._~-]{12}"
    ),
    SecretForm("authorization for Docker", ("qvdto",), r"(?<![A-Za-z0-9+/])QVdTO[A-Za-z0-9+/]{20}"),
    SecretForm("API key of AppSync", ("da2-",), r"(?<![\w-])da2-[a-z0-9]{26}(?![\w-])"),
    SecretForm("token of GitHub", ("gh", "github_pat_"), r"(?<![^\W_])(?:gh[pousr]_\w{36}|github_pat_\w{20})"),
    SecretForm(
        "key or token of Google",
        ("aiza", "ya29.", "gocspx-"),
        r"(?<!\w)(?:AIza[\w-]{35}|ya29\.[\w-]{20}|GOCSPX-[\w-]{20})",
    ),
    SecretForm(
        "key of OpenAI or Anthropic",
        ("sk-",),
        r"(?<![\w-])sk-(?:(?:ant|proj|svcacct|admin|or)-[\w-]{20}|[A-Za-z0-9]{32})",
    ),
    SecretForm(
        "token of npm, PyPI or Hugging Face",
        ("npm_", "pypi-", "hf_"),
        r"(?<!\w)(?:npm_[A-Za-z0-9]{36}|pypi-AgE[\w-]{20}|hf_[A-Za-z0-9]{30})",
    ),
    SecretForm(
        "key of SendGrid or Twilio", ("sg.", "sk"), r"(?<![\w.])(?:SG\.[\w-]{16,40}\.[\w-]{16}|SK[0-9a-f]{32}(?!\w))"
    ),
    SecretForm(
        "token of Vault, Databricks, DigitalOcean or Docker",
        ("hv", "dapi", "_v1_", "dckr_pat_"),
        r"(?<!\w)(?:hv[sbr]\.[\w-]{20}|dapi[0-9a-f]{32}|do[op]_v1_[0-9a-f]{40}|dckr_pat_[\w-]{20})",
    ),
    SecretForm(
        "webhook",
        ("hooks.slack.com/", "/api/webhooks/", "webhook.office.com/"),
        r"(?i)hooks\.slack\.com/(?:services|workflows|triggers)/\w|discord(?:app)?\.com/api/webhooks/[0-9]|webhook\.office\.com/webhookb2/\w",
    ),
    SecretForm(
        "token of GitLab, Slack or Stripe",
        ("gl", "xox", "xapp-", "k_live_", "k_test_", "whsec_"),
        r"(?<![\w-])(?:gl(?:pat|dt|rt|cbt|ptt|ft|imt|agent|oas|soat|ffct)-[\w-]{20}|xox[a-z]-[\w-]{10}|xapp-[\w-]{10}"
        r"|[sr]k_(?:live|test)_\w{16}|whsec_[A-Za-z0-9+/]{20})",
    ),
)

_INVISIBLE: Final = Expression(
    r"[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e01ef]"
)
_EXPRESSIONS_BY_SIGN: Final = tuple((sign, Expression(form.pattern)) for form in SECRET_FORMS for sign in form.signs)


def has_secret_form(string: str) -> bool:
    """Whether a string contains something that has the form of a secret."""
    return _has_form(string) or (not string.isascii() and _has_form(_plain(string)))


def _has_form(string: str) -> bool:
    folded = string.lower()
    for sign, expression in _EXPRESSIONS_BY_SIGN:  # a plain loop: this runs for every string that is recorded
        if sign in folded and expression.compiled.search(string):
            return True
    return assigns_secret(string)


def _plain(string: str) -> str:
    """A string without what hides a form from a search and not from a reader: invisible characters, other widths."""
    return unicodedata.normalize("NFKC", _INVISIBLE.compiled.sub("", string))
