"""Addresses of calendars."""

from django.urls import path

from nastavnik.portal.roadmaps import feeds

app_name = "feeds"
urlpatterns = [
    path("", feeds.feed_list, name="list"),
    path("new/", feeds.make, name="make"),
    path("<uuid:uid>/revoke/", feeds.revoke, name="revoke"),
    path("<uuid:uid>/bring-back/", feeds.bring_back, name="bring-back"),
    path("<str:token>.ics", feeds.calendar_file, name="file"),
]
