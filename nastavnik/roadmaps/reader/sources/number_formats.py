"""Numbers and dates of a spreadsheet as the sheet shows them to a Russian reader."""

from __future__ import annotations

import datetime as dt
import re

BUILT_IN = {
    "1": "0", "2": "0.00", "3": "#,##0", "4": "#,##0.00", "9": "0%", "10": "0.00%",
    "14": "dd.mm.yyyy", "15": "d-mmm-yy", "16": "d-mmm", "17": "mmm-yy", "18": "h:mm AM/PM",
    "20": "h:mm", "21": "h:mm:ss", "22": "dd.mm.yyyy h:mm", "49": "@",
}  # fmt: skip
_NAMES = (
    "январь",
    "февраль",
    "март",
    "апрель",
    "май",
    "июнь",
    "июль",
    "август",
    "сентябрь",
    "октябрь",
    "ноябрь",
    "декабрь",
)
_GENITIVE = (
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
)
_SHORT = ("янв", "фев", "мар", "апр", "май", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
_TOKEN = re.compile(r"yyyy|yy|mmmmm|mmmm|mmm|mm|m|dddd|ddd|dd|d|hh|h|ss|s|am/pm|\"[^\"]*\"|\\.|_.|\*.|.", re.I | re.S)


def shown(value: str, code: str, since_1904: bool = False) -> str:
    """The text of a numeric cell under its format; odd values stay as they are."""
    try:
        number = float(value)
    except ValueError:
        return value
    section = re.sub(r"\[[^\]]*\]", "", code.split(";")[0])
    if _is_date(section) and 0 < number < 2_958_466:
        return _date(number, section, since_1904)
    decimals = re.search(r"0\.(0+)", section)
    if "%" in section:
        return f"{number * 100:.{len(decimals[1]) if decimals else 0}f}%".replace(".", ",")
    if decimals and code != "General":
        return f"{number:.{len(decimals[1])}f}"
    return str(int(number)) if number == int(number) and abs(number) < 1e15 else f"{number:.10g}"


def _is_date(section: str) -> bool:
    letters = re.sub(r"\"[^\"]*\"|\\.", "", section).lower()
    return section != "General" and bool(re.search(r"[ymd]", letters)) and "0" not in letters and "#" not in letters


def _date(number: float, section: str, since_1904: bool) -> str:
    epoch = dt.datetime(1904, 1, 1) if since_1904 else dt.datetime(1899, 12, 30)  # noqa: DTZ001 - a sheet knows no zones
    moment = epoch + dt.timedelta(days=number)
    tokens: list[str] = _TOKEN.findall(section)
    has_day = any(token.lower() in ("d", "dd") for token in tokens)
    out, minutes = "", False
    for token in tokens:
        low = token.lower()
        if minutes and low in ("m", "mm"):
            out += f"{moment.minute:02d}"
        else:
            out += _part(token, low, moment, has_day)
        minutes = low in ("h", "hh") or (minutes and low == ":")
    return " ".join(out.split())


def _part(token: str, low: str, moment: dt.datetime, has_day: bool) -> str:
    month = moment.month - 1
    simple = {
        "yyyy": str(moment.year), "yy": f"{moment.year % 100:02d}", "mmmm": (_GENITIVE if has_day else _NAMES)[month],
        "mmm": _SHORT[month], "mmmmm": _NAMES[month][0].upper(), "mm": f"{moment.month:02d}", "m": str(moment.month),
        "dd": f"{moment.day:02d}", "d": str(moment.day), "ddd": "", "dddd": "",
        "hh": f"{moment.hour:02d}", "h": str(moment.hour), "ss": f"{moment.second:02d}", "s": str(moment.second),
        "am/pm": "",
    }  # fmt: skip
    if low in simple:
        return simple[low]
    if token.startswith('"'):
        return token.strip('"')
    if token.startswith("\\"):
        return token[1:]
    filler = (token[0] in "_*" and len(token) > 1) or low == "@"
    return "" if filler else token
