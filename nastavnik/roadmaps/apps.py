from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class RoadmapsConfig(AppConfig):
    name = "nastavnik.roadmaps"
    label = "roadmaps"
    verbose_name = _("Road maps")

    def ready(self) -> None:
        from nastavnik.audit.actions import name_actions
        from nastavnik.roadmaps import (
            measures,  # noqa: F401 - declares the figures of plans
            nightly_approvals,  # noqa: F401 - registers what the clock does to plans on their way
            nightly_rules,  # noqa: F401 - registers what the clock does to lines that wait for the data
            nightly_summaries,  # noqa: F401 - registers the counting of plans for the new day
            nightly_words,  # noqa: F401 - registers the gathering of words for the search
            notices_approvals,  # noqa: F401 - registers its kinds of notice
            notices_cascade,  # noqa: F401 - registers its kinds of notice
            notices_due,  # noqa: F401 - registers its kinds of notice
            notices_talk,  # noqa: F401 - registers its kinds of notice
            papers_seen,  # noqa: F401 - lets lines watch the register of documents
            rounds,  # noqa: F401 - registers the morning round
            tasks,  # noqa: F401 - registers the kinds of job
            tasks_cascade,  # noqa: F401 - registers the job of handing lines down
            tasks_prints,  # noqa: F401 - registers the job of setting long plans
        )

        post_migrate.connect(_index_words, sender=self)
        name_actions(
            {
                "roadmap.lines_addressed": _("It was said whom the lines are addressed to"),
                "roadmap.handed_down": _("Lines were handed down"),
                "roadmap.lines_recalled": _("Lines handed down were recalled"),
                "roadmap.handed_line_confirmed": _("A line from above was found in the plan"),
                "roadmap.handed_lines_confirmed": _("Lines from above were found in the plan"),
                "roadmap.handed_line_taken_in": _("A line from above was taken into the plan"),
                "roadmap.handed_line_declined": _("A line from above was declined"),
                "roadmap.handed_line_reopened": _("The decision about a line from above was taken back"),
                "roadmap.handed_change_seen": _("A change of the plan above was looked at"),
                "roadmap.coverage_exported": _("The table of lines handed down was exported"),
                "roadmap.plans_asked_for": _("Those below were asked about their plans"),
                "roadmap.comment_added": _("A comment was added"),
                "roadmap.comment_withdrawn": _("A comment was withdrawn"),
                "roadmap.comment_brought_back": _("A comment was brought back"),
                "roadmap.template_made": _("A typical plan was made"),
                "roadmap.template_published": _("The typical plan was published"),
                "roadmap.made_of_template": _("The plan was made of a typical plan"),
                "roadmap.typical_answered": _("A change of the typical plan was answered"),
                "roadmap.typical_taken_over": _("Changes of the typical plan were taken over"),
                "roadmap.typical_reopened": _("An answer to the typical plan was taken back"),
                "roadmap.next_made": _("The plan goes on from the plan before"),
                "roadmap.line_settled": _("The questions about the line were settled"),
                "roadmap.lines_settled": _("The questions about the plan were settled"),
                "roadmap.line_hung": _("What the term is counted from was changed"),
                "roadmap.sent": _("The plan was sent for agreement"),
                "roadmap.taken_back": _("The plan was taken back from agreement"),
                "roadmap.returned": _("The plan was returned with remarks"),
                "roadmap.agreed": _("The plan was agreed"),
                "roadmap.approved": _("The plan was approved"),
                "roadmap.approved_on_paper": _("The approval of the plan on paper was recorded"),
                "roadmap.in_force": _("The plan came into force"),
                "roadmap.edition_opened": _("A new edition was begun"),
                "roadmap.edition_in_force": _("A new edition came into force"),
                "roadmap.line_kind_chosen": _("The kind of work of the line was said"),
                "roadmap.rule_set": _("A rule was set beside the line"),
                "roadmap.rule_confirmed": _("The rule of the line was confirmed"),
                "roadmap.rule_declined": _("The rule of the line was declined"),
                "roadmap.rule_met": _("Done by the data: the rule is met"),
                "roadmap.rule_unmet": _("Open again: the data no longer meet the rule"),
                "roadmap.created": _("The plan was made"),
                "roadmap.heading_edited": _("The heading of the plan was changed"),
                "roadmap.put_in_force": _("The plan was put in force"),
                "roadmap.archived": _("The plan went to the archive"),
                "roadmap.removed": _("The plan was removed"),
                "roadmap.restored": _("The plan was brought back"),
                "roadmap.exported": _("The plan was exported"),
                "roadmap.list_exported": _("The list of plans was exported"),
                "roadmap.accepted": _("The plan was made from a document"),
                "roadmap.acceptance_undone": _("The plan made from a document was taken back"),
                "roadmap.document_taken_in": _("A document was loaded"),
                "roadmap.document_discarded": _("The document was put aside"),
                "roadmap.document_taken_up": _("The document was taken up again"),
                "roadmap.line_added": _("A line was added"),
                "roadmap.line_edited": _("The line was changed"),
                "roadmap.line_edit_undone": _("The former wording was brought back"),
                "roadmap.line_removed": _("The line was removed"),
                "roadmap.line_restored": _("The line was brought back"),
                "roadmap.line_postponed": _("The line was postponed"),
                "roadmap.line_not_relevant": _("The line was marked as not relevant"),
                "roadmap.line_taken_up": _("The line is controlled again"),
                "roadmap.evidence_added": _("Evidence was added"),
                "roadmap.evidence_added_many": _("Evidence was added to several lines"),
                "roadmap.evidence_withdrawn": _("Evidence was withdrawn"),
                "roadmap.evidence_brought_back": _("Evidence was brought back"),
                "roadmap.bulk_done": _("A deed was done to several lines"),
                "roadmap.bulk_undone": _("A deed done to several lines was taken back"),
                "roadmap.line_in_bulk": _("Changed together with other lines"),
                "roadmap.line_out_of_bulk": _("A change made together with other lines was taken back"),
                "feed.made": _("A calendar address was made"),
                "feed.revoked": _("A calendar address was revoked"),
                "feed.brought_back": _("A calendar address works again"),
                "roadmap.part_ticked": _("The mark of a part was changed"),
            }
        )


def _index_words(using: str, **kwargs: Any) -> None:
    """The index over the words of lines lies beside the tables and is made with them."""
    from nastavnik.roadmaps.full_text import LINES

    LINES.ensure(using)
