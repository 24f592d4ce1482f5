"""The counters for Prometheus, at the machine's own loopback and nowhere else."""

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from remote.broker.node import Broker

ASKS_WITHIN = 5.0
MAX_REQUEST = 8192


async def serve_metrics(broker: "Broker") -> asyncio.Server:
    """Answer any request with the numbers of now; raises OSError when the port is taken."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), ASKS_WITHIN)
            body = broker.metrics.text(**broker.live).encode()
            head = f"HTTP/1.1 200 OK\r\nContent-Type: text/plain; version=0.0.4\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
            writer.write(head.encode() + body)
            await writer.drain()
        except (TimeoutError, OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass
        finally:
            writer.close()

    return await asyncio.start_server(answer, "127.0.0.1", broker.config.metrics_port, limit=MAX_REQUEST)
