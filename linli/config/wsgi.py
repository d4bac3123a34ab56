"""The WSGI entry point for gunicorn."""

import os

from django.core.wsgi import get_wsgi_application

from linli.operations.startup import require_safe

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.config.settings")
application = get_wsgi_application()
require_safe()
