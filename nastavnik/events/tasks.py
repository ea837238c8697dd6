"""What follows from an event far and wide: curators below hear of it, mentors of many organisations are trained."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from nastavnik import jobs
from nastavnik.accounts.models import User
from nastavnik.events.models import Event
from nastavnik.events.services import announcing, facts

#: Roles whose holders are told in one step.
PIECE = 200


@jobs.kind(announcing.JOB, title=_("Telling those below of an event"), action="event.edit")
class Announce(jobs.Kind):
    def chunk(self, run: jobs.Run) -> bool:
        event = Event.objects.select_related("node").filter(uid=run.params["event"]).first()
        if event is None or event.addressed_to != Event.Addressed.BELOW or event.has_begun:
            return True
        rows = announcing.listeners(event).filter(pk__gt=run.cursor or 0).select_related("user")
        grants = list(rows[:PIECE])
        if grants:
            with run.writing():
                announcing.tell(event, run.params["kind"], run.params["version"], grants)
                run.advance(cursor=grants[-1].pk, done=run.job.done + len(grants))
        return len(grants) < PIECE


@jobs.kind(facts.JOB, title=_("Writing a training into the readiness of mentors"), action="event.edit")
class Follow(jobs.Kind):
    """The event is read anew for each piece: whatever became of it meanwhile, the facts say so in the end."""

    def chunk(self, run: jobs.Run) -> bool:
        with run.writing():
            # As by whoever marks those who came: the event first.
            events = Event.objects.select_for_update(of=("self",), no_key=True).select_related("node")
            event = events.filter(uid=run.params["event"]).first()
            places = facts.places_of(event, run.cursor or 0)[: facts.PIECE] if event is not None else []
            if event is None or not places:
                return True
            by = User.objects.filter(pk=run.params["by"]).first()
            facts.follow_places(event, places, by)
            run.advance(cursor=places[-1], done=run.job.done + len(places))
        return False
