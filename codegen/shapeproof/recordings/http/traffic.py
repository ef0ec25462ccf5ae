"""HTTP exchanges -> the responses in them, each with the contract that it may belong to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from shapeproof.contract import Contract, operation_key
from shapeproof.errors import CaptureError, MissingExtraError, UnknownContractError
from shapeproof.recordings.http.hosts import host_of
from shapeproof.recordings.http.http_encoding import UnpackingError, unpacked
from shapeproof.recordings.http.operations import (
    OTHER_HOSTS,
    Called,
    Ignored,
    OperationIndex,
    RoutingStyle,
    Unknown,
    target_of,
)
from shapeproof.recordings.http.responses import DecodedResponse, is_failure, json_answer, shows_structure
from shapeproof.recordings.identification.identifier import Identifier, told
from shapeproof.recordings.model import Exchange, ReadFailure, Recording
from shapeproof.recordings.syntax.unreadable import UnreadableText
from shapeproof.representations.wire_names import payload_member
from shapeproof.validation.catalog import reading

__all__ = ["Traffic"]

_NO_BODY: Final = "answers whose body wasn't kept"
_NO_ANSWER: Final = "requests without an answer"
_NO_STRUCTURE: Final = "bodies that are a stream, a blob or a text"
_ERROR_PAGE: Final = "error pages that no service wrote"
_OTHER_OPERATION: Final = "answers of other operations than the one that is named"
_OLD_XML: Final = "answers in XML of services that the models know with JSON alone"
_NOT_MODIFIED: Final = 304
_FIRST_STATUS: Final = 200


@dataclass(frozen=True)
class Traffic:
    """Reads exchanges, with the contracts that an identifier finds."""

    identifier: Identifier

    def responses(self, exchange: Exchange) -> list[tuple[Recording, Contract]] | Ignored | ReadFailure:
        """The response in an exchange, read as each contract wants it that it may belong to.

        Or why it isn't checked, or the Problem with it.
        """
        try:
            call = self._called(exchange)
            if not isinstance(call, Called):
                return call if isinstance(call, Ignored) else _unknown(exchange, call.problem)
            contracts = self._contracts(call)
        except (CaptureError, UnknownContractError) as error:
            return _unknown(exchange, told(error))
        if not contracts:
            return Ignored(_OTHER_OPERATION)
        if exchange.status < _FIRST_STATUS or exchange.status == _NOT_MODIFIED:
            return Ignored(_NO_ANSWER)
        if exchange.body is None:
            return Ignored(_NO_BODY)
        return self._read(exchange, exchange.body, contracts, call.speech)

    def _read(
        self, exchange: Exchange, packed: bytes, contracts: list[Contract], speech: RoutingStyle
    ) -> list[tuple[Recording, Contract]] | Ignored | ReadFailure:
        try:
            body = unpacked(packed, exchange.headers)
            answers = [(self._answer(exchange, body, contract, speech), contract) for contract in contracts]
        except UnpackingError as reason:
            message = f"This answer can't be read: {reason}. Record it again, unpacked."
            return ReadFailure(
                reading.INVALID_COMPRESSION, message, exchange.index, *exchange.locate(()), form=exchange.form
            )
        except UnreadableText as refusal:
            if is_failure(exchange.status) and refusal.code == reading.INVALID_SYNTAX:
                return Ignored(_ERROR_PAGE)
            place = exchange.locate(refusal.pointer)
            return ReadFailure(refusal.code, refusal.message, exchange.index, *place, refusal.pointer, exchange.form)
        found = [(_recording(exchange, answer), one) for answer, one in answers if isinstance(answer, DecodedResponse)]
        if not found:
            return next(answer for answer, _ in answers if isinstance(answer, Ignored))
        first, contract = found[0]
        is_whole = first.part is None and payload_member(contract.schema()) is not None  # a document may be any value
        if not isinstance(first.value, dict) and not is_whole:
            message = "The body of a response is a JSON object."
            return ReadFailure(
                reading.RESPONSE_NOT_AN_OBJECT, message, exchange.index, *exchange.locate(()), form=exchange.form
            )
        return found

    def _answer(
        self, exchange: Exchange, body: bytes, contract: Contract, speech: RoutingStyle
    ) -> DecodedResponse | Ignored:
        if not shows_structure(contract, exchange.status):
            return Ignored(_NO_STRUCTURE)
        if speech == "query" or contract.json_protocol is None:
            from shapeproof.recordings.http.xml_responses import xml_answer

            models = self.identifier.registry.models
            protocol = _xml_protocol(models.metadata[contract.service], speech)
            if protocol is None:
                return Ignored(_OLD_XML)
            return xml_answer(
                models.model(contract.service), contract.operation, protocol, exchange.status, exchange.headers, body
            )
        return json_answer(contract, exchange.status, exchange.headers, body)

    def _called(self, exchange: Exchange) -> Called | Ignored | Unknown:
        forced = self.identifier.forced
        try:
            calls = self._calls
        except MissingExtraError as missing:
            return self._called_without_models(exchange, missing)
        return calls.called(exchange, assumed=forced.service if forced else None)

    @cached_property
    def _calls(self) -> OperationIndex:
        return OperationIndex(self.identifier.registry.models)

    def _called_without_models(self, exchange: Exchange, missing: MissingExtraError) -> Called | Ignored | Unknown:
        """What the committed contracts tell: they know no routes, but operations by name."""
        prefixes = {one.endpoint_prefix for one in self.identifier.committed()}
        host, target = host_of(exchange.address.hostname or "", prefixes), target_of(exchange)
        if target is None and not host.is_aws:
            return Ignored(OTHER_HOSTS)
        found = [
            f"{one.service}.{one.operation}"
            for one in self.identifier.committed()
            if target and operation_key(target[1]) == operation_key(one.operation)
            if host.prefix in {"", one.endpoint_prefix}
        ]
        return Called(tuple(found), "json") if found else Unknown(told(missing))

    def _contracts(self, call: Called) -> list[Contract]:
        forced = self.identifier.forced
        if forced is None:
            return [self.identifier.registry.load(name) for name in call.operations]
        meant = (forced.service, operation_key(forced.operation))
        named = (name.partition(".") for name in call.operations)
        return [forced] if any((service, operation_key(name)) == meant for service, _, name in named) else []


def _xml_protocol(metadata: Mapping[str, Any], speech: RoutingStyle) -> str | None:
    spoken = (metadata.get("protocol"), *metadata.get("protocols", ()))
    wanted = {"query", "ec2"} if speech == "query" else {"rest-xml"}
    return next((one for one in spoken if one in wanted), None)


def _recording(exchange: Exchange, answer: DecodedResponse) -> Recording:
    return Recording(
        value=answer.value,
        form=exchange.form,
        index=exchange.index,
        line=1,
        representation=answer.representation,
        part="error" if is_failure(exchange.status) else None,
        error_name=answer.error_name,
        locate=exchange.locate,
    )


def _unknown(exchange: Exchange, problem: str) -> ReadFailure:
    message = f"It can't be told which contract this response belongs to: {problem}."
    return ReadFailure(
        reading.CONTRACT_NOT_IDENTIFIED, message, exchange.index, *exchange.locate(()), form=exchange.form
    )
