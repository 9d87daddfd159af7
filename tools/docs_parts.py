"""What tools/generate_docs.py puts into the pages: each part by its name, as lines of Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from notices.registry import Told
from notices.registry import table as told_table
from notices.vocabulary import Kind, Who
from portal.permissions import PERMISSIONS
from reports.indicators import INDICATORS
from reports.workflow import RULES as REPORT_RULES
from services.catalogue_file import load_catalogue
from services.clocks import CLIMBS, POSTS_TOLD, Climb
from services.deadlines import Span
from services.relations import MAY_READ, may_see_reporter
from services.routing import post_words
from services.vocabulary import ENDED, OPEN, RESIDENT_WORDS, STEP_OF, STEPS, EventKind, Nature, Status, Target, Urgency
from services.workflow import RULES, Action, Relation, Rule
from stations.queries import PostSet

DECISIONS = Path(__file__).resolve().parent.parent / "docs" / "decisions"
YES, OWN, PARTLY, NO = "●", "own", "◐", ""
HERE, COMMUNITY, COUNTY = 1, "371502001001", "371502"

# Somebody of each kind at the station HERE, with nothing but what makes them that.
_AT = frozenset({HERE})
PEOPLE: dict[str, PostSet] = {
    "chief": PostSet(chief_of=_AT, member_of=_AT),
    "deputy": PostSet(deputy_of=_AT, member_of=_AT),
    "duty officer": PostSet(duty_at=_AT, member_of=_AT),
    "building leader": PostSet(led_buildings=_AT, member_of=_AT),
    "other post, team": PostSet(member_of=_AT),
    "community, street": PostSet(communities=frozenset({COMMUNITY})),
    "district": PostSet(districts=frozenset({COUNTY})),
    "administrator": PostSet(),
    "resident": PostSet(),
    "visitor": PostSet(),
}


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    head = list(head)
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(map(str, row))} |"


def person(kind: str) -> Any:
    """A user as permissions look at one, without a database."""
    signed_in = kind != "visitor"
    return SimpleNamespace(
        pk=HERE if signed_in else None,
        is_authenticated=signed_in,
        is_active=signed_in,
        is_superuser=kind == "administrator",
        _posts=PEOPLE[kind],
    )


def place(key: int, division: str) -> Any:
    """A station, and a building of it, in one: permissions ask for either."""
    compound = SimpleNamespace(division_id=division, station=SimpleNamespace(pk=key))
    return SimpleNamespace(pk=key, compound=compound)


def holds(name: str, kind: str) -> str:
    """● everywhere, "own" at their own station or building (an officer: below them), or nothing."""
    user, predicate = person(kind), PERMISSIONS[name]
    if not predicate.test(user, place(HERE, COMMUNITY)):
        return NO
    return YES if predicate.test(user, place(HERE + 1, "371502999001")) else OWN


def page_permissions() -> list[str]:
    """Those that are not asked about one request."""
    return [name for name in PERMISSIONS if name not in request_permissions()]


def permissions_of_pages() -> Iterator[str]:
    rows = ([f"`{name}`", *(holds(name, kind) for kind in PEOPLE)] for name in page_permissions())
    return table(["permission", *PEOPLE], rows)


def request_permissions() -> dict[str, Callable[[Relation], str]]:
    """Permission on one request → what a relation gives."""
    reading: dict[str, Callable[[Relation], str]] = {
        "services.view_request": lambda relation: YES if relation in MAY_READ else NO,
        "services.own_request": lambda relation: YES if relation == Relation.OWNER else NO,
        "services.see_reporter": _sees_reporter,
    }
    return reading | {f"services.{action}_request": _does(action) for action in Action}


def _does(action: Action) -> Callable[[Relation], str]:
    return lambda relation: YES if relation in RULES[action].who else NO


def _sees_reporter(relation: Relation) -> str:
    """◐: not of a complaint or a report."""
    of: Any = SimpleNamespace
    usually = may_see_reporter(frozenset({relation}), of(nature=Nature.HELP))
    of_complaints = may_see_reporter(frozenset({relation}), of(nature=Nature.COMPLAINT))
    return YES if of_complaints else PARTLY if usually else NO


def permissions_of_requests() -> Iterator[str]:
    rows = ([f"`{name}`", *(gives(r) for r in Relation)] for name, gives in request_permissions().items())
    return table(["permission", *(f"{relation}" for relation in Relation)], rows)


def states() -> Iterator[str]:
    def kind(status: Status) -> str:
        return "open" if status in OPEN else "ended" if status in ENDED else "waits for the resident"

    def step(status: Status) -> str:
        return f"{STEP_OF[status]} {STEPS[STEP_OF[status] - 1]}" if status in STEP_OF else "–"

    rows = ([f"`{s}`", s.label, RESIDENT_WORDS[s], step(s), kind(s)] for s in Status)
    return table(["state", "staff read", "residents read", "step of five", ""], rows)


def may_stay(rule: Rule) -> bool:
    """Each source is an outcome too (a decision that changes no state): then no source leads to another one."""
    return not rule.target or rule.sources <= set(rule.target)


def moves(rule: Rule) -> list[tuple[Status, Status]]:
    """From which state to which other one."""
    kept = rule.sources if may_stay(rule) else set()
    sources = [status for status in Status if status in rule.sources]
    return [(a, b) for a in sources for b in rule.target if a != b and b not in kept]


def diagram() -> Iterator[str]:
    """Arrows between the same two states share one line; what leads nowhere else has no arrow."""
    arrows: dict[tuple[Status, Status], list[str]] = {}
    for rule in RULES.values():
        for move in moves(rule):
            arrows.setdefault(move, []).append(str(rule.label))
    yield from ("```mermaid", "stateDiagram-v2")
    yield from (f"    {status} : {status} {status.label}" for status in Status)
    yield from (f"    [*] --> {first} : {EventKind.FILED.label}" for first in (Status.SUBMITTED, Status.ASSIGNED))
    yield from (f"    {source} --> {target} : {'、'.join(labels)}" for (source, target), labels in arrows.items())
    yield "```"


def actions() -> Iterator[str]:
    def words(some: Iterable[Status]) -> list[str]:
        chosen = [str(status.label) for status in Status if status in set(some)]
        return ["any"] if len(chosen) == len(Status) else chosen

    def outcome(rule: Rule) -> str:
        others = words(set(rule.target) - rule.sources if may_stay(rule) else rule.target)
        return "、".join([*(["stays"] if may_stay(rule) else []), *others])

    def who(of: Iterable[Relation]) -> str:
        return ", ".join(relation for relation in Relation if relation in set(of))

    rows = (
        [rule.label, f"`{rule.action}`", "、".join(words(rule.sources)), outcome(rule), who(rule.who)]
        for rule in RULES.values()
    )
    return table(["action", "in code", "from", "to", "who"], rows)


def catalogue() -> Iterator[str]:
    def posts(codes: Iterable[str]) -> str:
        return "、".join(post_words(code) for code in codes) or "–"

    rows = (
        [
            f"`{kind.slug}`",
            f"{kind.name} · {kind.name_en}",
            posts(kind.lead).replace("、", " → "),
            posts(kind.co),
            Urgency(kind.urgency).label,
            kind.accept,
            kind.contact,
            kind.resolve,
            Target(kind.about).label if kind.about else "",
            YES if kind.sensitive else "",
        ]
        for kind in load_catalogue().categories
    )
    head = ["kind", "name", "lead", "with", "urgency", "accept", "contact", "resolve", "about", "sensitive"]
    return table(head, rows)


def notices() -> Iterator[str]:
    def row(each: Told) -> list[object]:
        sms, night = YES if each.sms else NO, YES if each.urgent else NO
        return [f"`{each.event}`", Who(each.to).label, each.words, Kind(each.kind).label, sms, night]

    return table(["event", "who", "words", "kind", "sms", "night"], map(row, told_table()))


def climbs() -> Iterator[str]:
    def words(wait: Span) -> str:
        return f"+`{wait}`" if wait.count else "at once"

    def posts(step: Climb) -> str:
        told = POSTS_TOLD.get(step)
        return " → ".join(str(post.label) for post in told) if told else "主办"

    steps = [step for step in Climb if step]
    rows = ([Urgency(urgency).label, *map(words, waits)] for urgency, waits in CLIMBS.items())
    return table(["urgency", *(f"{step.name.lower()}: {posts(step)}" for step in steps)], rows)


def indicators() -> Iterator[str]:
    good = {"up": "▲", "down": "▼", "": ""}
    rows = (
        [f"`{i.key}`", f"{i.name} · {i.name_en}", i.kind, i.unit, good[i.good], i.definition, i.formula, i.source]
        for i in INDICATORS.values()
    )
    return table(["key", "name", "kind", "unit", "good", "definition", "formula", "source"], rows)


def decisions() -> Iterator[str]:
    for path in sorted(DECISIONS.glob("*.md")):
        title = path.read_text(encoding="utf-8").splitlines()[0].removeprefix("# ")
        yield f"- [{title}](decisions/{path.name})"


def report_steps() -> Iterator[str]:
    rows = (
        [
            f"`{rule.step}` {rule.label}",
            ", ".join(sorted(rule.by)),
            " · ".join(sorted(f"`{source}`" for source in rule.sources if source)) or "–",
            f"`{rule.target}`" if rule.target else "stays",
        ]
        for rule in REPORT_RULES.values()
    )
    return table(["step", "by", "from", "to"], rows)


PARTS: dict[str, Callable[[], Iterator[str]]] = {
    "permissions-of-pages": permissions_of_pages,
    "permissions-of-requests": permissions_of_requests,
    "states": states,
    "diagram": diagram,
    "actions": actions,
    "catalogue": catalogue,
    "notices": notices,
    "climbs": climbs,
    "indicators": indicators,
    "decisions": decisions,
    "report-steps": report_steps,
}
