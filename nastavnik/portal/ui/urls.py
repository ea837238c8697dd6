from django.urls import path

from nastavnik.portal.ui import views

app_name = "ui"
urlpatterns = [
    path("gallery", views.gallery, name="gallery"),
    path("choices", views.choose, name="preferences"),
    path("language", views.choose_language, name="language"),
]
