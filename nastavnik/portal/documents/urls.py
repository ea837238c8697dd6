"""Addresses of documents."""

from django.urls import path

from nastavnik.portal.documents import requisites

app_name = "documents"
urlpatterns = [
    path("requisites/<uuid:uid>/", requisites.change, name="requisites"),
]
