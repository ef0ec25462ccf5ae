"""Findings about what can't be read help without showing what may be a secret."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from shapeproof.recordings.checking.unit_result import Located
from shapeproof.validation.quotations import quote
from shapeproof.validation.random_strings import looks_random

PASSWORD = "hunter2hunter2"
KEY = "wJalrXUtnFEMI/K7MDENG/" + "bPxRfiCYEXAMPLEKEY"
TOKEN = "gh" + "p_16C7e42F292c6912E7710c838347Ae178B4a"
LINE = '{"shapeproof": 1, "contract": "sts.get_session_token", "representation": "cli", '
ERROR = '"part": "error", "error_name": "x", "response": '


@pytest.mark.parametrize("secret", [PASSWORD, KEY, TOKEN])
@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("bare.json", "%s"),
        ("unquoted.json", '{"Credentials": {"SecretAccessKey": %s}}'),
        ("single.json", "{\"Password\": '%s'}"),
        ("comma.json", '{"Password": 1 "%s"}'),
        ("colon.json", '{"Password" "%s"}'),
        ("trailing.json", "{} %s"),
        ("call.txt", "{'Password': %s()}"),
        ("name.txt", "{'Password': %s}"),
        ("repr.txt", "{'Password': <Secret value %s>}"),
        ("key.txt", "{'a': 1, b'%s': 2}"),
        ("argument.txt", "{'a': datetime.datetime(%s=1)}"),
        ("program.txt", "{'a': 1}\nif password == '%s': pass\n"),
        ("alias.yaml", "interactions:\n- *%s\n"),
        ("tag.yaml", "interactions:\n- Password: !%s!x y\n"),
    ],
)
def test_what_cannot_be_read_is_not_quoted_where_it_may_be_secret(
    name: str, text: str, secret: str, tmp_path: Path, check: Callable[[Path], list[Located]]
) -> None:
    (tmp_path / name).write_text(text % secret)
    findings = check(tmp_path / name)
    assert findings
    for located in findings:
        assert secret[:6] not in located.finding.message


@pytest.mark.parametrize("secret", [KEY, TOKEN])
@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("key.json", "{%s: 1}"),
        ("twice.json", '{"%s": 1, "%s": 2}'),
        ("twice.txt", "{'%s': 1, '%s': 2}"),
        ("twice.yaml", "interactions:\n- {%s: 1, %s: 2}\n"),
        ("unknown.jsonl", LINE + '"response": {"%s": 1}}'),
        ("time.jsonl", LINE + '"response": {"Credentials": {"Expiration": "%s"}}}'),
        ("error.jsonl", LINE + ERROR + '{"Error": {"Code": "%s"}}}'),
    ],
)
def test_no_name_and_no_pointer_shows_what_could_be_a_key(
    name: str, text: str, secret: str, tmp_path: Path, check: Callable[[Path], list[Located]]
) -> None:
    (tmp_path / name).write_text(text.replace("%s", secret))
    findings = check(tmp_path / name)
    assert findings
    for located in findings:
        assert secret[:6] not in located.finding.message
        assert secret[:6] not in located.finding.pointer


@pytest.mark.parametrize(
    "text", ["True", "None", "undefined", "NaN", "-inf", ",", "'abc", "tru", "+1", "\xa01", "{", "datetime.datetime(2"]
)
def test_what_helps_and_is_no_secret_is_quoted(text: str) -> None:
    assert quote(text) == repr(text)


@pytest.mark.parametrize("text", ["True", "None", "undefined", "NaN", "[", "0"])
def test_a_literal_is_quoted_even_where_a_secret_belongs(text: str) -> None:
    assert quote(text, ("Password",)) == repr(text)


@pytest.mark.parametrize(
    "name",
    ["HyperParameterTuningJobStatus", "VpcIpv6CidrBlockAssociationSet", "EbsVolumeEncryptedKeyIdV2", "X-Amz-Content-Sha256",
     "arn:aws:sagemaker:us-east-1:123456789012:training-job/x1", "2024-05-06T07:08:09.123456Z", "i-0abcdef1234567890",
     "12345678901234567890", "3f2504e0-4f89-11d3-9a0c-0305e82c3301", "/aws/sagemaker/TrainingJobs2"],
)  # fmt: skip
def test_names_and_identifiers_do_not_look_random(name: str) -> None:
    assert not looks_random(name)


def test_a_quotation_is_short() -> None:
    assert len(quote("<html>" * 1000)) < 30
