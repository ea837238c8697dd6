from __future__ import annotations

from django.urls import URLPattern, path

from nastavnik.portal.people import own

urlpatterns: list[URLPattern] = [
    path("own/", own.show, name="own"),
    path("own/ask", own.ask, name="own-ask"),
    path("own/<uuid:uid>/sign", own.sign, name="own-sign"),
    path("own/<uuid:uid>/withdraw", own.withdraw, name="own-withdraw"),
]
