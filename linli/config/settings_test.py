"""Settings of the tests: fast password hashing, nothing kept."""

import os
import tempfile

os.environ.setdefault("LINLI_MODE", "demo")
os.environ.setdefault("LINLI_VAR", tempfile.mkdtemp(prefix="linli-test-"))

from linli.config.settings import *  # the product's settings, then overrides

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
# A test client reads the middleware anew: without this each one would look through all files.
WHITENOISE_AUTOREFRESH = True
