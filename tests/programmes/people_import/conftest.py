"""Messages are translated when they are shown, which asks for settings; reading and checking do without."""

import os

from django.conf import settings

if not settings.configured and "DJANGO_SETTINGS_MODULE" not in os.environ:
    settings.configure(USE_I18N=False)
