"""Addresses of templates of documents, of the list of files, of words and of legal acts; they stand in `urls`."""

from django.urls import path

from nastavnik.portal.documents import (
    acts,
    files,
    taught,
    template_compare,
    template_deeds,
    template_files,
    template_oversight,
    templates,
)

urlpatterns = [
    path("acts/", acts.show, name="acts"),
    path("files/", files.show_list, name="files"),
    path("files/new/", files.add, name="file-add"),
    path("files/example/", files.example, name="file-example"),
    path("files/<uuid:uid>/", files.change, name="file-change"),
    path("files/<uuid:uid>/close/", files.close, name="file-close"),
    path("files/<uuid:uid>/reopen/", files.reopen, name="file-reopen"),
    path("words/", taught.show_list, name="taught"),
    path("words/<uuid:uid>/", taught.mend, name="taught-mend"),
    path("words/<uuid:uid>/remove/", taught.remove, name="taught-remove"),
    path("words/<uuid:uid>/return/", taught.bring_back, name="taught-return"),
    path("templates/", templates.show_list, name="templates"),
    path("templates/below/", template_oversight.show, name="templates-below"),
    path("templates/below/<uuid:uid>/", template_oversight.compare, name="template-below"),
    path("templates/editions/<uuid:uid>/publish/", template_deeds.publish, name="template-publish"),
    path("templates/editions/<uuid:uid>/unpublish/", template_deeds.unpublish, name="template-unpublish"),
    path("templates/editions/<uuid:uid>/withdraw/", template_deeds.withdraw, name="template-withdraw"),
    path("templates/editions/<uuid:uid>/aside/", template_deeds.set_aside, name="template-aside"),
    path("templates/editions/<uuid:uid>/return/", template_deeds.bring_back, name="template-return"),
    path("templates/<slug:document_kind>/", templates.show, name="template"),
    path("templates/<slug:document_kind>/copy/", template_deeds.copy, name="template-copy"),
    path("templates/<slug:document_kind>/upload/", template_deeds.upload, name="template-upload"),
    path("templates/<slug:document_kind>/compare/", template_compare.show, name="template-compare"),
    path("templates/<slug:document_kind>/file/", template_files.file, name="template-file"),
]
