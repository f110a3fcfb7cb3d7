"""The sign-in form: what was typed, and where to go afterwards. A password is never given back to a page."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

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


def local(address: str) -> str:
    """The address when it is a path of this site, else the desk: nobody is led elsewhere by a link."""
    safe = address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return address if safe else DESK
