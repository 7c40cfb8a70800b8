#!/usr/bin/env python
"""Django's command line; without a DATABASE_URL it brings its own PostgreSQL along for as long as it runs."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentoring_platform.settings")
    from django.core.management import execute_from_command_line

    if os.environ.get("DATABASE_URL"):
        execute_from_command_line(sys.argv)
        return
    try:
        from mentoring_platform import local
    except ModuleNotFoundError:
        sys.exit(
            "Set DATABASE_URL: what brings a PostgreSQL along (requirements/local.txt) is not installed here."
        )

    with local.postgres(local.var_dir()) as database:
        os.environ.update(database.environment)
        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
