"""Addresses of lists of organisations."""

from django.urls import path

from nastavnik.portal.org_import import views

app_name = "org-import"
urlpatterns = [
    path("", views.new, name="new"),
    path("template/", views.template, name="template"),
    path("<uuid:uid>/", views.show, name="show"),
    path("<uuid:uid>/rows/<int:position>/", views.row, name="row"),
    path("<uuid:uid>/accept/", views.accept, name="accept"),
    path("<uuid:uid>/undo/", views.undo, name="undo"),
    path("<uuid:uid>/discard/", views.discard, name="discard"),
    path("<uuid:uid>/remarks/", views.with_remarks, name="remarks"),
]
