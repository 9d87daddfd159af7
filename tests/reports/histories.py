"""Random lives of requests, through the real actions. What may not happen then is refused and does not."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from hypothesis import strategies as st

from core.errors import ActionRefused
from reports.actions import fold
from services import actions
from services.actions.climbing import due_clocks, move_clocks
from services.models import Category, Request
from services.queries import work_calendar
from stations.models import Station
from tests import factories
from tests.cast import Cast

TEXTS = (
    "三单元电梯又坏了，老人下不来楼",
    "楼道灯不亮",
    "不知道怎么说",
    "垃圾没人清",
    "我要投诉物业公司不管事",
    "有人占车位",
)
MONTH_END = datetime.fromisoformat("2026-10-29T09:00+08:00")
STEPS = (
    *("file",) * 4,
    *("advance",) * 20,  # whatever comes next
    *("fold",) * 3,
    *("clocks", "contact", "call_back", "return", "assign", "extend", "suspend", "escalate", "withdraw", "not_accept"),
    *("merge", "unmerge", "reopen", "urge", "classify", "supervise", "answer_up", "close_up", "come_back"),
)
# what, to which request, how many hours later, and a number for whatever has to be chosen
histories = st.lists(
    st.tuples(st.sampled_from(STEPS), st.integers(0, 30), st.integers(0, 40), st.integers(0, 11)),
    min_size=5,
    max_size=35,
)


@dataclass
class History:
    cast: Cast
    at: datetime = MONTH_END
    requests: list[int] = field(default_factory=list)

    def play(self, steps: list[tuple[str, int, int, int]]) -> None:
        for what, which, hours, number in steps:
            self.at += timedelta(hours=hours, minutes=7 * number)
            if what == "file":
                self.file(number)
            elif what == "fold":
                fold(at=self.at)
            elif what == "clocks":
                move_clocks([*due_clocks(self.at).values_list("pk", flat=True)], at=self.at)
            elif self.requests:
                request = Request.objects.get(pk=self.requests[which % len(self.requests)])
                try:
                    getattr(self, what)(request, number)
                except ActionRefused:
                    continue

    def file(self, number: int) -> None:
        station: Station = (self.cast.jingan, self.cast.jingan, self.cast.hubei)[number % 3]
        channel = ("web", "plate", "desk")[number % 3]
        building = str(number % 4 + 1) if number % 2 else ""
        filed = factories.file(station, TEXTS[number % len(TEXTS)], building, channel=channel, at=self.at)
        self.requests.append(filed.pk)

    def act(self, name: str, request: Request, actor: Any, **more: Any) -> None:
        getattr(actions, name)(request=request, actor=actor, at=self.at, **more)

    def chief(self, request: Request) -> Any:
        return self.cast.chief if request.station == self.cast.jingan else self.cast.other_chief

    def handler(self, request: Request) -> Any:
        return request.assignee or self.chief(request)

    def advance(self, request: Request, number: int) -> None:
        after = ("rate", "rate", "call_back", "close")[number % 4]
        following = {"submitted": "assign", "assigned": "take", "in_progress": "resolve", "resolved": after}
        following |= {"suspended": "resume", "escalated": "answer", "closed": "reopen", "merged": "resolve_lead"}
        if step := following.get(request.status):
            getattr(self, step)(request, number)

    def resolve_lead(self, request: Request, number: int) -> None:
        lead = request.merged_into
        if lead is not None:
            self.advance(lead, number)

    def take(self, request: Request, number: int) -> None:
        self.act("take", request, self.handler(request))

    def contact(self, request: Request, number: int) -> None:
        self.act("contact", request, self.handler(request))

    def resolve(self, request: Request, number: int) -> None:
        self.act("resolve", request, self.handler(request), text="办好了")

    def said(self, number: int) -> dict[str, Any]:
        answer, solved = ("satisfied", "basic", "dissatisfied")[number % 3], number % 5 > 0
        return {"reached": number % 4 > 0, "solved": solved, "satisfaction": answer if solved or number % 2 else ""}

    def rate(self, request: Request, number: int) -> None:
        self.act("rate", request, self.cast.resident, as_owner=True, **self.said(number))

    def call_back(self, request: Request, number: int) -> None:
        actor = (self.cast.chair, self.cast.chief, self.cast.officer)[number % 3]
        self.act("call_back", request, actor, way="phone", found=number > 1, **self.said(number))

    def close(self, request: Request, number: int) -> None:
        actions.close_unrated(request=request, at=self.at)

    def reopen(self, request: Request, number: int) -> None:
        self.act("reopen", request, self.cast.resident, as_owner=True, reason="又坏了")

    def urge(self, request: Request, number: int) -> None:
        self.act("urge", request, self.cast.resident, as_owner=True)

    def withdraw(self, request: Request, number: int) -> None:
        self.act("withdraw", request, self.cast.resident, as_owner=True)

    def assign(self, request: Request, number: int) -> None:
        to = (self.cast.manager, self.cast.chair, self.cast.mediator)[number % 3]
        self.act("assign", request, self.chief(request), to=to, note="他在")

    def not_accept(self, request: Request, number: int) -> None:
        self.act("not_accept", request, self.chief(request), reason="out_of_scope", told="请找12345")

    def extend(self, request: Request, number: int) -> None:
        self.act("ask", request, self.handler(request), kind="extension", until=self.day(9 + number), reason="等配件")
        request.refresh_from_db()
        self.act("decide_ask", request, self.chief(request), granted=number % 4 > 0)

    def suspend(self, request: Request, number: int) -> None:
        until = self.day(4 * number + 1)
        self.act("suspend", request, self.chief(request), reason="parts", resume_on=until)

    def resume(self, request: Request, number: int) -> None:
        self.act("resume", request, self.chief(request))

    def escalate(self, request: Request, number: int) -> None:
        self.act("escalate", request, self.chief(request), reason="要社区帮忙")

    def answer(self, request: Request, number: int) -> None:
        self.act("answer_escalation", request, self.cast.officer, answer="已经联系了")

    def come_back(self, request: Request, number: int) -> None:
        if request.followup_due_at and request.followup_due_at < self.at:
            actions.come_back(request=request, at=self.at)

    def merge(self, request: Request, number: int) -> None:
        into = Request.objects.get(pk=self.requests[number % len(self.requests)])
        self.act("merge", request, self.chief(request), into=into)

    def unmerge(self, request: Request, number: int) -> None:
        self.act("unmerge", request, self.chief(request))

    def classify(self, request: Request, number: int) -> None:
        kinds = [*Category.objects.order_by("pk")]
        kind = kinds[number * 5 % len(kinds)]
        self.act("classify", request, self.chief(request), category=kind, urgency=kind.urgency, target="")

    def supervise(self, request: Request, number: int) -> None:
        Request.objects.filter(pk=request.pk).update(highest_climb=4)  # so that it is in sight of all above
        request.refresh_from_db()
        due = work_calendar().add_working_days(self.day(0), 2)
        actor = self.cast.official if number % 2 else self.cast.officer
        self.act("supervise", request, actor, reason="怎么还没办", due=due, level=number % 3 + 1)

    def answer_up(self, request: Request, number: int) -> None:
        self.act("answer_supervision", request, self.chief(request), answer="明天办好")

    def close_up(self, request: Request, number: int) -> None:
        open_one = request.supervisions.filter(closed_at=None).first()
        actor = open_one.issued_by if open_one else self.cast.officer
        if number % 3 == 0:
            due = work_calendar().add_working_days(self.day(0), 2)
            self.act("raise_supervision", request, actor, reason="还没办", due=due)
        else:
            self.act("close_supervision", request, actor)

    def day(self, later: int) -> Any:
        return timezone.localdate(self.at) + timedelta(days=later)


def return_(self: History, request: Request, number: int) -> None:
    self.act("return_", request, self.handler(request), reason="不归我")


setattr(History, "return", return_)
