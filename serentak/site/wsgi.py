"""The web program as WSGI; the server names it as `serentak.site.wsgi:application`."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "serentak.site.settings")

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
