from __future__ import annotations

from django.urls import URLPattern, path

from nastavnik.portal.people import staff

urlpatterns: list[URLPattern] = [
    path("staff/", staff.show_list, name="staff"),
    path("staff/export", staff.export, name="staff-export"),
    path("staff/add", staff.add, name="staff-add"),
    path("staff/<uuid:uid>", staff.edit, name="staff-edit"),
    path("staff/<uuid:uid>/end", staff.end, name="staff-end"),
    path("staff/<uuid:uid>/again", staff.again, name="staff-again"),
]
