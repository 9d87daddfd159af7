"""The web server's door. It does not open without a real key."""

import gc
import os
from importlib import import_module

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

from core.whole_body import whole_bodies

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

if settings.SECRET_KEY == settings.DEVELOPMENT_KEY and not (settings.DEBUG or settings.TESTING):
    raise ImproperlyConfigured("SECRET_KEY is not set, nor is there a SECRET_KEY_FILE. DEBUG=1 does without.")

application = whole_bodies(get_wsgi_application())
import_module(settings.ROOT_URLCONF)  # the first visitor does not wait for it
# What is loaded by now stays, and no collection looks at it again: that was half the time of a page with 40,000 cells.
gc.collect()
gc.freeze()
# Frozen objects are not counted: to whoever collects, all that a large page makes looks like much, and it was looked
# through several times within one page. Rarer, one page in nine no longer takes twice as long.
gc.set_threshold(50_000, 20, 20)
