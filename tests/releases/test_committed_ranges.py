"""The releases that committed contracts name, held against the wheels themselves."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest

from shapeproof.capture.model import OperationModel
from shapeproof.registry import ContractRegistry, Edition
from shapeproof.registry.directories import read_contract
from shapeproof.releases import Releases

VARIABLE: Final = "SHAPEPROOF_TEST_RELEASES"
"""`pip`, or a directory of wheels."""
EDITIONS: Final = ContractRegistry().editions()


@pytest.mark.parametrize("edition", EDITIONS, ids=lambda edition: f"{edition.operation_name}@{edition.edition}")
def test_a_range_is_dated_in_order(edition: Edition) -> None:
    contract = read_contract(edition)
    versions = [contract.since or contract.edition, contract.edition, contract.through or contract.edition]
    days = [contract.released[version] for version in versions]
    assert days == sorted(days)
    assert set(contract.released) == set(versions)


@pytest.mark.skipif(
    VARIABLE not in os.environ, reason=f"downloads wheels; {VARIABLE}=pip or a directory of them runs it"
)
@pytest.mark.parametrize("edition", EDITIONS, ids=lambda edition: f"{edition.operation_name}@{edition.edition}")
def test_a_range_is_that_of_the_wheels(edition: Edition) -> None:
    contract = read_contract(edition)
    releases = Releases(None if os.environ[VARIABLE] == "pip" else Path(os.environ[VARIABLE]))
    versions = releases.versions()

    def model(version: str) -> OperationModel | None:
        found = releases.model(contract.service, contract.operation, version)
        return found and replace(found, edition="", released=None)

    for version, day in contract.released.items():
        assert releases.date(version).isoformat() == day
    first, last = (versions.index(end or contract.edition) for end in (contract.since, contract.through))
    own = model(contract.edition)
    assert own
    assert model(versions[first]) == model(versions[last]) == own
    assert model(versions[first - 1]) != own
    if contract.through:  # of the newest edition, nothing later was known when it was captured
        assert model(versions[last + 1]) != own
