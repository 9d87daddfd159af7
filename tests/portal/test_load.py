"""Divisions and the catalogue come in from the project's files, and what administrators edited stays."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from services.catalogue_file import load_catalogue
from services.models import Category, CategoryGroup, Question
from services.queries import catalogue
from stations.models import Division

pytestmark = pytest.mark.django_db


KINDS = len(load_catalogue().categories)


def said_by(command, **options):
    out = StringIO()
    call_command(command, stdout=out, **options)
    return out.getvalue().strip()


def test_divisions_come_with_every_parent():
    assert said_by("load_divisions") == "Divisions: 258 added, 0 corrected, 0 as they were."

    codes = set(Division.objects.values_list("code", flat=True))
    assert all(set(division.ancestor_codes) <= codes for division in Division.objects.all())
    assert Division.objects.get(code="371502").name == "东昌府区"


def test_divisions_loaded_again_correct_names_and_leave_others_alone():
    call_command("load_divisions", stdout=StringIO())
    Division.objects.filter(code="371502").update(name="东昌")
    Division.objects.create(code="3799", name="自己加的", level="city")

    assert said_by("load_divisions") == "Divisions: 0 added, 1 corrected, 257 as they were."
    assert Division.objects.get(code="371502").name == "东昌府区"
    assert Division.objects.filter(code="3799").exists()


def test_the_catalogue_comes_in_whole():
    spec = load_catalogue()

    assert said_by("load_catalogue") == f"Kinds: {len(spec.categories)} added, 0 overwritten, 0 as they were."
    assert CategoryGroup.objects.count() == len(spec.groups)
    assert Question.objects.count() == sum(len(kind.questions) for kind in spec.categories)
    no_water = Category.objects.get(slug="no-water")
    assert (no_water.urgency, no_water.resolve, no_water.group.slug) == ("urgent", "12h", "repair-utilities")
    assert no_water.lead == ["property_manager", "property_staff"]
    assert [question.code for question in no_water.questions.all()] == ["since", "scope"]
    assert next(iter(catalogue().by_slug)) == "no-water"


def test_a_kind_that_was_edited_stays_and_a_missing_one_comes_back():
    call_command("load_catalogue", stdout=StringIO())
    Category.objects.filter(slug="no-water").update(resolve="6h", is_active=False)
    Category.objects.get(slug="pets").delete()

    assert said_by("load_catalogue") == f"Kinds: 1 added, 0 overwritten, {KINDS - 1} as they were."
    assert Category.objects.get(slug="no-water").resolve == "6h"
    assert not Category.objects.get(slug="no-water").is_active
    assert Category.objects.get(slug="pets").questions.count() == 1


def test_overwrite_brings_the_file_back_but_not_what_was_switched_off():
    call_command("load_catalogue", stdout=StringIO())
    Category.objects.filter(slug="no-water").update(resolve="6h", is_active=False)
    old = Question.objects.create(category=Category.objects.get(slug="no-water"), code="old", label="旧", kind="text")
    own = Category.objects.create(slug="own", name="自己加的", group=CategoryGroup.objects.get(slug="care"))

    assert said_by("load_catalogue", overwrite=True) == f"Kinds: 0 added, {KINDS} overwritten, 0 as they were."
    no_water = Category.objects.get(slug="no-water")
    assert (no_water.resolve, no_water.is_active) == ("12h", False)
    assert not Question.objects.get(pk=old.pk).is_active
    assert Category.objects.filter(pk=own.pk).exists()


def test_one_kind_is_brought_back_and_the_others_stay_as_they_were_edited():
    call_command("load_catalogue", stdout=StringIO())
    Category.objects.filter(slug__in=("no-water", "pets")).update(resolve="6h")

    assert said_by("load_catalogue", kind="no-water") == f"Kinds: 0 added, 1 overwritten, {KINDS - 1} as they were."
    assert [Category.objects.get(slug=slug).resolve for slug in ("no-water", "pets")] == ["12h", "6h"]
    with pytest.raises(CommandError, match="no-such-kind: the catalogue has no such kind"):
        call_command("load_catalogue", kind="no-such-kind")


def test_other_parts_of_the_process_see_the_new_catalogue_at_once():
    assert catalogue().by_slug == {}

    call_command("load_catalogue", stdout=StringIO())

    assert len(catalogue().by_slug) == KINDS
