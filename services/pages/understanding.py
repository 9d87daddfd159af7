"""Why a request was understood as it was: one line for staff; and for residents where else they may turn."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from services.models import Category, Request
from services.queries import catalogue
from services.understanding.reading import matters
from services.understanding.scope import Matter


def because(request: Request) -> str:
    """「因为说到“电梯”“不动”，有九成把握」; "" where a person chose the kind, or nothing was found."""
    said = request.understood
    category = request.category
    if category and said.get("kind") == category.slug and said.get("words"):
        return _("因为说到%(words)s，把握%(sure)d%%") % {
            "words": quoted(said["words"]),
            "sure": round(said["sure"] * 100),
        }
    if category is None and request.suggested and request.suggested[0].get("words"):
        return _("只听出%(words)s，还拿不准") % {"words": quoted(request.suggested[0]["words"])}
    return ""


def where_from(request: Request) -> str:
    """Told when the place was read from the words, so that somebody looks."""
    words = request.understood.get("place")
    return _("是从原话“%(words)s”里读出来的") % {"words": words} if words else ""


def place_missed(request: Request) -> str:
    """A building was said that the compound does not have: told to staff in place of a place, so that somebody asks."""
    number = building_missed(request)
    return _("说的是%(number)s号楼，本小区没有，请问一问") % {"number": number} if number else ""


def building_missed(request: Request) -> str:
    return "" if request.building_id else request.understood.get("missed", "")


def quoted(words: list[str]) -> str:
    return "".join(pgettext("a word that was said", "“%s”") % word.replace("…", "……") for word in words).strip()


def matter_of(request: Request) -> Matter | None:
    """What is not the station's, as far as a machine can tell: it decides nothing."""
    return matters().by_slug.get(request.understood.get("scope", ""))


@dataclass(frozen=True)
class Elsewhere:
    """In the reader's language."""

    name: str
    turn_to: str
    phone: str


def elsewhere(request: Request) -> Elsewhere | None:
    found = matter_of(request)
    if found is None:
        return None
    if (get_language() or "").startswith("en"):
        return Elsewhere(found.name_en, found.turn_to_en, found.phone)
    return Elsewhere(found.name, found.turn_to, found.phone)


def kinds_offered(request: Request) -> list[Category]:
    """The likeliest kinds of an unclear one, for one press."""
    if request.category_id:
        return []
    by_slug = catalogue().by_slug
    return [by_slug[guess["slug"]] for guess in request.suggested if guess["slug"] in by_slug]
