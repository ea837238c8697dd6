"""Addresses of partners, their offers, measures to win them, and revisions."""

from __future__ import annotations

from django.urls import URLPattern, path

from nastavnik.portal.people import partner_efforts, partner_mentors, partner_offers, partner_revisions, partners

urlpatterns: list[URLPattern] = [
    path("partners/", partners.partners, name="partners"),
    path("partners/add", partners.add, name="partner-add"),
    path("partners/table", partners.export, name="partners-export"),
    path("partners/offers", partner_offers.offers, name="offers"),
    path("partners/offers/<uuid:uid>", partner_offers.show, name="offer"),
    path("partners/offers/<uuid:uid>/take-up", partner_offers.take_up, name="offer-take-up"),
    path("partners/offers/<uuid:uid>/decline", partner_offers.decline, name="offer-decline"),
    path("partners/offers/<uuid:uid>/end", partner_offers.end, name="offer-end"),
    path("partners/offers/<uuid:uid>/reopen", partner_offers.reopen, name="offer-reopen"),
    path("partners/offers/<uuid:uid>/end-own", partner_offers.end_own, name="offer-end-own"),
    path("partners/offers/<uuid:uid>/reopen-own", partner_offers.reopen_own, name="offer-reopen-own"),
    path("partners/efforts", partner_efforts.efforts, name="efforts"),
    path("partners/efforts/add", partner_efforts.add, name="effort-add"),
    path("partners/efforts/table", partner_efforts.export, name="efforts-export"),
    path("partners/efforts/<uuid:uid>", partner_efforts.edit, name="effort"),
    path("partners/efforts/<uuid:uid>/remove", partner_efforts.remove, name="effort-remove"),
    path("partners/efforts/<uuid:uid>/bring-back", partner_efforts.bring_back, name="effort-bring-back"),
    path("partners/revision", partner_revisions.revision, name="revision"),
    path("partners/revision/print", partner_revisions.printed, name="revision-print"),
    path("partners/revision/<str:token>/undo", partner_revisions.undo, name="revision-undo"),
    path("partners/<uuid:uid>", partners.show, name="partner"),
    path("partners/<uuid:uid>/edit", partners.edit, name="partner-edit"),
    path("partners/<uuid:uid>/end", partners.end, name="partner-end"),
    path("partners/<uuid:uid>/resume", partners.resume, name="partner-resume"),
    path("partners/<uuid:uid>/mentors", partner_mentors.mentors, name="partner-mentors"),
    path("partners/<uuid:uid>/offer", partner_offers.new, name="offer-new"),
    path("partners/<uuid:uid>/offer-own", partner_offers.new_own, name="offer-new-own"),
]
