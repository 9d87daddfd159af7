"""Titles such as 「4号楼楼长」, 「家庭调解队」: kept in the language of the sources, said in the reader's."""

from __future__ import annotations

import re
from functools import cache

from django.conf import settings
from django.utils.translation import get_language, gettext, pgettext

from core.language import in_source_language
from stations.vocabulary import Post, TeamKind

AT_A_BUILDING = re.compile(r"(?:(?P<building>\d\w*号楼))?(?P<post>.*)", re.DOTALL)


def team_words(kind: str) -> str:
    return gettext("%(kind)s队") % {"kind": TeamKind(kind).label}


def title_at(building: object, post: str) -> str:
    """`building`: its name, or nothing."""
    if not building:
        return post
    return pgettext("post of a building", "%(building)s%(post)s") % {"building": building, "post": post}


def title_words(kept: str) -> str:
    """A title as it was kept, in the reader's language. A name of somebody's own making stays as it is."""
    if not kept or get_language() == settings.LANGUAGE_CODE:
        return kept
    found = AT_A_BUILDING.fullmatch(kept)
    building, post = (found["building"], found["post"]) if found else (None, kept)
    if post not in _known():
        return kept
    code = _known()[post]
    return title_at(building, team_words(code) if code in TeamKind.values else gettext(post))


def label_words(kept: str) -> str:
    """「物业经理 丁海波」, 「居民」: who did it, as it was kept, in the reader's language."""
    title, space, name = kept.partition(" ")
    return title_words(title) + space + name


@cache
@in_source_language
def _known() -> dict[str, str]:
    """Every title without a building, in the language of the sources → its code."""
    posts = {str(post.label): str(post) for post in Post}
    teams = {team_words(kind): kind for kind in TeamKind.values}
    return {**posts, **teams, gettext("居民"): "resident", gettext("驿站"): "station"}
