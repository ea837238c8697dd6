"""What the field calls by several names, as one term: «база наставляемых», «реестр», «банк данных».

A concept is looked for in the normal form of a line (`wording.normal`), before its words are cut to stems. ``FRAME``
is what nearly every line says of mentoring itself: it tells two lines apart no more than "the" does.
"""

from __future__ import annotations

import re
from functools import lru_cache

FRAME = re.compile(
    r"\(?(?:единой )?(?:целевой|целевая|целевую"
    r"|целевых) модел\w+\)?(?: наставничества)?(?: (?:обучающихся|педагогическ\w+ работников))?"
    r"|\be?е?цмн\b|методологи\w+ \(?(?:целев\w+ модел\w+\)?)?(?: ?наставничества)?(?: обучающихся)?"
    r"|систем\w+ \(целев\w+ модел\w+\) наставничества|(?:в |для |во всех |всех )?(?:обще"
    r"|государственн\w+ )?образовательн\w+ (?:организаци|учреждени)\w+|\b(?:гоу|оу|оо|гбоу|гбу до|ддт"
    r"|мбоу)\b|\bшкол\w+ ?№ ?\d+|(?:[\w-]+ого|санкт-петербурга|города|области) ?(?:муниципального "
    r"|городского )?(?:района|округа)|санкт-петербург\w*|\bгород(?:а|у|е|ом)\b|на уровне \w+"
)

# What a thing is made upon is not what is made: «рекомендации по результатам мониторинга».
GROUNDS = re.compile(r"\bпо (?:результатам|итогам) (?:\w+ ?){1,2}|\bна основ(?:е|ании) (?:\w+ ?){1,2}")

_STORE = r"(?:баз|реестр|банк|регистр|картотек|каталог|спис(?:ок|к)|перечн)\w*(?: данных)?(?: \w+){0,2} "
_TEACHING = r"\b(?:обуч(?:ени|ить)|курс|семинар|вебинар|подготовк\w+ наставник|школ\w+ (?=наставник))"

# Concept → how it is written. What stands first in a group of rivals (`RIVALS`) must not stand for another of it.
CONCEPTS: dict[str, str] = {
    "mentors_base": rf"{_STORE}наставник|учет\w* наставник|(?:вы|от|под)бор\w* (?:\w+ )?наставник",
    "mentees_base": rf"{_STORE}(?:участников-)?наставляем|выявлен\w+ (?:\w+ )?наставляем",
    "curators_base": rf"{_STORE}куратор",
    "roadmap": r"дорожн\w+ карт|\bдк\b|план\w* мероприятий|план\w* (?:реализации|внедрения)",
    "provision": (
        r"положени\w+ (?:о|об) (?:систем\w+ |программ\w+ )?\(?(?:целев\w+ модел\w+\)? )?наставни"
        r"|положени\w+ о\b"
    ),
    "personal_programme": r"персонализированн\w+ программ|индивидуальн\w+ (?:программ|план|маршрут)",
    "programme": r"программ\w* (?:наставни|ы\b)|(?:проектировани|разработк)\w* (?:и \w+ )?программ",
    "local_acts": (
        r"локальн\w+(?: нормативн\w+)? акт|\bлна\b|распорядительн\w+ (?:акт|документ)"
        r"|нормативно-правов\w+ акт|нормативн\w+ (?:правов\w+ )?(?:акт|баз|обеспечен|документ)"
        r"|пакет\w* (?:\w+ )?документ|\bакт(?:ы|ов) (?:организаци|учреждени|школ)"
    ),
    "order": r"\bприказ",
    "curator": r"куратор|ответственн\w+ за (?:внедрение|наставничеств|реализаци|организаци)",
    "appoint": r"назначени|закреплени\w+ (?:\w+ )?куратор|назначить",
    "training": (
        r"обуч(?:ени\w+|ить) (?:(?:\w+ )?(?:и \w+ )?(?:наставник|куратор|педагог|представител)|по )"
        r"|повышени\w+ квалификации"
        r"|\bкурс(?:ы|ов|ах)\b|школ\w+ наставник|подготовк\w+ наставник|тренинг|стажировк"
        r"|обучающ\w+ семинар|обучени\w+ для наставник"
    ),
    "seminar": (
        r"семинар|вебинар|конференци|кругл\w+ стол|мастер-класс|методическ\w+ (?:объединени"
        r"|площадк)"
    ),
    "pairs": (
        r"наставническ\w+ (?:пар|групп)|\bпар\w?\b(?:,? ?/? ?(?:и |или )?\(?групп)?|\bтандем"
        r"|формировани\w+ (?:пар|групп)|закреплени\w+ (?:\w+ )?(?:пар|наставник|групп)|(?:подбор"
        r"|прикреплени)\w* пар"
    ),
    "launch": r"\bзапуск",
    "monitoring": r"мониторинг|\bконтрол|отслеживани",
    "evaluation": r"\bоценк|\bанализ|замер|диагностик",
    "quality": r"качеств",
    "effect": r"эффективност|результативност|\bвлияни|удовлетворенност",
    "contest": r"конкурс",
    "practices": (
        r"(?:лучш|успешн|эффективн)\w+ (?:\w+ )?(?:практик|опыт)|\bкейс|методическ\w+ копилк"
        r"|банк\w* практик|тиражировани|обобщени\w+ опыт"
    ),
    "publicity": (
        r"информировани|освещени|просветительск|популяризаци|\bсайт|социальн\w+ сет|соцсет|\bсми\b"
        r"|рубрик|стенд|публикаци|общественност|информационн\w+ (?:кампани|ресурс)"
        r"|размещени\w+ (?:\w+ )?(?:информаци|материал)|страниц|раздел\w* (?:\w+ )?наставничество"
    ),
    "statistics": r"статистическ|\bстатистик|форм\w* (?:федеральн|статистическ)",
    "reporting": r"отчет",
    "partners": r"предприяти|партнер|работодател|социальн\w+ партн",
    "consent": r"согласи[йяе]",
    "survey": r"анкет|\bопрос|тестировани",
    "interview": r"собеседовани",
    "council": r"педагогическ\w+ совет|педсовет|методическ\w+ совет",
    "conference": r"совещани|заседани",
    "parents": r"родител|законн\w+ представител",
    "consultation": r"консульт|адресн\w+ помощ|методическ\w+ (?:сопровождени|помощ|поддержк)",
    "expertise": r"эксперт",
    "final_event": (
        r"итогов\w+ (?:мероприяти|встреч|событи)|заключительн\w+ (?:\w+ )?встреч|фестивал|\bслет"
        r"|завершени\w+ (?:наставни|программ|работы пар)|подведени\w+ итог|чествовани"
        r"|благодарственн"
    ),
    "meetings": (
        r"регулярн\w+ встреч|встреч\w* (?:наставник|пар|участник)|рабоч\w+ встреч"
        r"|реализаци\w+ работы пар|работ\w+ (?:пар|групп|тандем)|взаимопосещени"
    ),
    "motivation": r"мотиваци|поощрени|награждени|стимулир|эффективн\w+ контракт|надбавк|нематериальн",
    "requests": r"запрос(?:ов|ы|ах)?\b|потребност|дефицит",
    "forms": r"выбор\w* форм|форм\w* наставничеств",
    "template": r"\bтипов\w+|шаблон|примерн\w+",
    "pilot": r"пилотн",
    "results": r"\bитог|результат",
    "make": (
        r"разработк|разработать|утвержд|утвердить|издани|издать|проектировани|согласовани"
        r"|составлени|составить|принят"
    ),
    "study": r"изучени|ознакомлени|знакомств|презентаци|обсуждени|представлени\w+ (?:педагог|коллектив)",
    "take_part": r"^участи",
    "community": r"сообществ\w+ наставник|клуб\w* наставник|ассоциаци\w+ наставник",
    "special_needs": r"\bовз\b|ограниченн\w+ возможност|доступност|трудн\w+ жизненн",
    "personal_data": r"персональн\w+ данн",
    "store": _STORE.strip(),
    "advice": r"рекомендаци",
    "for_curators": rf"{_TEACHING}[^.;]{{0,40}}\bкуратор"
    r"|куратор\w* (?:\w+ )?(?:в|на) (?:обучени|курс|семинар|вебинар)",
    "for_mentors": rf"{_TEACHING}[^.;]{{0,40}}\bнаставник(?!ом|и\b)",
}
_FOUND = {name: re.compile(pattern) for name, pattern in CONCEPTS.items()}

# Two lines that name different ones of a group are about different things, however alike the rest of their words.
RIVALS: tuple[frozenset[str], ...] = (
    frozenset({"make", "study", "expertise", "council"}),
    frozenset({"mentors_base", "mentees_base", "curators_base", "pairs", "training"}),
    frozenset({"mentors_base", "mentees_base", "pairs", "training", "appoint"}),
    frozenset({"roadmap", "provision", "personal_programme", "statistics", "contest", "publicity"}),
    frozenset({"monitoring", "mentors_base", "mentees_base", "training", "contest", "publicity", "consultation"}),
    frozenset({"contest", "seminar", "publicity", "expertise", "consultation", "council", "training"}),
    # The quality of programmes is the first half of their effect; the quality of road maps is another matter.
    frozenset({"launch", "quality"}),
    # Who is taught.
    frozenset({"for_curators", "for_mentors"}),
    frozenset({"launch", "roadmap", "effect"}),
)

# Different things that stand for one another between levels: a contest above, a day of best practices below.
FAMILIES: dict[str, frozenset[str]] = {
    "@practices": frozenset({"contest", "practices"}),
    "@curators": frozenset({"curators_base", "curator"}),
    "@learning": frozenset({"training", "seminar"}),
    "@watching": frozenset({"monitoring", "evaluation", "survey"}),
    "@worth": frozenset({"effect", "quality", "results"}),
    "@papers": frozenset({"provision", "local_acts", "order"}),
    "@numbers": frozenset({"statistics", "reporting"}),
    "@mentors": frozenset({"mentors_base", "interview"}),
}


@lru_cache(maxsize=20_000)
def concepts_of(text: str) -> frozenset[str]:
    """The concepts that the normal form ``text`` names."""
    return frozenset(name for name, pattern in _FOUND.items() if pattern.search(text))
