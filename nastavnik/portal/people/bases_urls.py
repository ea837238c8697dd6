from __future__ import annotations

from django.urls import URLPattern, path

from nastavnik.portal.people import bases, cards, cards_deeds, cards_edit, exports, groups

urlpatterns: list[URLPattern] = [
    path("", bases.bases, name="bases"),
    path("take-in", bases.take_in, name="take-in"),
    path("take-in/<str:token>/undo", bases.take_in_undo, name="take-in-undo"),
    path("export", exports.export, name="export"),
    path("classes", groups.groups, name="groups"),
    path("classes/<uuid:uid>/close", groups.close, name="group-close"),
    path("classes/<uuid:uid>/open", groups.open_again, name="group-open"),
    path("add", cards_edit.add, name="add"),
    path("cards/<uuid:uid>", cards.card, name="card"),
    path("cards/<uuid:uid>/put", cards_edit.put, name="put"),
    path("cards/<uuid:uid>/representative", cards_deeds.represent, name="represent"),
    path("cards/<uuid:uid>/care", cards_deeds.care, name="care"),
    path("parts/<uuid:uid>", cards_edit.edit, name="edit"),
    path("parts/<uuid:uid>/leave", cards_deeds.leave, name="leave"),
    path("parts/<uuid:uid>/come-back", cards_deeds.come_back, name="come-back"),
    path("representatives/<uuid:uid>/end", cards_deeds.represent_end, name="represent-end"),
    path("representatives/<uuid:uid>/again", cards_deeds.represent_again, name="represent-again"),
    path("cares/<uuid:uid>/end", cards_deeds.care_end, name="care-end"),
]
