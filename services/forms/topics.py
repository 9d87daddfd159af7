"""What somebody does with a hot topic: make a topic of it, write how far it is, tell everybody."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core.fields import CleanCharField
from core.forms import NamingForm
from services.actions import topics as actions
from services.forms.desk_base import LONG, meant_for, reason_field
from services.models import HotTopic
from services.queries.load import titles_at
from stations.queries import members_of


class TopicForm(NamingForm):
    done: Any = gettext_lazy("记下了。")

    def __init__(self, topic: HotTopic, data: Any = None) -> None:
        self.topic = topic
        super().__init__(data, use_required_attribute=False, auto_id=f"id_{self.verb}_%s")

    verb = ""
    shown: int | None = None  # the version that the page showed, where it has changed since

    def take_over(self, topic: HotTopic) -> None:
        """The page shows the topic as it is now: sent again, the form is meant for that."""
        self.topic, self.shown = topic, self.cleaned_data["version"]
        self.data = meant_for(self.data, topic.version)

    def run(self, actor: Any) -> None:
        raise NotImplementedError


class OpenForm(TopicForm):
    verb, done = "open", gettext_lazy("专题立好了，已经告诉负责的人。")
    title = CleanCharField(label=gettext_lazy("专题名"), max_length=60)
    to = forms.ModelChoiceField(
        User.objects.none(), label=gettext_lazy("谁负责"), empty_label=gettext_lazy("请选一个人")
    )
    note = reason_field(gettext_lazy("说一句怎么办"), gettext_lazy("只有驿站的人看得到。"), required=False, length=LONG)

    def __init__(self, topic: HotTopic, data: Any = None) -> None:
        super().__init__(topic, data)
        to = self.fields["to"]
        if topic.station:
            to.queryset = members_of(topic.station)  # type: ignore[attr-defined]
        titles = titles_at(topic.station, timezone.now()) if topic.station else {}
        to.label_from_instance = lambda user: f"{titles.get(user.pk, '')} {user.name}".strip()  # type: ignore[attr-defined]
        what = str(topic.category or _("热点"))
        self.fields["title"].initial = f"{topic.building} {what}" if topic.building else what

    def run(self, actor: Any) -> None:
        actions.open_topic(topic=self.topic, actor=actor, **self.cleaned_data)


class NoteForm(TopicForm):
    verb, done = "note", gettext_lazy("记下了。")
    text = reason_field(gettext_lazy("办到哪了"), gettext_lazy("只有驿站的人看得到。"), length=LONG)

    def run(self, actor: Any) -> None:
        actions.note_topic(topic=self.topic, actor=actor, **self.cleaned_data)


class PublishForm(TopicForm):
    verb, done = "publish", gettext_lazy("已经答复大家了。")
    outcome = reason_field(
        gettext_lazy("结果"), gettext_lazy("反映过的邻居都会收到这段话，请别写出谁反映的。"), length=LONG
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, topic: HotTopic, data: Any = None) -> None:
        super().__init__(topic, data)
        self.fields["version"].initial = topic.version

    def clean_version(self) -> int:
        """Sent without, nobody knows what was seen: as of a page from before all of it."""
        return self.cleaned_data["version"] or 0

    def run(self, actor: Any) -> None:
        actions.publish_topic(topic=self.topic, actor=actor, **self.cleaned_data)


class LeaveOutForm(TopicForm):
    """A button beside each of its requests."""

    verb, done = "leave-out", gettext_lazy("拿出去了，答复大家时不会告诉这一家。")
    request = forms.IntegerField(label=gettext_lazy("诉求"), min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput)

    def run(self, actor: Any) -> None:
        actions.leave_out(topic=self.topic, actor=actor, **self.cleaned_data)


class PutBackForm(LeaveOutForm):
    """A button beside each that was left out."""

    verb, done = "put-back", gettext_lazy("放回来了，答复大家时也会告诉这一家。")

    def run(self, actor: Any) -> None:
        actions.put_back(topic=self.topic, actor=actor, **self.cleaned_data)


FORMS: dict[str, type[TopicForm]] = {
    form.verb: form for form in (OpenForm, NoteForm, PublishForm, LeaveOutForm, PutBackForm)
}
