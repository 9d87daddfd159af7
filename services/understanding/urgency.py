"""Can it wait? Danger to life, people trapped, risk of fire, water, power or heating gone now or again.

Pure. A short sentence is believed as it stands. Of a long letter the title and the beginning decide: further down
people tell of others, of before, of what might be, so it counts less there. What is denied,
imagined, taught or long over does not count.
"""

from __future__ import annotations

from typing import NamedTuple

from services.danger import CLAUSE, IMAGINED, LONG_AGO, NOW, TEACHING, dangers_in, is_denied
from services.suggest import normalise
from services.understanding.urgency_signs import IN_LETTERS, REASONS, SIGNS, Sign

SHORT = 120  # characters: a sentence, not a letter
PLAIN = 60  # characters: who says no more than that adds no reproaches
SMOKE_OF_OTHERS = frozenset({"noise", "sanitation"})  # where smoke comes from a grill, as long as nothing burns
OPENING, READ = 150, 500  # characters of a letter: what is read as its beginning, and where reading ends
TITLE_COUNTS, OPENING_COUNTS, REST_COUNTS = 1.5, 1.0, 0.3
ENOUGH = 0.8
ASIDE = 0.7  # a complaint about noise or a market adds a hazard as one more reproach: there it takes more than a word
URGENT_BY_NATURE = frozenset({
    "repair-utilities", "repair-elevator", "repair-facilities", "fire-safety", "",
})  # fmt: skip
FACTS = ("supply",)  # water gone is gone, whatever else a letter is about,
NUISANCES = frozenset({"noise", "sanitation", "parking", "pets", "greening"})  # but for these: there it is an aside
ALWAYS = ("gas", "fire", "lift", "electric", "despair", "cry")
IF_SAID_SHORT = (
    "medical",
    "violence",
    "falling",
    "missing",
)  # in a letter it is the story of what happened: a sign, no alarm
STORY = 0.7
LEANING_COUNTS = 0.5
CANNOT_WAIT = frozenset({
    "no-water", "no-power", "heating", "gas-smell", "lift-trapped", "fire-lane", "fire-equipment", "ebike-charging",
})  # fmt: skip


class Urgent(NamedTuple):
    """Why it cannot wait: "supply", "fire", "life" or a danger of services/danger.py, and the words that say so."""

    code: str
    word: str


def urgency_of(text: str, title: str = "", group: str = "", leaning: float = 0.0) -> Urgent | None:
    """None: it can wait for working hours. `group`: what the text is about, "" where that is not known; `leaning`: how
    likely it is of a kind that hardly ever can (`CANNOT_WAIT`): there a weaker word is enough, but never none."""
    text, title = normalise(text), normalise(title)
    is_letter = len(text) > SHORT
    opening, rest = (text[:OPENING], text[OPENING:READ]) if is_letter else (text, "")
    is_plain = len(text) <= PLAIN and not title
    weights: dict[str, float] = {}
    words: dict[str, str] = {}
    for found in dangers_in(f"{title}\n{opening}"):
        if "烟" in found.word and is_letter and group in SMOKE_OF_OTHERS:
            continue
        if found.kind in ALWAYS or (found.kind in IF_SAID_SHORT and is_plain):
            return Urgent(found.kind, found.word)
        if found.kind in IF_SAID_SHORT:
            weights["story"], words["story"] = STORY, found.word
    happens_now = bool(NOW.search(f"{title}{opening}{rest}"))
    for counts, part in ((TITLE_COUNTS, title), (OPENING_COUNTS, opening), (REST_COUNTS, rest)):
        clauses = _clauses(part, happens_now=happens_now)
        for sign in IN_LETTERS if is_letter or title else SIGNS:
            word = _real(sign, clauses)
            if word and sign.weight * counts > weights.get(sign.code, 0.0):
                weights[sign.code] = sign.weight * counts
                words.setdefault(sign.code, word)
    code = max(weights, key=lambda each: weights[each], default="")
    share = 1.0 if group in URGENT_BY_NATURE or is_plain else ASIDE
    total = sum(
        weight * (1.0 if each in FACTS and group not in NUISANCES else share) for each, weight in weights.items()
    )
    is_enough = code and total + LEANING_COUNTS * leaning >= ENOUGH
    return Urgent(REASONS[code], words[code]) if is_enough else None


def _real(sign: Sign, clauses: list[str]) -> str:
    if not sign.words.search("\n".join(clauses)):  # most are in no clause: one look at all of them is soon done
        return ""
    for clause in clauses:
        if sign.unless and sign.unless.search(clause):
            continue
        for found in sign.words.finditer(clause):
            if not is_denied(found, clause) and not IMAGINED.search(clause[: found.start()]):
                return found[0]
    return ""


def _clauses(text: str, *, happens_now: bool) -> list[str]:
    """Those that tell of what is: no drill, no poster, nothing long over."""
    clauses = [found[0] for found in CLAUSE.finditer(text)]
    return [each for each in clauses if not TEACHING.search(each) and (happens_now or not LONG_AGO.search(each))]
