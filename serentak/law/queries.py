"""The law as other rooms ask for it: one checked Library per process, read once from the content folder."""

from functools import cache

from django.conf import settings

from serentak.law import packs


@cache
def library() -> packs.Library:
    """The Library of settings.CONTENT_DIR; packs.ContentError lists everything wrong with it."""
    return packs.load(settings.CONTENT_DIR)
