"""The WSGI entry point for gunicorn."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.config.settings")
application = get_wsgi_application()

from linli.config.logs import catch_the_rest  # noqa: E402 - as the next line
from linli.operations.startup import require_safe  # noqa: E402 - needs the apps to be loaded

catch_the_rest()
require_safe()
