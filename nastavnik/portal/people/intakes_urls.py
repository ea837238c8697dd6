"""Addresses of loaded tables."""

from __future__ import annotations

from django.urls import URLPattern, path

from nastavnik.portal.people import intakes, intakes_rows, intakes_sample

urlpatterns: list[URLPattern] = [
    path("tables", intakes.intakes, name="intakes"),
    path("tables/template", intakes.template, name="intake-template"),
    path("tables/example", intakes_sample.example, name="intake-example"),
    path("tables/<uuid:uid>", intakes.show, name="intake"),
    path("tables/<uuid:uid>/columns", intakes.columns, name="intake-columns"),
    path("tables/<uuid:uid>/columns/again", intakes.columns_again, name="intake-columns-again"),
    path("tables/<uuid:uid>/classes", intakes_rows.groups, name="intake-groups"),
    path("tables/<uuid:uid>/rows/<int:position>", intakes_rows.row, name="intake-row"),
    path("tables/<uuid:uid>/accept", intakes.accept, name="intake-accept"),
    path("tables/<uuid:uid>/undo", intakes.undo, name="intake-undo"),
    path("tables/<uuid:uid>/discard", intakes.discard, name="intake-discard"),
    path("tables/<uuid:uid>/remarks", intakes.remarks, name="intake-remarks"),
]
