"""The admin: what an administrator may set, what nobody reads there, and the trace that is left."""

import re

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.urls import reverse

from core.models import AuditEntry
from services.models import Category, Question
from services.queries import catalogue

ABOUT_RESIDENTS = {
    *("services.request", "services.requestevent", "services.photo", "services.feedback", "services.answer"),
    *("services.ask", "services.cohandler", "services.draftphoto", "services.savedview", "notices.notice"),
    "services.escalation",
}


def test_what_residents_asked_for_is_not_in_the_admin():
    registered = {model._meta.label_lower for model in admin.site._registry}

    assert registered & ABOUT_RESIDENTS == set()
    assert {label for label in ABOUT_RESIDENTS if not apps.get_model(label)} == set()


@pytest.mark.parametrize("model", list(admin.site._registry), ids=lambda model: model._meta.label_lower)
def test_every_list_opens(client, cast, model):
    if model._meta.app_label in ("auth", "account", "sites"):
        pytest.skip("not ours")
    client.force_login(cast.admin)
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"

    assert client.get(reverse(f"{name}_changelist"), {"q": "张"}).status_code == 200
    if admin.site._registry[model].has_add_permission(client.get("/").wsgi_request):
        assert client.get(reverse(f"{name}_add")).status_code in (200, 403)


def form_of(client, category):
    page = client.get(reverse("admin:services_category_change", args=[category.pk]))
    data = {}
    for form in [page.context["adminform"].form, *page.context["inline_admin_formsets"][0].formset.forms]:
        for field in form:
            value = field.value()
            if value is True:
                data[field.html_name] = "on"
            elif value is not None and value is not False:
                data[field.html_name] = field.field.prepare_value(value)
    formset = page.context["inline_admin_formsets"][0].formset
    data |= {field.html_name: field.value() for field in formset.management_form}
    return data


def test_lists_are_edited_as_lines_and_the_change_leaves_a_trace(client, cast, django_capture_on_commit_callbacks):
    client.force_login(cast.admin)
    category = Category.objects.first()
    Question.objects.create(
        category=category, code="which", label="哪种", kind="one", options=[{"zh": "甲", "en": "A"}]
    )
    data = form_of(client, category)
    data["words"] = "停水\n没水\n\n停水"
    data["why"] = "居民这样说"
    number = next(name for name, value in data.items() if value == "which").removesuffix("code")
    data[f"{number}options"] = "甲|A\n乙"
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(reverse("admin:services_category_change", args=[category.pk]), data)

    assert response.status_code == 302
    category.refresh_from_db()
    assert category.words == ["停水", "没水"]
    assert Question.objects.get(code="which", category=category).options == [
        {"zh": "甲", "en": "A"},
        {"zh": "乙", "en": ""},
    ]
    assert catalogue().by_slug[category.slug].words == ["停水", "没水"]
    changed = AuditEntry.objects.get(verb="admin_changed")
    assert changed.note == "居民这样说"
    assert (changed.after["words"], "停水" in changed.before["words"]) == (["停水", "没水"], True)


def test_a_post_that_there_is_not_is_refused(client, cast):
    client.force_login(cast.admin)
    category = Category.objects.first()
    data = {**form_of(client, category), "lead": "mayor", "why": "试试"}
    response = client.post(reverse("admin:services_category_change", args=[category.pk]), data)

    assert list(response.context["adminform"].form.errors) == ["lead"]


@pytest.mark.parametrize(("danger", "errors"), [("煤气", ["emergency"]), ("gas", []), ("", [])])
def test_a_danger_that_the_portal_does_not_know_is_refused(client, cast, danger, errors):
    client.force_login(cast.admin)
    category = Category.objects.first()
    data = {**form_of(client, category), "emergency": danger, "why": "试试"}
    response = client.post(reverse("admin:services_category_change", args=[category.pk]), data)

    assert (list(response.context["adminform"].form.errors) if response.context else []) == errors
    category.refresh_from_db()
    assert category.emergency == ("" if errors else danger)


def test_in_english_the_admin_names_its_rooms_in_english(client, cast):
    client.force_login(cast.admin)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    rooms = re.findall(r'class="section"[^>]*>(.*?)</a>', client.get(reverse("admin:index")).content.decode())

    assert {"Requests", "Stations", "Residents", "Notices"} <= {*rooms}
    assert [room for room in rooms if not room.isascii()] == []


def test_in_chinese_the_lists_of_the_admin_have_chinese_heads(client, cast):
    client.force_login(cast.admin)
    page = client.get(reverse("admin:index")).content.decode()

    assert re.findall(r'<th scope="col">(.*?)</th>', page)[:3] == ["名称", "增加", "查看或修改"]


def test_a_change_of_the_catalogue_without_a_reason_is_refused(client, cast):
    client.force_login(cast.admin)
    category = Category.objects.first()
    response = client.post(reverse("admin:services_category_change", args=[category.pk]), form_of(client, category))

    assert list(response.context["adminform"].form.errors) == ["why"]


def test_of_an_account_the_log_tells_what_changed_and_never_a_password(client, cast):
    client.force_login(cast.admin)
    user = cast.resident
    url = reverse("admin:accounts_user_change", args=[user.pk])
    client.post(url, {"phone": user.phone, "name": "陈新名", "is_active": "on"})
    new = {"password1": "a-new-phrase-88", "password2": "a-new-phrase-88", "usable_password": "true"}
    client.post(reverse("admin:auth_user_password_change", args=[user.pk]), new)
    client.post(reverse("admin:accounts_user_delete", args=[cast.stranger.pk]), {"post": "yes"})
    user.refresh_from_db()
    kept = [f"{entry.verb} {entry.before} {entry.after} {entry.note}" for entry in AuditEntry.objects.all()]

    assert user.check_password("a-new-phrase-88")
    assert {"admin_changed", "password_set"} <= {entry.split()[0] for entry in kept}
    assert not any(secret in entry for entry in kept for secret in (user.password, "a-new-phrase", "argon2$", "pbkdf2"))
