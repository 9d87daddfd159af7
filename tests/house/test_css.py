"""The stylesheets: contrast of every pair of colours that meet (WCAG 2), weight, and one mind about dark."""

import re

import pytest

from tests.house.sources import ROOT

CSS = ROOT / "static" / "css"
TOKENS = (CSS / "tokens.css").read_text(encoding="utf-8")
KIB = 1024
TINTS = ("new", "sent", "doing", "ask", "done", "shut")
# (text or line, ground, least ratio)
PAIRS = [
    *[("ink", ground, 7) for ground in ("paper", "surface", "sunk")],
    *[("ink2", ground, 7) for ground in ("paper", "surface")],
    *[("ink2", ground, 4.5) for ground in ("sunk", "tint")],
    *[("on-red", ground, 4.5) for ground in ("red", "red-down")],
    *[("red-ink", ground, 4.5) for ground in ("surface", "paper", "tint")],
    ("surface", "ink", 7),
    *[(tint, f"{tint}-bg", 7) for tint in TINTS],
    *[(tint, f"{tint}-bg", 4.5) for tint in ("late", "gold")],
    *[("late", ground, 4.5) for ground in ("surface", "paper")],
    ("done", "surface", 4.5),
    *[(line, ground, 3) for line in ("edge", "focus") for ground in ("surface", "paper")],
    *[(line, "surface", 3) for line in ("c1", "c2")],
]


def colours(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]+)", block))


def block(selector: str) -> dict[str, str]:
    return colours(TOKENS[TOKENS.index(selector) :].split("}", 1)[0])


THEMES = {"light": block(":root {"), "dark": block(":root:not([data-theme=light])")}


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    channels = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def weight(*names: str) -> int:
    return sum((CSS / f"{name}.css").stat().st_size for name in names)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("front", "ground", "least"), PAIRS, ids=str)
def test_a_pair_of_colours_can_be_read(theme, front, ground, least):
    tokens = THEMES[theme]

    assert contrast(tokens[front], tokens[ground]) >= least


def test_contrast_is_computed_as_wcag_does():
    assert (round(contrast("#211c18", "#f7f4f0"), 2), round(contrast("#fff", "#a61b1f"), 2)) == (15.40, 7.51)


def test_dark_by_choice_is_the_same_as_dark_by_device():
    assert block(":root[data-theme=dark]") == THEMES["dark"]


def test_every_light_colour_has_a_dark_one():
    assert list(THEMES["light"]) == list(THEMES["dark"])


def test_every_token_that_is_used_exists():
    text = {path.name: path.read_text(encoding="utf-8") for path in CSS.glob("*.css")}
    defined = set(re.findall(r"(--[\w-]+):", TOKENS))
    used = {(name, token) for name, css in text.items() for token in re.findall(r"var\((--[\w-]+)", css)}

    assert sorted((name, token) for name, token in used if token not in defined) == []


def test_styles_of_a_resident_page_weigh_at_most_20_kib():
    assert weight("tokens", "base", "controls", "blocks", "resident", "print") <= 20 * KIB


def test_styles_of_a_staff_page_weigh_at_most_32_kib():
    assert weight("tokens", "base", "controls", "blocks", "staff", "print") <= 32 * KIB
