"""The documents that a newcomer trusts name what is there."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"


def test_every_signal_is_listed():
    page = (DOCS / "architecture.md").read_text()
    for module in ROOT.glob("*/signals.py"):
        for name in re.findall(r"^(\w+) = Signal\(", module.read_text(), re.MULTILINE):
            assert f"`{module.parent.name}.signals.{name}`" in page, f"{module}: {name} is not listed"


def test_every_package_we_name_has_its_reason():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    named = [*project["project"]["dependencies"], *project["dependency-groups"]["local"]]
    named += [each for each in project["dependency-groups"]["dev"] if isinstance(each, str)]
    reasons = re.findall(r"^\| (.+?) \|", (DOCS / "dependencies.md").read_text(), re.MULTILINE)
    known = {word for line in reasons for word in re.split(r"[\s,()]+", line)}
    for package in named:
        name = re.split(r"[\[<>=;]", package)[0]
        assert name in known, f"docs/dependencies.md does not say why {name}"


def test_links_between_documents_lead_somewhere():
    for page in [ROOT / "README.md", ROOT / "CHANGELOG.md", *DOCS.rglob("*.md")]:
        for link in re.findall(r"\]\((?!https?:)([^)#]+)\)", page.read_text()):
            assert (page.parent / link).exists(), f"{page.name} leads to {link}"
