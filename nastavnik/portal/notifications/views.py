"""A user's notices; the letters that left or could not."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from nastavnik.accounts.requests import SignedIn
from nastavnik.base.filters import FilterForm
from nastavnik.base.keyset import cursor_of, keyset_page
from nastavnik.base.routes import route
from nastavnik.notifications import mail
from nastavnik.notifications.kinds import kind_named
from nastavnik.notifications.models import Letter, Notice
from nastavnik.notifications.queries import readings
from nastavnik.notifications.services import notices
from nastavnik.portal.saved import strip
from nastavnik.portal.ui.toasts import toast


class NoticeFilter(FilterForm):
    unread = forms.BooleanField(label=gettext_lazy("Unread only"))
    lookups = {"unread": "read_at__isnull"}


class LetterFilter(FilterForm):
    any_state = ("", gettext_lazy("any state"))
    state = forms.ChoiceField(label=gettext_lazy("State"), choices=[any_state, *Letter.State.choices])


@route("notification.view")
def notice_list(request: SignedIn) -> HttpResponse:
    mine = Notice.objects.visible_to(request.user, "notification.view")
    form = NoticeFilter(request.GET)
    if way := strip.opened(request, "notices", form):
        return redirect(way)
    page = keyset_page(form.apply(mine), order=("-id",), cursor=cursor_of(request.GET))
    context = {"filter": form, "list_page": page, "readings": readings(request.user, page.rows)}
    return render(request, "notifications/list.html", context)


@route("notification.view", of=Notice, methods=("POST",))
def read(request: SignedIn, notice: Notice) -> HttpResponse:
    """Mark as read, and with "keep" as unread again."""
    keep = "keep" in request.POST
    notices.mark_read(notice, actor=request.user, is_read=not keep)
    return redirect("notifications:list")


@route("notification.view", methods=("POST",))
def read_all(request: SignedIn) -> HttpResponse:
    read = notices.mark_all_read(actor=request.user)
    toast(
        request, ngettext("%(n)s notice is marked as read.", "%(n)s notices are marked as read.", read) % {"n": read}
    )
    return redirect("notifications:list")


@route("outbox.view")
def outbox(request: SignedIn) -> HttpResponse:
    """What was sent when, with which outcome. Recipients are accounts here, not people."""
    letters = Letter.objects.visible_to(request.user, "outbox.view").select_related("user")
    form = LetterFilter(request.GET)
    if way := strip.opened(request, "letters", form):
        return redirect(way)
    page = keyset_page(form.apply(letters), order=("-id",), cursor=cursor_of(request.GET))
    context = {
        "filter": form,
        "list_page": page,
        "rows": [(letter, _subject(letter), _fault(letter)) for letter in page.rows],
        "is_sending": mail.works(),
    }
    return render(request, "notifications/outbox.html", context)


def _subject(letter: Letter) -> str:
    declared = kind_named(letter.kind)
    return str(declared.subject) if declared else letter.kind


def _fault(letter: Letter) -> str:
    if letter.fault == "away":
        return _("The mail server could not be reached.")
    if letter.fault:
        return _("The mail server answered %(code)s.") % {"code": letter.fault.removeprefix("smtp ")}
    return ""
