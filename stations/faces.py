"""The people of a station as its page shows them: each person once, with all posts; only numbers that are shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from stations.models import Appointment, DutyShift
from stations.vocabulary import Post

# In this order they stand on the page, and their titles beside a name.
ORDER = {post: place for place, post in enumerate(Post)}


@dataclass
class Face:
    name: str
    titles: list[str] = field(default_factory=list)
    phone: str = ""
    is_away: bool = False

    @property
    def title(self) -> str:
        return " · ".join(self.titles)


@dataclass(frozen=True)
class People:
    on_duty: list[Face]
    heads: list[Face]  # chief, then deputies
    leaders: list[Face]  # in the order of the buildings
    others: list[Face]


def people_of(appointments: Iterable[Appointment], shifts: Iterable[DutyShift]) -> People:
    """`appointments` as stations.queries.faces_of gives them."""
    held = sorted(appointments, key=lambda row: (ORDER[Post(row.post)], row.building.order if row.building else 0))
    faces: dict[int, Face] = {}
    heads, leaders, others = {}, {}, {}
    for row in held:
        face = faces.setdefault(row.user_id, Face(row.user.name))
        face.titles.append(row.title)
        face.phone = face.phone or row.phone_shown
        face.is_away = getattr(row, "is_away", False)
        if row.post in (Post.STATION_CHIEF, Post.DEPUTY_CHIEF):
            heads[row.user_id] = face
        elif row.post == Post.BUILDING_LEADER:
            leaders[row.user_id] = face
        elif row.user_id not in heads:
            others[row.user_id] = face
    on_duty = [_on_duty(shift, faces.get(shift.user_id)) for shift in shifts]
    only = [face for user, face in others.items() if user not in leaders]
    return People(on_duty, list(heads.values()), list(leaders.values()), only)


def _on_duty(shift: DutyShift, face: Face | None) -> Face:
    """Whoever is here now is not away, whatever the leave says."""
    titles = list(face.titles) if face else []
    return Face(shift.user.name, titles, shift.phone_shown or (face.phone if face else ""))
