from django.urls import path

from nastavnik.portal.org import deeds, nodes, reference_edit, reference_lists

app_name = "org"
urlpatterns = [
    path("", nodes.node_list, name="list"),
    path("export/<str:form>", nodes.export, name="export"),
    path("reference", reference_lists.lists, name="reference"),
    path("reference/<uuid:uid>", reference_lists.one_list, name="reference-list"),
    path("reference/<uuid:uid>/add", reference_edit.add, name="entry-add"),
    path("reference/entries/<uuid:uid>", reference_lists.entry, name="entry"),
    path("reference/entries/<uuid:uid>/edit", reference_edit.edit, name="entry-edit"),
    path("reference/entries/<uuid:uid>/end", reference_edit.end, name="entry-end"),
    path("reference/entries/<uuid:uid>/offer", reference_edit.offer, name="entry-offer"),
    path("<uuid:uid>", nodes.card, name="card"),
    path("<uuid:uid>/open", deeds.open_inside, name="open"),
    path("<uuid:uid>/name", deeds.rename, name="rename"),
    path("<uuid:uid>/place", deeds.move, name="move"),
    path("<uuid:uid>/join", deeds.join, name="join"),
    path("<uuid:uid>/close", deeds.close, name="close"),
    path("<uuid:uid>/type", deeds.correct_type, name="type"),
    path("<uuid:uid>/facts/<slug:kind>", deeds.fact, name="fact"),
]
