"""What happens to requests when nobody acts."""

from datetime import datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.utils import timezone

from accounts.tasks import forget_sessions
from core.calendar import SHANGHAI
from core.periodic import Outcome
from services import actions, tasks
from services.models import DraftPhoto, Request
from services.vocabulary import EventKind, Status
from tests import factories

MONDAY = datetime(2026, 11, 2, 9, 0, tzinfo=SHANGHAI)
DAY = timedelta(days=1)


@pytest.fixture
def resolved(cast):
    request = factories.file(cast.jingan, "三号楼电梯坏了", "3", category="lift-fault", by=cast.resident, at=MONDAY)
    actions.take(request=request, actor=cast.manager, at=MONDAY + DAY)
    return actions.resolve(request=request, text="修好了。", actor=cast.manager, at=MONDAY + 2 * DAY)


@pytest.fixture
def suspended(cast):
    request = factories.file(cast.jingan, "三号楼电梯坏了", "3", category="lift-fault", by=cast.resident, at=MONDAY)
    actions.take(request=request, actor=cast.manager, at=MONDAY + DAY)
    day = (MONDAY + 5 * DAY).date()
    return actions.suspend(request=request, reason="parts", resume_on=day, actor=cast.chief, at=MONDAY + 2 * DAY)


def test_a_request_that_nobody_rated_is_closed_after_the_stations_days(resolved):
    after = MONDAY + 9 * DAY

    assert tasks.close_unrated(after - timedelta(seconds=1)) == Outcome()
    assert tasks.close_unrated(after) == Outcome(done=1)
    resolved.refresh_from_db()
    assert (resolved.status, resolved.outcome, resolved.closed_at) == (Status.CLOSED, "no_answer", after)
    assert not resolved.feedback.exists()
    last = resolved.events.first()
    assert (last.kind, last.actor_label, last.data) == (EventKind.CLOSED, "驿站", {"no_answer": True})


def test_each_station_has_its_own_patience(resolved, cast):
    cast.jingan.unrated_close_days = 30
    cast.jingan.save()

    assert tasks.close_unrated(MONDAY + 20 * DAY) == Outcome()
    assert tasks.close_unrated(MONDAY + 32 * DAY) == Outcome(done=1)


def test_a_second_run_finds_nothing_left(resolved):
    tasks.close_unrated(MONDAY + 20 * DAY)

    assert tasks.close_unrated(MONDAY + 20 * DAY) == Outcome()
    assert resolved.events.filter(kind=EventKind.CLOSED).count() == 1


def test_what_a_resident_does_while_the_job_runs_is_respected(resolved, cast, monkeypatch):
    """Between finding the rows and reaching this one it is rated and reopened, then resolved anew."""
    later = MONDAY + 20 * DAY
    read = Request.objects.filter(pk=resolved.pk)

    def rated_meanwhile(rows, act):
        actions.rate(
            request=read.get(), reached=True, solved=False, satisfaction="dissatisfied", actor=cast.resident, at=later
        )
        actions.resolve(request=read.get(), text="又修了。", actor=cast.chief, at=later)
        return original(rows, act)

    original = tasks.each
    monkeypatch.setattr(tasks, "each", rated_meanwhile)

    assert tasks.close_unrated(later) == Outcome()
    assert read.get().status == Status.RESOLVED


def test_a_suspended_request_goes_on_when_its_day_has_come(suspended):
    assert tasks.resume_suspended(MONDAY + 4 * DAY) == Outcome()
    assert tasks.resume_suspended(MONDAY + 5 * DAY) == Outcome(done=1)
    suspended.refresh_from_db()
    assert (suspended.status, suspended.resume_on, suspended.clock_stopped_at) == (Status.IN_PROGRESS, None, None)
    assert suspended.events.first().actor_label == "驿站"
    assert tasks.resume_suspended(MONDAY + 6 * DAY) == Outcome()


def test_one_that_fails_does_not_keep_the_others_waiting(resolved, suspended, cast, monkeypatch, caplog):
    bad = factories.file(cast.jingan, "五号楼电梯坏了", "2", category="lift-fault", at=MONDAY)
    Request.objects.filter(pk=bad.pk).update(status=Status.RESOLVED, resolved_at=MONDAY)
    close = actions.close_unrated

    def fails_once(*, request, at):
        if request.pk == bad.pk:
            raise RuntimeError("disk on fire")
        return close(request=request, at=at)

    monkeypatch.setattr(actions, "close_unrated", fails_once)

    assert tasks.close_unrated(MONDAY + 30 * DAY) == Outcome(done=1, failed=1)
    assert "disk on fire" in caplog.text
    assert Request.objects.get(pk=bad.pk).status == Status.RESOLVED


@pytest.fixture
def drafts(db):
    made = []
    for number, age in enumerate([timedelta(hours=23), timedelta(hours=25)]):
        draft = DraftPhoto(token=f"t{number}", width=4, height=3, created_at=timezone.now() - age)
        draft.full.save("a.jpg", ContentFile(b"full"), save=False)
        draft.thumb.save("b.jpg", ContentFile(b"thumb"), save=False)
        draft.save()
        made.append(draft)
    return made


def test_photos_of_a_form_that_was_never_sent_go_with_their_files(drafts, django_capture_on_commit_callbacks):
    fresh, old = drafts

    with django_capture_on_commit_callbacks(execute=True):
        assert tasks.sweep_drafts(timezone.now()) == Outcome(done=1)

    assert list(DraftPhoto.objects.all()) == [fresh]
    assert [f.storage.exists(f.name) for f in (old.full, old.thumb)] == [False, False]
    assert fresh.full.storage.exists(fresh.full.name)


def test_expired_sessions_are_forgotten(db):
    now = timezone.now()
    Session.objects.create(session_key="old", session_data="", expire_date=now - DAY)
    Session.objects.create(session_key="new", session_data="", expire_date=now + DAY)

    assert forget_sessions(now) == Outcome(done=1)
    assert [session.session_key for session in Session.objects.all()] == ["new"]
