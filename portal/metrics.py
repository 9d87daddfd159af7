"""What `/metrics` tells: how long answers took in this process (or on this machine), and what the database says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from prometheus_client import CollectorRegistry, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from core.limits import is_asked_from_here
from core.models import PeriodicJob
from notices.queries import outbox_now
from services.queries.figures import open_now

LATENCY = Histogram(
    "portal_request_seconds", "How long answers took.", ["view", "status"], registry=None
)  # by the name of the view and the class of the status: no address, no person


def may_read(request: HttpRequest) -> bool:
    """With METRICS_TOKEN: who brings it. Without: who asks on this machine, or is a trusted proxy asking for itself."""
    if settings.METRICS_TOKEN:
        return constant_time_compare(request.headers.get("Authorization", ""), f"Bearer {settings.METRICS_TOKEN}")
    return is_asked_from_here(request)


def page() -> bytes:
    registry = CollectorRegistry()
    if settings.PROMETHEUS_MULTIPROC_DIR:
        MultiProcessCollector(registry, settings.PROMETHEUS_MULTIPROC_DIR)
    else:
        registry.register(LATENCY)
    registry.register(FromDatabase())
    return generate_latest(registry)


class FromDatabase(Collector):
    """The same from every process and machine: take the greatest, never the sum."""

    def collect(self) -> Iterator[Metric]:
        now = timezone.now()
        yield from _requests(now)
        yield from _outbox(now)
        yield from _jobs()


def _requests(now: datetime) -> Iterator[Metric]:
    by_status = GaugeMetricFamily("portal_requests_open", "Requests that are not solved yet.", labels=["status"])
    late = 0
    for status, count, overdue in open_now(now):
        by_status.add_metric([status], count)
        late += overdue
    yield by_status
    yield GaugeMetricFamily("portal_requests_overdue", "Open requests whose promise is over.", late)


def _outbox(now: datetime) -> Iterator[Metric]:
    outbox = outbox_now(now)
    age = (now - outbox.oldest).total_seconds() if outbox.oldest else 0
    yield GaugeMetricFamily("portal_outbox_waiting", "Notices and deliveries that still have to go out.", outbox.depth)
    yield GaugeMetricFamily("portal_outbox_oldest_seconds", "For how long the oldest has been due.", age)
    yield GaugeMetricFamily("portal_deliveries_given_up", "Deliveries that wait for a person.", outbox.given_up)


def _jobs() -> Iterator[Metric]:
    started = GaugeMetricFamily("portal_job_started_timestamp_seconds", "When it last began.", labels=["job"])
    finished = GaugeMetricFamily("portal_job_finished_timestamp_seconds", "When it last ended.", labels=["job"])
    failed = GaugeMetricFamily("portal_job_failed_rows", "What it could not do the last time.", labels=["job"])
    for job in PeriodicJob.objects.all():
        if job.started_at:
            started.add_metric([job.name], job.started_at.timestamp())
        if job.finished_at:
            finished.add_metric([job.name], job.finished_at.timestamp())
        failed.add_metric([job.name], job.failed)
    yield from (started, finished, failed)
