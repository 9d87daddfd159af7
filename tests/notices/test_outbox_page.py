"""What did not arrive is seen by those who run the station, and by administrators; and what they may do about it."""

import pytest
from django.urls import reverse

from core.models import AuditEntry
from notices.actions import Draft, send_notices
from notices.actions.delivering import deliver_due
from notices.actions.expanding import expand
from notices.models import Delivery
from notices.vocabulary import State
from services import actions
from tests import factories

OUTBOX = "/desk/outbox/"


@pytest.fixture
def failed(cast, settings):
    """One to the manager, of a request that the whole station may know of."""
    settings.SMS_BACKEND = "tests.notices.senders.Barred"
    facts = {"number": "JA-2611-0001", "station": "警安公寓红旗驿站", "by": "x"}
    draft = Draft(cast.manager.pk, "assigned", "三单元电梯又坏了", "/desk/", facts, is_urgent=True)
    send_notices([draft._replace(station_id=cast.jingan.pk)])
    expand()
    deliver_due()
    return Delivery.objects.get()


def page_of(client, user, path=OUTBOX):
    client.force_login(user)
    return client.get(path)


def test_it_stands_on_the_first_page_of_chief_and_deputies(client, cast, failed):
    assert "有1条短信或邮件没送到" in page_of(client, cast.chief, "/desk/").content.decode()
    assert "没送到" not in page_of(client, cast.leader, "/desk/").content.decode()
    assert "没送到" not in page_of(client, cast.other_chief, "/desk/").content.decode()


def test_it_stands_on_the_first_page_of_the_admin(client, cast, failed):
    assert "有1条短信或邮件没送到" in page_of(client, cast.admin, "/admin/").content.decode()
    Delivery.objects.all().delete()
    assert "没送到" not in page_of(client, cast.admin, "/admin/").content.decode()


def test_the_page_says_why_but_neither_the_words_nor_the_whole_number(client, cast, failed):
    html = page_of(client, cast.chief).content.decode()

    assert "短信公司不发这一条" in html
    assert "barred number is barred" in html
    assert "199****0003" in html
    assert "19900000003" not in html
    assert "电梯" not in html
    assert "JA-2611-0001" not in html


def test_others_do_not_see_it(client, cast, failed):
    assert "都送到了" in page_of(client, cast.other_chief).content.decode()
    assert page_of(client, cast.leader).status_code == 404
    assert page_of(client, cast.resident).status_code == 404
    client.force_login(cast.other_chief)
    assert client.post(reverse("desk:outbox_again", args=[failed.pk])).status_code == 404


def test_a_complaint_about_the_chief_does_not_show_that_it_could_not_be_told(client, cast, settings):
    settings.SMS_BACKEND = "tests.notices.senders.Barred"
    request = factories.file(cast.jingan, "我要投诉站长，他不管事", "4", phone="13812345678")
    actions.assign(request=request, to=cast.officer, actor=cast.officer)
    expand()
    Delivery.objects.update(state=State.GIVEN_UP)

    assert Delivery.objects.filter(address="13812345678").exists()
    assert "没送到" not in page_of(client, cast.chief, "/desk/").content.decode()
    assert "138****5678" in page_of(client, cast.admin).content.decode()


def test_trying_again_begins_the_ladder_anew(client, cast, failed, settings, django_capture_on_commit_callbacks):
    settings.SMS_BACKEND = "tests.notices.senders.Remembering"
    client.force_login(cast.chief)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("desk:outbox_again", args=[failed.pk]))

    failed.refresh_from_db()
    assert (failed.state, failed.tries) == (State.SENT, 1)
    assert AuditEntry.objects.get(verb="delivery_tried_again").actor == cast.chief


def test_what_was_told_some_other_way_leaves_the_list_once(client, cast, failed):
    client.force_login(cast.chief)
    client.post(reverse("desk:outbox_drop", args=[failed.pk]))

    failed.refresh_from_db()
    assert failed.state == State.CALLED_OFF
    assert client.post(reverse("desk:outbox_drop", args=[failed.pk])).status_code == 404
    assert AuditEntry.objects.filter(verb="delivery_dropped").count() == 1


@pytest.mark.parametrize("count", [1, 3, 40])
def test_the_page_takes_at_most_eight_statements(client, cast, failed, django_assert_max_num_queries, count):
    for number in range(count):
        Delivery.objects.create(notice=failed.notice, channel="sms", key=f"k{number}", state=State.GIVEN_UP)
    page_of(client, cast.chief)
    with django_assert_max_num_queries(8):
        client.get(OUTBOX)
