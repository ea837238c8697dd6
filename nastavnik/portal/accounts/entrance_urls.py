"""Which of allauth's pages this site has, and who may come to each."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from django.urls import path, re_path

from nastavnik.base.routes import open_to_all, signed_in
from nastavnik.portal.accounts.own import second_step

BOTH = ("GET", "POST")
anyone = open_to_all(methods=BOTH)
mine = signed_in(methods=BOTH)

urlpatterns = [
    path("", anyone(account.login), name="account_login"),
    path("out", anyone(account.logout), name="account_logout"),
    path("blocked", open_to_all()(account.account_inactive), name="account_inactive"),
    path("again", mine(account.reauthenticate), name="account_reauthenticate"),
    path("password", mine(account.password_change), name="account_change_password"),
    path("password/new", mine(account.password_set), name="account_set_password"),
    path("password/reset", anyone(account.password_reset), name="account_reset_password"),
    path("password/reset/sent", open_to_all()(account.password_reset_done), name="account_reset_password_done"),
    re_path(
        r"^password/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        anyone(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/done",
        open_to_all()(account.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    path("second-step", anyone(mfa.authenticate), name="mfa_authenticate"),
    path("second-step/again", mine(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("second-step/state", second_step, name="mfa_index"),
    path("second-step/on", mine(totp.activate_totp), name="mfa_activate_totp"),
    path("second-step/off", mine(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("second-step/codes", signed_in()(recovery.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("second-step/codes/new", mine(recovery.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path(
        "second-step/codes/file",
        signed_in()(recovery.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
]
