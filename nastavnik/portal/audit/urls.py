from django.urls import path

from nastavnik.portal.audit import views

app_name = "audit"
urlpatterns = [
    path("", views.events, name="events"),
    path("export/<str:form>", views.export, name="export"),
    path("check", views.check, name="check"),
]
