from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.search import BigramIndex
from services.models.catalogue import Category
from services.vocabulary import (
    AROUND_THE_CLOCK,
    ENDED,
    NAMELESS_NATURES,
    OPEN,
    Channel,
    Light,
    Nature,
    NotAcceptedReason,
    Outcome,
    Pressing,
    Status,
    SuspendReason,
    Target,
    Urgency,
)
from stations.models import Building, Entrance, Facility, Plate, Station
from stations.models.places import place_words
from stations.titles import title_words

# relations.is_in_sight_of_the_community in SQL (3: Climb.COMMUNITY). They are few: their indexes are small.
IN_SIGHT_OF_THE_COMMUNITY = ~Q(escalated_to="") | Q(level="community") | Q(highest_climb__gte=3)


class NumberSeries(models.Model):
    """The running number of one station in one month; locked while a request is filed: no gap, no twin."""

    station = models.ForeignKey(Station, models.CASCADE, related_name="+")
    month = models.CharField(max_length=4)  # 「2611」
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["station", "month"], name="series_once")]

    def __str__(self) -> str:
        return f"{self.station_id}-{self.month}: {self.last}"


_IN_HAND = Q(status__in=[*OPEN, Status.RESOLVED])  # of ten million requests some ten thousand


class Request(models.Model):
    """One matter of one resident. It changes only through services/actions/; the timeline tells how it got here."""

    number = models.CharField(_("编号"), max_length=20, unique=True)
    station = models.ForeignKey(Station, models.PROTECT, related_name="requests", verbose_name=_("驿站"))
    status = models.CharField(_("状态"), max_length=12, choices=Status, default=Status.SUBMITTED)
    version = models.PositiveIntegerField(default=1)  # counts changes: who acts on an older one is told what happened

    # what
    title = models.CharField(_("一句话"), max_length=60)
    description = models.TextField(_("原话"))
    category = models.ForeignKey(Category, models.PROTECT, null=True, blank=True, verbose_name=_("事项"))
    suggested = models.JSONField(default=list, blank=True)  # [{"slug", "words"}] of an unclear one, best first
    # What was read from the words: why this kind ("kind", "words", "sure"), "place", "scope", "urgent", "model"; and
    # "heard", the danger of a supplement
    understood = models.JSONField(default=dict, blank=True, editable=False)
    nature = models.CharField(_("性质"), max_length=10, choices=Nature, default=Nature.HELP)
    urgency = models.CharField(_("紧急程度"), max_length=8, choices=Urgency, default=Urgency.NORMAL)
    danger = models.CharField(_("危险"), max_length=10, blank=True)
    target = models.CharField(_("投诉对象"), max_length=8, choices=Target, blank=True, default=Target.NONE)
    target_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("被投诉人")
    )
    is_sensitive = models.BooleanField(_("涉及隐私"), default=False)

    # where
    building = models.ForeignKey(Building, models.SET_NULL, null=True, blank=True, verbose_name=_("楼栋"))
    entrance = models.ForeignKey(Entrance, models.SET_NULL, null=True, blank=True, verbose_name=_("单元"))
    facility = models.ForeignKey(Facility, models.SET_NULL, null=True, blank=True, verbose_name=_("设施"))
    plate = models.ForeignKey(Plate, models.SET_NULL, null=True, blank=True, verbose_name=_("门牌码"))
    dwelling = models.CharField(_("房号"), max_length=10, blank=True)

    # who
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="requests",
        verbose_name=_("居民"),
    )
    reporter_name = models.CharField(_("称呼"), max_length=40, blank=True)
    reporter_phone = models.CharField(_("电话"), max_length=20, blank=True)
    reporter_search = models.TextField(editable=False, blank=True)  # name, sound, phone (services/finding.py)
    household = models.CharField(max_length=32, blank=True, editable=False)  # digest: flat, phone or browser
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("代报人")
    )
    channel = models.CharField(_("来源"), max_length=8, choices=Channel, default=Channel.WEB)
    code_digest = models.CharField(max_length=64, editable=False)
    submission_key = models.CharField(max_length=64, null=True, blank=True, unique=True, editable=False)
    import_id = models.CharField(max_length=40, blank=True, editable=False)

    # who has it
    level = models.CharField(
        max_length=10, default="station", choices=[("station", _("驿站")), ("community", _("社区"))]
    )
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="assigned",
        verbose_name=_("主办"),
    )
    assignee_title = models.CharField(_("主办岗位"), max_length=60, blank=True)
    route = models.JSONField(
        default=dict, blank=True
    )  # the last decision: rule, steps (routing.reason_words says them)
    returned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    escalated_to = models.CharField(_("上报到"), max_length=80, blank=True)

    # clocks
    filed_at = models.DateTimeField(_("提交时间"), default=timezone.now)
    accepted_at = models.DateTimeField(_("受理时间"), null=True, blank=True)
    taken_at = models.DateTimeField(_("签收时间"), null=True, blank=True)
    contacted_at = models.DateTimeField(_("首次联系"), null=True, blank=True)
    resolved_at = models.DateTimeField(_("办好时间"), null=True, blank=True)
    closed_at = models.DateTimeField(_("办结时间"), null=True, blank=True)
    accept_due_at = models.DateTimeField(_("受理期限"), null=True, blank=True)
    contact_due_at = models.DateTimeField(_("联系期限"), null=True, blank=True)
    resolve_due_at = models.DateTimeField(_("办结期限"), null=True, blank=True)
    followup_due_at = models.DateTimeField(_("答复期限"), null=True, blank=True)  # runs while it is above
    clock_started_at = models.DateTimeField(_("起算时间"), default=timezone.now)  # moved on by every pause
    clock_stopped_at = models.DateTimeField(_("停表时间"), null=True, blank=True)
    resume_on = models.DateField(_("恢复日期"), null=True, blank=True)
    suspend_reason = models.CharField(_("挂起原因"), max_length=10, choices=SuspendReason, blank=True)

    # what the clock shows (services/clocks.py): set by every action, moved by runperiodic, never by a page
    pressing = models.CharField(_("在跑的期限"), max_length=10, choices=Pressing, blank=True)
    pressing_at = models.DateTimeField(_("到期时间"), null=True, blank=True)
    light = models.CharField(_("灯"), max_length=6, choices=Light, blank=True)
    climb = models.PositiveSmallIntegerField(_("超期报到第几级"), default=0)  # of this time that it is overdue
    highest_climb = models.PositiveSmallIntegerField(_("最高报到第几级"), default=0)  # ever
    moves_at = models.DateTimeField(null=True, blank=True, db_index=True)  # when time alone changes something
    updated_at = models.DateTimeField(auto_now=True)

    # how it ended
    outcome = models.CharField(_("结案方式"), max_length=10, choices=Outcome, blank=True)
    not_accepted_reason = models.CharField(_("不予受理原因"), max_length=14, choices=NotAcceptedReason, blank=True)
    merged_into = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="merged", verbose_name=_("并入")
    )
    joined_at = models.DateTimeField(_("自己说“我家也是”"), null=True, blank=True)  # else the desk merged it

    # counts
    returns = models.PositiveSmallIntegerField(_("退回次数"), default=0)
    reopenings = models.PositiveSmallIntegerField(_("重办次数"), default=0)
    extensions = models.PositiveSmallIntegerField(_("延期次数"), default=0)
    urgings = models.PositiveSmallIntegerField(_("催单次数"), default=0)

    search = models.TextField(editable=False, blank=True)  # bigrams (core/text.py), the same on both databases

    class Meta:
        ordering = ["-filed_at", "-id"]
        indexes = [
            models.Index(fields=["station", "status", "resolve_due_at"], name="request_by_status"),
            models.Index(fields=["station", "-filed_at"], name="request_by_age"),
            models.Index(fields=["assignee", "status"], name="request_by_assignee"),
            models.Index(fields=["reporter", "-filed_at"], name="request_by_reporter"),
            models.Index(fields=["reporter_phone"], name="request_by_phone"),
            models.Index(fields=["station", "status", "pressing_at"], condition=_IN_HAND, name="request_in_hand"),
            models.Index(
                fields=["pressing_at", "id"], include=["station"], condition=Q(status__in=OPEN), name="request_pressing"
            ),
            models.Index(fields=["station"], condition=Q(highest_climb__gte=3), name="request_climbed_high"),
            models.Index(fields=["building", "-filed_at"], name="request_by_building"),
            models.Index(fields=["station", "category", "-filed_at"], name="request_by_kind"),
            models.Index(fields=["station", "-updated_at"], name="request_by_change"),
            BigramIndex(fields=["search"], name="request_by_bigram"),
            BigramIndex(fields=["reporter_search"], name="request_by_reporter_token"),
            models.Index(fields=["-filed_at"], condition=IN_SIGHT_OF_THE_COMMUNITY, name="request_in_sight"),
            BigramIndex(
                fields=["reporter_search"], condition=IN_SIGHT_OF_THE_COMMUNITY, name="request_in_sight_by_reporter"
            ),
            models.Index(
                fields=["-updated_at"], condition=IN_SIGHT_OF_THE_COMMUNITY, name="request_in_sight_by_change"
            ),
            models.Index(
                fields=["station", "category"], condition=IN_SIGHT_OF_THE_COMMUNITY, name="request_in_sight_by_kind"
            ),
            models.Index(
                fields=["station", "status"],
                condition=IN_SIGHT_OF_THE_COMMUNITY & _IN_HAND,
                name="request_in_sight_in_hand",
            ),
            BigramIndex(fields=["search"], condition=IN_SIGHT_OF_THE_COMMUNITY, name="request_in_sight_by_bigram"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["station", "import_id"], condition=~Q(import_id=""), name="request_imported_once"
            )
        ]
        verbose_name = _("诉求")
        verbose_name_plural = _("诉求")

    def __str__(self) -> str:
        return self.number  # the words stay out of logs and of the audit log, which administrators read

    def get_absolute_url(self) -> str:
        return reverse("request", args=[self.number])

    @property
    def desk_url(self) -> str:
        return reverse("desk:request", args=[self.number])

    @property
    def district_url(self) -> str:
        return reverse("district:request", args=[self.number])

    @property
    def place(self) -> str:
        """Without the flat where it would say who complained; the desk tells that to those who may know."""
        dwelling = "" if self.nature in NAMELESS_NATURES else self.dwelling
        return place_words(self.building, self.entrance, self.facility, dwelling)

    @property
    def assignee_words(self) -> str:
        """The handler's title in the reader's language."""
        return title_words(self.assignee_title)

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def is_ended(self) -> bool:
        return self.status in ENDED

    @property
    def runs_around_the_clock(self) -> bool:
        return self.urgency in AROUND_THE_CLOCK


class CoHandler(models.Model):
    """A helper beside the one in charge. Who is on the side complained about gets only `brief`, never the author."""

    request = models.ForeignKey(Request, models.CASCADE, related_name="co_handlers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="co_handled")
    title = models.CharField(max_length=60, blank=True)
    brief = models.TextField(_("请他做什么"), blank=True)
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["request", "user"], name="co_handler_once")]
        verbose_name = _("协办")
        verbose_name_plural = _("协办")

    def __str__(self) -> str:
        return f"{self.user} · {self.request_id}"

    @property
    def title_words(self) -> str:
        """In the reader's language."""
        return title_words(self.title)
