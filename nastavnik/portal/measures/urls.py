from django.urls import path

from nastavnik.portal.measures import monitoring, pages

app_name = "measures"
urlpatterns = [
    path("", pages.all_figures, name="list"),
    path("monitoring/<slug:preset>/", monitoring.table, name="monitoring"),
    path("monitoring/<slug:preset>/<slug:form>", monitoring.export, name="monitoring-export"),
    path("<str:code>/", pages.definition, name="definition"),
    path("<str:code>/rows/", pages.rows, name="rows"),
]
