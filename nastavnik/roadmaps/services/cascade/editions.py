"""A new edition of the plan above: what nobody is touched by passes by itself, the rest is shown to each receiver."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F

from nastavnik import jobs
from nastavnik.accounts.models import User
from nastavnik.audit.record import record
from nastavnik.base.access import require
from nastavnik.base.saving import update
from nastavnik.org.models import Node
from nastavnik.roadmaps.cascading.changes import changed_since
from nastavnik.roadmaps.models import HandDown, HandedLine, Roadmap
from nastavnik.roadmaps.models.lines import Addressed
from nastavnik.roadmaps.services.cascade.answering import put_words, refuse_recalled
from nastavnik.roadmaps.services.cascade.handing import tell_nodes

State = HandedLine.State


@transaction.atomic
def after_edition(roadmap: Roadmap) -> None:
    """A new edition of ``roadmap`` has come into force: inside its transaction, set-based.

    Rows of lines that say the same go on by themselves. Lines that went are recalled; new ones are handed down by a
    job to whoever answers to the rules; those whose lines were reworded are told.
    """
    if not HandDown.objects.filter(roadmap=roadmap, ended_at=None).exists():
        return
    rows = HandedLine.objects.filter(parent=roadmap)
    # What was recalled before is no news of this edition.
    rows.filter(state=State.RECALLED, seen_edition=roadmap.edition - 1).update(seen_edition=roadmap.edition)
    gone = rows.exclude(parent_line__removed_at=None) | rows.filter(parent_line__addressed_to=Addressed.NOBODY)
    gone.exclude(state=State.RECALLED).update(state=State.RECALLED, version=F("version") + 1)
    touched = changed_since(roadmap)
    rows.exclude(parent_line__in=touched).exclude(state=State.RECALLED).update(seen_edition=roadmap.edition)
    # Who has not decided yet will read the new words anyway, and misses nothing that went.
    rows.filter(decided_at=None).update(seen_edition=roadmap.edition)
    asked = Node.objects.filter(pk__in=rows.filter(seen_edition__lt=roadmap.edition).values("node"))
    tell_nodes("plan.changed_above", roadmap, asked, f"plan.changed_above:{roadmap.uid}:{roadmap.edition}")
    jobs.start(
        "roadmap.hand_down", actor=None, node=roadmap.node, params={"roadmap": str(roadmap.uid)},
        key=f"roadmap.hand_down:{roadmap.uid}:edition:{roadmap.edition}",
    )  # fmt: skip


@transaction.atomic
def accept_change(handed: HandedLine, *, version: int, actor: User, take_words: bool = False) -> HandedLine:
    """The receiver has seen what the new edition says; ``take_words`` puts its title and term into the own line.

    Raises:
        NotAllowed, EditConflict.
        Recalled: the line has gone above, its words are nobody's any more.
        WordsAreApproved: the own plan is being agreed: its words wait for that.
    """
    require(actor, "roadmap.edit", handed)
    if take_words:
        refuse_recalled(handed)
    saved = update(handed, version=version, seen_edition=handed.parent.edition)
    if take_words and saved.line is not None:
        put_words(saved.line, saved.parent_line, actor=actor)
    record("roadmap.handed_change_seen", saved.parent_line, actor=actor, node_id=saved.node_id)
    return saved
