"""The addresses of signing in and of one's own account: those views of allauth that the site uses, and no others."""

from allauth.account import views as account
from allauth.decorators import rate_limit
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.conf import settings
from django.urls import path, re_path

from cases.web.access import Role, open_to

anybody = open_to(Role.ANYONE)
own = open_to(Role.READER, has_account=True)

# Asking for the options of a passkey makes a session, for anybody: so that is limited too, not only the tries.
passkey = rate_limit(action="passkey", limit_get=True)(webauthn.login_webauthn)
password_reset = account.PasswordResetView.as_view(extra_context={"sends_mail": settings.SENDS_MAIL})

urlpatterns = [
    path("", own(mfa.index), name="mfa_index"),
    path("sign-in/", anybody(account.login), name="account_login"),
    path("sign-in/second-step/", anybody(mfa.authenticate), name="mfa_authenticate"),
    path("sign-in/passkey/", anybody(passkey), name="mfa_login_webauthn"),
    path("sign-out/", anybody(account.logout), name="account_logout"),
    path("inactive/", anybody(account.account_inactive), name="account_inactive"),
    path("password/", own(account.password_change), name="account_change_password"),
    path("password/set/", own(account.password_set), name="account_set_password"),
    path("password/reset/", anybody(password_reset), name="account_reset_password"),
    path("password/reset/sent/", anybody(account.password_reset_done), name="account_reset_password_done"),
    path(
        "password/reset/done/",
        anybody(account.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^password/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        anybody(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path("confirm/", own(account.reauthenticate), name="account_reauthenticate"),
    path("confirm/second-step/", own(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("confirm/passkey/", own(webauthn.reauthenticate_webauthn), name="mfa_reauthenticate_webauthn"),
    path("second-step/app/add/", own(totp.activate_totp), name="mfa_activate_totp"),
    path("second-step/app/remove/", own(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("second-step/codes/", own(recovery_codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("second-step/codes/new/", own(recovery_codes.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("second-step/codes/file/", own(recovery_codes.download_recovery_codes), name="mfa_download_recovery_codes"),
    path("second-step/passkeys/", own(webauthn.list_webauthn), name="mfa_list_webauthn"),
    path("second-step/passkeys/add/", own(webauthn.add_webauthn), name="mfa_add_webauthn"),
    path("second-step/passkeys/<int:pk>/", own(webauthn.edit_webauthn), name="mfa_edit_webauthn"),
    path("second-step/passkeys/<int:pk>/remove/", own(webauthn.remove_webauthn), name="mfa_remove_webauthn"),
]
