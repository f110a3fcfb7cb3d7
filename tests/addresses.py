"""The site's addresses as the resolver knows them, for tests that must leave none out."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve


def routes() -> dict[str, str]:
    """The pattern of every address by its name; ValueError when one has no name or shares it."""
    found: dict[str, str] = {}
    for route, pattern in _walk(get_resolver(), ""):
        if not pattern.name or pattern.name in found:
            raise ValueError(f"{route} has no name of its own: {pattern.name!r}")
        found[pattern.name] = route
    return found


def _walk(node: URLResolver, before: str) -> Iterator[tuple[str, URLPattern]]:
    for inner in node.url_patterns:
        route = before + str(inner.pattern)
        if isinstance(inner, URLResolver):
            yield from _walk(inner, route)
        else:
            yield route, inner


def route_of(address: str) -> str | None:
    """The name of the pattern that this address falls to; None when it leads nowhere."""
    try:
        return resolve(urlsplit(address).path).url_name
    except Resolver404:
        return None
