"""Addresses of the base of the city and of the requests for mentors."""

from __future__ import annotations

from django.urls import URLPattern, path

from nastavnik.portal.people import city, city_asks

urlpatterns: list[URLPattern] = [
    path("city/", city.mentors, name="city"),
    path("city/asks", city_asks.asks, name="asks"),
    path("city/asks/<uuid:uid>", city_asks.show, name="ask"),
    path("city/asks/<uuid:uid>/accept", city_asks.accept, name="ask-accept"),
    path("city/asks/<uuid:uid>/decline", city_asks.decline, name="ask-decline"),
    path("city/asks/<uuid:uid>/take-back", city_asks.take_back, name="ask-take-back"),
    path("city/asks/<uuid:uid>/reopen", city_asks.reopen, name="ask-reopen"),
    path("city/<uuid:uid>", city.card, name="city-card"),
    path("city/<uuid:uid>/ask", city_asks.new, name="city-ask"),
]
