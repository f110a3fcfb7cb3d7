"""What was typed at the doors of people. A password is never given back to a page."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from serentak.lib.refusal import Refusal

DESK = "/meja/"


@dataclass(frozen=True)
class SignInForm:
    """`next` is an address of this site, always."""

    username: str
    password: str
    next: str


def sign_in_form(request: HttpRequest) -> SignInForm:
    """Reads the form, or the address that led to it."""
    sent = request.POST if request.method == "POST" else request.GET
    return SignInForm(sent.get("username", ""), request.POST.get("password", ""), local(sent.get("next", "")))


def local(address: str, otherwise: str = DESK) -> str:
    """The address when it is a path of this site, else the desk: nobody is led elsewhere by a link."""
    safe = address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return address if safe else otherwise


@dataclass(frozen=True)
class PasswordForm:
    """The password so far and the next one."""

    old: str
    new: str


def password_form(request: HttpRequest) -> PasswordForm:
    """Reads the form; refuses one whose new password was not typed twice alike."""
    old, new, again = (request.POST.get(name, "") for name in ("old", "new", "again"))
    if new != again:
        unlike = {
            "id": "Kedua ketikan kata sandi baru tidak sama. Ketik keduanya lagi.",
            "en": "The new password was not typed alike both times. Type both again.",
        }
        raise Refusal("invalid", unlike, fields={"again": unlike})
    return PasswordForm(old, new)


@dataclass(frozen=True)
class CodeForm:
    """A code that was typed, the token of the step it belongs to, and where to go on."""

    code: str
    token: str
    next: str


def code_form(request: HttpRequest) -> CodeForm:
    """Reads the form; no code of ours is longer than twenty letters with its blanks."""
    sent = request.POST
    return CodeForm(sent.get("code", "")[:20], sent.get("token", ""), local(sent.get("next", ""), "/akun"))


def key_hash(typed: str) -> bytes:
    """The session that a form names; one that no session has when it is malformed."""
    try:
        return bytes.fromhex(typed)
    except ValueError:
        return b""


@dataclass(frozen=True)
class JoinForm:
    """What a citizen's account is made of: a password, or what an authenticator made (`credential`)."""

    username: str
    name: str
    password: str
    credential: str


def join_form(request: HttpRequest) -> JoinForm:
    """Reads the form."""
    sent = request.POST
    username, names = sent.get("username", "")[:254], ("name", "password", "credential")
    return JoinForm(username, *(sent.get(name, "") for name in names))


@dataclass(frozen=True)
class StartForm:
    """A start code and the password it is to set."""

    username: str
    code: str
    new: str


def start_form(request: HttpRequest) -> StartForm:
    """Reads the form; refuses one whose password was not typed twice alike."""
    new = password_form(request).new
    return StartForm(request.POST.get("username", ""), request.POST.get("code", ""), new)
