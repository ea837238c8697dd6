"""Addresses of saved views."""

from django.urls import path

from nastavnik.portal.saved import views

app_name = "saved"
urlpatterns = [
    path("keep/", views.keep, name="keep"),
    path("<uuid:uid>/", views.edit, name="edit"),
    path("<uuid:uid>/remove/", views.remove, name="remove"),
    path("<uuid:uid>/restore/", views.restore, name="restore"),
]
