"""Addresses of plans, of their lines, and of documents on their way in."""

from django.urls import path

from nastavnik.portal.roadmaps import evidence, imports, lines, plans, preview

app_name = "roadmaps"
urlpatterns = [
    path("", plans.plan_list, name="list"),
    path("export/", plans.export_list, name="list-export"),
    path("new/", imports.new, name="new"),
    path("new/by-hand/", plans.by_hand, name="by-hand"),
    path("imports/<uuid:uid>/", preview.show, name="import"),
    path("imports/<uuid:uid>/heading/", preview.heading, name="import-heading"),
    path("imports/<uuid:uid>/lines/<int:position>/", preview.line, name="import-line"),
    path("imports/<uuid:uid>/accept/", imports.accept_plan, name="import-accept"),
    path("imports/<uuid:uid>/discard/", imports.discard_document, name="import-discard"),
    path("imports/<uuid:uid>/take-up/", imports.take_up, name="import-take-up"),
    path("imports/<uuid:uid>/undo/", imports.undo, name="import-undo"),
    path("imports/<uuid:uid>/file/", imports.original, name="import-file"),
    path("<uuid:uid>/", plans.plan, name="plan"),
    path("<uuid:uid>/heading/", plans.heading, name="heading"),
    path("<uuid:uid>/export/", plans.export, name="export"),
    path("<uuid:uid>/force/", plans.force, name="force"),
    path("<uuid:uid>/archive/", plans.to_archive, name="archive"),
    path("<uuid:uid>/remove/", plans.remove, name="remove"),
    path("<uuid:uid>/restore/", plans.restore, name="restore"),
    path("<uuid:uid>/lines/new/", lines.new, name="line-new"),
    path("lines/<uuid:uid>/", lines.show, name="line"),
    path("lines/<uuid:uid>/edit/", lines.edit, name="line-edit"),
    path("lines/<uuid:uid>/undo/", lines.undo, name="line-undo"),
    path("lines/<uuid:uid>/remove/", lines.remove, name="line-remove"),
    path("lines/<uuid:uid>/restore/", lines.restore, name="line-restore"),
    path("lines/<uuid:uid>/decide/", lines.set_aside, name="line-decide"),
    path("lines/<uuid:uid>/take-up/", lines.take_up, name="line-take-up"),
    path("dates/<uuid:uid>/prove/", evidence.add, name="prove"),
    path("evidence/<uuid:uid>/withdraw/", evidence.take_back, name="evidence-withdraw"),
    path("evidence/<uuid:uid>/return/", evidence.put_back, name="evidence-return"),
    path("evidence/<uuid:uid>/file/", evidence.file, name="evidence-file"),
    path("parts/<uuid:uid>/tick/", evidence.tick_part, name="tick"),
]
