from django.urls import path

from nastavnik.portal.home import views

app_name = "home"
urlpatterns = [path("", views.month, name="month")]
