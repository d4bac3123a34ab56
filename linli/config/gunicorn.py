"""How gunicorn runs in production.

``gunicorn --config python:linli.config.gunicorn linli.config.wsgi``

Its own log lines go through ours: gunicorn would write addresses with their query strings.
"""

from __future__ import annotations

from environs import Env

env = Env()
bind = env.str("LINLI_BIND", "127.0.0.1:8000")
workers = env.int("LINLI_WEB_WORKERS", 2)
threads = 4
worker_class = "gthread"
timeout = 60
graceful_timeout = 30
# Memory that a large report took comes back now and then.
max_requests, max_requests_jitter = 5_000, 500
accesslog = None
control_socket_disable = True
logconfig_dict = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"lines": {"()": "linli.config.logs.JsonLines"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "lines"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {"gunicorn.error": {"level": "INFO", "propagate": True, "handlers": []}},
}
