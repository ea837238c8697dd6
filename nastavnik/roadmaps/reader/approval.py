"""The approval stamp: whether, by whom, by which order, on which day."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field

from nastavnik.roadmaps.reader.head_lines import HeadLine
from nastavnik.roadmaps.reader.plan import Approval
from nastavnik.roadmaps.reader.wording import NAME, fold, tidy

_KEY = re.compile(
    r"^[\"(]*(?:(?P<approved>утвержд(?:аю|ено|ена|ен|ены)\b)|(?P<agreed>согласован[оы]?\b)"
    r"|(?P<taken>принят[аоы]?\b)|(?P<reviewed>рассмотрен[оаы]?\b|одобрен[оаы]?\b)"
    r"|(?P<annex>приложени[ея](?:\s*№?\s*\d+)?(?=\s*$|\s*(?:№|к\b|\d))))"
)
_MONTHS = {
    stem: number
    for number, stem in enumerate(
        ("янв", "фев", "мар", "апр", "мая", "июн", "июл", "авг", "сен", "окт", "ноя", "дек"), start=1
    )
} | {"май": 5}
_DATE = re.compile(
    r"(?P<d>\d{1,2})\s?[./]\s?(?P<m>\d{1,2})\s?[./]\s?(?P<y>(?:19|20)\d\d|\d\d)\b"
    r"|[\"«]?\s*(?P<wd>\d{1,2})\s*[\"»]?\s*(?P<wm>янв|фев|мар|апр|ма[йя]|июн|июл|авг|сен|окт|ноя"
    r"|дек)[а-я]*\s*(?P<wy>20\d\d)"
)
_PARTIAL = re.compile(
    r"[\"«]\s*(?P<day>\d{1,2}|_*)\s*[\"»]\s*(?P<month>[а-я]*|_*)\s*_*\s*(?P<year>20\d\d|20_+)\s*г?\.?"
)
_NUMBER = (
    r"(?P<no>\d+(?:\s?[-/.]\s?[0-9а-яa-z]+)*(?:\s?-?\s?(?:од|о/д|п|р|ос|к|о|осн|а|ш|у)\b)?|[0-9]*[рпа-я]{1,2}-\d+)"
)
_ORDER_WORD = re.compile(r"приказ|распоряжени|постановлени|письм|решени")
_PROTOCOL_WORD = re.compile(r"протокол|\bпр\.")
_NUMBERED = re.compile(rf"(?:№|\bn\b)\s*{_NUMBER}")
_BY_DATE = re.compile(rf"\bот\s[^№]{{4,40}}?(?:№|\bn\b)\s*{_NUMBER}")
_BEFORE_DATE = re.compile(r"(?:№|\bn\b)\s*(?P<no>\d+[-/0-9а-я]*)\s*от\s")
_ANNEX_NO = re.compile(r"приложени\w*\s*№?\s*(\d+)")
_POST = re.compile(
    r"(?i)(?:и\.\s?о\.\s?|исполняющ\w+ обязанности\s+|врио\s+)?(?:директор|заведующ|начальник|руководител|председател"
    r"|заместител|глава|ректор|президент|министр|зам\.)"
)
_ORDER_WORDS = re.compile(
    r"(?i)^(?:приказ|распоряжени|постановлени|протокол|от\s+[\"«\d_]|№|на заседании|решени|введен)"
)


@dataclass(slots=True)
class Stamp:
    kind: str
    lines: list[HeadLine] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join(line.text for line in self.lines)


def stamp_key(text: str) -> str | None:
    """approved, agreed, taken, reviewed or annex for a line that opens a stamp, else None."""
    found = _KEY.match(fold(text))
    return found.lastgroup if found else None


def collect_stamps(lines: list[HeadLine], stop: set[int]) -> list[Stamp]:
    """Each stamp from its key word down its stream, up to the title (`stop`: ids of its lines) or the next stamp."""
    stamps: list[Stamp] = []
    for stream in dict.fromkeys(line.stream for line in lines):
        current: Stamp | None = None
        for line in (each for each in lines if each.stream == stream):
            kind = stamp_key(line.text)
            if id(line) in stop:
                current = None
            elif kind:
                current = Stamp(kind, [line])
                stamps.append(current)
            elif current is not None and _belongs(current, line):
                current.lines.append(line)
            else:
                current = None
    return stamps


def _belongs(stamp: Stamp, line: HeadLine) -> bool:
    last = stamp.lines[-1]
    if len(stamp.lines) > 11 or line.heading:
        return False
    if line.align == last.align or line.group == last.group:
        return True
    # After a change of alignment only what can stand in a stamp goes on: a post, a name, an order, a date.
    return line.align != "center" and bool(
        _POST.match(line.text) or _ORDER_WORDS.match(line.text) or NAME.search(line.text)
    )


def read_approval(stamps: list[Stamp]) -> Approval:
    approval = Approval()
    for kind, name in (("agreed", "agreed"), ("reviewed", "reviewed")):
        text = "; ".join(stamp.text for stamp in stamps if stamp.kind == kind)
        if text:
            setattr(approval, name, text)
    main = _main_stamp(stamps)
    if main is None:
        return approval
    annex = next((stamp for stamp in stamps if stamp.kind == "annex"), None)
    approval.status = "annex" if main.kind == "annex" else "approved"
    text = main.text
    if annex:
        found = _ANNEX_NO.search(fold(annex.text))
        approval.annex_no = found[1] if found else None
        if main is not annex and not _ORDER_WORD.search(fold(text)):
            text = f"{text} {annex.text}"
    _order(approval, main, text)
    _signed(approval, main)
    if main.kind == "annex":
        approval.issuer = _issuer(main.text)
        approval.position = approval.person = None
    return approval


def _main_stamp(stamps: list[Stamp]) -> Stamp | None:
    for kind in ("approved", "annex", "taken"):
        found = [stamp for stamp in stamps if stamp.kind == kind]
        if found:
            return found[-1] if kind == "approved" else found[0]
    return None


def _order(approval: Approval, main: Stamp, text: str) -> None:
    folded = fold(text)
    for word, basis in ((_ORDER_WORD, None), (_PROTOCOL_WORD, "protocol"), (None, None)):
        start = word.search(folded) if word else None
        if word and start is None:
            continue
        begin = start.start() if start else 0
        # «по школе № 34 от 01.09.2022 № 197»: the number beside the date is the order's.
        found = _BY_DATE.search(folded, begin) or _BEFORE_DATE.search(folded, begin)
        found = found or (_NUMBERED.search(folded, begin) if word else None)
        if found is None:
            continue
        approval.order_no = _as_written(text, folded, found.start("no"), found["no"].strip(" -./"))
        approval.basis = basis
        approval.date = _first_date(folded[begin:]) or _first_date(folded)
        break
    else:
        approval.date = _first_date(folded)
    if main.kind == "taken" and approval.basis is None and "протокол" in folded:
        approval.basis = "protocol"
    if approval.date is None:
        _partial_date(approval, text)


def _as_written(text: str, folded: str, start: int, raw: str) -> str:
    """The number in its own letters: folding keeps the length of a text unless it has odd blanks or ligatures."""
    own = " ".join(text.split())
    if len(own) == len(folded):
        return re.sub(r"\s+", "", own[start : start + len(raw)])
    return re.sub(r"\s+", "", raw)


def _first_date(folded: str) -> dt.date | None:
    for found in _DATE.finditer(folded):
        year = int(found["y"] or found["wy"])
        month = int(found["m"]) if found["m"] else _MONTHS[found["wm"][:3]]
        try:
            return dt.date(year + 2000 if year < 100 else year, month, int(found["d"] or found["wd"]))
        except ValueError:
            continue
    return None


def _partial_date(approval: Approval, text: str) -> None:
    plain = tidy(text)
    found = _PARTIAL.search(plain.lower().replace("ё", "е"))
    if not found:
        return
    approval.date_text = plain[found.start() : found.end()]
    known = {key: int(found[key]) for key in ("day", "year") if found[key] and found[key].isdigit()}
    month = _MONTHS.get(found["month"][:3])
    if month:
        known["month"] = month
    approval.date_partial = known or None


def _signed(approval: Approval, main: Stamp) -> None:
    """The post and the name: in the lines after the key word, without orders, dates and rules for a signature."""
    words: list[str] = []
    for index, line in enumerate(main.lines):
        text = line.text
        if index == 0:
            text = re.sub(r"(?i)^[«\"(]*(?:утвержд\w+|принят\w*|согласован\w*)[»\")]*\s*:?", "", text).strip()
        words.append(text)
    text = tidy(" ".join(words))
    post = _POST.search(_without_orders(words))
    name = _last_name(text)
    approval.person = name
    if post is None:
        return
    rest = _without_orders(words)[post.start() :]
    if name and name in rest:
        rest = rest[: rest.index(name)]
    rest = re.split(
        r"_{2,}|/|\bот\s+[«\"\d_]|[«\"]\s*[\d_]+\s*[»\"]|\bприказ|\bпротокол|\d{1,2}\.\d{1,2}\.\d{4}",
        rest,
        flags=re.I,
    )[0]
    approval.position = tidy(rest).strip(" ,;:-–") or None


def _without_orders(words: list[str]) -> str:
    """Lines that only tell of the order are dropped, unless a post follows in the same line."""
    kept: list[str] = []
    for text in words:
        if _ORDER_WORDS.match(text):
            post = re.search(r"(?:\d{4}\s*(?:г\.?|года)?|№\s*\S+)\s+(?=[А-ЯЁ][а-яё]+)", text)
            text = text[post.end() :] if post and _POST.match(text[post.end() :]) else ""
        if text:
            kept.append(text)
    return tidy(" ".join(kept))


def _last_name(text: str) -> str | None:
    names = [found[0].strip() for found in NAME.finditer(text)]
    return names[-1] if names else None


def _issuer(text: str) -> str | None:
    """The body whose order the plan is annexed to, in the nominative where its first word is known."""
    found = re.search(
        r"(?i)к\s+(?:приказу|распоряжению|постановлению|письму|решению)\s+(?!от\b|№)(.+?)\s*(?=\bот\s|№|\d{1,2}\.\d{1,2}\.|$)",
        tidy(text),
    )
    if not found:
        return None
    issuer = found[1].strip(" ,")
    for genitive, nominative in _NOMINATIVE:
        if issuer.lower().startswith(genitive):
            return nominative + issuer[len(genitive) :]
    return issuer


_NOMINATIVE = (
    ("управления", "Управление"), ("отдела", "Отдел"), ("комитета", "Комитет"), ("департамента", "Департамент"),
    ("министерства", "Министерство"), ("администрации", "Администрация"), ("центра", "Центр"), ("школы", "Школа"),
)  # fmt: skip
