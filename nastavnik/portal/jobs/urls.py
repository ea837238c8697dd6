"""Addresses of long work."""

from django.urls import path

from nastavnik.portal.jobs import views

app_name = "jobs"
urlpatterns = [
    path("", views.job_list, name="list"),
    path("<uuid:uid>/", views.show, name="show"),
    path("<uuid:uid>/progress/", views.progress, name="progress"),
    path("<uuid:uid>/cancel/", views.cancel, name="cancel"),
    path("<uuid:uid>/retry/", views.retry, name="retry"),
]
