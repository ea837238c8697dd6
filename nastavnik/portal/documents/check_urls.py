"""Addresses printed on documents: short, open to everybody."""

from django.urls import path

from nastavnik.portal.documents import checking

app_name = "check"
urlpatterns = [
    path("", checking.ask, name="ask"),
    path("<str:code>/", checking.show, name="document"),
]
