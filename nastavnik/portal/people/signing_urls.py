from __future__ import annotations

from django.urls import URLPattern, path

from nastavnik.portal.people import signing

# Printed on strips of paper, so the first one is short.
urlpatterns: list[URLPattern] = [
    path("sign/", signing.ask, name="sign"),
    path("sign/list", signing.show_list, name="sign-list"),
    path("sign/leave", signing.leave, name="sign-leave"),
    path("sign/<int:position>", signing.one, name="sign-one"),
    path("sign/<int:position>/withdraw", signing.withdraw, name="sign-withdraw"),
]
