"""An example row of every model that has an address: what the matrix and the canary visit.

An app with a new routed model adds a function to `EXAMPLES`; until it does, the matrix fails. A function grows
its row with `Garden.grow`, which also writes the garden's marker into every text field that has no choices.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from nastavnik.accounts.keyring.fields import EncryptedJSONField
from nastavnik.accounts.keyring.files import files
from nastavnik.accounts.models import Grant, Invitation, SavedView, User
from nastavnik.accounts.roles import Role
from nastavnik.approvals.models import Chain, Deputy, Remark, Step
from nastavnik.base.privacy import Class, classes_of
from nastavnik.documents.contents import digest
from nastavnik.documents.fingerprints import new_code
from nastavnik.documents.library import TEMPLATES
from nastavnik.documents.models import Batch, Case, Journal, Package, Paper, Signing, Wording
from nastavnik.documents.models import Template as PaperTemplate
from nastavnik.documents.stored import canonical
from nastavnik.jobs.models import Job
from nastavnik.notifications.models import Letter, Notice
from nastavnik.org.models import Node, ReferenceEntry, ReferenceSet, ReferenceVersion
from nastavnik.org_import.headings import FIELDS
from nastavnik.org_import.models import OrgList, OrgRow
from nastavnik.roadmaps.models import (
    BulkDeed,
    Comment,
    Evidence,
    Feed,
    HandedLine,
    ImportedLine,
    LineRule,
    Occurrence,
    Printout,
    Roadmap,
    RoadmapImport,
    RoadmapLine,
    RoadmapSection,
    SubItem,
    Template,
)
from tests import people_rows

DAY = dt.date(2026, 9, 1)
END = dt.date(2027, 8, 31)


@dataclass
class Garden:
    """Where examples grow: at ``node``, for ``owner``, their texts marked with ``marker``."""

    node: Node
    owner: User
    marker: str = "пример"
    rows: list[models.Model] = field(default_factory=list)

    def grow(self, model: type[models.Model], /, **values: Any) -> Any:
        row = model(**values)
        for name, text in self.texts(row).items():
            setattr(row, name, text)
        row.save()
        self.rows.append(row)
        return row

    def texts(self, row: models.Model) -> dict[str, str]:
        """A marked text for every free text field of ``row`` that is not published data; a value of JSON is given."""
        classes = classes_of(type(row))
        return {
            f.name: f"{self.marker} {f.name}"[: f.max_length or 200]
            for f in row._meta.concrete_fields
            if isinstance(f, models.CharField | models.TextField)
            and not isinstance(f, models.EmailField | models.URLField | EncryptedJSONField)
            and not f.choices
            and not f.unique
            and classes[f.name] not in (Class.P0,)
        }

    def user(self) -> User:
        """Another person of the same place."""
        number = User.objects.count()
        return self.grow(User, email=f"n{self.node.pk}x{number}@example.org", password="!")


def grant(garden: Garden) -> Grant:
    row = Grant.objects.create(
        user=garden.user(), role=Role.CURATOR, node=garden.node, from_on=DAY, basis=f"{garden.marker} basis"
    )
    garden.rows.append(row)
    return row


def invitation(garden: Garden) -> Invitation:
    digest = hashlib.sha256(f"{garden.node.pk} {Invitation.objects.count()}".encode()).hexdigest()
    row = Invitation.objects.create(
        way=Invitation.Way.LETTER,
        email=f"i{garden.node.pk}@example.org",
        work_name=f"{garden.marker} work_name",
        role=Role.TEAM_MEMBER,
        node=garden.node,
        digest=digest,
        basis=f"{garden.marker} basis",
        issued_by=garden.owner,
        expires_at=dt.datetime(2100, 1, 1, tzinfo=dt.UTC),
    )
    garden.rows.append(row)
    return row


def roadmap(garden: Garden) -> Roadmap:
    return garden.grow(Roadmap, node=garden.node, starts_on=DAY, ends_on=END, status="in_force")


def template(garden: Garden) -> Template:
    values = {"starts_on": DAY, "ends_on": END, "status": "in_force", "is_template": True}
    return garden.grow(Template, node=garden.node, title="Типовой план", **values)


def line(garden: Garden) -> RoadmapLine:
    plan = roadmap(garden)
    section = garden.grow(RoadmapSection, roadmap=plan, position=1)
    return garden.grow(RoadmapLine, roadmap=plan, node=garden.node, section=section, position=1)


def occurrence(garden: Garden) -> Occurrence:
    return garden.grow(Occurrence, line=line(garden), node=garden.node, starts_on=DAY, due_on=END)


def evidence(garden: Garden) -> Evidence:
    key = files.save(garden.node.pk, io.BytesIO(f"{garden.marker} file".encode()))
    return garden.grow(
        Evidence, occurrence=occurrence(garden), kind="file", done_on=DAY, file_key=key, made_by=garden.owner
    )


def comment(garden: Garden) -> Comment:
    return garden.grow(Comment, line=line(garden), author=garden.owner)


def line_rule(garden: Garden) -> LineRule:
    return garden.grow(LineRule, line=line(garden), kind="measure", code="org.with_curator", threshold=1)


def sub_item(garden: Garden) -> SubItem:
    return garden.grow(SubItem, line=line(garden), position=1)


def handed_line(garden: Garden) -> HandedLine:
    """From a plan of the territory above, which the garden's own people do not see."""
    above = Node.objects.get(pk=garden.node.ancestor_ids[0]) if garden.node.ancestor_ids else garden.node
    parent = line(Garden(node=above, owner=garden.owner, marker=f"{garden.marker} above"))
    return garden.grow(HandedLine, parent_line=parent, parent=parent.roadmap, node=garden.node, line=line(garden))


def roadmap_import(garden: Garden) -> RoadmapImport:
    key = files.save(garden.node.pk, io.BytesIO(f"{garden.marker} file".encode()))
    batch = garden.grow(
        RoadmapImport,
        node=garden.node,
        made_by=garden.owner,
        state=RoadmapImport.State.READY,
        file_key=key,
        sha256=hashlib.sha256(garden.marker.encode()).hexdigest(),
        heading={"title": f"{garden.marker} heading"},
        starts_on=DAY,
        ends_on=END,
        line_count=1,
    )
    words: dict[str, Any] = dict.fromkeys(("number", "subsection", "responsible_text", "result", "remark"), "")
    words |= {"title": f"{garden.marker} data", "deadline_text": "", "schedule": {"kind": "unknown"}}
    words |= {"parties": [], "sub_items": []}
    original = [{"place": "1", "text": f"{garden.marker} original"}]
    ImportedLine.objects.create(batch=batch, position=1, original=original, data=words)
    return batch


def job(garden: Garden) -> Job:
    params = {"import": str(roadmap_import(garden).uid)}
    key = f"example {Job.objects.count()}"
    return garden.grow(Job, kind="roadmap.read", node=garden.node, owner=garden.owner, params=params, key=key)


def notice(garden: Garden) -> Notice:
    count = Notice.objects.count()
    return garden.grow(Notice, kind="job_done", event=f"example {count}", user=garden.owner)


def letter(garden: Garden) -> Letter:
    count = Letter.objects.count()
    return garden.grow(Letter, kind="job_done", event=f"example {count}", user=garden.owner, node=garden.node)


def reference_set(garden: Garden) -> ReferenceSet:
    count = ReferenceSet.objects.count()
    row = ReferenceSet.objects.create(code=f"example_{count}", title_ru="Пример списка", version=1)
    ReferenceVersion.objects.create(set=row, number=1, from_on=DAY, origin="product")
    return row


def reference_entry(garden: Garden) -> ReferenceEntry:
    of = reference_set(garden)
    since = of.versions.get()
    return ReferenceEntry.objects.create(
        set=of, code="one", title_ru="Первая строка", data={"code": "one"}, since=since, origin="product", from_on=DAY
    )


def saved_view(garden: Garden) -> SavedView:
    return garden.grow(SavedView, user=garden.owner, node=garden.node, page="plans", is_shared=True)


def bulk_deed(garden: Garden) -> BulkDeed:
    row = line(garden)
    return garden.grow(BulkDeed, roadmap=row.roadmap, kind="remove", lines=[str(row.uid)], made_by=garden.owner)


def printout(garden: Garden) -> Printout:
    """A file that is ready."""
    key = files.save(garden.node.pk, io.BytesIO(f"{garden.marker} file".encode()))
    return garden.grow(Printout, roadmap=roadmap(garden), format="pdf", made_by=garden.owner, file_key=key)


def chain(garden: Garden) -> Chain:
    """A plan of the garden on its way."""
    plan = line(garden).roadmap
    Roadmap.objects.filter(pk=plan.pk).update(status="on_agreement")
    return garden.grow(Chain, subject_kind="roadmap", subject_uid=plan.uid, node=garden.node, started_by=garden.owner)


def step(garden: Garden) -> Step:
    return garden.grow(
        Step, chain=chain(garden), position=0, kind="agree", state="current", node=garden.node, decided_on=None
    )


def approval_remark(garden: Garden) -> Remark:
    """One that was told: what is kept for a decision to come has no address."""
    of = step(garden)
    Step.objects.filter(pk=of.pk).update(state="returned")
    return garden.grow(Remark, step=of, made_by=garden.owner)


def deputy(garden: Garden) -> Deputy:
    return garden.grow(Deputy, user=garden.owner, deputy=garden.user(), node=garden.node, from_on=DAY)


def feed(garden: Garden) -> Feed:
    row = Feed(user=garden.owner, roadmap=roadmap(garden))
    row.token_hash = hashlib.sha256(str(row.uid).encode()).hexdigest()
    row.save()
    garden.rows.append(row)
    return row


def paper(garden: Garden) -> Paper:
    """A draft of an order that has everything it asks for."""
    asked = {
        "curator": {"name": f"{garden.marker} Иванов Пётр Ильич", "post": f"{garden.marker} post"},
        "duties": [f"{garden.marker} payload"],
        "term": {"start": DAY.isoformat(), "end": END.isoformat()},
        "control": f"{garden.marker} control",
    }
    row = Paper.objects.create(
        node=garden.node, code="order_curator", title=f"{garden.marker} title",
        edition=TEMPLATES["order_curator"].edition, school_year=DAY.year,
        payload=json.dumps({"asked": asked, "frame": {}}), made_by=garden.owner,
    )  # fmt: skip
    garden.rows.append(row)
    return row


def paper_template(garden: Garden) -> PaperTemplate:
    """An edition in force; a node has one of a kind."""
    built = TEMPLATES["order_curator"]
    tree = canonical(built.document)
    row, is_new = PaperTemplate.objects.get_or_create(
        node=garden.node, code=built.code,
        defaults={
            "title": built.title, "tree": tree, "digest": digest(tree), "base_edition": built.edition,
            "state": "published", "from_on": DAY, "made_by": garden.owner,
        },
    )  # fmt: skip
    if is_new:
        garden.rows.append(row)
    return row


def case(garden: Garden) -> Case:
    """A file of the list."""
    count = Case.objects.count()
    row = Case.objects.create(
        node=garden.node, index=f"{garden.marker} {count}"[:30], title=f"{garden.marker} title", codes=["*"],
        kept_for=f"{garden.marker} kept_for",
    )  # fmt: skip
    garden.rows.append(row)
    return row


def signing(garden: Garden) -> Signing:
    """A scan under an issued document."""
    of = paper(garden)
    key = files.save(garden.node.pk, io.BytesIO(f"{garden.marker} file".encode()))
    code = new_code()
    frame = {"org": {"name": f"{garden.marker} org"}, "number": "1", "date": DAY.isoformat()}
    Paper.objects.filter(pk=of.pk).update(
        state="registered", dated_on=DAY, number=f"{garden.marker} number", check_code=code,
        docx_key=key, pdf_key=key, docx_digest="0" * 64, pdf_digest="0" * 64, signer_name=f"{garden.marker} signer",
    )  # fmt: skip
    of.refresh_from_db()
    of.payload = json.dumps({**json.loads(of.payload), "frame": frame, "words": {}, "address": ""})
    of.save(update_fields=["payload"])
    return garden.grow(Signing, paper=of, kind="scan", signed_on=DAY, made_by=garden.owner, file_key=key)


def package(garden: Garden) -> Package:
    """One that is being answered; each example is of another year."""
    year = 2026 + Package.objects.filter(node=garden.node).count()
    answers = json.dumps({"curator": {"name": f"{garden.marker} curator"}})
    row = Package.objects.create(
        node=garden.node, model="learners", school_year=year, answers=answers, made_by=garden.owner
    )
    garden.rows.append(row)
    return row


def batch(garden: Garden) -> Batch:
    """A list that is being prepared, with files as if it had been made."""
    key = files.save(garden.node.pk, io.BytesIO(f"{garden.marker} file".encode()))
    rows = [{"recipient.name": f"{garden.marker} data"}]
    payload = {"common": {}, "differs": ["recipient"], "rows": rows, "dated_on": ""}
    row = Batch.objects.create(
        node=garden.node, code="thanks_letter", edition=TEMPLATES["thanks_letter"].edition,
        title=f"{garden.marker} title", payload=json.dumps(payload), archive_key=key, print_key=key, rows_count=1,
        is_personal=False, made_by=garden.owner,
    )  # fmt: skip
    garden.rows.append(row)
    return row


def wording(garden: Garden) -> Wording:
    """A name that the rules would not inflect so."""
    text = f"{garden.marker} {Wording.objects.count()}"
    row = Wording.objects.create(
        node=garden.node, kind=Wording.Kind.PERSON, case=Wording.Case.DATIVE, text=text, form=f"{garden.marker} form",
        taught_by=garden.owner,
    )  # fmt: skip
    garden.rows.append(row)
    return row


def journal(garden: Garden) -> Journal:
    """A file that is ready."""
    key = files.save(garden.node.pk, io.BytesIO(f"{garden.marker} file".encode()))
    return garden.grow(Journal, node=garden.node, made_by=garden.owner, file_key=key)


def org_list(garden: Garden) -> OrgList:
    key = files.save(garden.node.pk, io.BytesIO(f"{garden.marker} file".encode()))
    batch = garden.grow(
        OrgList, node=garden.node, made_by=garden.owner, state=OrgList.State.READY, file_key=key, holds_from=DAY
    )
    data = dict.fromkeys(FIELDS, "") | {"short": f"{garden.marker} short", "full": f"{garden.marker} full"}
    OrgRow.objects.create(batch=batch, position=1, data=data, verdict=OrgRow.Verdict.NEW)
    return batch


EXAMPLES: dict[type[models.Model], Callable[[Garden], Any]] = {
    **people_rows.EXAMPLES,
    Node: lambda garden: garden.node,
    Grant: grant,
    Invitation: invitation,
    Roadmap: roadmap,
    Template: template,
    RoadmapLine: line,
    Occurrence: occurrence,
    Evidence: evidence,
    SubItem: sub_item,
    LineRule: line_rule,
    Comment: comment,
    HandedLine: handed_line,
    RoadmapImport: roadmap_import,
    Chain: chain,
    Step: step,
    Remark: approval_remark,
    Deputy: deputy,
    Job: job,
    Notice: notice,
    Letter: letter,
    ReferenceSet: reference_set,
    ReferenceEntry: reference_entry,
    SavedView: saved_view,
    BulkDeed: bulk_deed,
    Printout: printout,
    OrgList: org_list,
    Feed: feed,
    Paper: paper,
    Signing: signing,
    Journal: journal,
    Package: package,
    Batch: batch,
    PaperTemplate: paper_template,
    Case: case,
    Wording: wording,
}

# What stands in an address besides ``uid``: by the parameter's name, or by "route parameter" where a route differs.
ARGUMENTS: dict[str, str] = {
    "code": "plan.lines_overdue",
    "document_kind": "order_curator",
    "list_kind": "thanks_letter",
    "blank_kind": "consent_adult",
    "step": "people",
    "preset": "launch",
    "form": "csv",
    "kind": "pilot",
    "position": "1",
    "questionnaire": "intake.mentor_candidate",
    "mark": "01990000-0000-7000-8000-000000000000",
    "secret": "no-such-secret",
    "token": "no-such-token",
    "uidb36": "1",
    "key": "set-password",
}

# Pages about a thing of the user's own that the users of the cast have not got: 404 tells nobody anything.
OWN_THINGS = {
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_download_recovery_codes",
    "feeds:file",
    "check:document",
}
