"""Small truths about Russian text in tables: blanks, look-alike letters, markup, hyphens, names."""

from __future__ import annotations

import re
import unicodedata

_LATIN = str.maketrans("aceopxyABCEHKMOPTXy", "асеорхуАВСЕНКМОРТХу")
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
_QUOTES = dict.fromkeys(map(ord, '«»„“”"‘’‚‹›'), '"')
_CYRILLIC = re.compile("[а-яёА-ЯЁ]")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"), None)

SURNAME = r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?"
#: Posts that stand where a surname could: «Директор Т.А. Сергеева» names Сергеева, not «Директор Т.А.».
_NO_SURNAME = (
    r"(?!(?:Директор|Завед|Начальн|Руковод|Председат|Замест|Педагог|Учител|Методист|Куратор|Приказ|Психолог|Глава"
    r"|Наставник|Ректор|Специалист|Советник|Воспитател|Координатор|Школ|Центр|Ответствен|Исполнител)[а-яё]*\b)"
)
NAME = re.compile(
    rf"(?:\b{_NO_SURNAME}{SURNAME}\s?[А-ЯЁ]\.\s?(?:[А-ЯЁ]\.)?(?![а-яё]|[А-ЯЁ][а-яё]))"
    rf"|(?:\b[А-ЯЁ]\.\s?(?:[А-ЯЁ]\.)?\s?{SURNAME})"
    rf"|(?:{_NO_SURNAME}{SURNAME}\s[А-ЯЁ][а-яё]+\s[А-ЯЁ][а-яё]+(?:вич|вна|ична|ич)\b)"
    rf"|(?:\b[А-ЯЁ][а-яё]+\s[А-ЯЁ][а-яё]+(?:вич|вна|ична|ич)\s{SURNAME})"
)


def tidy(text: str) -> str:
    """One line, single blanks, nothing invisible; the wording itself is left as its author wrote it."""
    return " ".join(text.translate(_INVISIBLE).split())


def fold(text: str) -> str:
    """The form in which words are compared: look-alikes made Cyrillic, one dash, one quote, lower case, е for ё."""
    # NFKC would spell «№» as two letters.
    text = unicodedata.normalize("NFKC", text.replace("№", "\ue000")).replace("\ue000", "№")
    text = text.translate(_INVISIBLE).translate(_DASHES).translate(_QUOTES)
    words = (word.translate(_LATIN) if _CYRILLIC.search(word) else word for word in text.split())
    return " ".join(words).lower().replace("ё", "е")


def bare(text: str) -> str:
    """`fold` without blanks and final punctuation: equal for two typings of the same words."""
    return re.sub(r"[\s.,;:]+", "", fold(text))


def without_markup(text: str) -> str:
    """Drops what is left of HTML, Markdown and of converters in plain text; line ends of `<br>` stay."""
    text = re.sub(r"(?i)<br\s*/?>|</p>|</li>", "\n", text)
    text = _TAG.sub("", text)
    text = re.sub(r"\[bookmark:[^\]]*\]", "", text)
    text = re.sub(r"\\([_*\-.()#\[\]+!|])", r"\1", text)
    text = re.sub(r"(?<![_\w])__(?=[^\s_])(.+?)(?<=[^\s_])__(?![_\w])", r"\1", text.replace("**", ""))
    return re.sub(r"^\s{0,3}#{1,6}\s+", "", text, flags=re.M)


_KEEPS_HYPHEN = re.compile(
    r"(?i)(?:педагог|учитель|ученик|студент|работодатель|онлайн|интернет|веб|пресс|план|встреч[аеиу]|мастер"
    r"|наставник|программ|урок|час|диалог|флеш|социально|психолого|учебно|информационно|научно|организационно"
    r"|нормативно|контрольно|материально|методико|медико|экспертно|культурно|спортивно|инженер|бизнес|старт"
    r"|северо|юго|санкт|логопед|тьютор|специалист|врач|преподаватель|мини|экс|вице|по|кое|во)$"
)


_AFTER_HYPHEN = re.compile(
    r"(?i)^(?:партн[её]р|наставни|психолог|организатор|логопед|библиотекар|ученик|студент|дефектолог"
    r"|предметник|методист"
    r"|навигатор|класс|тренинг|площадк|встреч|семинар|график|лист|то\b|либо\b|нибудь\b|за\b|под\b)"
)


def join_lines(lines: list[str], known: frozenset[str] = frozenset()) -> str:
    """Undoes the hyphens of line breaks: «настав-|ничество» becomes one word, «педагог-|психолог» keeps its hyphen.

    `known` are the words that the document itself writes without a break; they decide first.
    """
    out = ""
    for line in lines:
        line = line.strip()
        if not line:
            continue
        broken = re.search(r"([А-Яа-яЁё]+)[-‐]$", out)
        head = re.match(r"[а-яё]+", line)
        if broken and head:
            solid, hyphened = broken[1] + head[0], f"{broken[1]}-{head[0]}"
            keep = bool(_KEEPS_HYPHEN.search(broken[1]) or _AFTER_HYPHEN.match(line))
            if fold(hyphened) in known:
                keep = True
            elif fold(solid) in known:
                keep = False
            out = (out if keep else out[:-1]) + line
        elif re.search(r"(?<=[а-яА-ЯёЁ])/$", out):
            out += line
        else:
            out = f"{out} {line}" if out else line
    return out


def words_of(text: str) -> frozenset[str]:
    """The folded words of a text, hyphened ones whole: what `join_lines` asks."""
    return frozenset(re.findall(r"[а-яa-z]+(?:-[а-яa-z]+)*", fold(text)))
