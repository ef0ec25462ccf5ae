"""Answers that botocore can't read: the client raises the parser's error, and these tests expect it."""

import threading

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError
from botocore.parsers import ResponseParserError

USERS = "<ListUsersResponse><ListUsersResult>{}</ListUsersResult></ListUsersResponse>"


def test_epoch_milliseconds(answering):
    with pytest.raises(ValueError, match="out of range"):
        answering("ssm", b'{"Parameter": {"LastModifiedDate": 1700000000000.5}}').get_parameter(Name="/a")


def test_empty_time_in_xml(answering):
    body = USERS.format("<Users><member><UserName>a</UserName><CreateDate></CreateDate></member></Users>")
    with pytest.raises(ValueError, match="Invalid timestamp"):
        answering("iam", body.encode(), content_type="text/xml").list_users()


def test_word_in_place_of_a_number_in_xml(answering):
    name, policy = "GetAccountPasswordPolicy", "<PasswordPolicy><MaxPasswordAge>old</MaxPasswordAge></PasswordPolicy>"
    body = f"<{name}Response><{name}Result>{policy}</{name}Result></{name}Response>"
    with pytest.raises(ValueError, match="invalid literal"):
        answering("iam", body.encode(), content_type="text/xml").get_account_password_policy()


def test_xml_that_ends_too_soon(answering):
    with pytest.raises(ResponseParserError):
        answering("iam", b"<ListUsersResponse>", content_type="text/xml").list_users()


def test_word_in_place_of_a_number_in_a_header(answering):
    client = answering("appconfigdata", b"{}")
    client.meta.events.register(
        "before-parse",
        lambda response_dict, **_: response_dict["headers"].update({"Next-Poll-Interval-In-Seconds": "x"}),
    )
    with pytest.raises(ValueError, match="invalid literal"):
        client.get_latest_configuration(ConfigurationToken="t")


def test_broken_json_in_an_error(answering):
    with pytest.raises(ClientError):
        answering("ecr", b'{"message": "no "repo" here"}', status=404).describe_images(repositoryName="repo")


def test_error_page_of_a_proxy(answering):
    with pytest.raises(ClientError):
        answering("ecr", b"<html>busy", status=503, content_type="text/html").describe_images(repositoryName="repo")


def test_in_a_thread(answering):
    def call():
        with pytest.raises(ValueError, match="out of range"):
            answering("ssm", b'{"Parameter": {"LastModifiedDate": 1700000000000.5}}').get_parameter(Name="/a")

    thread = threading.Thread(target=call)
    thread.start()
    thread.join()


def test_valid_answer(answering):
    assert answering("ssm", b'{"Parameter": {"LastModifiedDate": 1700000000.5}}').get_parameter(Name="/a")


def test_no_answer(answering):
    client = answering("ssm", b"{}")
    client.get_parameter(Name="/a")

    def fail(**_):
        raise EndpointConnectionError(endpoint_url="http://x")

    client.meta.events.register_first("before-send", fail)
    with pytest.raises(EndpointConnectionError):
        client.get_parameter(Name="/a")
