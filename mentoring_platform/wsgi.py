"""The web server's door."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentoring_platform.settings")
application = get_wsgi_application()

from organisations.checks import refuse_an_unbound_role  # noqa: E402  # the apps have to be loaded first

refuse_an_unbound_role()
