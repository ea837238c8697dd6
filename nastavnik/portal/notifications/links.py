"""Where the notices lead. Registered by the portal, since only the portal knows addresses."""

from __future__ import annotations

from django.urls import reverse

from nastavnik import notifications


@notifications.link("notices.list")
def to_the_list(_context: dict[str, str]) -> str:
    return reverse("notifications:list")


@notifications.link("notices.settings")
def to_the_settings(_context: dict[str, str]) -> str:
    return reverse("notifications:settings")


@notifications.link("job.done")
@notifications.link("job.failed")
def to_the_job(context: dict[str, str]) -> str:
    return reverse("jobs:show", args=[context["job"]])


@notifications.link("plan.to_agree")
def to_the_step(context: dict[str, str]) -> str:
    return reverse("approvals:review", args=[context["step"]])


@notifications.link("plan.returned")
@notifications.link("plan.agreed")
@notifications.link("plan.approved")
def to_the_plan(context: dict[str, str]) -> str:
    return reverse("roadmaps:plan", args=[context["roadmap"]])


@notifications.link("plan.handed")
@notifications.link("plan.changed_above")
@notifications.link("plan.recalled")
@notifications.link("plan.request")
def to_the_lines_from_above(_context: dict[str, str]) -> str:
    return reverse("roadmaps:from-above")


@notifications.link("line.mentioned")
def to_the_comment(context: dict[str, str]) -> str:
    return reverse("roadmaps:line", args=[context["line"]]) + "#talk"


@notifications.link("plan.due_soon")
def to_the_plan_with_terms(context: dict[str, str]) -> str:
    return reverse("roadmaps:plan", args=[context["plan"]])


@notifications.link("plan.overdue")
def to_the_overdue_lines(context: dict[str, str]) -> str:
    return reverse("roadmaps:plan", args=[context["plan"]]) + "?state=overdue"


@notifications.link("plan.overdue_below")
def to_the_plans(_context: dict[str, str]) -> str:
    return reverse("roadmaps:list")


@notifications.link("document.to_decide")
@notifications.link("document.returned")
@notifications.link("document.signed")
def to_the_document(context: dict[str, str]) -> str:
    return reverse("documents:paper", args=[context["paper"]])


@notifications.link("document.edition_above")
@notifications.link("document.edition_to_merge")
def to_the_template(context: dict[str, str]) -> str:
    return f"{reverse('documents:template', args=[context['kind']])}?edition={context['edition']}"


@notifications.link("readiness.expiring")
def to_the_checks_that_run_out(_context: dict[str, str]) -> str:
    return reverse("people:readiness") + "?state=soon"


@notifications.link("survey.waiting")
def to_the_questionnaire(context: dict[str, str]) -> str:
    return reverse("surveys:fill", args=[context["filling"]])


@notifications.link("event.invited")
@notifications.link("event.moved")
@notifications.link("event.called_off")
def to_own_invitations(_context: dict[str, str]) -> str:
    return reverse("events:own")


@notifications.link("event.announced")
@notifications.link("event.announced_moved")
@notifications.link("event.announced_off")
def to_the_event_of_a_level_above(context: dict[str, str]) -> str:
    return reverse("events:announcement", args=[context["event"]])


@notifications.link("offer.made")
@notifications.link("offer.answered")
def to_the_offer(context: dict[str, str]) -> str:
    return reverse("people:offer", args=[context["offer"]])


@notifications.link("mentor_ask.sent")
@notifications.link("mentor_ask.answered")
def to_the_request_for_a_mentor(context: dict[str, str]) -> str:
    return reverse("people:ask", args=[context["ask"]])


@notifications.link("partner.agreement_ends")
def to_the_partner(context: dict[str, str]) -> str:
    return reverse("people:partner", args=[context["partner"]])


@notifications.link("consent.withdrawn")
@notifications.link("consent.of_age")
def to_the_consent(context: dict[str, str]) -> str:
    return reverse("people:consent", args=[context["consent"]])


@notifications.link("consent.waiting")
def to_the_consent_that_waits(context: dict[str, str]) -> str:
    return reverse("people:own-sign", args=[context["consent"]])


@notifications.link("data_request.asked")
@notifications.link("data_request.due")
def to_the_data_request(context: dict[str, str]) -> str:
    return reverse("people:data-request", args=[context["request"]])


@notifications.link("data_request.answered")
def to_own_data(_context: dict[str, str]) -> str:
    return reverse("people:own")


@notifications.link("erasure.made")
def to_the_act(context: dict[str, str]) -> str:
    return reverse("people:data-act", args=[context["erasure"]])


@notifications.link("leak.alarm")
def to_the_leaks(_context: dict[str, str]) -> str:
    return reverse("people:leaks")
