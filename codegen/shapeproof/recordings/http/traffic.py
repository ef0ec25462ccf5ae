"""Reads the responses in HTTP exchanges, each with the contracts that it may belong to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any, Final

from shapeproof.contract import Contract, operation_key
from shapeproof.errors import CaptureError, MissingExtraError, UnknownContractError
from shapeproof.recordings.http.body_reading import BodyReading
from shapeproof.recordings.http.hosts import parse_host
from shapeproof.recordings.http.http_encoding import BodyDecodingError, DecodingBudget, decode_body
from shapeproof.recordings.http.operations import (
    OTHER_HOSTS,
    Ignored,
    OperationCall,
    OperationIndex,
    RoutingStyle,
    UnknownOperation,
)
from shapeproof.recordings.http.request_names import named_operation
from shapeproof.recordings.http.responses import (
    DecodedResponse,
    decode_cbor_response,
    decode_json_response,
    has_structured_body,
    is_cbor_body,
    is_error_page,
    is_error_status,
)
from shapeproof.recordings.identification.identifier import Identifier, format_error
from shapeproof.recordings.identification.recorded_day import day_of_exchange
from shapeproof.recordings.model import Exchange, ReadFailure, Recording
from shapeproof.recordings.syntax.parse_error import ParseError
from shapeproof.recordings.syntax.recorded_values import json_type
from shapeproof.representations.wire_names import payload_member
from shapeproof.validation.catalog import FindingCode, reading

__all__ = ["TrafficReader"]

_NO_BODY: Final = "responses whose body was not recorded"
_NO_RESPONSE: Final = "requests without a response"
_NO_STRUCTURE: Final = "bodies that are a stream, a blob or a string"
_EVENT_STREAM: Final = "event streams"
_OLD_CBOR: Final = "bodies in the CBOR of an older protocol (x-amz-cbor), which is not read"
_ERROR_PAGE: Final = "error pages that no service wrote"
_OTHER_OPERATION: Final = "responses of operations other than the one that is named"
_OLD_XML: Final = "responses in XML of services whose models know JSON only"
_NOT_MODIFIED: Final = 304
_FIRST_FINAL_STATUS: Final = 200


@dataclass(frozen=True)
class TrafficReader:
    """Reads exchanges, with the contracts that an identifier finds."""

    identifier: Identifier

    def read(
        self, exchange: Exchange, budget: DecodingBudget
    ) -> list[tuple[Recording, Contract]] | Ignored | ReadFailure:
        """Read the response in an exchange.

        Args:
            exchange: the exchange.
            budget: what the bodies of its file may still decode to.

        Returns:
            The response, once for each contract that it may belong to; or why it isn't checked; or why it can't be read.
        """
        try:
            operation = self._identify(exchange)
            if not isinstance(operation, OperationCall):
                return operation if isinstance(operation, Ignored) else _unknown(exchange, operation.message)
            contracts = [*self.identifier.of_day(self._contracts(operation), partial(day_of_exchange, exchange))]
        except (CaptureError, UnknownContractError) as error:
            return _unknown(exchange, format_error(error))
        if not contracts:
            return Ignored(_OTHER_OPERATION)
        if exchange.status < _FIRST_FINAL_STATUS or exchange.status == _NOT_MODIFIED:
            return Ignored(_NO_RESPONSE)
        if exchange.body is None:
            return Ignored(_NO_BODY)
        if reason := _unread_form(exchange):
            return Ignored(reason)
        return self._read_body(exchange, exchange.body, contracts, operation.routing, budget)

    def _read_body(
        self,
        exchange: Exchange,
        encoded_body: bytes,
        contracts: list[Contract],
        routing: RoutingStyle,
        budget: DecodingBudget,
    ) -> list[tuple[Recording, Contract]] | Ignored | ReadFailure:
        body = b""
        try:
            body = decode_body(encoded_body, exchange.headers, budget)
            results = self._decode_each(exchange, body, contracts, routing)
        except BodyDecodingError as error:
            message = f"the response body cannot be decoded: {error}; record it again, decoded"
            return _failure(exchange, reading.INVALID_COMPRESSION, message)
        except MissingExtraError as error:
            return _failure(exchange, reading.EXTRA_NOT_INSTALLED, format_error(error))
        except ParseError as error:
            if is_error_page(exchange.status, exchange.headers, body, error):
                return Ignored(_ERROR_PAGE)
            location = exchange.location_of(error.pointer)
            return ReadFailure(error.code, error.message, exchange.index, *location, error.pointer, exchange.form)
        candidates = [
            (_recording(exchange, decoded), contract)
            for decoded, contract in results
            if not isinstance(decoded, Ignored)
        ]
        if not candidates:
            return next(ignored for ignored, _ in results if isinstance(ignored, Ignored))
        recording, contract = candidates[0]
        # A document that is the whole body may be any value.
        is_document = recording.part is None and payload_member(contract.schema()) is not None
        if not isinstance(recording.value, dict) and not is_document:
            expected = "a CBOR map" if recording.is_cbor else "a JSON object"
            message = f"expected {expected} as response body, got {json_type(recording.value)}"
            return _failure(exchange, reading.RESPONSE_NOT_AN_OBJECT, message)
        return candidates

    def _decode_each(
        self, exchange: Exchange, body: bytes, contracts: list[Contract], routing: RoutingStyle
    ) -> list[tuple[DecodedResponse | BodyReading | Ignored, Contract]]:
        """Decode a body for each of the contracts with which it can be decoded. Raises ParseError if there is none."""
        results: list[tuple[DecodedResponse | BodyReading | Ignored, Contract]] = []
        errors: list[ParseError] = []
        for contract in contracts:
            try:
                results.append((self._decode(exchange, body, contract, routing), contract))
            except ParseError as error:
                errors.append(error)
        if not results:
            raise errors[0]
        return results

    def _decode(
        self, exchange: Exchange, body: bytes, contract: Contract, routing: RoutingStyle
    ) -> DecodedResponse | BodyReading | Ignored:
        if not has_structured_body(contract, exchange.status):
            return Ignored(_NO_STRUCTURE)
        if is_cbor_body(exchange.headers, body, is_rpc=routing == "rpc"):
            read = body if self._is_read(exchange, contract) else b""
            return decode_cbor_response(contract, exchange.status, exchange.headers, read)
        if routing == "query" or (contract.json_protocol is None and routing != "rpc"):
            from shapeproof.recordings.http.xml_responses import decode_xml_response

            models = self.identifier.registry.models
            protocol = _xml_protocol(models.metadata[contract.service], routing)
            if protocol is None:
                return Ignored(_OLD_XML)
            model = models.model(contract.service)
            return decode_xml_response(
                contract.service, model, contract.operation, protocol, exchange.status, exchange.headers, body
            )
        if not self._is_read(exchange, contract):
            return DecodedResponse({}, "wire")
        return decode_json_response(contract, exchange.status, exchange.headers, body)

    def _is_read(self, exchange: Exchange, contract: Contract) -> bool:
        """Whether boto3 looks at a body in JSON or CBOR: it doesn't if the operation has no output."""
        return is_error_status(exchange.status) or self._has_output(contract)

    def _has_output(self, contract: Contract) -> bool:
        """Whether the model gives an operation an output, be it empty."""
        if contract.members():
            return True
        try:
            operations = self.identifier.registry.models.model(contract.service)["operations"]
        except (MissingExtraError, CaptureError, UnknownContractError):
            return True
        return "output" in operations.get(contract.operation, {"output": {}})

    def _identify(self, exchange: Exchange) -> OperationCall | Ignored | UnknownOperation:
        forced = self.identifier.forced
        try:
            index = self._operation_index
        except MissingExtraError as error:
            return self._identify_without_models(exchange, error)
        return index.identify(exchange, default_service=forced.service if forced else None)

    @cached_property
    def _operation_index(self) -> OperationIndex:
        return OperationIndex(self.identifier.registry.models)

    def _identify_without_models(
        self, exchange: Exchange, error: MissingExtraError
    ) -> OperationCall | Ignored | UnknownOperation:
        """Identify the operation by its name: the committed contracts have no routes."""
        if exchange.operation:
            return UnknownOperation(format_error(error))
        committed = self.identifier.committed()
        prefixes = {contract.endpoint_prefix for contract in committed}
        host, target = parse_host(exchange.url_parts.hostname or "", prefixes), named_operation(exchange)
        if target is None and not host.is_aws:
            return Ignored(OTHER_HOSTS)
        operations = [
            f"{contract.service}.{contract.operation}"
            for contract in committed
            if target and operation_key(target[1]) == operation_key(contract.operation)
            if host.endpoint_prefix in {"", contract.endpoint_prefix}
        ]
        return OperationCall(tuple(operations), "json") if operations else UnknownOperation(format_error(error))

    def _contracts(self, call: OperationCall) -> list[Contract]:
        """The contracts of the operations; of them, only the forced one if there is one."""
        forced = self.identifier.forced
        if forced is None:
            return [self.identifier.registry.load(name) for name in call.operations]
        forced_key = (forced.service, operation_key(forced.operation))
        names = (name.partition(".") for name in call.operations)
        is_called = any((service, operation_key(operation)) == forced_key for service, _, operation in names)
        return [forced] if is_called else []


def _unread_form(exchange: Exchange) -> str | None:
    """The form of a body that is passed over; None for all others."""
    content_type = exchange.headers.get("content-type", "").lower()
    if "application/vnd.amazon.eventstream" in content_type:
        return _EVENT_STREAM
    asked_for = exchange.request_headers.get("content-type", "").lower()
    return _OLD_CBOR if "x-amz-cbor" in (content_type or asked_for) else None


def _xml_protocol(metadata: Mapping[str, Any], routing: RoutingStyle) -> str | None:
    protocols = (metadata.get("protocol"), *metadata.get("protocols", ()))
    xml_protocols = {"query", "ec2"} if routing == "query" else {"rest-xml"}
    known = next((protocol for protocol in protocols if protocol in xml_protocols), None)
    return "query" if known is None and routing == "query" else known  # the request tells what the service spoke then


def _recording(exchange: Exchange, decoded: DecodedResponse | BodyReading) -> Recording:
    if isinstance(decoded, BodyReading):
        return Recording(
            value=decoded.converted.original,
            form=exchange.form,
            index=exchange.index,
            line=1,
            representation="wire",
            part=decoded.part,
            locate=partial(exchange.locate, offsets_of=decoded.offsets_in),
            converted=decoded.converted,
            faults=decoded.faults,
        )
    return Recording(
        value=decoded.value,
        form=exchange.form,
        index=exchange.index,
        line=1,
        representation=decoded.representation,
        part="error" if is_error_status(exchange.status) else None,
        error_name=decoded.error_name,
        locate=exchange.locate,
        is_cbor=decoded.is_cbor,
    )


def _unknown(exchange: Exchange, reason: str) -> ReadFailure:
    message = f"cannot tell which contract this response belongs to: {reason}"
    return _failure(exchange, reading.CONTRACT_NOT_IDENTIFIED, message)


def _failure(exchange: Exchange, code: FindingCode, message: str) -> ReadFailure:
    """A failure about the whole body of a response."""
    return ReadFailure(code, message, exchange.index, *exchange.location_of(()), form=exchange.form)
