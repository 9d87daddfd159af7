"""Who may what: THE ONE PLACE. Small predicates, and name → predicate.

What may be done to one request follows from services/workflow.py (`RULES`) and services/relations.py; here it only gets
its name. docs/roles-and-permissions.md tells every name (a test holds that).
"""

from __future__ import annotations

from typing import Any

import rules

from reports.models import Export
from reports.queries.held import still_holds
from reports.vocabulary import ExportKind
from residents.queries import may_confirm
from services import relations, workflow
from services.models import Request
from services.relations import MAY_READ, relations_of
from services.workflow import Action, Relation
from stations.models import Station
from stations.queries import is_seen_by, posts_of

Predicate = Any  # rules is untyped


@rules.predicate
def uses_desk(user: Any) -> bool:
    return posts_of(user).uses_desk


@rules.predicate
def works_at_a_station(user: Any) -> bool:
    return posts_of(user).works_at_a_station


@rules.predicate
def triages_somewhere(user: Any) -> bool:
    return posts_of(user).is_triager or posts_of(user).is_community_officer


@rules.predicate
def oversees_district(user: Any) -> bool:
    """Which requests: relations.is_official."""
    return posts_of(user).is_district_official


@rules.predicate
def sees_figures(user: Any) -> bool:
    """Officials, and officers of a street or community: of what lies below them (reports/queries/seen.py)."""
    return posts_of(user).is_district_official or posts_of(user).is_community_officer


@rules.predicate
def runs(user: Any, station: Station | None) -> bool:
    """Chief or deputy of that station; without one: of any."""
    posts = posts_of(user)
    mine = posts.chief_of | posts.deputy_of
    return bool(mine) if station is None else station.pk in mine


@rules.predicate
def reads_station(user: Any, station: Station | None) -> bool:
    """Works there, is an officer above it, or sets the portal up."""
    return station is not None and bool(user.is_authenticated) and is_seen_by(user, station)


@rules.predicate
def previews_routes(user: Any, station: Station | None) -> bool:
    """Who triages there: chiefs, deputies, the officer on duty, officers above it; and administrators."""
    posts = posts_of(user)
    if station is None or not reads_station(user, station):
        return False
    return station.pk in posts.triager_of or posts.is_community_officer or is_administrator(user)


@rules.predicate
def confirms_residents(user: Any, building: Any) -> bool:
    """The leader of the building, the station's duty officer, or who runs the station; without one: any of these."""
    posts = posts_of(user)
    return bool(posts.triager_of or posts.led_buildings) if building is None else may_confirm(posts, building)


@rules.predicate
def works_there(user: Any, station: Station | None) -> bool:
    """Any post or team of that station: an announcement may have to be carried by anybody who leads something."""
    return station is not None and station.pk in posts_of(user).member_of


@rules.predicate
def reads_ledger(user: Any) -> bool:
    """Officials and officers, of the stations in their divisions."""
    return posts_of(user).is_district_official or posts_of(user).is_community_officer


@rules.predicate
def takes_table(user: Any, kind: Any) -> bool:
    """Chiefs, deputies and officers their lists; officers and officials the ledger and public data; officials what
    all stations received. Without the name of a kind: any of them."""
    posts = posts_of(user)
    runs_one, above = bool(posts.chief_of | posts.deputy_of), reads_ledger(user)
    allowed: dict[str, bool] = {
        ExportKind.REQUESTS: runs_one or posts.is_community_officer,
        ExportKind.SUPERVISION: above,
        ExportKind.BULK: above,
        ExportKind.DISTRICT: posts.is_district_official,
    }
    return allowed.get(kind, False) if isinstance(kind, str) else any(allowed.values())


@rules.predicate
def fetches_table(user: Any, export: Export | None) -> bool:
    """Whoever asked for it and nobody else, as long as they hold the posts by which they could ask for it."""
    if export is None or export.asked_by_id != user.pk:
        return False
    return bool(takes_table(user, export.kind)) and still_holds(user, export.held)


@rules.predicate
def is_administrator(user: Any) -> bool:
    return bool(user.is_authenticated and user.is_active and user.is_superuser)


@rules.predicate
def reads(user: Any, request: Request | None) -> bool:
    return request is not None and bool(relations_of(user, request) & MAY_READ)


@rules.predicate
def is_owner(user: Any, request: Request | None) -> bool:
    return request is not None and Relation.OWNER in relations_of(user, request)


@rules.predicate
def knows_reporter(user: Any, request: Request | None) -> bool:
    return request is not None and relations.knows_reporter(user, request, relations_of(user, request))


def _may(action: Action) -> Predicate:
    """By relation alone: a button that comes too late is refused in words, not with a 404."""

    def predicate(user: Any, request: Request | None) -> bool:
        return request is not None and bool(workflow.RULES[action].who & relations_of(user, request))

    return rules.predicate(predicate, name=f"may_{action}")


PERMISSIONS: dict[str, Predicate] = {
    "services.use_desk": uses_desk,
    "services.triage_requests": triages_somewhere,
    "services.file_for_neighbour": works_at_a_station,
    "services.oversee_district": oversees_district,
    "services.read_topics": works_at_a_station,
    "services.preview_routes": previews_routes,
    "services.manage_routes": runs,
    "services.read_catalogue": reads_station,
    "services.manage_catalogue": is_administrator,
    "services.view_request": reads,
    "services.own_request": is_owner,
    "services.see_reporter": knows_reporter,
    "reports.see_station": runs,
    "reports.read_ledger": reads_ledger,
    "reports.take_table": takes_table,
    "reports.fetch_table": fetches_table,
    "stations.view_posts": reads_station,
    "stations.manage_posts": runs | is_administrator,
    "stations.print_plates": reads_station,
    "stations.manage_plates": runs | is_administrator,
    "residents.confirm_residency": confirms_residents,
    "residents.own_account": rules.is_authenticated,
    "reports.view_figures": sees_figures,
    "notices.read_inbox": rules.is_authenticated,
    "notices.mend_deliveries": runs | is_administrator,
    "notices.preview": uses_desk | is_administrator,
    "notices.read_announcements": reads_station,
    "notices.manage_announcements": runs,
    "notices.carry_announcements": works_there,
    "reports.make_reports": oversees_district,
    "reports.write_station_text": runs,
    **{f"services.{action}_request": _may(action) for action in Action},
}

for name, predicate in PERMISSIONS.items():
    rules.set_perm(name, predicate)
