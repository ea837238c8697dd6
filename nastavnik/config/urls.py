"""The root of the site."""

from django.urls import include, path

urlpatterns = [path("", include("nastavnik.portal.urls"))]

handler400 = "nastavnik.portal.errors.bad_request"
handler403 = "nastavnik.portal.errors.forbidden"
handler404 = "nastavnik.portal.errors.not_found"
handler405 = "nastavnik.portal.errors.not_opened"  # ours: base.routes calls it for a wrong method
handler409 = "nastavnik.portal.errors.refused"  # ours: base.incidents calls it for a refusal of the domain
handler500 = "nastavnik.portal.errors.server_error"
