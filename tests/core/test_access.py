from collections.abc import Iterator

import pytest
import rules
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.test import RequestFactory

from core.access import require_perm

User = get_user_model()
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def rule() -> Iterator[None]:
    """Everybody may open himself and nobody else."""
    rules.add_perm("test.open", rules.predicate(lambda user, obj: user == obj))
    rules.add_perm("test.anybody", rules.always_true)
    yield
    rules.remove_perm("test.open")
    rules.remove_perm("test.anybody")


def by_pk(request: HttpRequest, pk: int) -> object:
    return get_object_or_404(User, pk=pk)


@require_perm("test.open", get=by_pk)
def page(request: HttpRequest, person: object) -> HttpResponse:
    return HttpResponse(f"open {person.pk}")


@require_perm("test.open", get=by_pk, private=True)
def private_page(request: HttpRequest, person: object) -> HttpResponse:
    return HttpResponse("open")


def asked_by(user: object, path: str = "/page/?a=1") -> HttpRequest:
    request = RequestFactory().get(path)
    request.user = user
    return request


def test_whoever_has_the_right_gets_the_page_with_the_object():
    user = User.objects.create_user("13800000001")
    assert page(asked_by(user), pk=user.pk).content == f"open {user.pk}".encode()


def test_signed_in_without_the_right_is_not_found():
    user, other = User.objects.create_user("13800000001"), User.objects.create_user("13800000002")
    with pytest.raises(Http404):
        page(asked_by(user), pk=other.pk)


def test_superuser_has_no_blanket_right():
    other = User.objects.create_user("13800000002")
    with pytest.raises(Http404):
        page(asked_by(User.objects.create_superuser("13800000001")), pk=other.pk)


@pytest.mark.parametrize("exists", [True, False])
def test_anonymous_is_sent_to_sign_in_whether_the_thing_exists_or_not(exists):
    pk = User.objects.create_user("13800000001").pk + (0 if exists else 1)
    response = page(asked_by(AnonymousUser()), pk=pk)
    assert (response.status_code, response.url.partition("?")[2]) == (302, "next=/page/%3Fa%3D1")


@pytest.mark.parametrize("exists", [True, False])
def test_anonymous_is_not_told_of_a_private_page(exists):
    pk = User.objects.create_user("13800000001").pk + (0 if exists else 1)
    with pytest.raises(Http404):
        private_page(asked_by(AnonymousUser()), pk=pk)


def test_without_an_object_the_arguments_of_the_url_go_through():
    view = require_perm("test.anybody")(lambda request, slug: HttpResponse(slug))
    assert view(asked_by(AnonymousUser()), slug="jingan").content == b"jingan"


def test_a_permission_that_nobody_defined_is_an_error_and_not_a_refusal():
    view = require_perm("test.misspelt")(lambda request: HttpResponse())
    with pytest.raises(LookupError, match=r"test\.misspelt"):
        view(asked_by(AnonymousUser()))


def test_not_found_raised_by_the_view_itself_is_not_found():
    def missing(request: HttpRequest) -> HttpResponse:
        raise Http404

    with pytest.raises(Http404):
        require_perm("test.anybody")(missing)(asked_by(AnonymousUser()))


def test_the_name_of_the_permission_can_be_read_from_the_view():
    assert (page.permission, page.__name__) == ("test.open", "page")
