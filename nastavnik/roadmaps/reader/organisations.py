"""The organisation whose plan it is: in the title, in the letterhead, in the post of who approved."""

from __future__ import annotations

import re

from nastavnik.roadmaps.reader.approval import stamp_key
from nastavnik.roadmaps.reader.head_lines import HeadLine
from nastavnik.roadmaps.reader.wording import NAME, tidy

_FORMS = (
    r"(?:[ГМФЧ]?[БАК]{1,2}(?:[ПОД]{1,3}У|УК?)\b|[ГМЧФ][БАК]?ОУ\b|[ГМ][БАК]У\b|ГОУ\b|МОУ\b|НОУ\b|ЧОУ\b"
    r"|ОГБ\w+\b|КГБ\w+\b|КОГ\w+\b|СПб\s?ГБ\w+\b|ГАПОУ\b|ГБПОУ\b|СОШ\b|ООШ\b|ДДТ\b|ЦДТ\b|ДЮЦ\b|ИМЦ\b"
    r"|[Гг]осударственн\w+ (?:бюджетн|автономн|казенн|казённ|профессиональн)\w+.{0,80}?учреждени\w+"
    r"|[Мм]униципальн\w+ (?:бюджетн|автономн|казенн|казённ|общеобразовательн)\w+.{0,80}?учреждени\w+)"
)
_KINDS = (
    r"(?:школ[аеуы]|лицее?[йея]|лицей|гимнази[яийею]+|колледж\w*|техникум\w*|училищ\w+|интернат\w*"
    r"|детск\w+ сад\w*|дворе?ц\w*|центр\w*"
    r"|дом\w* (?:детского|юношеского|творчества)\w*|станци\w+|управлени\w+ образовани\w+"
    r"|отдел\w* образовани\w+|комитет\w* образовани\w+)(?![а-яё])"
)
_STOP = re.compile(
    r"\s+(?:на\s+(?:период\s+)?(?:\(?20\d\d|\d{4}|учебный|[IVX12]+\s+полугод|период)|с\s+\d"
    r"|по\s+(?:реализации|внедрению|развитию|организации)|в\s+20\d\d"
    r"|\(?20\d\d\s*[-–/]|за\s+20|в\s+рамках|,\s*осуществл)"
)
_WITH_FORM = re.compile(rf"(?<![А-Яа-яё]){_FORMS}")
_WITH_KIND = re.compile(
    rf"(?<![а-яёА-ЯЁ])(?:(?:[А-ЯЁ][а-яё-]+(?:ой|ей|ого|его|ая|яя|ый|ий|ом|ем)\s+)?"
    rf"(?:(?:средн|основн|начальн|общеобразовательн|районн|городск|сельск|областн|детск"
    rf"|информационно-методическ|методическ)\w*\s+){{0,3}}{_KINDS})",
    re.I,
)
_NOT_OURS = re.compile(
    r"(?i)^(?:центр\w* развития наставнич|школ\w* (?:молодого|наставник)|школ\w+ программ|центр\w* наставнич)"
)


def organisation_in(text: str) -> str | None:
    """The organisation a title or a letterhead names, as it is written there."""
    text = tidy(text)
    for pattern in (_WITH_FORM, _WITH_KIND):
        for found in pattern.finditer(text):
            rest = text[found.start() :]
            if _NOT_OURS.match(rest):
                continue
            stop = _STOP.search(rest)
            name = rest[: stop.start()] if stop else rest
            name = _balanced(name.strip(" .,;:–-"))
            if len(name) > 3 and not re.fullmatch(rf"(?i){_KINDS}", name):
                return name
    schools = re.search(r"(?i)(?:для|в)\s+(образовательн\w+ (?:организаци|учреждени)\w+ .+)", text)
    if schools:
        stop = _STOP.search(schools[1])
        return (schools[1][: stop.start()] if stop else schools[1]).strip(" .,;")
    return None


def _balanced(name: str) -> str:
    """Cuts at a closing mark that nothing opened: «… в школе № 5» на …"""
    level = 0
    for index, letter in enumerate(name):
        level += (letter in "«(") - (letter in "»)")
        if level < 0:
            return name[:index].strip()
    return name


def organisation(title: str, lines: list[HeadLine], position: str | None, issuer: str | None) -> str | None:
    """From the title, else the letterhead above it, else the post of who approved."""
    found = organisation_in(title)
    if found:
        return found
    for line in lines:
        if line.align != "right" and _is_letterhead(line.text):
            return tidy(line.text)
    if position:
        return organisation_in(position)
    return issuer


def _is_letterhead(text: str) -> bool:
    """The line is little else than the name of an organisation."""
    if stamp_key(text) or NAME.search(text):
        return False
    found = organisation_in(text)
    return found is not None and tidy(text).find(found) < 40
