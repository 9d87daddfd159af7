"""By which posts somebody read a table: whoever holds less now, or stands aside from more, does not get it."""

from __future__ import annotations

from typing import Any

from stations.queries import posts_of


def held_by(user: Any) -> dict[str, list[str]]:
    """`grants`: what opens requests. `aside`: what closes some of them."""
    posts = posts_of(user)
    grants = {
        "chief": posts.chief_of,
        "deputy": posts.deputy_of,
        "duty": posts.duty_at,
        "building": posts.led_buildings,
        "community": posts.communities,
        "district": posts.districts,
    }
    sides = {f"{side}:{station}" for station, side in posts.sides}
    return {
        "grants": sorted(f"{post}:{where}" for post, places in grants.items() for where in places),
        "aside": sorted(sides | {f"member:{station}" for station in posts.member_of}),
    }


def still_holds(user: Any, held: dict[str, list[str]]) -> bool:
    now = held_by(user)
    return set(held.get("grants", ())) <= set(now["grants"]) and set(now["aside"]) <= set(held.get("aside", ()))
