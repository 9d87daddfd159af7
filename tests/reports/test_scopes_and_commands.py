from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from core.models import AuditEntry
from reports.actions import fold
from reports.models import Changed, FigureSettings, Tally
from reports.periods import day_of
from reports.queries import open_book, rules_in_force, scope_of_station, scope_visible_to, scopes_visible_to
from reports.vocabulary import Dim
from services import actions
from tests import factories
from tests.cast import Cast


def test_an_official_sees_the_divisions_below_and_nothing_else(cast: Cast):
    keys = [choice.key for choice in scopes_visible_to(cast.official)]

    assert keys[:4] == [factories.COUNTY, factories.STREET, factories.COMMUNITY, factories.OTHER_COMMUNITY]
    assert sorted(keys[4:]) == sorted(f"s{station.pk}" for station in (cast.jingan, cast.huaji, cast.hubei))
    assert scope_visible_to(cast.official, factories.CITY) is None
    assert scope_visible_to(cast.official, "") == scope_visible_to(cast.official, factories.COUNTY)


def test_a_chief_sees_their_station_and_residents_see_nothing(cast: Cast):
    own, other = f"s{cast.jingan.pk}", f"s{cast.hubei.pk}"

    assert [choice.key for choice in scopes_visible_to(cast.chief)] == [own]
    assert scope_visible_to(cast.chief, other) is None
    assert scope_visible_to(cast.chief, factories.COMMUNITY) is None
    assert (scopes_visible_to(cast.resident), scope_visible_to(cast.resident)) == ([], None)
    assert scopes_visible_to(cast.leader) == []


@pytest.mark.parametrize("key", ["s", "sx", "s-1", "s99999999999999", "x", "37150x", "s٣"])
def test_a_bad_key_is_nobodys(cast: Cast, key: str):
    assert scope_visible_to(cast.official, key) is None


def test_behind_a_figure_stand_the_requests_it_is_made_of_folded_or_not(cast: Cast):
    lift = factories.file(cast.jingan, "三单元电梯又坏了，老人下不来楼", "4")
    factories.file(cast.jingan, "不知道怎么说")
    actions.take(request=lift, actor=cast.manager)
    actions.resolve(request=lift, actor=cast.manager, text="修好了")
    today = day_of(timezone.localdate())
    for _pending_then_folded in range(2):
        with open_book(scope_of_station(cast.jingan)) as book:
            assert list(book.behind("resolved", today)) == [lift]
            assert book.behind("received", today).count() == book.figures(today)["received"] == 2
            assert list(book.behind("received", today, Dim.BUILDING, str(cast.building.pk))) == [lift]
            assert book.behind("received", today, Dim.CATEGORY, "").count() == 1
        fold(at=timezone.now())
    assert not Changed.objects.exists()


def test_an_action_notes_its_request_once_and_a_refused_one_nothing(cast: Cast):
    request = factories.file(cast.jingan, "三单元电梯又坏了，老人下不来楼", "4")
    Changed.objects.all().delete()
    actions.take(request=request, actor=cast.manager)
    with pytest.raises(Exception, match="签收"):
        actions.take(request=request, actor=cast.manager)

    assert list(Changed.objects.values_list("request_id", flat=True)) == [request.pk]


def test_the_recount_ends_with_1_at_the_first_difference(cast: Cast, capsys):
    factories.file(cast.jingan, "三单元电梯又坏了，老人下不来楼", "4", at=timezone.now())
    fold(at=timezone.now())
    call_command("check_figures")
    assert capsys.readouterr().out.startswith("equal: 3 entries")
    Tally.objects.filter(scope=factories.COUNTY, dim=Dim.ALL, grain="d").update(received=7)

    with pytest.raises(SystemExit) as ended:
        call_command("check_figures")
    assert ended.value.code == 1
    assert "received stands as 7, counted 1" in capsys.readouterr().err
    call_command("rebuild_figures")
    call_command("check_figures")


def test_settings_are_added_in_the_admin_never_changed_and_stand_in_the_audit_log(cast: Cast):
    client = Client()
    client.force_login(cast.admin, backend="allauth.account.auth_backends.AuthenticationBackend")
    said = {
        "weight_response": 30,
        "weight_resolution": 35,
        "weight_satisfaction": 35,
        "basic_coefficient": "0.6",
        "month_start": 19,
        "fewest_valid": 20,
        "why": "区里定的",
    }
    answer = client.post("/admin/reports/figuresettings/add/", said)

    assert answer.status_code == 302
    assert (rules_in_force().weight_response, rules_in_force().month_start) == (30, 19)
    row = FigureSettings.objects.get()
    assert row.set_by == cast.admin
    assert client.post(f"/admin/reports/figuresettings/{row.pk}/change/", said).status_code == 403
    entry = AuditEntry.objects.get(verb="figure_settings")
    assert (entry.note, entry.before["weight_response"], entry.after["basic_coefficient"]) == ("区里定的", 10, "0.6")


def test_weights_that_do_not_add_up_are_refused(cast: Cast):
    with pytest.raises(ValidationError):
        FigureSettings(weight_response=50, why="x").full_clean()


def test_an_empty_portal_has_figures_of_nothing(cast: Cast):
    with open_book(scope_of_station(cast.huaji)) as book:
        figures = book.figures(day_of(date(2026, 11, 25)), in_hand=True)
    assert (figures["received"], figures["in_hand"], figures.says("solve_median")) == (0, 0, "—")
    call_command("check_figures", verbosity=0)
