"""allauth's views with the house's manners: 400 for bad input, 405 for a wrong method, a way out of each step."""

from __future__ import annotations

import time
from typing import Any

from allauth.account import views as allauth_views
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from allauth.account.internal.stagekit import clear_login
from allauth.account.stages import LoginStage
from allauth.core.exceptions import RateLimited
from allauth.core.internal.httpkit import add_query_params
from allauth.core.ratelimit import respond_429
from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from accounts import forms, signup
from accounts.limits import may_send_code
from core import sms

CODE_PROVES_FOR = 15 * 60  # seconds after a sign-in by code in which a new password needs no old one


class Page:
    """Put before an allauth view."""

    http_method_names = ["get", "head", "post"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if (request.method or "").lower() not in self.http_method_names:
            return self.http_method_not_allowed(request)  # type: ignore[attr-defined]
        try:
            return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        except RateLimited:
            return respond_429(request)
        except sms.SmsRefused:
            return render(request, "account/sms_refused.html", status=503)

    def form_invalid(self, form: BaseForm) -> HttpResponse:
        response: HttpResponse = super().form_invalid(form)  # type: ignore[misc]
        if response.status_code == 200:
            response.status_code = 400
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        return {**context, "codes_are_logged": sms.is_only_logged()}


class Entrance(Page):
    """A page that begins a sign-in. While a code is awaited it leads there, unless it is sent or has `?again`."""

    def _redirect_to_pending_stage(self, request: HttpRequest, stage: LoginStage) -> HttpResponse | None:
        if request.method == "POST" or "again" in request.GET:
            clear_login(request)
            signup.forget(request.session)
            return None
        return super()._redirect_to_pending_stage(request, stage)  # type: ignore[misc]


class SignIn(Entrance, allauth_views.LoginView):
    form_class = forms.SignInForm


class SignUp(Entrance, allauth_views.SignupView):
    form_class = forms.SignUpForm


class SignOut(Page, allauth_views.LogoutView):
    pass


class Inactive(Page, allauth_views.AccountInactiveView):
    http_method_names = ["get", "head"]


class RequestCode(Entrance, allauth_views.RequestLoginCodeView):
    form_class = forms.RequestCodeForm


class PasswordForgotten(RequestCode):
    """A code shows who it is; then a new password may be set without the old one."""

    template_name = "account/password_forgotten.html"

    def get_authenticated_redirect_url(self) -> str:
        return reverse("account_change_password")

    def get_success_url(self) -> str:
        new_password = {"next": reverse("account_change_password")}
        return add_query_params(reverse("account_confirm_login_code"), new_password)


class ConfirmCode(Page, allauth_views.ConfirmLoginCodeView):
    form_class = forms.SignInCodeForm
    extra_context = {"can_send_again": True}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.POST.get("action") == "resend":
            return self.resend()
        return super().post(request, *args, **kwargs)

    def resend(self) -> HttpResponse:
        """Begins anew: allauth's own way to send again fails for a number without an account."""
        phone = self._process.state["phone"]
        if may_send_code(phone):
            LoginCodeVerificationProcess.initiate(request=self.request, user=self._process.user, phone=phone)
        else:
            _say_too_many_codes(self.request)
        return HttpResponseRedirect(self.passthrough_next_url(reverse("account_confirm_login_code")))


class _Verify:
    form_class = forms.PhoneCodeForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        return {**context, "can_send_again": context["can_resend"]}

    def _resend_form_valid(self, form: BaseForm) -> HttpResponse:
        if may_send_code(self.process.phone):  # type: ignore[attr-defined]
            return super()._resend_form_valid(form)  # type: ignore[misc]
        _say_too_many_codes(self.request)  # type: ignore[attr-defined]
        return HttpResponseRedirect(reverse("account_verify_phone"))


class VerifyAtSignUp(Page, _Verify, allauth_views._VerifyPhoneSignupView):
    extra_context = {"other_number": "account_signup"}


class VerifyNewPhone(Page, _Verify, allauth_views._VerifyPhoneChangeView):
    extra_context = {"other_number": "account_change_phone"}


def verify_phone(request: HttpRequest) -> HttpResponseBase:
    view = VerifyNewPhone if request.user.is_authenticated else VerifyAtSignUp
    return view.as_view()(request)


class ChangePhone(Page, allauth_views.ChangePhoneView):
    form_class = forms.ChangePhoneForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The password comes first: asked after the form, as allauth does, the message would be counted twice."""
        if request.user.is_authenticated:
            raise_if_reauthentication_required(request, app="allauth.account")
        return super().dispatch(request, *args, **kwargs)


class ChangePassword(Page, allauth_views.PasswordChangeView):
    def get_form_class(self) -> type[BaseForm]:
        return forms.NewPasswordForm if _shown_by_code(self.request) else forms.ChangePasswordForm


class SetPassword(Page, allauth_views.PasswordSetView):
    form_class = forms.NewPasswordForm


class Reauthenticate(Page, allauth_views.ReauthenticateView):
    form_class = forms.ReauthenticateForm


def _shown_by_code(request: HttpRequest) -> bool:
    """Whether this session began with a code a moment ago: the phone is in the reader's hand."""
    records = get_authentication_records(request, request.user)
    return any(record["method"] == "code" and time.time() - record["at"] < CODE_PROVES_FOR for record in records)


def _say_too_many_codes(request: HttpRequest) -> None:
    adapter = get_adapter()
    adapter.add_message(request, messages.ERROR, message=adapter.error_messages["too_many_codes"])
