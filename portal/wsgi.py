"""The web server's door. It does not open without a real key."""

import os

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

from core.whole_body import whole_bodies

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

if settings.SECRET_KEY == settings.DEVELOPMENT_KEY and not (settings.DEBUG or settings.TESTING):
    raise ImproperlyConfigured("SECRET_KEY is not set, nor is there a SECRET_KEY_FILE. DEBUG=1 does without.")

application = whole_bodies(get_wsgi_application())
