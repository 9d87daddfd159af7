from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.fields import CleanCharField
from core.forms import NamingForm
from notices import following
from notices.models import NoticeSettings
from notices.registry import table
from notices.vocabulary import PERSONAL, Channel, Kind, Language

CLOCK = {"type": "time", "class": "short"}
CODE = {"autocomplete": "one-time-code", "inputmode": "numeric", "maxlength": "12", "class": "short"}
FOR_STAFF = {Kind.WORK, Kind.LATE}


def channels_of(kind: Kind, *, has_email: bool) -> list[Channel]:
    """What there is to switch: e-mail once there is an address, text messages where one is sent at all."""
    by_sms = any(row.sms for row in table() if row.kind == kind)
    open_ = {Channel.EMAIL: has_email, Channel.SMS: by_sms}
    return [channel for channel in PERSONAL if open_[channel]]


class ChoicesForm(NamingForm):
    """One row of boxes for each kind that the person may get; ticked is wanted."""

    quiet = forms.BooleanField(label=_("夜里不打扰"), required=False)
    quiet_from = forms.TimeField(label=_("从几点"), required=False, widget=forms.TimeInput(CLOCK, format="%H:%M"))
    quiet_until = forms.TimeField(label=_("到几点"), required=False, widget=forms.TimeInput(CLOCK, format="%H:%M"))
    language = forms.ChoiceField(label=_("邮件用哪种文字"), choices=Language.choices, widget=forms.RadioSelect)
    wants_digest = forms.BooleanField(label=_("每天早上7点半给我一份小结"), required=False)

    def __init__(self, chosen: NoticeSettings, data: Any = None, *, is_staff: bool, is_chief: bool) -> None:
        super().__init__(data, initial=_initial(chosen))
        self.chosen, self.kinds = chosen, []
        for kind in Kind:
            channels = channels_of(kind, has_email=bool(chosen.email))
            if channels and (is_staff or kind not in FOR_STAFF):
                self.fields[f"kind_{kind}"] = forms.MultipleChoiceField(
                    label=kind.label,
                    choices=[(channel.value, channel.label) for channel in channels],
                    widget=forms.CheckboxSelectMultiple(attrs={"class": "across"}),
                    required=False,
                    initial=[channel for channel in channels if chosen.wants(kind, channel)],
                )
                self.kinds.append(kind)
        if not is_chief:
            del self.fields["wants_digest"]
        if not chosen.email:
            del self.fields["language"]

    def rows(self) -> list[forms.BoundField]:
        return [self[f"kind_{kind}"] for kind in self.kinds]

    def hours(self) -> list[forms.BoundField]:
        return [self["quiet_from"], self["quiet_until"]]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("quiet"):
            for name in ("quiet_from", "quiet_until"):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, gettext("请填几点，例如22:00。"))
        return cleaned

    def choices(self) -> dict[str, Any]:
        """What the action takes. What was not on the page stays as it is."""
        said, chosen = self.cleaned_data, self.chosen
        muted = set(chosen.muted)
        for kind in self.kinds:
            shown = channels_of(kind, has_email=bool(chosen.email))
            muted -= {f"{kind}:{channel}" for channel in shown}
            muted |= {f"{kind}:{channel}" for channel in shown if channel not in said[f"kind_{kind}"]}
        return {
            "muted": muted,
            "is_quiet": said["quiet"],
            "quiet_from": said.get("quiet_from") or chosen.quiet_from,
            "quiet_until": said.get("quiet_until") or chosen.quiet_until,
            "language": said.get("language", chosen.language),
            "wants_digest": said.get("wants_digest", chosen.wants_digest),
        }


def _initial(chosen: NoticeSettings) -> dict[str, Any]:
    return {
        "quiet": chosen.is_quiet,
        "quiet_from": chosen.quiet_from,
        "quiet_until": chosen.quiet_until,
        "language": chosen.language,
        "wants_digest": chosen.wants_digest,
    }


class EmailForm(NamingForm):
    email = forms.EmailField(label=_("邮箱"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"}))


class CodeForm(NamingForm):
    code = CleanCharField(label=_("验证码"), max_length=12, widget=forms.TextInput(attrs=CODE))

    def clean_code(self) -> str:
        return "".join(c for c in self.cleaned_data["code"] if c.isdigit())


class FollowForm(NamingForm):
    what = forms.ChoiceField(label=_("关注什么"))

    def __init__(self, user: Any, followed: set[tuple[Any, str]], *args: Any, **kwargs: Any) -> None:
        """`followed`: what needs not be offered any more."""
        super().__init__(*args, **kwargs)
        homes = {home.pk: home for home in following.homes_of(user)}
        self.found: dict[str, dict[str, Any]] = {}
        groups: dict[str, list[tuple[str, str]]] = {}
        for home in homes.values():
            if (home.pk, "") not in followed:
                key = f"building:{home.pk}"
                self.found[key] = {"station": home.compound.station, "building": home}
                groups.setdefault(gettext("我住的楼"), []).append((key, f"{home.compound.name} {home}"))
        for station in {home.compound.station.pk: home.compound.station for home in homes.values()}.values():
            for slug, name in following.kinds().items():
                if (station.pk, slug) not in followed:
                    key = f"kind:{station.pk}:{slug}"
                    self.found[key] = {"station": station, "category": slug}
                    groups.setdefault(station.compound.name, []).append((key, name))
        field: Any = self.fields["what"]
        field.choices = [("", gettext("请选一样")), *groups.items()]
        self.has_home = bool(homes)

    def wanted(self) -> dict[str, Any]:
        return self.found[self.cleaned_data["what"]]
