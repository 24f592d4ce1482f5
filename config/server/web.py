"""Daphne with our limits: bodies are refused while they arrive, and an open connection never keeps the process alive."""

import logging
from typing import Any

import daphne.server
from daphne.http_protocol import HTTPFactory, WebRequest
from django.conf import settings

logger = logging.getLogger(__name__)
TOO_LARGE = b"HTTP/1.1 413 Content Too Large\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"


class LimitedRequest(WebRequest):
    """A request whose body is never spooled beyond the limit, with or without a Content-Length."""

    received = 0
    refused = False

    def gotLength(self, length: int | None) -> None:  # noqa: N802  Twisted's name
        """Refuse an announced body before its first byte is kept."""
        super().gotLength(0 if length and length > settings.MAX_REQUEST_BYTES else length)
        if length and length > settings.MAX_REQUEST_BYTES:
            self._refuse()

    def handleContentChunk(self, data: bytes) -> None:  # noqa: N802  Twisted's name
        """Count what arrives: chunked bodies announce no length."""
        self.received += len(data)
        if self.received > settings.MAX_REQUEST_BYTES:
            self._refuse()
        if not self.refused:
            super().handleContentChunk(data)

    def process(self) -> Any:  # noqa: ANN401  Twisted's Deferred
        """Hand over a request that was not refused; its path is nobody's to choose but the proxy's in front, which we do not use."""
        if self.refused:
            return None
        self.requestHeaders.removeHeader(b"Daphne-Root-Path")
        return super().process()

    def _refuse(self) -> None:
        if not self.refused:
            self.refused = True
            self.channel.transport.write(TOO_LARGE)
            self.channel.loseConnection()


class LimitedFactory(HTTPFactory):
    """Builds connections whose requests are limited."""

    def buildProtocol(self, addr: object) -> Any:  # noqa: ANN401, N802  Twisted's name
        """Return the protocol of one connection."""
        protocol = super().buildProtocol(addr)
        protocol.requestFactory = LimitedRequest
        return protocol


class WebServer(daphne.server.Server):
    """Daphne's server on its asyncio reactor."""

    def run(self) -> None:
        """Serve until the reactor stops."""
        daphne.server.HTTPFactory = LimitedFactory
        super().run()

    def kill_all_applications(self) -> Any:  # noqa: ANN401  Twisted's Deferred
        """Cancel what runs; a connection without an application yet is none of its business."""
        for protocol in [protocol for protocol, details in self.connections.items() if "application_instance" not in details]:
            del self.connections[protocol]
        return super().kill_all_applications()
