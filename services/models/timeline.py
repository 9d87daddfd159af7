"""What happened to a request: append-only entries, photos, answers, what the resident said at the end."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from services.models.catalogue import Question
from services.models.request import Request
from services.vocabulary import AskKind, EventKind, FeedbackWay, Satisfaction


class RequestEvent(models.Model):
    """One timeline entry: who, when, what, public or internal. Never changed, never deleted."""

    request = models.ForeignKey(Request, models.CASCADE, related_name="events")
    kind = models.CharField(max_length=20, choices=EventKind)
    at = models.DateTimeField(default=timezone.now)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    actor_label = models.CharField(max_length=60, blank=True)  # 「物业经理 丁海波」, as it was at the time
    is_public = models.BooleanField(default=True)
    text = models.TextField(blank=True)
    data = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["request", "-at"])]
        verbose_name = _("时间线")
        verbose_name_plural = _("时间线")

    def __str__(self) -> str:
        return f"{self.request_id} {self.kind}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            raise TypeError("The timeline is append-only.")
        super().save(*args, **kwargs)


class Photo(models.Model):
    request = models.ForeignKey(Request, models.CASCADE, related_name="photos")
    event = models.ForeignKey(RequestEvent, models.SET_NULL, null=True, blank=True, related_name="photos")
    full = models.FileField(upload_to="photos/%Y/%m/")
    thumb = models.FileField(upload_to="photos/%Y/%m/")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    is_after = models.BooleanField(default=False)  # taken after the work was done
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        verbose_name = _("照片")
        verbose_name_plural = _("照片")

    def __str__(self) -> str:
        return f"{self.request_id} #{self.pk}"


class DraftPhoto(models.Model):
    """A photo of a form that was not accepted yet: kept so that nobody must choose it again; swept after a day."""

    token = models.CharField(max_length=32, unique=True)
    full = models.FileField(upload_to="drafts/%Y/%m/")
    thumb = models.FileField(upload_to="drafts/%Y/%m/")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.token


class Answer(models.Model):
    request = models.ForeignKey(Request, models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, models.CASCADE, related_name="+")
    value = models.JSONField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["request", "question"], name="answer_once")]
        ordering = ["question__order"]

    def __str__(self) -> str:
        return f"{self.question}: {self.value}"


class Ask(models.Model):
    """A handler asks for more time or for a pause; the chief decides."""

    request = models.ForeignKey(Request, models.CASCADE, related_name="asks")
    kind = models.CharField(max_length=10, choices=AskKind)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    until = models.DateField()
    reason = models.CharField(max_length=200)
    suspend_reason = models.CharField(max_length=10, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    is_granted = models.BooleanField(null=True)

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["request"], condition=models.Q(decided_at=None), name="one_open_ask_per_request"
            )
        ]

    def __str__(self) -> str:
        return f"{self.request_id} {self.kind}"


class Feedback(models.Model):
    """What the resident answered: reached? solved? satisfied? One row per round; the figures count each round."""

    request = models.ForeignKey(Request, models.CASCADE, related_name="feedback")
    reached = models.BooleanField(_("联系过您"))
    solved = models.BooleanField(_("解决了"))
    satisfaction = models.CharField(_("满意吗"), max_length=12, choices=Satisfaction)
    comment = models.TextField(_("想说的话"), blank=True)
    round = models.PositiveSmallIntegerField(default=0)
    way = models.CharField(_("怎么评的"), max_length=5, choices=FeedbackWay, default=FeedbackWay.SELF)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("回访人")
    )
    is_valid = models.BooleanField(_("计入统计"), default=True)  # not when one's own side asked (escalation_rules)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at"]
        constraints = [models.UniqueConstraint(fields=["request", "round"], name="one_answer_per_round")]

    def __str__(self) -> str:
        return f"{self.request_id} {self.satisfaction}"
