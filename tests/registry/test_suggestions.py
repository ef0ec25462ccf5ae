"""A wrong name of a contract is answered with the right one, and every operation can be found."""

from __future__ import annotations

import pytest
from tests.cli.conftest import Run, run

from shapeproof.capture.sources import installed
from shapeproof.errors import UnknownContractError
from shapeproof.registry import ContractRegistry
from shapeproof.registry.suggestions import similar_services

__all__ = ["run"]

pytest.importorskip("botocore", reason="botocore isn't installed, and its operations are suggested")


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("dynamodb.list_buckets", "s3.list_buckets"),
        ("list_buckets", "s3.list_buckets"),
        ("ListBuckets", "s3.list_buckets"),
        ("s3.lst_buckets", "s3.list_buckets"),
        ("lambda.list_bucket", "s3.list_buckets"),
        ("cloudwatchlogs.describe_log_groups", "logs.describe_log_groups"),
        ("elasticloadbalancingv2.DescribeRules", "elbv2.describe_rules"),
        ("cognito.list_users", "cognito-idp.list_users"),
    ],
)
def test_the_hint_names_the_right_contract(name: str, meant: str) -> None:
    registry = ContractRegistry()
    with pytest.raises(UnknownContractError) as caught:
        registry.load(name)
    assert f"did you mean {meant}" in str(caught.value)
    assert registry.load(meant).operation_name == meant


@pytest.mark.parametrize(
    ("name", "service"),
    [("elasticloadbalancingv2", "elbv2"), ("cloudwatch-logs", "logs"), ("Step Functions", "stepfunctions")],
)
def test_services_are_known_by_their_other_names(name: str, service: str) -> None:
    assert similar_services(installed(), name) == [service]


def test_nothing_is_suggested_for_what_resembles_nothing() -> None:
    assert similar_services(installed(), "qqqqqqqq") == []


def test_a_service_is_told_as_one(run: Run) -> None:
    assert "s3 is a service; its operations: shapeproof list s3" in run("rules", "s3").stderr


def test_show_lists_the_operations_of_a_service(run: Run) -> None:
    done = run("show", "sts")
    assert (done.returncode, done.stderr) == (0, "")
    heading, *operations, _, hint = done.stdout.splitlines()
    assert heading == "sts  AWS Security Token Service"
    names = [f"sts.{line.split()[0]}@installed" for line in operations]
    assert names == run("list", "sts", "--installed").stdout.splitlines()
    assert all(len(line.split()) > 3 for line in operations)
    assert "shapeproof list sts" in hint
    assert "committed: 1.29.145" in run("show", "sagemaker").stdout
    assert "sts is a service, and has no schema" in run("show", "sts", "--json").stderr


def test_each_listed_operation_is_a_name_for_other_commands(run: Run) -> None:
    names = run("list", "sts").stdout.splitlines()
    assert "sts.get_caller_identity@installed" in names
    for name in names:
        assert ContractRegistry().load(name).service == "sts"
    assert run("list", "sts", "--installed").stdout.splitlines() == names


def test_committed_contracts_come_first(run: Run) -> None:
    committed = run("list").stdout.splitlines()
    lines = run("list", "sagemaker").stdout.splitlines()
    assert "sagemaker.describe_hyper_parameter_tuning_job@1.29.145  *" in committed
    assert lines[: len(committed)] == committed
    assert all(line.endswith("@installed") for line in lines[len(committed) :])


def test_services_are_listed_with_the_number_of_their_operations(run: Run) -> None:
    rows = {
        row[0]: int(row[1].replace(",", "")) for row in map(str.split, run("list", "--installed").stdout.splitlines())
    }
    models = installed()
    assert set(rows) == set(models.services)
    assert rows["sts"] == len(models.operations("sts"))


def test_an_unknown_service_is_answered_with_a_hint(run: Run) -> None:
    done = run("list", "cloudwatch-logs")
    assert (done.returncode, done.stdout) == (2, "")
    assert "did you mean logs?" in done.stderr
