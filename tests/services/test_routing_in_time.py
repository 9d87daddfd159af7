"""The roster in time: whoever was dismissed, is not yet in post or is away never gets a request, whatever its kind."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.queries import catalogue, roster_of
from services.routing import Facts, route
from stations.models import Absence, Appointment, TeamMembership
from tests.cast import Cast

TODAY = timezone.localdate()
days = st.integers(-3, 3).map(lambda count: TODAY + timedelta(days=count))
spans = st.tuples(days, days, st.booleans()).map(lambda of: (min(of[:2]), max(of[:2]) if of[2] else None))


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_only_who_is_in_post_and_there_today_is_picked(cast: Cast, data: st.DataObject) -> None:
    with transaction.atomic():
        held = list(Appointment.objects.order_by("pk"))
        for each in held:
            each.starts_on, each.ends_on = data.draw(spans)
        Appointment.objects.bulk_update(held, ["starts_on", "ends_on"])
        joined = list(TeamMembership.objects.order_by("pk"))
        for each in joined:
            each.joined_on, each.left_on = data.draw(spans)
        TeamMembership.objects.bulk_update(joined, ["joined_on", "left_on"])
        away = [cast.chief, cast.manager, cast.leader, cast.officer]
        away = [user for user in away if data.draw(st.booleans())]
        Absence.objects.bulk_create([Absence(user=user, starts_on=TODAY, ends_on=TODAY) for user in away])

        begun = [each.user_id for each in held if each.starts_on <= TODAY and (each.ends_on or TODAY) >= TODAY]
        begun += [
            each.user_id
            for each in joined
            if each.joined_on <= TODAY and (each.left_on is None or each.left_on > TODAY)
        ]
        roster = roster_of(cast.jingan, timezone.now())
        for kind in catalogue().by_slug.values():
            facts = Facts(kind.slug, tuple(kind.lead), tuple(kind.co), cast.building.pk, kind.urgency)
            user = route(facts, roster).user
            assert user is None or user in set(begun) - {one.pk for one in away}
        transaction.set_rollback(True)
