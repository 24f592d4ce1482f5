"""What a broker counts, and to whom it shows the numbers."""

import http.client

from remote.broker.metrics import Metrics
from tests.remote.broker.conftest import MakeBroker


def test_numbers_are_written_for_the_log_and_for_prometheus() -> None:
    metrics = Metrics(connections=7, bytes_down=100)
    metrics.refused["code"] += 2
    metrics.cuts["not_rfb"] += 1
    assert metrics.line(strangers=1, tunnels=2, viewers=0) == (
        "live_tunnels=2 live_viewers=0 strangers=1 connections=7 refused=2 cuts=1 bytes_down=100 bytes_up=0"
    )
    lines = metrics.text(strangers=1, tunnels=2, viewers=0).splitlines()
    assert "acompanya_broker_live_tunnels 2" in lines
    assert 'acompanya_broker_refused_total{reason="code"} 2' in lines
    assert 'acompanya_broker_cuts_total{reason="not_rfb"} 1' in lines
    assert lines.count("# TYPE acompanya_broker_connections_total counter") == 1


def test_prometheus_is_answered_at_loopback_when_a_port_is_set(make_broker: MakeBroker, unused_tcp_port: int) -> None:
    make_broker(metrics_port=unused_tcp_port)
    asking = http.client.HTTPConnection("127.0.0.1", unused_tcp_port, timeout=5)
    asking.request("GET", "/metrics")
    answer = asking.getresponse()
    assert (answer.status, b"acompanya_broker_live_tunnels 0" in answer.read()) == (200, True)
    asking.close()
