"""Addresses of accounts. Those of allauth bear its own names, without a namespace."""

from django.urls import include, path

from nastavnik.portal.accounts import entrance, invitations, own, rights

named = [
    path("account/", own.account, name="account"),
    path("account/role", own.acting, name="acting"),
    path("account/go-on", own.go_on, name="go-on"),
    path("account/extend", own.extend, name="extend"),
    path("account/sign-out-everywhere", own.sign_out, name="sign-out-everywhere"),
    path("rights/", rights.grant_list, name="grants"),
    path("rights/export/<str:form>", rights.export, name="grants-export"),
    path("rights/invitations", invitations.waiting, name="invitations"),
    path("rights/invitations/<uuid:uid>", invitations.card, name="invitation"),
    path("rights/invitations/<uuid:uid>/take-back", invitations.withdraw, name="invitation-take-back"),
    path("rights/at/<uuid:uid>/invite", invitations.new, name="invite"),
    path("rights/<uuid:uid>", rights.card, name="grant"),
    path("rights/<uuid:uid>/end", rights.end, name="grant-end"),
    path("rights/<uuid:uid>/code", invitations.paper, name="grant-code"),
    path("enter/code", entrance.by_code, name="code"),
    path("enter/invitation/<str:secret>", entrance.by_letter, name="accept"),
]

urlpatterns = [
    path("", include((named, "accounts"))),
    path("enter/", include("nastavnik.portal.accounts.entrance_urls")),
]
