"""Who answers: the words of a responsible cell split into parties."""

from __future__ import annotations

import re
from typing import Literal

from nastavnik.roadmaps.reader.plan import Party
from nastavnik.roadmaps.reader.wording import NAME, bare, fold, tidy

#: Nominatives with which a party begins. What begins with none of them may go on the party before it.
_ROLE = re.compile(
    r"^[\"(«]*(?:(?:главн|старш|школьн|районн|муниципальн|региональн|классн|социальн|педагогическ|рабоч|творческ|методическ|пилотн|общеобразовательн"
    r"|образовательн|молод|опытн|ведущ|все|учебн|проектн|экспертн|родительск|управляющ|попечительск|координационн|административн|члены|команда"
    r"|ученическ|студенческ|детск|организационн|информационн|технич|системн|медицинск|структурн|руководящ)[а-яё]*\"?[\s-]+){0,3}"
    r"(?:директора?|заместител[ьи]|зам|завуч[и]?|заведующ(?:ий|ая|ие)|куратор[ыа]?|координатор[ы]?|наставник[и]?|наставляемы[ей]|педагог[и]?"
    r"|педагог-[а-яё]+|педагоги-[а-яё]+|психолог[и]?|учител[ья]|учителя-[а-яё]+|руководител[ьи]|методист[ы]?|администраци[яи]|администратор[ы]?"
    r"|групп[аы]|специалист[ы]?|председател[ьи]|советник[и]?|совет[ы]?|комитет|управление|отдел|департамент|министерство|центр[ы]?|школ[аы]|лице[йи]"
    r"|организаци[ия]|учреждени[ея]|предприяти[ея]|работник[и]?|сотрудник[и]?|родител[ьи]|обучающиеся|ученик[и]?|участник[и]?|студент[ы]?|волонт[её]р[ы]?"
    r"|ответственн(?:ый|ые|ая)|секретар[ьи]|делопроизводител[ьи]|библиотекар[ьи]|воспитател[ьи]|тьютор[ы]?|логопед|мастер[а]?|преподавател[ьи]"
    r"|партн[её]р[ы]?|работодател[ьи]|команда|комисси[яи]|коллектив|служба|объединени[ея]|мо\b|шмо\b|рмо\b|гмо\b|пресс-центр|пресс-служба|актив|представител[ьи]"
    r"|юрист|бухгалтер|главный|кадровик|инспектор|начальник[и]?|глава|эксперт[ы]?|модератор[ы]?|организатор[ы]?|вожат(?:ый|ая)|ст\.\s?вожат|соц\.\s?педагог|кл\.\s?рук"
    r"|пдо\b|овр\b|увр\b|рцн\b|имц\b|ио\b|инженер|техник|оператор|психолого|члены|администрация|оо\b|оу\b|гоу\b|ко\b|ар\b|соо\b|ргноо|штаб|клуб|музей|библиотека|дирекция|правление|приглаш[её]нн|шеф|выпускник[и]?|законные|семьи|семья|завхоз|диспетчер|лидер[ы]?|педсовет|пмпк|ппк|дети|школьники|старшеклассники|активисты|подрядчик|бригада|медсестра|врач|тренер[ы]?|спикер[ы]?|ведущ(?:ий|ие|ая))(?![а-яё])"
)  # fmt: skip
_GENITIVE = re.compile(
    r"(?:ой|ей|ого|его|ому|ему|ых|их|ым|им|ам|ям|ах|ях|ию|ции|сти|ства|ники|ния|рии|мики|тики|фии|гии|туры|зыка)$"
)
_SPHERE = re.compile(r"(?:^|\s)по\s+[^,;]*$")
_ABBREVIATION = re.compile(r"^[А-ЯЁ]{2,6}$")
_POSITION = re.compile(
    r"^(?:[а-яё-]+\s){0,2}(?:специалист|директор|заместител|зам\.|методист|руководител|педагог|учител|куратор|начальник|заведующ|психолог|председател|координатор|советник|главн|ведущ|старш|преподавател|социальн|тьютор|воспитател|и\.о\.|наставник)"
)
_DATE_WORDS = re.compile(
    r"\d{1,2}\.\d{1,2}\.\d{2,4}|20\d\d\s*(?:г|год)|^(?:до|с|к|по)?\s*(?:\d{1,2}\s+)?(?:январ|феврал|март|апрел|ма[йя]\b|июн|июл|август|сентябр|октябр|ноябр|декабр)"
    r"|^(?:постоянно|ежемесячно|ежегодно|еженедельно|ежеквартально|в течение|\d\s*раз)"
)
_ORGANISATION = re.compile(
    r"(?i)организаци|учреждени|комитет|управлени|центр|школа|гимнази|лицей|колледж|администраци[яи]\s+\w+\s+район|департамент|министерств|предприяти|\b(?:имц|гоу|ар|ко|оо|оу|апо|аппо|гбоу|мбоу|маоу)\b"
)
ROLES = (
    ("deputy_director", r"^(?:зам\b|зам\.|заместител|завуч)"), ("director", r"^(?:и\.о\. )?директор|^руководител\w* (?:оо|оу|образовательн|школы|организаци)"),
    ("curator", r"куратор"), ("psychologist", r"психолог"), ("class_teacher", r"классн\w+ руководител|^кл\.\s?рук"),
    ("mentor", r"^наставник|педагог\w?-наставник"), ("mentee", r"^наставляем"), ("methodologist", r"методист"),
    ("team", r"рабоч\w+ групп|команда"), ("social_teacher", r"^соц"), ("administration", r"^администраци"),
    ("coordinator", r"координатор|ответственн\w+ за координац"), ("parent", r"родител|законн\w+ представител"),
)  # fmt: skip


def split_parties(lines: list[str]) -> list[str]:
    """The parties of one cell: divided at line ends, commas, semicolons, «и» between two parties, and between names."""
    parties: list[str] = []
    for line in lines:
        line = re.sub(r"^\s*(?:[-–—•·▪●*]|\d{1,2}[.)])\s+", "", tidy(line))
        for piece in _at_commas(line):
            for part in _at_and(piece):
                parties += _at_names(part)
    return [party for party in (_clean(party) for party in parties) if party]


def _clean(party: str) -> str:
    party = tidy(party).strip(" ,;")
    if re.fullmatch(r"[-–—.\s_]*", party):
        return ""
    closes = re.search(r"[А-ЯЁ]\.$|\b(?:др|пр|т\.д|т\.п|зам|рук|отв|пед|учр|орг)\.$", party)
    return party if closes else party.rstrip(".")


def _pieces(text: str) -> list[str]:
    """Cut at commas and semicolons outside brackets and quotes."""
    pieces, level, start = [], 0, 0
    for index, letter in enumerate(text):
        level += (letter in "(«") - (letter in ")»")
        if (
            letter in ",;"
            and level <= 0
            and not (index and text[index - 1].isdigit() and text[index + 1 : index + 2].isdigit())
        ):
            pieces.append(text[start:index])
            start = index + 1
    return [piece for piece in (tidy(piece) for piece in [*pieces, text[start:]]) if piece]


def _at_commas(text: str) -> list[str]:
    parties: list[str] = []
    for piece in _pieces(text):
        if parties and _goes_on(parties[-1], piece):
            parties[-1] += f", {piece}"
        else:
            parties.append(piece)
    return parties


def _goes_on(before: str, piece: str) -> bool:
    """«Петрова А.А., методист», «заместитель по УВР, ВР», «учителя химии, биологии» are one party each."""
    folded = fold(piece)
    if NAME.fullmatch(before.strip()) or re.search(r"[А-ЯЁ]\.\s?[А-ЯЁ]\.$", before):
        return bool(_POSITION.match(folded)) and piece[:1].islower() and not before.count(",")
    if _ROLE.match(folded) or NAME.search(piece):
        return False
    if _SPHERE.search(before) and (
        _ABBREVIATION.match(piece) or _GENITIVE.search(folded.split()[-1]) or folded.startswith("по ")
    ):
        return True
    words = folded.split()
    return (
        piece[:1].islower()
        and bool(_GENITIVE.search(words[0]))
        and bool(re.match(r"^(?:учител|преподавател|специалист|педагог)", fold(before)))
    )


def _at_and(text: str) -> list[str]:
    """«и» divides only where a party in the nominative stands on both its sides."""
    for found in re.finditer(r"\s+и\s+", text):
        left, right = text[: found.start()], text[found.end() :]
        opened = left.count("(") > left.count(")") or left.count("«") > left.count("»")
        if opened or re.match(r"(?:др\.?|пр\.?|иные|другие)\b", right):
            continue
        left_is = (
            _ROLE.match(fold(left)) or NAME.search(left) or _ABBREVIATION.match(left) or _ORGANISATION.search(left)
        )
        right_is = _ROLE.match(fold(right)) or NAME.match(right) or _ABBREVIATION.match(right)
        if left_is and right_is and not _SPHERE.search(left[-0:] if _ROLE.match(fold(right)) is None else ""):
            return [left, *_at_and(right)]
    return [text]


def _at_names(text: str) -> list[str]:
    """Blanks between two names with initials divide them; so do blanks in a row of bare abbreviations."""
    names = [found for found in NAME.finditer(text) if re.search(r"[А-ЯЁ]\.", found[0])]
    if len(names) > 1:
        cuts = [0]
        for before, after in zip(names, names[1:], strict=False):
            between = text[before.end() : after.start()]
            if not between.strip():
                cuts.append(after.start())
            elif re.match(
                r"^\s+(?:зам|директор|методист|педагог|куратор|учител|руководител|психолог)",
                fold(f" {between}"),
                re.I,
            ):
                cuts.append(before.end())
        return [text[a:b] for a, b in zip(cuts, [*cuts[1:], len(text)], strict=True)]
    parts = _at_capitals(text)
    if len(parts) > 1:
        return parts
    parts = _at_roles(text)
    if len(parts) > 1:
        return parts
    tokens = text.split()
    if len(tokens) > 1 and all(_ABBREVIATION.match(token) or token == "СПб" for token in tokens):
        return _abbreviations(tokens)
    return [text]


_WHOLE = (
    r"(?:директор|куратор(?: программы)?|завуч|психолог|методист|администраци[яи](?: школы)?|педагог[и]?-психолог[и]?|социальны[ей] педагог[и]?"
    r"|рабочая группа|классн(?:ый|ые) руководител[ьи]|наставник[и]|учителя|педагоги|наставляемые|родители|обучающиеся|секретарь|учителя-наставники"
    r"|(?:заместител[ьи]|зам\.) директора по [а-я]{2,4})"
)
_TWO_ROLES = re.compile(rf"^({_WHOLE})\s+(?={_WHOLE}(?![а-яё-]))(?!психолог)")


def _at_roles(text: str) -> list[str]:
    """«классные руководители педагог-психолог»: two whole posts that a lost line end has put side by side."""
    folded = fold(text)
    found = _TWO_ROLES.match(folded)
    if not found or len(folded) != len(text):
        return [text]
    return [text[: found.end(1)], *_at_roles(text[found.end() :])]


def _at_capitals(text: str) -> list[str]:
    """«Директор Куратор»: a capital in the middle of a cell, at a word that is a party itself, begins the next one."""
    for found in re.finditer(r"(?<=[а-яё.)»])\s+(?=[А-ЯЁ][а-яё-]+)", text):
        left, right = text[: found.start()], text[found.end() :]
        opened = left.count("(") > left.count(")") or left.count("«") > left.count("»")
        if not opened and _ROLE.match(fold(left)) and _ROLE.match(fold(right)) and not NAME.match(right):
            return [left, *_at_capitals(right)]
    return [text]


_LEGAL = re.compile(r"^(?:[ГМЧ]?[БАК]?О?У|СПБ|ГБУ|МБУ|МАУ|ГБОУ|МБОУ|МАОУ|МКОУ|ГАПОУ|ГБПОУ|ДО|СП|МО|АНО|ООО)$")


def _abbreviations(tokens: list[str]) -> list[str]:
    """«АР СПб АППО ГОУ» are three parties, «ГБОУ СОШ» is one."""
    parties: list[str] = []
    for index, token in enumerate(tokens):
        previous = tokens[index - 1] if index else ""
        if previous == "СПб" or (
            _LEGAL.match(previous) and previous not in ("ГОУ", "ОУ") and token not in ("АР", "КО", "ИМЦ")
        ):
            parties[-1] += f" {token}"
        else:
            parties.append(token)
    return parties


def holds_date(text: str) -> bool:
    """True for a cell of parties in which only a date stands."""
    folded = fold(text)
    return bool(_DATE_WORDS.search(folded)) and not _ROLE.match(folded) and not NAME.search(text)


def party(text: str, column: str) -> Party:
    folded = fold(text)
    role = next((name for name, pattern in ROLES if re.search(pattern, folded)), None)
    kind: Literal["person", "role", "organisation"] = "role"
    if NAME.search(text):
        kind = "person"
    elif role is None and _ORGANISATION.search(text):
        kind = "organisation"
    return Party(text, column, kind, role)


def divide_known(parties: list[list[Party]]) -> None:
    """«директор Петрова А.А.» is two parties where the document uses both words alone, else a name with its post."""
    alone = {bare(each.text) for line in parties for each in line}
    for line in parties:
        for index in range(len(line) - 1, -1, -1):
            each = line[index]
            names = list(NAME.finditer(each.text))
            if len(names) != 1 or names[0].start() == 0 or names[0].end() != len(each.text):
                continue
            post, name = each.text[: names[0].start()].strip(), names[0][0]
            if bare(post) in alone and bare(name) in alone:
                line[index : index + 1] = [party(post, each.column), party(name, each.column)]


def one_person_two_spellings(parties: list[Party]) -> list[tuple[str, str]]:
    """Pairs of names with the same initials whose surnames differ by a slip of one or two letters."""
    from rapidfuzz.distance import DamerauLevenshtein

    names: dict[str, tuple[str, str]] = {}
    for each in parties:
        for found in NAME.finditer(each.text):
            surname = re.search(r"[А-ЯЁ][а-яё]{2,}(?:-[А-ЯЁ][а-яё]+)?", found[0])
            initials = "".join(re.findall(r"([А-ЯЁ])\.", found[0]))
            if surname and initials:
                names.setdefault(found[0], (fold(surname[0]), initials))
    pairs: list[tuple[str, str]] = []
    items = list(names.items())[:400]
    for index, (one, (surname, initials)) in enumerate(items):
        for other, (other_surname, other_initials) in items[index + 1 :]:
            if initials == other_initials and surname != other_surname and len(surname) > 3:
                distance = DamerauLevenshtein.distance(surname, other_surname, score_cutoff=2)
                if _same_stem(surname, other_surname):
                    continue
                if distance == 1 or (distance == 2 and len(surname) > 6):
                    pairs.append((one, other))
    return pairs


def _same_stem(one: str, other: str) -> bool:
    """«Иванов» and «Иванова», «Петрова» and «Петровой»: another person or another case, no slip."""
    stem = min(len(one), len(other)) - 1
    return one[:stem] == other[:stem]
