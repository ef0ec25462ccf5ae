"""The services of the suite, as if they belonged to the installed botocore."""

from __future__ import annotations

import pytest
from tests.protocols.suite import write_models

from shapeproof.capture.sources import open_source
from shapeproof.registry import ContractRegistry


@pytest.fixture(scope="session")
def registry(tmp_path_factory: pytest.TempPathFactory) -> ContractRegistry:
    return ContractRegistry(models=open_source(write_models(tmp_path_factory.mktemp("protocols"))))
