"""What a document says: its data, and the tree that its template makes of them."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, cast

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from nastavnik.accounts.keyring.files import files
from nastavnik.base.errors import Invalid
from nastavnik.documents import wording
from nastavnik.documents.frames import frame_of
from nastavnik.documents.language import Compiled, Refused, TooLarge, Unfilled, compiled
from nastavnik.documents.language.form import Unsuited
from nastavnik.documents.library import TEMPLATES, Approval, Built
from nastavnik.documents.models import Paper, Template
from nastavnik.documents.reading import read_tree
from nastavnik.documents.refusals import TemplateGone, TemplateUnfit, UnknownKind
from nastavnik.documents.speech import Speech
from nastavnik.documents.stored import from_plain
from nastavnik.documents.tree import Document, Paragraph, Run
from nastavnik.org.models import Node

PERSONAL = ("P2", "P3", "P4")


@dataclass(frozen=True)
class Filled:
    """A document put together, and what its grammar was unsure of."""

    document: Document
    speech: Speech


def built_of(code: str) -> Built:
    """Raises: UnknownKind."""
    try:
        return TEMPLATES[code]
    except KeyError:
        raise UnknownKind(kind=code) from None


def asked_of(paper: Paper) -> dict[str, Any]:
    """What people gave: the answers of the form."""
    return cast(dict[str, Any], json.loads(paper.payload)["asked"])


def data_of(paper: Paper) -> dict[str, Any]:
    """Everything that the template may print. Of an issued document as it was issued, else as of today."""
    kept = json.loads(paper.payload)
    if paper.is_issued:
        return {**kept["frame"], **kept["asked"]}
    on = paper.dated_on or timezone.localdate()
    return live_data(paper.node, built_of(paper.code), kept["asked"], school_year=paper.school_year, on=on)


def live_data(node: Node, built: Built, asked: Mapping[str, Any], *, school_year: int, on: dt.date) -> dict[str, Any]:
    """A draft's data: what is known of the organisation on ``on``, over it the answers."""
    return {**frame_of(node, built, school_year=school_year, on=on), **asked, "draft": True}


def canonical(value: Any) -> str:
    """The one spelling of plain data, of which a digest is taken."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(data: bytes | str) -> str:
    return hashlib.sha256(data.encode() if isinstance(data, str) else data).hexdigest()


def template_of(paper: Paper) -> Compiled:
    """Raises: TemplateGone, UnknownKind: the product no longer has this edition."""
    if paper.template is not None:
        return compiled_own(paper.template)
    built = built_of(paper.code)
    if built.edition != paper.edition:
        raise TemplateGone(kind=paper.code, edition=paper.edition)
    return compiled_built(paper.code)


@lru_cache(maxsize=64)
def compiled_built(code: str) -> Compiled:
    built = built_of(code)
    return compiled(built.document, built.form)


def compiled_own(template: Template) -> Compiled:
    return _compiled_kept(template.code, template.digest, template.tree)


@lru_cache(maxsize=64)
def _compiled_kept(code: str, digest: str, tree: str) -> Compiled:
    try:
        return compiled(cast(Document, from_plain(json.loads(tree))), built_of(code).form)
    except Refused as error:
        raise TemplateUnfit(kind=code) from error


def filled(template: Compiled, data: Mapping[str, Any], speech: Speech) -> Filled:
    """Raises: Invalid: something required is missing or does not fit; by the names of the fields."""
    try:
        document = template.fill(data, words=speech)
    except Unfilled as error:
        raise Invalid(fields={name: [_("Fill this in.")] for name in error.names}) from error
    except TooLarge as error:
        raise Invalid(wording.too_large(error)) from error
    except Unsuited as error:
        raise Invalid(
            fields={name: [wording.wrong(each) for each in wrongs] for name, wrongs in error.wrongs.items()}
        ) from error
    return Filled(document, speech)


def put_together(paper: Paper) -> Filled:
    """The document as it stands: an issued one as its kept bytes say it, a draft marked as one.

    Raises: Invalid, TemplateGone, UnknownKind, FileMissing.
    """
    if paper.is_issued:
        return Filled(read_tree(files.read(paper.docx_key)), Speech())
    found = filled(template_of(paper), data_of(paper), Speech(paper.node))
    return Filled(as_draft(found.document), found.speech)


def as_draft(document: Document) -> Document:
    with override("ru"):  # the language of documents, whoever looks
        mark = Paragraph((Run(_("DRAFT"), bold=True),), align="right")
    return replace(document, header=(mark, *document.header))


def is_personal(built: Built, asked: Mapping[str, Any]) -> bool:
    """Whether ``asked`` names people other than by work names."""
    return built.form.highest_class(asked) in PERSONAL


def needs_order(built: Built) -> bool:
    return built.approval is Approval.BY_ORDER
