"""The types: mypy, beside the other tests, since it takes long on a fresh clone and needs one processor only."""

import os
import subprocess
import sys

from tests.conftest import ROOT


def test_the_types_hold():
    nowhere = {"DATABASE_URL": "postgresql://nobody@/nowhere"}  # mypy reads the settings and asks nothing
    said = subprocess.run(
        [sys.executable, "-m", "mypy", "--no-error-summary"],
        cwd=ROOT,
        env={**os.environ, **nowhere},
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 0, said.stdout + said.stderr
