"""Addresses of counts of categories and of the check list of accessibility."""

from __future__ import annotations

from django.urls import URLPattern, path

from nastavnik.portal.people import access, counts

urlpatterns: list[URLPattern] = [
    path("counts/", counts.show, name="counts"),
    path("counts/enter", counts.enter, name="counts-enter"),
    path("counts/history", counts.history, name="counts-history"),
    path("counts/<uuid:uid>/take-back", counts.take_back, name="counts-take-back"),
    path("counts/<uuid:uid>/remove", counts.remove, name="counts-remove"),
    path("counts/<uuid:uid>/bring-back", counts.bring_back, name="counts-bring-back"),
    path("counts/access", access.show, name="access"),
    path("counts/access/ready", access.ready, name="access-ready"),
    path("counts/access/ready/<str:token>/undo", access.untake, name="access-untake"),
    path("counts/access/add", access.add, name="access-add"),
    path("counts/access/draw-up", access.draw_up, name="access-draw-up"),
    path("counts/access/<uuid:uid>", access.edit, name="access-edit"),
    path("counts/access/<uuid:uid>/done", access.done, name="access-done"),
    path("counts/access/<uuid:uid>/reopen", access.reopen, name="access-reopen"),
    path("counts/access/<uuid:uid>/remove", access.remove, name="access-remove"),
    path("counts/access/<uuid:uid>/bring-back", access.bring_back, name="access-bring-back"),
]
