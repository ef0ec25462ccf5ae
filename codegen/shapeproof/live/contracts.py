"""Which contract an answer is held against: the project's own, else what the client's own model states."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from shapeproof.capture.build import build
from shapeproof.capture.model import OperationModel
from shapeproof.contract import Contract
from shapeproof.registry import ContractRegistry

__all__ = ["LiveContracts"]


class LiveContracts:
    """Finds contracts of operations that clients call; each once.

    `registry` knows the project's own contracts. `version` is that of the botocore that loaded the
    clients' models, the edition of what is built from them.
    """

    def __init__(self, registry: ContractRegistry, version: str) -> None:
        self._registry = registry
        self._version = version
        self._found: dict[tuple[str, str, str], Contract] = {}

    def of(self, model: Any) -> Contract:
        """The contract of botocore's OperationModel. Raises CaptureError for a model that contradicts itself."""
        service = model.service_model
        key = (service.service_name, service.api_version, model.name)
        if key not in self._found:
            own = self._registry.project_contract(service.service_name, model.name)
            self._found[key] = own or self._stated(service, model.name)
        return self._found[key]

    def _stated(self, service: Any, operation: str) -> Contract:
        # The whole model as botocore loaded it, additions of its own included; it has no public name.
        document = cast("Mapping[str, Any]", service._service_description)  # noqa: SLF001
        return build(OperationModel.from_service(service.service_name, self._version, document, operation))
