from __future__ import annotations

from django.urls import URLPattern, path

from nastavnik.portal.people import likenesses

urlpatterns: list[URLPattern] = [
    path("likenesses/", likenesses.show_list, name="likenesses"),
    path("likenesses/look/", likenesses.look, name="likenesses-look"),
    path("likenesses/<uuid:uid>/", likenesses.join, name="likeness"),
    path("likenesses/<uuid:uid>/different/", likenesses.different, name="likeness-different"),
    path("likenesses/<uuid:uid>/again/", likenesses.again, name="likeness-again"),
    path("likenesses/joined/<uuid:uid>/apart/", likenesses.apart, name="merge-apart"),
]
