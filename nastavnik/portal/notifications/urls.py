"""Addresses of notices and of the outbox."""

from django.urls import path

from nastavnik.portal.notifications import settings, views

app_name = "notifications"
urlpatterns = [
    path("", views.notice_list, name="list"),
    path("read/", views.read_all, name="read-all"),
    path("settings/", settings.choose, name="settings"),
    path("outbox/", views.outbox, name="outbox"),
    path("<uuid:uid>/read/", views.read, name="read"),
]
