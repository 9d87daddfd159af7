"""Where does a sentence say that it is? Building, entrance, floor, flat, and the thing it speaks of.

Pure. Nothing is guessed: 「3楼」 may be the third floor or building 3, 「三栋楼」 may be a count, 「3号楼和5号楼」 are
two. What can be read both ways stays empty, and the sentence is routed without it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from stations.vocabulary import FacilityKind

READ = 600  # characters: who has not said where it is by then says it in the form
DIGITS = {**{sign: value for value, sign in enumerate("零一二三四五六七八九")}, "〇": 0, "两": 2, "幺": 1}
HAN_NUMBER = "零〇一二两三四五六七八九十百幺"
NUMBER = rf"(?:[0-9]{{1,3}}|[{HAN_NUMBER}]{{1,4}})"
HOUSE = rf"(?:[a-z甲乙丙丁][0-9]{{0,2}}|[甲乙丙丁东南西北]?{NUMBER}[a-z]?)"
FLAT = r"(?:[0-9]{3,4}|[零〇一二三四五六七八九幺]{3,4})"
BUILDING_WORD = r"(?:号住宅楼|号院?\s?楼|号栋|号座|#楼|#栋|#座|#|栋|幢|座)"
JOIN = r"\s*[-－—–/、,，·.的]?\s*"

WHOLE = re.compile(  # 「12#-2-501」, 「12-2-501」, 「12号楼2-501」
    r"(?<![0-9a-z./-])(?P<building>[a-z]?[0-9]{1,2})(?P<mark>\s*(?:号楼|#楼?|栋|幢|座|号)?)\s*[-—–/]?\s*"
    r"(?P<entrance>[0-9]{1,2})\s*(?:单元)?\s*[-—–/]\s*(?P<flat>[0-9]{3,4})(?![0-9]|-[0-9]|[年月米元多万块])"
)
BUILDING = re.compile(rf"(?P<number>{HOUSE})\s*(?P<word>{BUILDING_WORD})")
BEFORE_ENTRANCE = re.compile(
    rf"(?P<number>{HOUSE})\s*(?:号|楼|号楼)?{JOIN}$"
)  # 「3楼2单元」, 「3号2单元」: no floor has one
ENTRANCE = re.compile(rf"(?P<number>{NUMBER}|[东中西南北])\s*(?:号)?\s*(?:单元|门洞|门栋)(?!房|楼房)")
DOOR_AFTER_BUILDING = re.compile(rf"^{JOIN}(?P<number>{NUMBER})\s*(?:号)?门(?![口外前卫岗])")
FLOOR = re.compile(rf"(?P<number>{NUMBER})\s*(?P<word>楼|层|f(?![a-z]))(?![梯道下顶上栋房板长道盘管市价主0-9]|单元)")
ROOM = re.compile(rf"(?<![0-9])(?P<number>{FLAT})\s*(?:室|房(?!子|东|价|屋)|户(?!人|数|口|型))")
FLAT_BEHIND = re.compile(
    rf"^{JOIN}(?P<number>{FLAT})(?![0-9]|[{HAN_NUMBER}]|\s*(?:年|月|米|元|块|多|万|户人|平|度|路|弄|名|人|只|辆|%|号院))"
)
SIDE = re.compile(r"(?P<side>[东西南北中][边]?[户门])(?![口外])")

COUNTED = re.compile(
    r"(?:[有共建盖整每同哪这那几多前后头]|一共|总共|新建|另外|其中|其他|剩下|好几|相邻|还剩|加起来|一栋|分为)\s*$"
)
COUNTS = re.compile(
    r"^\s*(?:楼(?!下|上|道|顶|门|长|前|后|里|的|东|西|南|北|[0-9一二三四五六七八九])|高层|住宅|别墅|房子|大楼|商铺|居民楼|都|一栋|半)"
)
NOT_A_HOUSE = re.compile(r"^\s*(?:电梯|梯|门(?!口|前)|泵|变|机|柜|锅炉|井|路|线|桩|车位|地块|坑|灯)")
SEVERAL = re.compile(rf"{NUMBER}\s*(?:号|栋|幢|楼|#|号楼)?\s*(?:[、,，和与跟及到至~/-]|以及|还有)\s*$")
SEVERAL_ENTRANCES = re.compile(rf"{NUMBER}\s*(?:单元)?\s*[、和与跟及到至~]\s*$")
YEAR = re.compile("(?:19|20)[0-9]{2}")
NO_NUMBERS = ("两", "百", "几", "多")
DENIED = re.compile(r"(?<!是)(?:不是|不在|并非)[^,，。;；是]{0,4}$")

FACILITIES: tuple[tuple[str, str], ...] = (
    (FacilityKind.LIFT, r"电梯|升降机|升降梯|货梯|客梯|电剃|点梯"),
    (FacilityKind.PUMP_ROOM, r"水泵房|泵房"),
    (FacilityKind.HEAT_STATION, r"换热站|热力站"),
    (FacilityKind.POWER_ROOM, r"配电室|配电房|配电间"),
    (FacilityKind.BIKE_SHED, r"车棚"),
    (FacilityKind.WASTE_POINT, r"垃圾分类点|垃圾投放点|垃圾房|垃圾站|垃圾点"),
    (FacilityKind.GARAGE, r"车库|地库|地下停车场"),
    (FacilityKind.SQUARE, r"广场(?!舞)"),
    (FacilityKind.GATE, r"(?:[东西南北正大]|小区)门(?!外|诊|市|面|店|窗|户)"),
)
FACILITY = tuple((kind, re.compile(words)) for kind, words in FACILITIES)


@dataclass(frozen=True)
class SpokenPlace:
    """What the sentence says, "" for what it leaves open; `words` are the piece that names building and entrance."""

    building: str = ""
    entrance: str = ""
    floor: str = ""
    dwelling: str = ""
    facility: str = ""
    words: str = ""

    @property
    def names_a_door(self) -> bool:
        return bool(self.building or self.entrance)


@dataclass(frozen=True)
class _Found:
    number: str
    start: int
    end: int


def place_in(text: str, title: str = "") -> SpokenPlace:
    """The one place that a text names. Two different buildings, or entrances, leave it open."""
    said = _normal(f"{title}\n{text}"[:READ])
    facility = next((str(kind) for kind, words in FACILITY if words.search(said)), "")
    whole = _whole(said)
    if whole:
        return SpokenPlace(whole[0], whole[1], "", whole[2], facility, whole[3])
    buildings, entrances = _buildings(said), _entrances(said)
    entrances += _doors_behind(said, buildings)
    buildings += _buildings_before(said, buildings, entrances)
    building, entrance = _only(buildings), _only(entrances)
    if _differ(buildings):
        entrance = None  # whose entrance would it be?
    ends = [found.end for found in (building, entrance) if found]
    floor, flat = _floor(said, ends), _flat(said, ends)
    return SpokenPlace(
        building.number if building else "",
        entrance.number if entrance else "",
        floor,
        flat,
        facility,
        _words(said, [found for found in (building, entrance) if found]),
    )


def number_of(said: str) -> str:
    """「十二」 → "12", 「五零一」 → "501", "A3" → "A3", 「甲三」 → 「甲3」, 「东」 → 「东」; "" for no number."""
    digits = "".join(sign for sign in said if sign in HAN_NUMBER)
    if not digits:
        plain = said.lstrip("0") or said
        return plain.upper()
    head, _digits, tail = said.partition(digits)
    return f"{head}{_value(digits)}{tail}".upper()


def _value(digits: str) -> int:
    if not any(sign in digits for sign in "十百"):
        return int("".join(str(DIGITS[sign]) for sign in digits))
    hundreds, has_hundred, below = digits.rpartition("百")
    tens, has_ten, ones = below.lstrip("零〇").rpartition("十")
    total = _one(hundreds, 1) * 100 if has_hundred else 0
    total += _one(tens, 1) * 10 if has_ten else 0
    return total + _one(ones, 0)


def _one(digits: str, default: int) -> int:
    return DIGITS.get(digits[-1:], default)


def _normal(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower().replace("号搂", "号楼").replace("单园", "单元")


def _whole(said: str) -> tuple[str, str, str, str] | None:
    """A full address in figures, when the text has only one; a date in figures is none."""
    found = [
        match
        for match in WHOLE.finditer(said)
        if not _is_denied(said, match.start()) and (match["mark"].strip() or not YEAR.fullmatch(match["flat"]))
    ]
    rows = {(number_of(m["building"]), number_of(m["entrance"]), m["flat"]): m[0].strip() for m in found}
    others = {number_of(other.number) for other in _buildings(said)} - {row[0] for row in rows}
    return (*next(iter(rows)), next(iter(rows.values()))) if len(rows) == 1 and not others else None


def _buildings(said: str) -> list[_Found]:
    found = []
    for match in BUILDING.finditer(said):
        before, after = said[: match.start()], said[match.end() :]
        if _is_no_building(match["number"], match["word"], before, after) or _is_denied(said, match.start()):
            continue
        if SEVERAL.search(before):
            found.append(_Found(f"?{match['number']}", match.start(), match.end()))  # one of several: it makes two
        found.append(_Found(number_of(match["number"]), match.start(), match.end()))
    return found


def _is_no_building(number: str, word: str, before: str, after: str) -> bool:
    """A count of houses, 「一座桥」, 「3#电梯」."""
    if word in ("栋", "幢", "座") and (COUNTS.match(after) or COUNTED.search(before) or number in NO_NUMBERS):
        return True
    if word == "座" and not re.fullmatch("[a-z][0-9]?|[0-9]{1,2}", number):
        return True
    return word == "#" and bool(NOT_A_HOUSE.match(after))


def _entrances(said: str) -> list[_Found]:
    found = []
    for match in ENTRANCE.finditer(said):
        before = said[: match.start()]
        if match["number"] in NO_NUMBERS or COUNTED.search(before) or _is_denied(said, match.start()):
            continue
        if SEVERAL_ENTRANCES.search(before):
            found.append(_Found(f"?{match['number']}", match.start(), match.end()))
        found.append(_Found(number_of(match["number"]), match.start(), match.end()))
    return found


def _doors_behind(said: str, buildings: list[_Found]) -> list[_Found]:
    """「3号楼2门」: as people in the north call an entrance."""
    found = []
    for building in buildings:
        match = DOOR_AFTER_BUILDING.match(said[building.end :])
        if match:
            found.append(_Found(number_of(match["number"]), building.end, building.end + match.end()))
    return found


def _buildings_before(said: str, known: list[_Found], entrances: list[_Found]) -> list[_Found]:
    """「3楼2单元」, 「3号2单元」, 「3-2单元」: what stands right before an entrance is its building."""
    found = []
    for entrance in entrances:
        if any(building.start <= entrance.start <= building.end + 6 for building in known):
            continue
        match = BEFORE_ENTRANCE.search(said[: entrance.start])
        if match is None or _is_denied(said, match.start()) or entrance.number.startswith("?"):
            continue
        if not re.search(r"[0-9a-z年月]$", said[: match.start()]) and match[0].strip()[-1] not in ",，、.。的":
            found.append(_Found(number_of(match["number"]), match.start(), entrance.start))
    return found


def _only(found: list[_Found]) -> _Found | None:
    return found[0] if found and not _differ(found) else None


def _differ(found: list[_Found]) -> bool:
    return len({each.number for each in found}) > 1


def _floor(said: str, ends: list[int]) -> str:
    """「五层」 is a floor; 「5楼」 only behind a building or an entrance."""
    floors = {
        number_of(match["number"])
        for match in FLOOR.finditer(said)
        if (match["word"] == "层" or any(0 <= match.start() - end <= 2 for end in ends))
        and match["number"] not in NO_NUMBERS
        and not COUNTED.search(said[: match.start()])
    }
    return floors.pop() if len(floors) == 1 else ""


def _flat(said: str, ends: list[int]) -> str:
    flats = {number_of(match["number"]) for match in ROOM.finditer(said)}
    for end in ends:
        match = FLAT_BEHIND.match(said[end:])
        if match:
            flats.add(number_of(match["number"]))
    if not flats and ends:
        side = SIDE.match(said[max(ends) :].lstrip("0123456789一二三四五六七八九十楼层, ，的"))
        return side["side"] if side else ""
    return flats.pop() if len(flats) == 1 else ""


def _words(said: str, found: list[_Found]) -> str:
    if not found:
        return ""
    first, last = min(each.start for each in found), max(each.end for each in found)
    return said[first:last].strip() if last - first <= 16 else " ".join(said[f.start : f.end].strip() for f in found)


def _is_denied(said: str, start: int) -> bool:
    return bool(DENIED.search(said[max(0, start - 8) : start]))
