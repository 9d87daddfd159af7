"""The inbox: what is new, read by looking, told in words when it is read."""

import pytest
from django.urls import reverse

from notices.actions import Draft, send_notices
from notices.models import Notice
from notices.queries import unread_count


def send(user, count=1, path="/my/"):
    send_notices(
        Draft(user.pk, "taken", f"电梯{number}", f"{path}?n={number}", {"by": "丁海波"}) for number in range(count)
    )


def test_notices_are_told_in_words_newest_first(client, cast):
    send(cast.resident, 2)
    client.force_login(cast.resident)
    html = client.get(reverse("inbox")).content.decode()

    assert "丁海波开始办您反映的“电梯1”" in html
    assert html.index("电梯1") < html.index("电梯0")


def test_opening_one_reads_it_and_leads_on(client, cast):
    send(cast.resident)
    client.force_login(cast.resident)
    notice = Notice.objects.get()

    assert client.get(reverse("notice", args=[notice.pk])).url == "/my/?n=0"
    assert unread_count(cast.resident) == 0


@pytest.mark.parametrize("path", ["https://evil.example/", "//evil.example/", "", "javascript:alert(1)"])
def test_a_notice_leads_nowhere_else(client, cast, path):
    notice = Notice.objects.create(user=cast.resident, event="taken", path=path, facts={"by": "x"})
    client.force_login(cast.resident)

    assert client.get(reverse("notice", args=[notice.pk])).url == reverse("inbox")


def test_all_can_be_read_at_once(client, cast):
    send(cast.resident, 3)
    client.force_login(cast.resident)
    client.post(reverse("inbox_read_all"))

    assert unread_count(cast.resident) == 0
    assert client.get(reverse("inbox_read_all")).status_code == 405


def test_notices_of_others_are_not_found(client, cast):
    send(cast.resident)
    client.force_login(cast.stranger)

    assert client.get(reverse("notice", args=[Notice.objects.get().pk])).status_code == 404
    assert unread_count(cast.resident) == 1


@pytest.mark.parametrize("count", [1, 3, 70])
def test_the_inbox_takes_at_most_six_statements(client, cast, django_assert_max_num_queries, count):
    send(cast.resident, count)
    client.force_login(cast.resident)
    with django_assert_max_num_queries(6):
        client.get(reverse("inbox"))


def test_the_badge_counts_what_is_unread(client, cast):
    send(cast.resident, 3)
    client.force_login(cast.resident)

    assert '<span class="badge num">3' in client.get(reverse("me")).content.decode()


def test_visitors_are_counted_nothing(client, db, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get(reverse("help"))
