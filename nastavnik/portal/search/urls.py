"""The address of the search."""

from django.urls import path

from nastavnik.portal.search import views

app_name = "search"
urlpatterns = [path("", views.page, name="page")]
