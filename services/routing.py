"""Who gets a request. Pure, total, explained: facts and a roster go in, one person with the reason comes out.

In words: docs/routing.md. Nobody who is away, recused or no longer in post is ever picked; when a station has nobody
left, the decision names the community and says so, it never fails.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from services.vocabulary import Target, Urgency
from stations.titles import team_words
from stations.vocabulary import SIDE_OF_POST, Post, Side, TeamKind

SIDES_OF_TARGET: dict[str, frozenset[str]] = {
    Target.PROPERTY: frozenset({Side.PROPERTY}),
    Target.HOA: frozenset({Side.HOA}),
    Target.BOTH: frozenset({Side.PROPERTY, Side.HOA}),
}
ABOVE = (Post.COMMUNITY_OFFICER, Post.STREET_OFFICER, Post.DISTRICT_OFFICIAL)
OFFICERS = ABOVE[:2]  # of those above, who works on requests: the district looks on
AT_THE_DESK = (Post.DUTY_OFFICER, Post.STATION_CHIEF, Post.DEPUTY_CHIEF)
PAST_THE_DESK = ("about_chief", "about_member")  # whoever else works there might be the one complained about
BY_KIND = ("override", "out_of_scope", "unclear", "no_property_company", "no_committee", "catalogue")
FALLBACK = (Post.STATION_CHIEF, Post.DEPUTY_CHIEF, Post.DUTY_OFFICER, *OFFICERS)


@dataclass(frozen=True)
class Holding:
    post: str  # a post code, or team:<kind>
    building: int | None = None
    is_leader: bool = False
    number: str = ""  # of the building, as people call it


@dataclass(frozen=True)
class Member:
    user: int
    name: str
    holdings: tuple[Holding, ...]
    is_absent: bool = False
    on_duty: bool = False
    load: int = 0  # open requests in hand

    @property
    def sides(self) -> frozenset[str]:
        return frozenset(SIDE_OF_POST[Post(h.post)] for h in self.holdings if h.post in SIDE_OF_POST)


@dataclass(frozen=True)
class Roster:
    members: tuple[Member, ...]
    has_property_company: bool = True
    has_governing_body: bool = True


@dataclass(frozen=True)
class Override:
    lead: str
    category: str = ""
    building: int | None = None
    urgency: str = ""

    def fits(self, facts: Facts) -> bool:
        return (
            self.category in ("", facts.category)
            and self.building in (None, facts.building)
            and self.urgency in ("", facts.urgency)
        )

    @property
    def weight(self) -> tuple[bool, bool, bool]:
        return (self.building is not None, bool(self.urgency), bool(self.category))


@dataclass(frozen=True)
class Facts:
    category: str = ""  # slug; "" = not clear what it is about
    lead: tuple[str, ...] = ()
    co: tuple[str, ...] = ()
    building: int | None = None
    urgency: str = Urgency.NORMAL
    target: str = Target.NONE
    target_user: int | None = None
    overrides: tuple[Override, ...] = ()
    scope: str = ""  # whose matter it is, when it is not the station's (services/understanding/scope.py)
    # What people did is part of the facts: a second return goes to the chief, reopenings climb.
    returns: int = 0
    came_down: bool = False  # from above the station, answered or not
    reopenings: int = 0
    not_again: int | None = None  # who just sent it back


@dataclass(frozen=True)
class Step:
    """One link of the explanation: a code, the post it speaks of, and the person's name where there is one."""

    code: str
    post: str = ""
    name: str = ""

    def as_json(self) -> list[str]:
        return [self.code, self.post, self.name]


@dataclass(frozen=True)
class Decision:
    user: int | None
    post: str
    rule: str
    level: str = "station"  # "community": above the station, which does not see it
    steps: tuple[Step, ...] = ()
    co: tuple[tuple[int, str], ...] = field(default=())  # (user, post)

    @property
    def name(self) -> str:
        """The name of whoever gets it, "" for nobody."""
        return self.steps[-1].name if self.user is not None else ""

    def as_json(self) -> dict[str, object]:
        return {"rule": self.rule, "post": self.post, "steps": [step.as_json() for step in self.steps]}


def because(code: str, post: str = "", name: str = "") -> dict[str, object]:
    """Of one whom no rule chose: what the page says why it is with them, stored as a decision's reason is."""
    return {"rule": code, "post": post, "steps": [Step(code, post, name).as_json()]}


def route(facts: Facts, roster: Roster) -> Decision:
    rule, wanted = _wanted(facts, roster)
    chain = _unique([*wanted, *(OFFICERS if rule in PAST_THE_DESK else FALLBACK)])
    steps = [Step(rule, wanted[0] if wanted else "")]
    level = "community" if facts.target == Target.CHIEF else "station"
    for post in chain:
        member = _pick(post, facts, roster)
        if member:
            steps.append(Step("gets", post, member.name))
            co = () if rule in PAST_THE_DESK else _co_handlers(facts, roster, member.user)
            return Decision(member.user, post, rule, level, tuple(steps), co)
        if post in wanted or post == Post.STATION_CHIEF:
            steps.append(_why_not(post, facts, roster))
    return Decision(None, Post.COMMUNITY_OFFICER, "nobody", level, (*steps, Step("nobody")))


def _wanted(facts: Facts, roster: Roster) -> tuple[str, list[str]]:
    """The rule that speaks first, and the posts it names in order."""
    first = facts.lead[:1]
    override = max((o for o in facts.overrides if o.fits(facts)), key=lambda o: o.weight, default=None)
    unnamed = facts.target == Target.MEMBER and facts.target_user is None
    rules: list[tuple[bool, str, Iterable[str]]] = [
        (facts.target == Target.CHIEF, "about_chief", OFFICERS),
        (unnamed, "about_member", [Post.STATION_CHIEF, *OFFICERS]),
        (facts.came_down, "came_down", [Post.STATION_CHIEF]),
        (facts.reopenings >= 2, "reopened_twice", [Post.STATION_CHIEF]),
        (facts.reopenings == 1, "reopened", [Post.DEPUTY_CHIEF, Post.STATION_CHIEF]),
        (facts.returns >= 2, "returned_twice", [Post.STATION_CHIEF]),
        (facts.returns == 1, "returned", AT_THE_DESK),
        (override is not None, "override", [override.lead if override else "", *facts.lead]),
        (bool(facts.scope), "out_of_scope", [Post.STATION_CHIEF, Post.DEPUTY_CHIEF]),
        (not facts.category, "unclear", AT_THE_DESK),
        (
            first == (Post.PROPERTY_MANAGER,) and not roster.has_property_company,
            "no_property_company",
            [Post.COMMUNITY_OFFICER, *facts.lead[1:]],
        ),
        (
            first == (Post.HOA_CHAIR,) and not roster.has_governing_body,
            "no_committee",
            [Post.COMMUNITY_OFFICER, *facts.lead[1:]],
        ),
        (True, "catalogue", _with_deputies(facts.lead)),
    ]
    return next((rule, list(posts)) for applies, rule, posts in rules if applies)


def _with_deputies(lead: Sequence[str]) -> list[str]:
    """The property manager's own people stand in for the manager before the station's chief does."""
    posts: list[str] = []
    for post in lead:
        posts.append(post)
        if post == Post.PROPERTY_MANAGER:
            posts.append(Post.PROPERTY_STAFF)
    return posts


def is_recused(member: Member, facts: Facts) -> bool:
    """Whoever a complaint is about, and everyone on that side, stands aside."""
    posts = {holding.post for holding in member.holdings}
    return (
        (facts.target_user is not None and member.user == facts.target_user)
        or bool(SIDES_OF_TARGET.get(facts.target, frozenset()) & member.sides)
        or (facts.target == Target.CHIEF and not posts <= {*ABOVE})
    )


def _holds(member: Member, post: str, building: int | None) -> Holding | None:
    for holding in member.holdings:
        if holding.post != post:
            continue
        if post != Post.BUILDING_LEADER or (building is not None and holding.building == building):
            return holding
    return None


def _holders(post: str, facts: Facts, roster: Roster) -> list[tuple[Member, Holding]]:
    found = ((member, _holds(member, post, facts.building)) for member in roster.members)
    return [(member, holding) for member, holding in found if holding]


def _pick(post: str, facts: Facts, roster: Roster, but: Iterable[int] = ()) -> Member | None:
    """On duty first, then the leader of a team, then who has the least in hand."""
    able = [
        (member, holding)
        for member, holding in _holders(post, facts, roster)
        if not member.is_absent
        and not is_recused(member, facts)
        and member.user not in but
        and member.user != facts.not_again
    ]
    if not able:
        return None
    return min(able, key=lambda pair: (not pair[0].on_duty, not pair[1].is_leader, pair[0].load, pair[0].user))[0]


def _co_handlers(facts: Facts, roster: Roster, lead: int) -> tuple[tuple[int, str], ...]:
    """Those whom the catalogue names beside the lead; for danger also whoever is on duty."""
    posts = [*facts.co, Post.DUTY_OFFICER] if facts.urgency == Urgency.CRITICAL else list(facts.co)
    picked: dict[int, str] = {}
    for post in _unique(posts):
        member = _pick(post, facts, roster, but=[lead, *picked])
        if member:
            picked[member.user] = post
    return tuple(picked.items())


def _why_not(post: str, facts: Facts, roster: Roster) -> Step:
    holders = _holders(post, facts, roster)
    if not holders:
        unknown = post == Post.BUILDING_LEADER and facts.building is None
        return Step("which_building" if unknown else "vacant", post)
    member = min((member for member, _holding in holders), key=lambda found: found.user)
    if is_recused(member, facts):
        return Step("recused", post, member.name)
    if member.user == facts.not_again:
        return Step("sent_back", post, member.name)
    return Step("absent", post, member.name)


def _unique(posts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(str(post) for post in posts))


def post_words(post: str) -> str:
    """「物业经理」, 「家庭调解队」 for a post code or `team:<kind>`."""
    if post.startswith("team:"):
        kind = post.removeprefix("team:")
        return team_words(kind) if kind in TeamKind.values else kind
    return str(Post(post).label) if post in Post.values else post


def reason_words(decision: dict[str, object]) -> str:
    """The stored decision as one sentence for staff, in the language of the reader."""
    said = {
        "catalogue": _("这类事归%(post)s"),
        "override": _("本站规定这类事派给%(post)s"),
        "unclear": _("还看不出是哪类事，先给值班的人"),
        "out_of_scope": _("这类事多半不归驿站管，由站长看过再答复"),
        "about_chief": _("反映的是站长，直接交给上一级"),
        "about_member": _("反映的是工作人员，由站长先看"),
        "no_property_company": _("小区没有物业公司，物业的事交给社区"),
        "no_committee": _("小区没有业委会，业委会的事交给社区"),
        "came_down": _("上级交回来了，由站长接着办"),
        "returned": _("被退回一次，由驿站重新派"),
        "returned_twice": _("被退回两次，由站长决定"),
        "reopened": _("居民说没解决，重办由副站长负责"),
        "reopened_twice": _("第二次重办，由站长亲自负责"),
        "vacant": _("%(post)s空缺"),
        "absent": _("%(post)s%(name)s请假"),
        "recused": _("%(post)s%(name)s按规定回避"),
        "sent_back": _("%(post)s%(name)s刚退回来"),
        "which_building": _("不知道是哪栋楼，找不到楼长"),
        "gets": _("派给%(post)s%(name)s"),
        "sent_up": _("上报了，由%(post)s%(name)s接着办"),
        "received_above": _("上报了，%(name)s收下了"),
        "follows": _("转给了外单位，由%(name)s等回复"),
        "back_above": _("转出去的回来了，由%(name)s接着办"),
        "back_to_sender": _("报上去的回来了，由当时上报的%(post)s%(name)s接着办"),
        "nobody": _("驿站和社区都没有可派的人，请管理员补上岗位"),
    }
    steps = decision.get("steps") or []
    parts = [
        said[code] % {"post": post_words(post), "name": name}
        for code, post, name in steps  # type: ignore[attr-defined]
        if code in said
    ]
    return pgettext("between sentences", "；").join(parts) + _("。") if parts else ""
