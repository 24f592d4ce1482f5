"""The embedded size: pages, sockets and the task worker in one process."""

import os
import threading

import daphne.server
from daphne.endpoints import build_endpoint_description_strings
from django.conf import settings
from django.db import connections

from config.server.broker import start_broker
from config.server.jobs import JOBS
from config.server.web import WebServer
from helpdesk.outbox.worker import Job, TaskWorker
from helpdesk.tickets import bell
from remote.broker.thread import BrokerThread

MAX_FRAME = 65536
WORKER_ENDS_WITHIN = 2.0
BROKER_ENDS_WITHIN = 2.0
ALL_ENDS_WITHIN = 4.5
# Twisted lets 50 wait to be let in and drops the rest; at the hour when appointments open, more come at once.
BACKLOG = 1024


def _end_anyway() -> None:
    """Leave when a thread or a stuck view would hold the process; what it did is taken up again from the database."""
    timer = threading.Timer(ALL_ENDS_WITHIN, os._exit, args=(0,))
    timer.daemon = True
    timer.start()


def serve(*, host: str, port: int, extra_jobs: tuple[Job, ...] = ()) -> bool:
    """Serve until SIGTERM or SIGINT, then end within 5 s; False when the address could not be listened on."""
    from config.asgi import application  # noqa: PLC0415  WhiteNoise lists the static files when this is imported: they are collected by now

    worker = TaskWorker((*JOBS, *extra_jobs))
    brokers: list[BrokerThread] = []
    behind_proxy = settings.SECURE_PROXY_SSL_HEADER is not None

    def ready() -> None:
        bell.use_loop(daphne.server.twisted_loop)
        daphne.server.reactor.addSystemEventTrigger("before", "shutdown", _end_anyway)
        worker.start()
        if broker := start_broker(daphne.server.twisted_loop):
            brokers.append(broker)

    server = WebServer(
        application=application,
        endpoints=[f"{address}:backlog={BACKLOG}" for address in build_endpoint_description_strings(host=host, port=port)],
        http_timeout=120,
        ping_interval=20,
        ping_timeout=40,
        proxy_forwarded_address_header="X-Forwarded-For" if behind_proxy else None,
        proxy_forwarded_port_header="X-Forwarded-Port" if behind_proxy else None,
        proxy_forwarded_proto_header="X-Forwarded-Proto" if behind_proxy else None,
        verbosity=0,
        websocket_max_message_size=MAX_FRAME,
        websocket_max_frame_size=MAX_FRAME,
        application_close_timeout=20,
        ready_callable=ready,
        server_name="",
    )
    server.run()
    if not server.listening_addresses:
        return False
    for broker in brokers:
        broker.stop(BROKER_ENDS_WITHIN)
    worker.stop(WORKER_ENDS_WITHIN)
    connections.close_all()
    return True
