from __future__ import annotations

from django.urls import URLPattern, path

from nastavnik.portal.people import data, data_acts, data_coded, data_sights

urlpatterns: list[URLPattern] = [
    path("data/", data.show_list, name="data"),
    path("data/requests/<uuid:uid>/", data.show, name="data-request"),
    path("data/requests/<uuid:uid>/reopen/", data.reopen, name="data-reopen"),
    path("data/people/<uuid:uid>/paper/", data.on_paper, name="data-paper"),
    path("data/people/<uuid:uid>/ask/", data.ask, name="data-ask"),
    path("data/people/<uuid:uid>/copy/", data.copy, name="data-copy"),
    path("data/people/<uuid:uid>/destroy/", data_acts.destroy, name="data-destroy"),
    path("data/people/<uuid:uid>/seen/", data_sights.history, name="history"),
    path("data/seen/", data_sights.report, name="leaks"),
    path("data/seen/file/", data_sights.report_file, name="leaks-file"),
    path("data/acts/", data_acts.acts, name="data-acts"),
    path("data/acts/run/", data_acts.run, name="data-run"),
    path("data/acts/<uuid:uid>/", data_acts.act, name="data-act"),
    path("data/acts/<uuid:uid>/extract/", data_acts.extract, name="data-extract"),
    path("data/coded/", data_coded.show, name="coded"),
    path("data/coded/<uuid:uid>/<slug:form>/", data_coded.take, name="coded-file"),
]
