from __future__ import annotations

from django.urls import URLPattern, path

from nastavnik.portal.people import (
    consents,
    consents_batches,
    consents_codes,
    consents_list,
    consents_page,
    consents_settings,
    scans,
)

urlpatterns: list[URLPattern] = [
    path("consents/", consents.show, name="consents"),
    path("consents/missing", consents.missing, name="consents-missing"),
    path("consents/issue", consents.issue, name="consents-issue"),
    path("consents/remind", consents.remind, name="consents-remind"),
    path("consents/codes", consents_codes.hand_out, name="consents-codes"),
    path("consents/settings", consents_settings.show, name="consent-settings"),
    path("consents/list", consents_list.show, name="consent-list"),
    path("consents/of/<uuid:uid>", consents_list.of_person, name="consents-of"),
    path("consents/batches", consents_batches.show_list, name="consent-batches"),
    path("consents/batches/<uuid:uid>", consents_batches.show, name="consent-batch"),
    path("consents/batches/<uuid:uid>/print", consents_batches.printed, name="consent-batch-print"),
    path("consents/scans", scans.show_list, name="consent-scans"),
    path("consents/scans/<uuid:uid>", scans.batch, name="consent-scan-batch"),
    path("consents/scans/<uuid:uid>/<int:position>", scans.page, name="consent-scan-page"),
    path("consents/scans/<uuid:uid>/<int:position>/picture", scans.picture, name="consent-scan-picture"),
    path("consents/scans/<uuid:uid>/<int:position>/put", scans.put, name="consent-scan-put"),
    path("consents/<uuid:uid>", consents_page.show, name="consent"),
    path("consents/<uuid:uid>/signed", consents_page.signed, name="consent-signed"),
    path("consents/<uuid:uid>/put-right", consents_page.put_right, name="consent-put-right"),
    path("consents/<uuid:uid>/call-off", consents_page.call_off, name="consent-call-off"),
    path("consents/<uuid:uid>/withdraw", consents_page.withdraw, name="consent-withdraw"),
    path("consents/<uuid:uid>/withdraw/undo", consents_page.undo_withdrawal, name="consent-withdraw-undo"),
    path("consents/<uuid:uid>/scan", consents_page.scan, name="consent-scan"),
    path("consents/<uuid:uid>/print", consents_page.printed, name="consent-print"),
    path("consents/<uuid:uid>/code", consents_codes.one, name="consent-code"),
]
