"""The areas of the site, each with its own addresses."""

from django.urls import include, path

urlpatterns = [
    path("", include("nastavnik.portal.home.urls")),
    path("plans/", include("nastavnik.portal.roadmaps.urls")),
    path("approvals/", include("nastavnik.portal.approvals.urls")),
    path("documents/", include("nastavnik.portal.documents.urls")),
    path("v/", include("nastavnik.portal.documents.check_urls")),
    path("people/", include("nastavnik.portal.people.urls")),
    path("events/", include("nastavnik.portal.events.urls")),
    path("surveys/", include("nastavnik.portal.surveys.urls")),
    path("measures/", include("nastavnik.portal.measures.urls")),
    path("organisations/import/", include("nastavnik.portal.org_import.urls")),
    path("organisations/", include("nastavnik.portal.org.urls")),
    path("jobs/", include("nastavnik.portal.jobs.urls")),
    path("calendar/", include("nastavnik.portal.roadmaps.feed_urls")),
    path("notices/", include("nastavnik.portal.notifications.urls")),
    path("audit/", include("nastavnik.portal.audit.urls")),
    path("", include("nastavnik.portal.accounts.urls")),
    path("views/", include("nastavnik.portal.saved.urls")),
    path("search/", include("nastavnik.portal.search.urls")),
    path("ui/", include("nastavnik.portal.ui.urls")),
]
