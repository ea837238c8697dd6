from __future__ import annotations

from django.urls import URLPattern, path

from nastavnik.portal.people import seats

urlpatterns: list[URLPattern] = [path("seats/", seats.show, name="seats")]
