"""An address counts only when the six digits that were sent to it come back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.access import require_perm
from core.errors import ActionRefused
from core.forms import add_refusal, posted
from core.shell import mark
from notices import actions
from notices.actions.choosing import ASKED
from notices.forms.choices import CodeForm, EmailForm
from notices.messages import is_mail_only_logged
from notices.queries import settings_for


@require_http_methods(["GET", "POST"])
@require_perm("notices.read_inbox")
def ask(request: HttpRequest) -> HttpResponse:
    mark(request, current="me")
    form = EmailForm(posted(request), initial={"email": settings_for(request.user).email})
    if request.method == "POST" and form.is_valid():
        try:
            actions.send_email_code(user=request.user, session=request.session, email=form.cleaned_data["email"])
        except ActionRefused as refused:
            add_refusal(form, refused)
        else:
            return redirect("me_email_code")
    return render(request, "notices/email.html", {"form": form}, status=400 if request.method == "POST" else 200)


@require_http_methods(["GET", "POST"])
@require_perm("notices.read_inbox")
def confirm(request: HttpRequest) -> HttpResponse:
    mark(request, current="me")
    asked = request.session.get(ASKED)
    if not asked:
        return redirect("me_email")
    form = CodeForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.confirm_email(user=request.user, session=request.session, code=form.cleaned_data["code"])
        except ActionRefused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("邮箱确认好了。"))
            return redirect("me_notices")
    context = {"form": form, "email": asked["email"], "is_logged": is_mail_only_logged()}
    return render(request, "notices/email_code.html", context, status=400 if request.method == "POST" else 200)


@require_POST
@require_perm("notices.read_inbox")
def forget(request: HttpRequest) -> HttpResponse:
    actions.forget_email(user=request.user)
    messages.success(request, _("好的，不再给您发邮件。"))
    return redirect("me_notices")
