from __future__ import annotations

from django.urls import URLPattern, path

from nastavnik.portal.people import readiness, readiness_deeds, readiness_states

urlpatterns: list[URLPattern] = [
    path("readiness/", readiness.show_list, name="readiness"),
    path("readiness/write/", readiness_deeds.write_many, name="readiness-write-many"),
    path("readiness/written/<uuid:mark>/undo/", readiness_deeds.undo_many, name="readiness-undo-many"),
    path("readiness/<uuid:uid>/", readiness.show_person, name="readiness-person"),
    path("readiness/<uuid:uid>/write/", readiness_deeds.write, name="readiness-write"),
    path("readiness/facts/<uuid:uid>/take-back/", readiness_deeds.take_back, name="readiness-take-back"),
    path("readiness/facts/<uuid:uid>/bring-back/", readiness_deeds.bring_back, name="readiness-bring-back"),
    path("readiness/facts/<uuid:uid>/sheet/", readiness_deeds.sheet, name="readiness-sheet"),
    path("readiness/<uuid:uid>/safeguard/", readiness_states.show, name="safeguard"),
    path("readiness/<uuid:uid>/safeguard/move/", readiness_states.move, name="safeguard-move"),
    path("readiness/safeguard/<uuid:uid>/ground/", readiness_states.reason, name="safeguard-reason"),
]
