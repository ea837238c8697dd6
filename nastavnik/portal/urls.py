"""The areas of the site, each with its own addresses."""

from importlib.util import find_spec

from django.urls import include, path

PLACES = [
    ("", "home"), ("plans/", "roadmaps"), ("organisations/", "org"), ("jobs/", "jobs"),
    ("notices/", "notifications"), ("audit/", "audit"), ("", "accounts"), ("ui/", "ui"),
]
urlpatterns = [
    path(place, include(f"nastavnik.portal.{area}.urls"))
    for place, area in PLACES
    if find_spec(f"nastavnik.portal.{area}") and find_spec(f"nastavnik.portal.{area}.urls")
]
