"""One small form for each thing that station people do to a request; each knows the action that it stands for."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core.errors import ActionRefused
from core.fields import CleanCharField
from core.forms import DayField, PhotosField
from services import actions
from services.actions.filing import facts_of
from services.actions.reading import said_of
from services.filters import kinds
from services.forms.desk_base import LONG, SHORT, DeskForm, reason_field
from services.forms.desk_callback import CallBackForm
from services.forms.desk_choices import NOT_ACCEPTED_WORDS, MarkedRadio, PersonField
from services.forms.desk_escalation import ESCALATION_FORMS
from services.forms.desk_place import PlaceForm
from services.forms.desk_supervision import SUPERVISION_FORMS
from services.models import Category, Photo
from services.queries import catalogue, requests_visible_to
from services.queries.asked import number_in
from services.queries.load import meant_now
from services.vocabulary import AskKind, NotAcceptedReason, Status, SuspendReason, Target, Urgency
from services.workflow import Action

WAITS_FOR = [("", gettext_lazy("请选一个")), *SuspendReason.choices]


class TakeForm(DeskForm):
    action, done = Action.TAKE, gettext_lazy("签收了。")

    def call(self, **who: Any) -> Any:
        return actions.take(**who)


class ResumeForm(DeskForm):
    action, done = Action.RESUME, gettext_lazy("恢复办理了，期限接着算。")

    def call(self, **who: Any) -> Any:
        return actions.resume(**who)


class UnmergeForm(DeskForm):
    action, done = Action.UNMERGE, gettext_lazy("拆出来了，单独办。")

    def call(self, **who: Any) -> Any:
        return actions.unmerge(**who)


class ContactForm(DeskForm):
    action, done = Action.CONTACT, gettext_lazy("记下了：已经联系居民。")
    note = reason_field(gettext_lazy("说了什么"), gettext_lazy("居民会看到。"), required=False)

    def call(self, **who: Any) -> Any:
        return actions.contact(note=self.cleaned_data["note"], **who)


class AssignForm(DeskForm):
    action, done = Action.ASSIGN, gettext_lazy("派给%(who)s了。")
    to = PersonField(label=gettext_lazy("派给谁"))
    note = reason_field(
        gettext_lazy("交代一句"), gettext_lazy("居民看不到。不按建议派时，请写为什么。"), required=False
    )

    def prepare(self) -> None:
        self.fields["to"].offer(self.people)  # type: ignore[attr-defined]

    def call(self, **who: Any) -> Any:
        return actions.assign(to=self._person("to"), note=self.cleaned_data["note"], **who)

    def _person(self, name: str) -> User:
        return User.objects.get(pk=self.cleaned_data[name])


class TransferForm(AssignForm):
    action, done = Action.TRANSFER, gettext_lazy("转给%(who)s了。")
    note = None  # type: ignore[assignment]
    reason = reason_field(gettext_lazy("为什么转"), gettext_lazy("居民看不到。期限不变。"))

    def prepare(self) -> None:
        others = [person for person in self.people if person.user != self.matter.assignee_id]
        self.fields["to"].offer(others, choose=False)  # type: ignore[attr-defined]
        self.fields["to"].label = _("转给谁")

    def call(self, **who: Any) -> Any:
        return actions.transfer(to=self._person("to"), reason=self.cleaned_data["reason"], **who)


class ReturnForm(DeskForm):
    action, done = Action.RETURN, gettext_lazy("退回了，由驿站重新派。")
    reason = reason_field(gettext_lazy("为什么退回"), gettext_lazy("只有驿站的人看得到。第二次退回由站长定。"))

    def call(self, **who: Any) -> Any:
        return actions.return_(reason=self.cleaned_data["reason"], **who)


class NoteForm(DeskForm):
    action = Action.NOTE
    text = reason_field(gettext_lazy("写点什么"), required=False, length=LONG)
    public = forms.ChoiceField(
        label=gettext_lazy("给谁看"),
        choices=[("", gettext_lazy("只给驿站的人看")), ("1", gettext_lazy("答复居民，居民也能看到"))],
        widget=forms.RadioSelect,
        required=False,
    )
    photos = PhotosField(label=gettext_lazy("照片"), required=False)

    def run(self, actor: Any, photos: list[Photo]) -> str | None:
        said = self.cleaned_data
        actions.note(
            request=self.matter,
            actor=actor,
            text=said["text"],
            public=bool(said.get("public")),
            photos=photos,
            version=said["version"] if said.get("public") else None,  # what is only remembered comes never too late
        )
        return None


class BriefForm(NoteForm):
    """For somebody who knows no more than the brief: never public, never a word on what happened meanwhile."""

    public = None  # type: ignore[assignment]
    text = reason_field(gettext_lazy("您的说明"), length=LONG)


class ClassifyForm(DeskForm):
    action, done = Action.CLASSIFY, gettext_lazy("改好了，期限按新的类别重新算。")
    category = forms.ChoiceField(label=gettext_lazy("是哪类事"), required=False)
    urgency = forms.ChoiceField(label=gettext_lazy("紧急程度"), required=False)
    target = forms.ChoiceField(label=gettext_lazy("反映的是谁"), choices=Target.choices, required=False)
    target_user = PersonField(label=gettext_lazy("是哪一位"), required=False, widget=forms.Select)
    note = reason_field(gettext_lazy("说明"), required=False)

    def prepare(self) -> None:
        usual = [("", _("按这类事的常规"))]
        self.fields["category"].choices = [("", _("还没分类")), *kinds(whole_groups=False)]  # type: ignore[attr-defined]
        self.fields["urgency"].choices = [*usual, *Urgency.choices]  # type: ignore[attr-defined]
        self.fields["target_user"].offer(self.people, choose=False, empty=_("没有点名"))  # type: ignore[attr-defined]
        category = self.matter.category
        is_usual = self.matter.urgency == self._usual(category)
        self.initial.update(
            {
                "category": category.slug if category else "",
                "urgency": "" if is_usual else self.matter.urgency,  # another kind brings its own
                "target": self.matter.target,
                "target_user": self.matter.target_user_id,
            }
        )

    def call(self, **who: Any) -> Any:
        said = self.cleaned_data
        category = catalogue().by_slug.get(said["category"])
        chosen: dict[str, Any] = {
            "category": category,
            "urgency": said["urgency"] or self._usual(category),
            "target": said["target"] or (category.about if category else ""),
            "target_user": User.objects.filter(pk=said["target_user"]).first() if said["target_user"] else None,
        }
        if all(getattr(self.matter, name) == value for name, value in chosen.items()):
            raise ActionRefused("same", _("类别、急不急、反映的是谁，都和现在一样，没有改。"), "category")
        return actions.classify(note=said["note"], **chosen, **who)

    def done_words(self) -> str:
        """Whoever has it keeps it: said is who would have got it."""
        person = meant_now(self.matter, facts_of(self.matter), timezone.now())
        if not person:
            return super().done_words()
        if self.matter.status == Status.SUBMITTED:
            return _("改好了，期限按新的类别重新算。按现在的类别该给%(person)s，请派单。") % {"person": person}
        return _("改好了，期限按新的类别重新算。按现在的类别该给%(person)s，要换人请转过去。") % {"person": person}

    def _usual(self, category: Category | None) -> str:
        """Words of danger stay urgent, whatever the kind; a danger that only the kind told of goes with it."""
        if said_of(self.matter).is_pressing:
            return Urgency.CRITICAL
        return category.urgency if category else Urgency.NORMAL


class AddCoHandlerForm(DeskForm):
    action, done = Action.ADD_CO_HANDLER, gettext_lazy("请%(who)s协办了。")
    user = PersonField(label=gettext_lazy("请谁协办"))
    brief = reason_field(
        gettext_lazy("请他做什么"),
        gettext_lazy("被反映的一方要回避，只看得到这段话：写清楚要他说明什么，别写出是谁反映的。"),
        False,
        LONG,
    )

    def prepare(self) -> None:
        helping = {co.user_id for co in self.matter.co_handlers.all()} | {self.matter.assignee_id}
        others = [person for person in self.people if person.user not in helping]
        self.fields["user"].offer(others, choose=False, recused_too=True)  # type: ignore[attr-defined]

    def call(self, **who: Any) -> Any:
        user = User.objects.get(pk=self.cleaned_data["user"])
        return actions.add_co_handler(user=user, brief=self.cleaned_data["brief"], **who)


class AskExtensionForm(DeskForm):
    action, done = Action.ASK_EXTENSION, gettext_lazy("申请交上去了，等站长批。")
    kind = AskKind.EXTENSION
    until = DayField(label=gettext_lazy("想延到哪天"))
    reason = reason_field(gettext_lazy("为什么"))

    def prepare(self) -> None:
        start = self.matter.resolve_due_at or timezone.now()
        self.initial["until"] = timezone.localdate(start) + timedelta(days=3)

    def call(self, **who: Any) -> Any:
        said = self.cleaned_data
        why = said.get("suspend_reason", "")
        return actions.ask(kind=self.kind, until=said["until"], reason=said["reason"], suspend_reason=why, **who)


class AskSuspensionForm(AskExtensionForm):
    action = Action.ASK_SUSPENSION
    kind = AskKind.SUSPENSION
    field_order = ["suspend_reason", "until", "reason"]
    suspend_reason = forms.ChoiceField(label=gettext_lazy("在等什么"), choices=WAITS_FOR)

    def prepare(self) -> None:
        self.initial["until"] = timezone.localdate() + timedelta(days=7)
        self.fields["until"].label = _("哪天恢复")


class DecideAskForm(DeskForm):
    action, done = Action.DECIDE_ASK, gettext_lazy("批好了，已经告诉申请的人。")
    granted = forms.ChoiceField(
        label=gettext_lazy("同意吗"),
        choices=[("1", gettext_lazy("同意")), ("0", gettext_lazy("不同意"))],
        widget=forms.RadioSelect,
    )
    note = reason_field(gettext_lazy("说明"), required=False)

    def call(self, **who: Any) -> Any:
        return actions.decide_ask(granted=self._is_granted, note=self.cleaned_data["note"], **who)

    def done_words(self) -> str:
        return super().done_words() if self._is_granted else _("已答复：不同意。申请的人会收到。")

    @property
    def _is_granted(self) -> bool:
        return bool(self.cleaned_data["granted"] == "1")


class SuspendForm(DeskForm):
    action, done = Action.SUSPEND, gettext_lazy("挂起了，期限先停着。")
    reason = forms.ChoiceField(label=gettext_lazy("在等什么"), choices=WAITS_FOR)
    resume_on = DayField(label=gettext_lazy("哪天恢复"))
    note = reason_field(gettext_lazy("跟居民说一句"), gettext_lazy("居民会看到。"), required=False)

    def prepare(self) -> None:
        self.initial["resume_on"] = timezone.localdate() + timedelta(days=7)

    def call(self, **who: Any) -> Any:
        said = self.cleaned_data
        return actions.suspend(reason=said["reason"], resume_on=said["resume_on"], note=said["note"], **who)


class ResolveForm(DeskForm):
    action, done = Action.RESOLVE, gettext_lazy("办好了，已经请居民评价。")
    text = reason_field(gettext_lazy("怎么办好的"), gettext_lazy("居民会看到。"), length=LONG)
    photos = PhotosField(label=gettext_lazy("办完后的照片"), required=False)

    def run(self, actor: Any, photos: list[Photo]) -> str | None:
        said = self.cleaned_data
        actions.resolve(request=self.matter, actor=actor, text=said["text"], photos=photos, version=said["version"])
        return None


class NotAcceptForm(DeskForm):
    action, done = Action.NOT_ACCEPT, gettext_lazy("转为不予受理，已经告诉居民该怎么办。")
    reason = forms.ChoiceField(label=gettext_lazy("依据哪一条"), choices=NotAcceptedReason.choices, widget=MarkedRadio)
    told = reason_field(
        gettext_lazy("告诉居民该找谁、怎么办"), gettext_lazy("居民会看到，请按实际情况改一改。"), length=LONG
    )

    def prepare(self) -> None:
        self.fields["reason"].widget.marks = {code: {"data-told": words} for code, words in NOT_ACCEPTED_WORDS.items()}
        if self.initial.get("reason") in NOT_ACCEPTED_WORDS:
            self.initial["told"] = NOT_ACCEPTED_WORDS[self.initial["reason"]]

    def call(self, **who: Any) -> Any:
        return actions.not_accept(reason=self.cleaned_data["reason"], told=self.cleaned_data["told"], **who)


class MergeForm(DeskForm):
    action, done = Action.MERGE, gettext_lazy("并过去了，办好时两家一起告诉。")
    into = CleanCharField(
        label=gettext_lazy("并到哪一件"),
        help_text=gettext_lazy("写那一件的编号，前面的字母可以不写。"),
        max_length=30,
        widget=forms.TextInput({"class": "short"}),
    )

    def run(self, actor: Any, photos: list[Photo]) -> str | None:
        number = number_in(self.cleaned_data["into"], self.matter.number.partition("-")[0])
        lead = requests_visible_to(actor).filter(number=number).first() if number else None
        if lead is None:
            raise ActionRefused("unknown", _("没有找到这个编号，请再看看。"), "into")
        actions.merge(request=self.matter, into=lead, actor=actor, version=self.cleaned_data["version"])
        return None


class RenewCodeForm(DeskForm):
    action, done = Action.RENEW_CODE, gettext_lazy("换了新的取件码，旧的不能用了。")

    def run(self, actor: Any, photos: list[Photo]) -> str | None:
        return actions.renew_code(request=self.matter, actor=actor)


class RevealForm(DeskForm):
    action = Action.REVEAL
    reason = CleanCharField(
        label=gettext_lazy("为什么要看"), help_text=gettext_lazy("会记下是谁、什么时候、为什么看的。"), max_length=SHORT
    )

    def prepare(self) -> None:
        self.initial["reason"] = _("联系居民，了解情况")

    def run(self, actor: Any, photos: list[Photo]) -> str | None:
        return actions.reveal(request=self.matter, reason=self.cleaned_data["reason"], actor=actor)


_ALL: tuple[type[DeskForm], ...] = (
    *(AssignForm, TakeForm, ContactForm, ReturnForm, TransferForm, NoteForm, ClassifyForm, PlaceForm),
    AddCoHandlerForm,
    *(AskExtensionForm, AskSuspensionForm, DecideAskForm, SuspendForm, ResumeForm),
    *ESCALATION_FORMS,
    *(ResolveForm, CallBackForm, NotAcceptForm, MergeForm, UnmergeForm, RenewCodeForm, RevealForm),
    *SUPERVISION_FORMS,
)
FORMS: dict[str, type[DeskForm]] = {form.action: form for form in _ALL}
