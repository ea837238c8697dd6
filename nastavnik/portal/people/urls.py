"""Addresses of people, a module an area."""

from nastavnik.portal.people import (
    bases_urls,
    city_urls,
    consents_urls,
    counts_urls,
    data_urls,
    intakes_urls,
    likenesses_urls,
    own_urls,
    partners_urls,
    readiness_urls,
    seats_urls,
    signing_urls,
    staff_urls,
)

app_name = "people"
urlpatterns = [
    *bases_urls.urlpatterns,
    *intakes_urls.urlpatterns,
    *likenesses_urls.urlpatterns,
    *consents_urls.urlpatterns,
    *signing_urls.urlpatterns,
    *own_urls.urlpatterns,
    *readiness_urls.urlpatterns,
    *staff_urls.urlpatterns,
    *partners_urls.urlpatterns,
    *counts_urls.urlpatterns,
    *city_urls.urlpatterns,
    *seats_urls.urlpatterns,
    *data_urls.urlpatterns,
]
