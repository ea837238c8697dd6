"""The words of school deadlines: each form of each word, with what it is and what it stands for."""

from enum import Enum, auto
from typing import NamedTuple


class Tag(Enum):
    """What a token is. The first group is cut by the tokenizer, the rest are words."""

    NUMBER = auto()  # n: the number; s: its ordinal ending, «я» of «2-я»
    ROMAN = auto()
    DATE = auto()  # n: year * 10000 + month * 100 + day, year 0 when left out, day 0 for «09.2022»
    TIME = auto()
    WORD = auto()  # a word the grammar does not know
    DASH = auto()
    COMMA = auto()
    SLASH = auto()
    OPEN = auto()
    CLOSE = auto()
    STOP = auto()  # . ; : ! ?
    SIGN = auto()  # № and other marks
    BLANK = auto()  # ____ to be filled in by hand
    END = auto()

    MONTH = auto()
    WEEKDAY = auto()
    DAYS = auto()  # будни, выходные
    UNIT = auto()  # день, неделя, декада, месяц, квартал, четверть, полугодие, год …
    SEASON = auto()
    HOLIDAYS = auto()
    PART = auto()  # начало, середина, конец, половина
    ORDINAL = auto()
    CARDINAL = auto()
    DAY_NUMBER = auto()  # число
    PREPOSITION = auto()
    AND = auto()
    NOT = auto()
    LATER = auto()
    EARLIER = auto()
    LESS = auto()  # реже, менее
    MORE = auto()
    THAN = auto()
    BUT = auto()
    FURTHER = auto()  # далее
    BEGINNING = auto()  # начиная
    EVERY = auto()
    EVERY_ADVERB = auto()  # ежегодно; s: the step
    TIMES = auto()  # раз
    TIMES_ADVERB = auto()  # дважды
    ALWAYS = auto()
    ALL = auto()
    SPAN = auto()  # период, срок, время
    COURSE = auto()  # течение, протяжение
    SCHOOL = auto()  # учебный
    CALENDAR = auto()  # календарный
    WORKING = auto()  # рабочий
    CURRENT = auto()
    NEXT = auto()
    PREVIOUS = auto()
    REPORTED = auto()  # отчётный
    MEASURE = auto()  # мера, as in «по мере»
    DEMAND = auto()  # запрос, необходимость; s: the anchor
    CASE = auto()  # случай, наличие
    SCHEDULE = auto()  # план, график
    ACCORDING = auto()  # согласно, соответствие
    PRESCRIBED = auto()  # установленный
    HANGING = auto()  # words that hang by themselves; s: the anchor
    PROGRAMME = auto()
    REALISED = auto()
    DOCUMENT = auto()
    ISSUED = auto()
    PUBLISHED = auto()
    EXAM = auto()
    EVENT = auto()  # педсовет, конкурс
    HELD = auto()  # проведение, ход
    FINISHED = auto()  # окончание, завершение
    RESULTS = auto()  # итоги, результаты
    MOMENT = auto()
    UNDECIDED = auto()
    WILL = auto()  # будет: with a participle, undecided
    SETTLED = auto()  # установлен, определён: with «не», undecided
    INCLUSIVE = auto()
    ABOUT = auto()
    EXCEPT = auto()
    ONCE = auto()
    STAGE = auto()
    COUNTED = auto()  # урок, класс: a number beside it is no date
    LASTING = auto()  # трёхдневный; s: the ISO unit, n: how many, 0 when a number stands before it
    EXTREME = auto()  # крайний
    BASIS = auto()  # основа, режим
    FILLER = auto()


class Term(NamedTuple):
    """What a word stands for."""

    tag: Tag
    n: int = 0
    s: str = ""


_HARD = "- а у ом е ы ов ам ами ах"
_NEUTER = "ие ия ию ием ии ий иям иями иях"
_ADJECTIVE = "ый ого ому ым ом ая ой ую ое ые ых ыми"
_SOFT_ADJECTIVE = "ий его ему им ем яя ей юю ее ие их ими"
_ORDINAL = "ый ого ому ым ом ая ой ую ое ые ых ыми о"

# Each line: the tag, number, value, and words as «stem: endings», «-» for none, split by «;».
_TABLE: tuple[tuple[Tag, int, str, str], ...] = (
    (Tag.MONTH, 1, "", "январ: ь я ю ем е; янв"),
    (Tag.MONTH, 2, "", "феврал: ь я ю ем е; фев; февр"),
    (Tag.MONTH, 3, "", "март: - а у ом е; мар"),
    (Tag.MONTH, 4, "", "апрел: ь я ю ем е; апр"),
    (Tag.MONTH, 5, "", "ма: й я ю ем е"),
    (Tag.MONTH, 6, "", "июн: ь я ю ем е -"),
    (Tag.MONTH, 7, "", "июл: ь я ю ем е -"),
    (Tag.MONTH, 8, "", "август: - а у ом е; авг"),
    (Tag.MONTH, 9, "", "сентябр: ь я ю ем е; сент; сен"),
    (Tag.MONTH, 10, "", "октябр: ь я ю ем е; окт"),
    (Tag.MONTH, 11, "", "ноябр: ь я ю ем е; ноя; нояб"),
    (Tag.MONTH, 12, "", "декабр: ь я ю ем е; дек"),
    (Tag.WEEKDAY, 0, "", f"понедельник: {_HARD}; пн; пон; понед"),
    (Tag.WEEKDAY, 1, "", f"вторник: {_HARD} и; вт; втор"),
    (Tag.WEEKDAY, 2, "", "сред: а ы е у ой ам ами ах; ср"),
    (Tag.WEEKDAY, 3, "", "четверг: - а у ом е и ов ам ами ах; чт; четв"),
    (Tag.WEEKDAY, 4, "", "пятниц: а ы е у ей - ам ами ах; пт; пятн"),
    (Tag.WEEKDAY, 5, "", "суббот: а ы е у ой - ам ами ах; сб; субб"),
    (Tag.WEEKDAY, 6, "", "воскресен: ье ья ью ьем ьям ьях ий; вс; воскр"),
    (Tag.DAYS, 0, "working", "буд: ни ням нями нях ний него ним; будн: и"),
    (Tag.DAYS, 1, "weekend", "выходн: ой ого ые ых ым ыми"),
    (Tag.UNIT, 0, "day", "день; дня; дню; днем; дне; дни; дней; дням; днями; днях; дн; суток; сутки"),
    (Tag.UNIT, 0, "week", "недел: я и е ю ей ь ям ями ях; нед"),
    (Tag.UNIT, 0, "decade", "декад: а ы е у ой - ам ами ах"),
    (Tag.UNIT, 0, "month", "месяц: - а у ем е ы ев ам ами ах; мес"),
    (Tag.UNIT, 0, "quarter", f"квартал: {_HARD}; кв; кварт"),
    (Tag.UNIT, 0, "term", "четверт: ь и ью ей ям ями ях"),
    (Tag.UNIT, 0, "half", "полугод: ие ия ию ием ии ий иям иями иях; полгода; полугода; полуг; полугод; п/г"),
    (Tag.UNIT, 0, "semester", f"семестр: {_HARD}; сем"),
    (Tag.UNIT, 0, "trimester", f"триместр: {_HARD}"),
    (Tag.UNIT, 0, "year", "год: - а у ом е ы ов ам ами ах; лет; годах; г; гг"),
    (Tag.SEASON, 12, "", "зим: а ы е у ой ою"),
    (Tag.SEASON, 3, "", "весн: а ы е у ой ою"),
    (Tag.SEASON, 6, "", "лет: о у ом е"),
    (Tag.SEASON, 9, "", "осен: ь и ью"),
    (Tag.SEASON, 12, "adjective", f"зимн: {_SOFT_ADJECTIVE}"),
    (Tag.SEASON, 3, "adjective", f"весенн: {_SOFT_ADJECTIVE}"),
    (Tag.SEASON, 6, "adjective", f"летн: {_SOFT_ADJECTIVE}"),
    (Tag.SEASON, 9, "adjective", f"осенн: {_SOFT_ADJECTIVE}"),
    (Tag.HOLIDAYS, 0, "", f"каникул: ы - ам ами ах; каникулярн: {_ADJECTIVE}"),
    (Tag.PART, 1, "", "начал: о а у ом е; нач"),
    (Tag.PART, 2, "", "середин: а ы е у ой"),
    (Tag.PART, 3, "", "кон: ец ца цу цом це"),
    (Tag.PART, 4, "", "половин: а ы е у ой"),
    (Tag.ORDINAL, 1, "", f"перв: {_ORDINAL}"),
    (Tag.ORDINAL, 2, "", f"втор: {_ORDINAL}"),
    (Tag.ORDINAL, 3, "", "трет: ий ья ье ьего ьему ьим ьем ьей ью ьи ьих ьими"),
    (Tag.ORDINAL, 4, "", f"четверт: {_ADJECTIVE}"),
    (Tag.ORDINAL, 5, "", f"пят: {_ORDINAL}"),
    (Tag.ORDINAL, 6, "", f"шест: {_ORDINAL} ой"),
    (Tag.ORDINAL, 7, "", f"седьм: {_ORDINAL} ой"),
    (Tag.ORDINAL, 8, "", f"восьм: {_ORDINAL} ой"),
    (Tag.ORDINAL, 9, "", f"девят: {_ADJECTIVE}"),
    (Tag.ORDINAL, 10, "", f"десят: {_ADJECTIVE}"),
    (Tag.ORDINAL, 11, "", f"одиннадцат: {_ADJECTIVE}"),
    (Tag.ORDINAL, 12, "", f"двенадцат: {_ADJECTIVE}"),
    (Tag.ORDINAL, 13, "", f"тринадцат: {_ADJECTIVE}"),
    (Tag.ORDINAL, 14, "", f"четырнадцат: {_ADJECTIVE}"),
    (Tag.ORDINAL, 15, "", f"пятнадцат: {_ADJECTIVE}"),
    (Tag.ORDINAL, 16, "", f"шестнадцат: {_ADJECTIVE}"),
    (Tag.ORDINAL, 17, "", f"семнадцат: {_ADJECTIVE}"),
    (Tag.ORDINAL, 18, "", f"восемнадцат: {_ADJECTIVE}"),
    (Tag.ORDINAL, 19, "", f"девятнадцат: {_ADJECTIVE}"),
    (Tag.ORDINAL, 20, "", f"двадцат: {_ADJECTIVE}"),
    (Tag.ORDINAL, 30, "", f"тридцат: {_ADJECTIVE}"),
    (Tag.ORDINAL, -1, "", f"последн: {_SOFT_ADJECTIVE}; заключительн: {_ADJECTIVE}"),
    (Tag.ORDINAL, -2, "", f"предпоследн: {_SOFT_ADJECTIVE}"),
    (Tag.CARDINAL, 1, "", "один; одного; одному; одним; одном; одна; одной; одну; одно"),
    (Tag.CARDINAL, 2, "", "два; две; двух; двум; двумя"),
    (Tag.CARDINAL, 3, "", "тр: и ех ем емя"),
    (Tag.CARDINAL, 4, "", "четыр: е ех ем ьмя"),
    (Tag.CARDINAL, 5, "", "пят: ь и ью"),
    (Tag.CARDINAL, 6, "", "шест: ь и ью"),
    (Tag.CARDINAL, 7, "", "сем: ь и ью"),
    (Tag.CARDINAL, 8, "", "восемь; восьми"),
    (Tag.CARDINAL, 9, "", "девят: ь и ью"),
    (Tag.CARDINAL, 10, "", "десят: ь и ью"),
    (Tag.CARDINAL, 12, "", "двенадцат: ь и"),
    (Tag.CARDINAL, 14, "", "четырнадцат: ь и"),
    (Tag.CARDINAL, 15, "", "пятнадцат: ь и"),
    (Tag.CARDINAL, 20, "", "двадцат: ь и"),
    (Tag.CARDINAL, 30, "", "тридцат: ь и"),
    (Tag.DAY_NUMBER, 0, "", "числ: о а у ом е ах ам; чисел"),
    (Tag.PREPOSITION, 0, "с", "с; со"),
    (Tag.PREPOSITION, 0, "по", "по"),
    (Tag.PREPOSITION, 0, "до", "до"),
    (Tag.PREPOSITION, 0, "к", "к; ко"),
    (Tag.PREPOSITION, 0, "в", "в; во"),
    (Tag.PREPOSITION, 0, "на", "на"),
    (Tag.PREPOSITION, 0, "за", "за"),
    (Tag.PREPOSITION, 0, "от", "от"),
    (Tag.PREPOSITION, 0, "из", "из"),
    (Tag.PREPOSITION, 0, "при", "при"),
    (Tag.PREPOSITION, 0, "без", "без"),
    (Tag.PREPOSITION, 0, "через", "через; спустя"),
    (Tag.PREPOSITION, 0, "после", "после; вслед; вследствие"),
    (Tag.PREPOSITION, 0, "перед", "перед; накануне; передо"),
    (Tag.PREPOSITION, 0, "между", "между"),
    (Tag.AND, 0, "", "и; или; либо; а; также"),
    (Tag.NOT, 0, "", "не; ни"),
    (Tag.LATER, 0, "", "поздн: ее ей; позже"),
    (Tag.EARLIER, 0, "", "ранее; раньше"),
    (Tag.LESS, 0, "", "реже; менее; меньше; минимум"),
    (Tag.MORE, 0, "", "чаще; более; больше; максимум"),
    (Tag.THAN, 0, "", "чем; нежели"),
    (Tag.BUT, 0, "", "но; однако"),
    (Tag.FURTHER, 0, "", "далее; затем; впоследствии; последующем; последующие; дальнейшем; потом"),
    (Tag.BEGINNING, 0, "", "начиная"),
    (Tag.EVERY, 0, "", f"кажд: {_ADJECTIVE}"),
    (Tag.EVERY_ADVERB, 0, "year", f"ежегодно; ежегод; ежегодн: {_ADJECTIVE}; погодно"),
    (Tag.EVERY_ADVERB, 0, "month", f"ежемесячно; ежемес; ежемесячн: {_ADJECTIVE}; помесячно"),
    (Tag.EVERY_ADVERB, 0, "week", f"еженедельно; еженед; еженедельн: {_ADJECTIVE}; понедельно"),
    (Tag.EVERY_ADVERB, 0, "day", f"ежедневно; ежедн; ежедневн: {_ADJECTIVE}; повседневно"),
    (Tag.EVERY_ADVERB, 0, "quarter", f"ежеквартально; ежекварт; ежеквартальн: {_ADJECTIVE}; поквартально"),
    (Tag.EVERY_ADVERB, 0, "half", "ежеполугодно; полугодично; ежеполугодично"),
    (Tag.EVERY_ADVERB, 0, "decade", "ежедекадно; подекадно"),
    (Tag.EVERY_ADVERB, 0, "term", "ежечетвертно; почетвертно"),
    (Tag.TIMES, 0, "", "раз; раза; р"),
    (Tag.TIMES_ADVERB, 1, "", "однажды"),
    (Tag.TIMES_ADVERB, 2, "", "дважды; двукратно"),
    (Tag.TIMES_ADVERB, 3, "", "трижды; трехкратно"),
    (Tag.ALWAYS, 0, "", "постоянно; систематически; систематично; регулярно; непрерывно; круглогодично; всегда"),
    (Tag.ALWAYS, 0, "", "пост; повсеместно; планомерно; последовательно; бессрочно"),
    (Tag.ALWAYS, 1, "", f"постоянн: {_ADJECTIVE}; систематическ: ой ом ая ое; регулярн: {_ADJECTIVE}"),
    (Tag.ALWAYS, 1, "", "непрерывн: ой ом; текущем"),
    (Tag.BASIS, 0, "", "основе; режиме"),
    (Tag.ALL, 0, "", f"весь; вся; все; всего; всей; всему; всем; всю; всех; кругл: {_ADJECTIVE}; цел: {_ADJECTIVE}"),
    (Tag.SPAN, 0, "", f"период: {_HARD}; срок: {_HARD} и; время; времени; дат: а ы у е; отрез: ок ка"),
    (Tag.COURSE, 0, "", "течени: е и я ем; теч; протяжении; продолжени: е и"),
    (Tag.SCHOOL, 0, "", f"учебн: {_ADJECTIVE}; уч; учеб"),
    (Tag.CALENDAR, 0, "", f"календарн: {_ADJECTIVE}; кал"),
    (Tag.WORKING, 0, "", "рабоч: ий его ему им ем ие их ими; раб"),
    (Tag.CURRENT, 0, "", "текущ: ий его ему им ем ая ей ую ее ие их; тек; сего; эт: от ого ому им ом ой; данного"),
    (Tag.CURRENT, 0, "", "настоящ: его ем; нынешн: его ем"),
    (Tag.NEXT, 0, "", "следующ: ий его ему им ем ая ей ую ее ие их; будущ: ий его ему им ем; последующ: ий его"),
    (Tag.PREVIOUS, 0, "", "предыдущ: ий его ему им ем; прошл: ый ого ом; прошедш: ий его ем; предшествующ: ий его ем"),
    (Tag.REPORTED, 0, "", f"отчетн: {_ADJECTIVE}"),
    (Tag.MEASURE, 0, "", "мере; меру"),
    (Tag.DEMAND, 0, "on_request", f"запрос: {_HARD}; требовани: е я ю ем и ям; заявк: а и е у ой ам; заявок"),
    (Tag.DEMAND, 0, "on_request", "заявлени: е я ю ем и ям; обращени: е я ю ем и ям; желани: е я ю ем и ям"),
    (Tag.DEMAND, 0, "on_request", f"приглашени: е я ю ям; вызов: {_HARD}; просьб: а ы е у ам; востребовани: я ю"),
    (Tag.DEMAND, 0, "on_request", "указани: ю ям; поручени: ю ям; инициативе; усмотрению"),
    (Tag.DEMAND, 0, "as_needed", "необходимост: ь и ью; потребност: ь и ью ей ям; надобност: ь и; нужде"),
    (Tag.DEMAND, 0, "as_needed", "ситуаци: я и ю ей; обстоятельств: ам а; возможност: ь и ям"),
    (Tag.DEMAND, 0, "as_needed", "возникновени: я и; готовности; изменени: я й и; обновлени: я й и; накоплени: я и"),
    (Tag.DEMAND, 0, "as_needed", "появлени: я и; выявлени: я и; формировани: я и; востребованности; наполнени: я и"),
    (Tag.DEMAND, 0, "as_received", "поступлени: я и ю; получени: я и ю; подачи"),
    (Tag.CASE, 0, "", "случа: е й; случаях; наличи: и е я"),
    (Tag.SCHEDULE, 0, "", f"план: {_HARD}; график: {_HARD} и; расписани: е я ю ем и ям; циклограмм: а ы е ой"),
    (Tag.SCHEDULE, 0, "", "планграфик: у ом; положени: ю ем; регламент: у ом; медиаплан: у ом; учплан: у ом"),
    (Tag.SCHEDULE, 0, "", "планировани: ю ем; планам; сетк: е ой; календар: ю ем; приказ: у ом; решени: ю ем"),
    (Tag.ACCORDING, 0, "", "согласно; соответствии; соотв; соответственно; основании; сообразно"),
    (Tag.HANGING, 0, "by_agreement", "согласовани: ю и; договоренност: и ям; договоренности; согласованию"),
    (Tag.HANGING, 0, "established_procedure", "порядк: е у ом; законодательств: у ом ом"),
    (Tag.HANGING, 0, "immediate", "незамедлительно; немедленно; безотлагательно; срочно; оперативно; сразу"),
    (Tag.PRESCRIBED, 0, "", f"установленн: {_ADJECTIVE}; предусмотренн: {_ADJECTIVE}; определенн: {_ADJECTIVE}"),
    (Tag.PRESCRIBED, 0, "", f"указанн: {_ADJECTIVE}; назначенн: {_ADJECTIVE}; обозначенн: {_ADJECTIVE}"),
    (Tag.PROGRAMME, 0, "", "программ: а ы е у ой - ам ами ах; проект: а ов у ом; цмн; ецмн; цикл: а ов; карт: ы"),
    (Tag.REALISED, 0, "", "реализаци: я и ю ей; внедрени: е я ю ем и; действи: я е и; осуществлени: я е; исполнени: я"),
    (Tag.DOCUMENT, 0, "", f"приказа; распоряжени: я ю ем; постановлени: я ю ем; документ: {_HARD}; письм: а о у ом"),
    (Tag.DOCUMENT, 0, "", f"договор: {_HARD}; соглашени: я ю ем; положения; протокол: {_HARD}; уведомлени: я"),
    (Tag.ISSUED, 0, "", "издани: я е ю ем и; подписани: я е ю ем и; утверждени: я е ю ем и; заключени: я е ю и"),
    (Tag.ISSUED, 0, "", "вступлени: я е ю и; принятия; регистраци: и я; согласования; выхода"),
    (Tag.PUBLISHED, 0, "", "опубликовани: я е ю ем и; размещени: я е ю ем и; публикаци: и я ю ей"),
    (Tag.EXAM, 0, "", "экзамен: а ов ы ам ами ах ом; экзаменационн: ого ой ый ая ому ым ом; гиа; егэ; огэ; сесси: и я ю ей"),
    (Tag.EXAM, 0, "", "аттестационн: ого ой ому; госэкзамен: а ов"),
    (Tag.EVENT, 0, "", f"звон: ок ка ку ком ки ков кам; вечер: {_HARD}; праздник: {_HARD} и; линейк: а и е у ой"),
    (Tag.EVENT, 0, "", f"педсовет: {_HARD}; конкурс: {_HARD}; фестивал: ь я ю ем е и ей; олимпиад: а ы е у ой - ам"),
    (Tag.EVENT, 0, "", f"собрани: е я ю ем и й ям; конференци: я и ю ей й ям; совещани: е я ю ем и й; слет: {_HARD}"),
    (Tag.EVENT, 0, "", f"семинар: {_HARD}; форум: {_HARD}; выпускн: {_ADJECTIVE}; мероприяти: е я ю ем и й ям ями"),
    (Tag.EVENT, 0, "", f"педагогическ: ого ому ий ом; заседани: е я ю ем и й; торжеств: а у о ом; юбиле: й я ю"),
    (Tag.HELD, 0, "", "проведени: я е ю ем и; ходе; рамках; прохождени: я е и; подготовк: и е а у"),
    (Tag.FINISHED, 0, "", "окончани: я е ю ем и; завершени: я е ю ем и; истечени: я е ю ем и; прекращени: я и; закрыти: я и"),
    (Tag.RESULTS, 0, "", "итог: ам и ов ами ах; результат: ам ы ов ами ах; факту; следам"),
    (Tag.MOMENT, 0, "", "момент: - а у ом; даты; дату"),
    (Tag.UNDECIDED, 0, "", "б/с; уточня: ется ются ться; уточнени: и ю е; уточнить; неизвестно; неопределен: - о; прочерк; нет"),
    (Tag.UNDECIDED, 0, "", "сообщ: ат им ается; объяв: ят; назначаться; оговарива: ется ются; определя: ется ются; согласу: ется ются"),
    (Tag.WILL, 0, "", "будет; будут; подлежит"),
    (Tag.SETTLED, 0, "", "уточнен: - а о ы; объявлен: - а о ы; установлен: - а о ы; определен: - а о ы; указан: - а о ы; назначен: - а о ы; утвержден: - а о ы"),
    (Tag.SETTLED, 0, "", "известен; известн: а о ы; задан: - ы; согласован: - ы; предусмотрен: - ы о; ограничен: - ы о"),
    (Tag.INCLUSIVE, 0, "", "включительно; вкл"),
    (Tag.ABOUT, 0, "", "ориентировочно; примерно; предположительно; около; приблизительно; предварительно; ориентир"),
    (Tag.EXCEPT, 0, "", "кроме; исключая; исключением; исключени: ем"),
    (Tag.ONCE, 0, "", "однократно; единовременно; разово; единожды; одноразово"),
    (Tag.STAGE, 0, "", "этап: - а у ом е ы"),
    (Tag.COUNTED, 0, "", "урок: - а и е ов; класс: - а ы ов е ах; кл; каб; кабинет: - а е; чел; человек: - а; ауд"),
    (Tag.COUNTED, 0, "", "час: - а ов ы; ч; мин; минут: - а ы; пар: а ы; смен: а ы у; групп: а ы; корпус: - е; курс: - а ы е"),
    (Tag.COUNTED, 0, "", "балл: а ов; пункт: - а у; п; стр; процент: - а ов; место; мест; шт; экз"),
    (Tag.LASTING, 0, "D", "дневн: ый ого ом"),
    (Tag.LASTING, 0, "W", "недельн: ый ого ом"),
    (Tag.LASTING, 0, "M", "месячн: ый ого ом"),
    (Tag.LASTING, 0, "Y", "годичн: ый ого ом; летний"),
    (Tag.LASTING, 1, "D", "суточн: ый; однодневн: ый ого"),
    (Tag.EXTREME, 0, "", f"крайн: {_SOFT_ADJECTIVE}; предельн: {_ADJECTIVE}; окончательн: {_ADJECTIVE}; конечн: {_ADJECTIVE}"),
    (Tag.FILLER, 0, "", "это; то; есть; для; о; об; у; под; над; бы; ли; же; как; хотя; текст; прим; примечание; исполн"),
)

_LASTING_STEMS = {
    2: "двух", 3: "трех", 4: "четырех", 5: "пяти", 6: "шести", 7: "семи", 8: "восьми", 9: "девяти", 10: "десяти",
    14: "четырнадцати", 15: "пятнадцати", 20: "двадцати", 30: "тридцати",
}  # fmt: skip
_LASTING_ENDS = {"D": "дневн", "W": "недельн", "M": "месячн", "Y": "годичн"}

# One word in the text, several in the grammar.
SPLIT = {
    "втечение": ("в", "течение"),
    "втечении": ("в", "течение"),
    "впериод": ("в", "период"),
    "тг": ("текущего", "года"),
    "сг": ("сего", "года"),
    "уг": ("учебного", "года"),
    "учг": ("учебного", "года"),
    "учгод": ("учебный", "год"),
    "учгода": ("учебного", "года"),
    "плануграфику": ("плану",),
}
ORDINAL_ENDINGS = frozenset(
    ["ый", "ой", "ий", "ая", "яя", "ое", "ее", "ого", "его", "ому", "ему", "ым", "им", "ом", "ем", "ую", "юю", "ые", "ие", "ых", "их", "й", "я", "е", "го", "му", "м", "х", "ти", "ю", "ми", "мя", "и"]
)


def _spelled(words: str) -> list[str]:
    forms: list[str] = []
    for entry in words.split(";"):
        stem, _, endings = entry.strip().partition(":")
        forms.extend(stem + ("" if ending == "-" else ending) for ending in endings.split() or [""])
    return forms


def _built() -> dict[str, Term]:
    lexicon: dict[str, Term] = {}
    for tag, n, s, words in _TABLE:
        term = Term(tag, n, s)
        for form in _spelled(words):
            lexicon.setdefault(form, term)
    for n, number in _LASTING_STEMS.items():
        for unit, end in _LASTING_ENDS.items():
            for ending in ("ый", "ого", "ом", "ые"):
                lexicon.setdefault(number + end + ending, Term(Tag.LASTING, n, unit))
    return lexicon


LEXICON = _built()
