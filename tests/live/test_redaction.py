"""What may be secret is not recorded, not logged and not shown in findings; what replaces it is valid."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, cast
from urllib.parse import quote

import pytest

import shapeproof
from shapeproof.capture.build import build
from shapeproof.capture.model import OperationModel
from shapeproof.contract import Contract, Part, Representation
from shapeproof.live.recorder import recording_line
from shapeproof.live.redaction import redact
from shapeproof.live.responses import LiveResponse
from shapeproof.validation.secret_forms import SECRET_FORMS, has_secret_form
from shapeproof.validation.secret_names import SecretNames, Step
from shapeproof.validation.secret_strings import holds_secret

TOKEN = "IQoJb3JpZ2luX2VjE" + "Ab3/+" * 40
JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N"
PEM = "-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEA7\n-----END RSA PRIVATE KEY-----\n"
SIGNED = "https://b.s3.amazonaws.com/k?X-Amz-Credential=ASIAZZ&X-Amz-Signature=0123456789abcdef"
DOCKER = base64.b64encode(b"AWS:eyJwYXlsb2FkIjoiMTIzNDU2Nzg5MDEyMzQ1Njc4OTAifQ").decode()
EXPIRES = "2030-01-01T00:00:00Z"


class Case(NamedTuple):
    """A response with secrets, and values beside them that are kept."""

    operation: str
    response: dict[str, Any]
    secrets: tuple[str, ...]
    kept: tuple[str, ...] = ()
    representation: Representation = "cli"
    part: Part = "response"


CASES = (
    Case(
        "sts.AssumeRole",
        {
            "Credentials": {
                "AccessKeyId": "ASIAIOSFODNN7EXAMPLE", "SecretAccessKey": "wJalrXUtnFEMI/K7MDENG",
                "SessionToken": TOKEN, "Expiration": EXPIRES,
            },
            "AssumedRoleUser": {"AssumedRoleId": "AROAIOSFODNN7EXAMPLE:me", "Arn": "arn:aws:sts::123456789012:assumed-role/r/me"},
        },
        ("ASIAIOSFODNN7EXAMPLE", "wJalr", "IQoJ"),
        (EXPIRES, "assumed-role/r/me"),
    ),
    Case(
        "cognito-identity.GetCredentialsForIdentity",
        {"IdentityId": "us-east-1:12345678", "Credentials": {"AccessKeyId": "not an id by form", "SecretKey": "hidden1", "SessionToken": "hidden2"}},
        ("not an id", "hidden"),
        ("us-east-1:12345678",),
        "wire",
    ),
    Case("cognito-idp.InitiateAuth", {"AuthenticationResult": {"AccessToken": JWT, "IdToken": JWT, "RefreshToken": "hidden"}}, ("eyJ", "hidden"), representation="wire"),
    Case("ecr.GetAuthorizationToken", {"authorizationData": [{"authorizationToken": DOCKER, "proxyEndpoint": "https://1.dkr.ecr.aws"}]}, (DOCKER,), ("dkr.ecr",), "wire"),
    Case("lambda.GetFunction", {"Code": {"RepositoryType": "S3", "Location": SIGNED}}, ("0123456789abcdef", "ASIAZZ"), ("S3",), "wire"),
    Case("ssm.StartSession", {"SessionId": "me-1", "TokenValue": "hidden", "StreamUrl": "wss://ssmmessages"}, ("hidden",), ("me-1",), "wire"),
    Case("apigateway.GetApiKeys", {"items": [{"id": "a1", "value": "hidden", "name": "mine"}], "position": "p"}, ("hidden",), ("a1", "mine"), "cli"),
    Case("appsync.ListApiKeys", {"apiKeys": [{"id": "da2-abcdefghijklmnopqrstuvwxyz", "description": "d"}], "nextToken": "page"}, ("da2-",), ("page",), "wire"),
    Case(
        "codebuild.BatchGetProjects",
        {"projects": [{"name": "p", "environment": {"type": "LINUX_CONTAINER", "image": "i", "computeType": "BUILD_GENERAL1_SMALL",
         "environmentVariables": [{"name": "DB", "value": "hidden", "type": "PLAINTEXT"}]}}]},
        ("hidden",), ("LINUX_CONTAINER", "PLAINTEXT", "BUILD_GENERAL1_SMALL", "DB"), "wire",
    ),
    Case("ecs.DescribeTaskDefinition", {"taskDefinition": {"family": "f", "containerDefinitions": [{"name": "c", "environment": [{"name": "DB", "value": "hidden"}]}]}}, ("hidden",), ("f",), "wire"),
    Case("sagemaker.DescribeProcessingJob", {"ProcessingJobName": "job", "Environment": {"DB": "hidden"}, "AppSpecification": {"ImageUri": "image"}}, ("hidden",), ("job", "image"), "wire"),
    Case("secretsmanager.GetSecretValue", {"Name": "n", "SecretString": '{"a": "hidden"}', "SecretBinary": "aGlkZGVu"}, ("hidden", "aGlkZGVu"), ("n",), "wire"),
    Case("ec2.CreateKeyPair", {"KeyName": "k", "KeyMaterial": PEM}, ("PRIVATE KEY",), ("k",)),
    Case("iam.GetUser", {"User": {"UserName": f"see {SIGNED}", "UserId": "AIDAIOSFODNN7EXAMPLE", "Path": "/", "Arn": "a", "CreateDate": EXPIRES}}, ("0123456789abcdef",), ("AIDAIOSFODNN7EXAMPLE", EXPIRES)),
    Case("ssm.GetParameter", {"Parameter": {"Name": "n", "Type": "String", "DataType": json.dumps({"db": {"Password": "hidden"}})}}, ("hidden",), ("String",), "wire"),
    Case("ssm.GetParameter", {"Parameter": {"Name": "n", "Surplus": {"any": ["hidden", 12345678]}}}, ("hidden", "12345678"), ("Surplus",), "wire"),
    Case("bedrock-runtime.Converse", {"output": {"message": {"role": "user", "content": [{"toolUse": {"toolUseId": "t", "name": "n", "input": {"city": "Bern", "headers": {"Authorization": "hidden1", "X-Amz-Security-Token": "hidden2", "Cookie": "hidden3"}, "note": [json.dumps({"apiKey": "hidden4"})]}}}]}}}, ("hidden",), ("Bern",), "wire"),
    Case("ssm.GetParameter", {"__type": "com.amazonaws#AccessDeniedException", "message": "hidden says the service", "Surplus": "hidden"}, ("hidden",), ("AccessDeniedException",), "wire", "error"),
    Case("iam.GetUser", {"Error": {"Code": "NoSuchEntity", "Message": "hidden", "Type": "hidden"}}, ("hidden",), ("NoSuchEntity",), "cli", "error"),
    Case("lambda.Invoke", {"StatusCode": 200, "ExecutedVersion": "password=hidden"}, ("hidden",), ("200",)),
)  # fmt: skip


CASE_NAMES = [f"{case.operation}-{case.part}-{number}" for number, case in enumerate(CASES)]


def recorded(contract: Contract, case: Case, names: SecretNames | None = None) -> dict[str, Any]:
    response = LiveResponse(contract, case.part, case.response, case.representation, "stub")
    return recording_line(response, names or SecretNames())[0]


@pytest.mark.parametrize("case", CASES, ids=CASE_NAMES)
def test_secrets_are_replaced_and_nothing_else_is(case: Case, capture: Callable[[str], Contract]) -> None:
    contract = capture(case.operation)
    original = json.dumps(case.response)
    line = recorded(contract, case)
    text = json.dumps(line)
    assert [secret for secret in case.secrets if secret in text] == []
    assert [kept for kept in case.kept if kept not in text] == []
    assert line["redacted"]
    assert json.dumps(case.response) == original
    before, after = (
        {(finding.code, finding.path) for finding in shapeproof.findings(value, contract, case.part, representation=case.representation)}
        for value in (case.response, line["response"])
    )  # fmt: skip
    assert after <= before


def test_what_only_the_sdk_calls_so_is_unknown_in_the_body_of_an_error(handmade: Callable[..., OperationModel]) -> None:
    members = {"Where": {"shape": "Text", "locationName": "where"}}
    shapes: dict[str, Any] = {
        "Thing": {"type": "structure", "members": {}},
        "Gone": {"type": "structure", "exception": True, "members": members},
        "Text": {"type": "string"},
    }
    body = {"__type": "Gone", "where": "there", "Where": "hidden"}
    redacted, _ = redact(build(handmade(shapes, errors=("Gone",))), "error", body, "wire")
    assert redacted == {"__type": "Gone", "where": "there", "Where": "REDACTED"}


@pytest.mark.parametrize("case", CASES, ids=CASE_NAMES)
def test_messages_of_findings_show_no_secret(case: Case, capture: Callable[[str], Contract]) -> None:
    """A wrong value in place of each: its message must not show it."""
    contract = capture(case.operation)
    for broken in with_broken_strings(case.response):
        for finding in shapeproof.findings(broken, contract, case.part, representation=case.representation):
            if "Surplus" not in finding.pointer:
                assert [secret for secret in case.secrets if secret in finding.message] == []


def with_broken_strings(value: Any) -> Iterator[Any]:
    """The value with all strings too short, too long, or unlike any pattern and any enum, each still a secret."""
    for suffix in ("", " \x00", "x" * 100_000):
        yield with_suffix(value, suffix)


def with_suffix(value: Any, suffix: str) -> Any:
    if isinstance(value, dict):
        return {key: with_suffix(inner, suffix) for key, inner in cast("dict[str, Any]", value).items()}
    if isinstance(value, list):
        return [with_suffix(inner, suffix) for inner in cast("Any", value)]
    return value + suffix if isinstance(value, str) else value


def test_names_of_the_user_cover_all_that_is_below(capture: Callable[[str], Contract]) -> None:
    contract = capture("ec2.DescribeVpcs")
    case = Case("", {"Vpcs": [{"VpcId": "vpc-1", "Tags": [{"Key": "owner", "Value": "me"}], "IsDefault": True}]}, ())
    assert "redacted" not in recorded(contract, case)
    line = recorded(contract, case, SecretNames.with_names(["tag_s", "Vpc*Id"]))
    assert line["redacted"] == ["/Vpcs/0/VpcId", "/Vpcs/0/Tags/0/Key", "/Vpcs/0/Tags/0/Value"]
    assert line["response"]["Vpcs"][0]["IsDefault"] is True


@pytest.mark.parametrize("names", ["Token", [""], ["*"], [5], ["*."]])
def test_names_that_are_none_are_an_error(names: Any) -> None:
    with pytest.raises(shapeproof.ShapeproofError, match="redact: expected"):
        SecretNames.with_names(names)


def test_secret_as_a_key_of_a_map_replaces_the_map(capture: Callable[[str], Contract]) -> None:
    contract = capture("sqs.GetQueueAttributes")
    value, redactions = redact(contract, "response", {"Attributes": {"AKIAIOSFODNN7EXAMPLE": "x"}}, "wire")
    assert "AKIA" not in json.dumps(value)
    assert [redaction.path for redaction in redactions] == ["Attributes"]


PASSWORD = "hunter2hunter2"
# Tokens are put together here, so that no scanner of code hosts takes them for real ones.
EXAMPLES = {
    "access key id of AWS": "AKIAIOSFODNN7EXAMPLE", "session token of AWS": TOKEN, "private key": PEM, "JSON web token": JWT,
    "signed URL or form of AWS": SIGNED, "signed URL": "https://x/y?sig=abcdefghijkl", "URL with a password": "postgres://me:pass@host/db",
    "URL with a token": f"https://{PASSWORD}@github.com/x", "login of a client": f"curl -u me:{PASSWORD}",
    "authorization header": "Bearer abcdefghijklmnop", "authorization for Docker": DOCKER, "API key of AppSync": "da2-abcdefghijklmnopqrstuvwxyz",
    "token of GitHub": "gh" + "p_" + "a1" * 18, "token of GitLab, Slack or Stripe": "xo" + "xb-1234567890-a",
    "key or token of Google": "AI" + "zaSyA" + "b" * 32, "key of OpenAI or Anthropic": "sk" + "-ant-api03-" + "a" * 90,
    "token of npm, PyPI or Hugging Face": "np" + "m_" + "a" * 36, "key of SendGrid or Twilio": "S" + "G." + "a" * 22 + "." + "b" * 43,
    "token of Vault, Databricks, DigitalOcean or Docker": "hv" + "s." + "a" * 24,
    "webhook": "https://hooks.slack" + ".com/services/T00000000/B00000000/" + "X" * 24,
}  # fmt: skip


@pytest.mark.parametrize("form", SECRET_FORMS, ids=[form.finds for form in SECRET_FORMS])
def test_form_is_found_anywhere_in_linear_time(form: Any) -> None:
    example = EXAMPLES[form.finds]
    assert has_secret_form(example)
    assert has_secret_form(f"first line\nsee ({example}) and more")
    for sign in (*form.signs, example[:4], example[:-6]):
        has_secret_form(sign * (200_000 // len(sign)))


NESTED = json.dumps({"db": {"token": PASSWORD}})
HIDDEN = {
    "kebab case": f"client-secret={PASSWORD}", "header": f"x-api-key: {PASSWORD}", "spaces": f"the API key: {PASSWORD}",
    "short name": f"pwd={PASSWORD}", "connection string": f"Server=a;Uid=b;Pwd={PASSWORD};", "account": f"AccountName=a;AccountKey={PASSWORD}==",
    "environment": f"export DB_PASSWORD={PASSWORD}", "white space": f"password\t:\t\t\t\t\t\t{PASSWORD}", "token": f"users:\n- user:\n    token: {PASSWORD}",
    "YAML block": f"password: |\n  {PASSWORD}", "folded YAML": f"password: >-\n  {PASSWORD}", "XML": f"<ns:password>{PASSWORD}</ns:password>",
    "attribute": f'<c password="{PASSWORD}"/>', "option": f"mysql --password {PASSWORD}", "netrc": f"machine h login u password {PASSWORD}",
    "no user": f"redis://:{PASSWORD}@h", "parameter": f"https://h/?secret={PASSWORD}", "fragment": f"https://h/#access_token={PASSWORD}",
    "cookie": f"Cookie: session={PASSWORD}", "set cookie": f"Set-Cookie: sid={PASSWORD}", "JWE": "eyJhbGciOiJSU0EtT0FFUCJ9.." + "a" * 40 + "." + "b" * 40,
    "twice": '{"Token": "' + PASSWORD + '", "Token": ""}', "text before JSON": f"config is {json.dumps({'credentials': [1, 'abc']})}",
    "JSON Lines": '{"a": 1}\n{"pass": "abc"}', "byte order mark": "\ufeff" + json.dumps({"token": "abc"}), "escaped key": 'x {"tok\\u0065n": "' + PASSWORD + '"}',
    "escaped JSON": f"x {json.dumps(NESTED)}", "pair": json.dumps([{"name": "DB_PASSWORD", "value": "abc"}]), "nested": json.dumps({"a": json.dumps({"b": NESTED})}),
    "base64": base64.b64encode(NESTED.encode()).decode(), "base64 for URLs": "see " + base64.urlsafe_b64encode(f"??>password={PASSWORD}".encode()).decode(),
    "percent": quote(NESTED), "percent in a parameter": f"password%3D{PASSWORD}", "zero width": "AKIA\u200bIOSFODNN7EXAMPLE", "full width": f"\uff50assword={PASSWORD}",
    "after a zero-width character": "\u00e9\u200b" + EXAMPLES["token of GitHub"],
}  # fmt: skip


@pytest.mark.parametrize("string", HIDDEN.values(), ids=HIDDEN)
def test_secret_is_found_however_it_is_written(string: str, capture: Callable[[str], Contract]) -> None:
    contract = capture("ssm.ListCommands")
    response = {"Commands": [{"CommandId": "a" * 36, "Comment": string}]}
    assert recorded(contract, Case("", response, (), representation="wire"))["redacted"] == ["/Commands/0/Comment"]


def test_value_of_a_pair_is_replaced_if_its_name_is_that_of_a_secret(capture: Callable[[str], Contract]) -> None:
    contract = capture("ec2.DescribeVpcs")
    tags = [
        {"Key": "DB_PASSWORD", "Value": "abc"},
        {"Key": "Name", "Value": "mine"},
        {"Key": "NextToken", "Value": "p"},
    ]
    line = recorded(contract, Case("", {"Vpcs": [{"VpcId": "vpc-1", "Tags": tags}]}, ()))
    assert line["redacted"] == ["/Vpcs/0/Tags/0/Value"]


@pytest.mark.parametrize(
    "string",
    ["[" * 200_000, '{"a":' * 100_000, '[{"a": 1} ' * 20_000, "a" + " " * 500_000, "password" + " " * 500_000, "token" * 100_000,
     "-" * 500_000, "a.b-c" * 100_000, "a." * 250_000, ".a" * 250_000, "\\" * 500_000, "%41" * 150_000, "eyJ" * 200_000, "://" * 200_000, "{" + "a=b " * 100_000, "\ufdfa" * 50_000,
     json.dumps(json.dumps(json.dumps(json.dumps([{"a": "%41" * 1000}] * 20))))],
    ids=range(17),
)  # fmt: skip
def test_search_takes_linear_time(string: str) -> None:
    """A quadratic search of these would take hours."""
    holds_secret(string, SecretNames(), [Step(())])
    holds_secret(f"= :{string}: >", SecretNames(), [Step(())])


@pytest.mark.parametrize(
    "string",
    ["", "arn:aws:secretsmanager:us-east-1:123456789012:secret:mydb-AbCdEf", "NextToken: abcdefgh", "next token: abcdefgh", "PWD=/home/me",
     "password: false", "Resources:\n  Password:\n    Type: String", "AWS::SecretsManager::Secret: 1", "secret://vault/path", "--token-type bearer",
     "https://git@github.com/x", "max tokens: 4096", "a -> token", "SageMakerHyperParameterTuningJob", "--no-password --verbose", "token > 4096",
     json.dumps({"Key": "Name", "Value": "mine"}), json.dumps({"encrypted": True, "token": None}), base64.b64encode(b"an ordinary text").decode(),
     "arn:aws:iam::123456789012:role/r", "AROAIOSFODNN7EXAMPLE", "eyJhbGciOiJIUzI1NiJ9", "https://aws.amazon.com/?a=b", "Basic",
     "2024-05-06T07:08:09Z", "token bucket", "no password", "sha256:" + "0a" * 32],
)  # fmt: skip
def test_ordinary_strings_have_no_form_of_a_secret(string: str) -> None:
    assert not holds_secret(string, SecretNames(), [Step(())])
