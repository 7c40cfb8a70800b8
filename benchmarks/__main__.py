"""``python -m benchmarks``: on demo data in a database of its own."""

import os
import sys

from mentoring_platform import local


def run() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentoring_platform.settings")
    var = local.var_dir() / "benchmark"
    var.mkdir(exist_ok=True)
    with local.postgres(var) as server, local.broker(var) as broker:
        os.environ |= {
            **server.environment,
            "BROKER_URL": broker,
            "VAR_DIR": str(var),
            "DEMO": "1",
            "DEBUG": "0",
        }
        os.environ.setdefault("SECRET_KEY", "only-for-measuring-and-never-anywhere-else-0123456789")
        import django
        from django.conf import settings
        from django.core.management import call_command

        django.setup()
        settings.ALLOWED_HOSTS.append("testserver")
        call_command("collectstatic", verbosity=0, interactive=False)
        call_command("migrate", verbosity=0)
        call_command("demo")
        from benchmarks.pages import main

        return main()


if __name__ == "__main__":
    sys.exit(run())
