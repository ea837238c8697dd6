"""The words of consents: which template prints a purpose, what it says of it, and the sheet of one person."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from nastavnik.documents.comparing import paragraphs
from nastavnik.documents.fingerprints import written_code
from nastavnik.documents.services.personal import LINE, Form, form_in_use
from nastavnik.documents.tree import Document, Paragraph, Run
from nastavnik.org.calendar import school_year_of
from nastavnik.org.models import Node
from nastavnik.people import cards
from nastavnik.people.consent_kinds import CONTEST, DUTIES, PUBLICATION, TRANSFER, form_of
from nastavnik.people.coverage import is_adult
from nastavnik.people.models import Consent, Person

# What a purpose says in a template that serves several, as it is printed.
_TRANSFERRED = (
    "фамилия, имя, отчество",
    "организация, форма наставничества, компетенции, достижения, интересы",
    "удобное время, возраст наставляемых и число свободных мест",
)
_ENTERED = (
    "фамилия, имя, отчество, организация, должность или класс",
    "конкурсная работа и сведения, которые в ней содержатся",
    "контактные данные для связи с организаторами",
)
_SAYS: Mapping[str, Mapping[str, Any]] = {
    TRANSFER: {
        "purpose": "включение в единую базу наставников региона, чтобы другие организации могли обратиться с просьбой"
        " о наставнике",
        "data_list": _TRANSFERRED,
        "actions": (
            "передача региональному центру наставничества",
            "предоставление доступа организациям региона, которые ведут программы наставничества",
            "хранение, уточнение, удаление, уничтожение",
        ),
        "term": "со дня подписания до отзыва или до окончания участия в программе наставничества",
    },
    CONTEST: {
        "purpose": "участие в конкурсе практик наставничества, экспертиза конкурсной работы, подведение итогов",
        "data_list": _ENTERED,
        "actions": (
            "сбор, запись, систематизация, хранение, уточнение",
            "передача организаторам и экспертам конкурса",
            "удаление, уничтожение",
        ),
        "term": "со дня подписания до подведения итогов конкурса и ещё один год после него",
    },
}


@dataclass(frozen=True)
class Wording:
    """The text of a purpose as it is frozen in a consent: its form and the digest of its words without people."""

    form: Form
    kind: str
    digest: str

    def of(self, person: Person, representative: Person | None = None) -> Document:
        """The sheet of one person; lines to write upon where nobody is named."""
        return self.form.filled({**_said(self.form, self.kind), **_people(self.form, person, representative)})


class Wordings:
    """Wordings of one organisation as of a day, each made once."""

    def __init__(self, node: Node, on: dt.date) -> None:
        self.node, self.on = node, on
        self._made: dict[tuple[str, str], Wording] = {}

    def of(self, kind: str, *, adult: bool) -> Wording:
        """By the edition in use."""
        code = form_of(kind, is_adult=adult)
        if (code, kind) not in self._made:
            self._made[code, kind] = _wording(form_in_use(self.node, code, on=self.on), kind)
        return self._made[code, kind]

    def frozen(self, consent: Consent) -> Wording:
        """By the edition that was given out.

        Raises: TemplateGone: the product no longer has it.
        """
        adult = is_adult(consent.person, self.on)
        code = consent.template.code if consent.template else form_of(consent.kind, is_adult=adult)
        key = (f"{code} {consent.template_id} {consent.edition}", consent.kind)
        if key not in self._made:
            form = Form(self.node, code, on=self.on, template=consent.template, edition=consent.edition)
            self._made[key] = _wording(form, consent.kind)
        return self._made[key]


def wording_of(consent: Consent) -> Wording:
    """The text that ``consent`` was given out with, by the facts of that day.

    Raises: TemplateGone.
    """
    return Wordings(consent.node, consent.issued_on or consent.made_at.date()).frozen(consent)


def sheet_of(consent: Consent) -> Document:
    """The whole text with its people, as it is shown before signing and printed.

    Raises: TemplateGone, Invalid.
    """
    adult = consent.representation.adult if consent.representation else None
    return wording_of(consent).of(consent.person, adult)


def with_signature(document: Document, consent: Consent, at: dt.datetime) -> Document:
    """``document`` with what stands for a signature by hand."""
    with override("ru"):  # the language of documents, whoever looks
        words = _(
            "Signed by a simple electronic signature on %(day)s at %(time)s. Record of the consent: %(code)s."
        ) % {
            "day": at.strftime("%d.%m.%Y"),
            "time": at.strftime("%H:%M"),
            "code": written_code(consent.code or ""),
        }
    mark = Paragraph((Run(words, bold=True, size=9),), before=8)
    return replace(document, blocks=(*document.blocks, mark))


def _wording(form: Form, kind: str) -> Wording:
    bare = form.filled({**_said(form, kind), **_lines(form.code)})
    words = "\n".join(paragraphs(bare))
    return Wording(form, kind, hashlib.sha256(words.encode()).hexdigest())


def _said(form: Form, kind: str) -> dict[str, Any]:
    if kind == DUTIES:
        year = school_year_of(form.on)
        term = {"start": form.on.isoformat(), "end": year.ends_on.isoformat()}
        return {"content": form.sample["content"], "form": form.sample["form"], "term": term}
    if kind == PUBLICATION:
        return {"contacts": LINE, "resources": [LINE]}
    return dict(_SAYS.get(kind, {}))


def _lines(code: str) -> dict[str, Any]:
    names = {"consent_minor": ("representative", "child"), "consent_duties": ("worker",)}.get(code, ("subject",))
    return {name: {"name": LINE} for name in names}


def _people(form: Form, person: Person, representative: Person | None) -> dict[str, Any]:
    if form.code == "consent_minor":
        born = person.birth.day
        child = {"child": _named(person), "child_born_on": born.isoformat() if born else None}
        return {"representative": _named(representative), **child}
    if form.code == "consent_duties":
        return {"worker": _named(person)}
    if form.code == "consent_publication" and not is_adult(person, form.on):
        return {"subject": _named(representative), "child": _named(person)}
    return {"subject": _named(person)}


def _named(person: Person | None) -> dict[str, str]:
    card = (person.card or {}) if person else {}
    return {"name": cards.full_name(card) or LINE}
