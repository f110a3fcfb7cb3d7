"""Addresses of people."""

from django.urls import path

from serentak.people.views import (
    account,
    factors,
    identities,
    joining,
    passkeys,
    recovery,
    signing,
    starting,
)

urlpatterns = [
    path("masuk", signing.sign_in, name="sign_in"),
    path("masuk/kode", signing.code, name="sign_in-code"),
    path("masuk/kunci", passkeys.sign_in, name="sign_in-passkey"),
    path("masuk/identitas", identities.begin, name="sign_in-identity"),
    path("masuk/identitas/kembali", identities.back, name="sign_in-identity-back"),
    path("masuk/lupa", recovery.forgotten, name="forgotten"),
    path("masuk/mulai", starting.start, name="start"),
    path(".well-known/jwks.json", identities.client_keys, name="client-keys"),
    path("keluar", signing.sign_out, name="sign_out"),
    path("akun", account.account, name="account"),
    path("akun/baru", joining.join, name="account-new"),
    path("akun/baru/kunci", joining.key, name="account-new-passkey"),
    path("akun/pemulihan", recovery.ways, name="account-recovery"),
    path("akun/pemulihan/surel", recovery.prove, name="account-address"),
    path("akun/sandi", account.password, name="account-password"),
    path("akun/kode", factors.code, name="account-code"),
    path("akun/kunci", passkeys.keys, name="account-passkeys"),
    path("akun/kunci/baru", passkeys.new, name="account-passkey-new"),
    path("akun/identitas", identities.mine, name="account-identity"),
    path("akun/identitas/hubungkan", identities.connecting, name="account-identity-new"),
    path("akun/sesi", account.end, name="account-sessions"),
]
