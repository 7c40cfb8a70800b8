"""The command that serves everything: starts twice side by side, keeps its data, and leaves no process behind."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import psutil
import pytest

from mentoring_platform import local
from tests.notifications.machine import own_database_server

ROOT = Path(__file__).parents[2]


def start(var: Path, port: int, demo: bool = True) -> subprocess.Popen:
    env = {
        key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "OWNER_DATABASE_URL"}
    }
    env |= {
        "VAR_DIR": str(var),
        "PORT": str(port),
        "DEBUG": "1",
        "DEMO": str(int(demo)),
        "PYTHONUNBUFFERED": "1",
    }
    return subprocess.Popen(
        [sys.executable, "-m", "mentoring_platform.dev"],
        cwd=ROOT,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def wait_until_ready(process: subprocess.Popen) -> list[str]:
    lines = []
    for line in process.stdout:
        lines.append(line.strip())
        if line.startswith("Ready:"):
            return lines
    raise AssertionError("\n".join(lines))


def interrupt(process: subprocess.Popen) -> None:
    process.send_signal(signal.SIGINT)
    process.wait(30)


def processes_of(var: Path) -> list[str]:
    found = []
    for process in psutil.process_iter(["cmdline", "environ"]):
        words = " ".join(process.info["cmdline"] or []) + " ".join((process.info["environ"] or {}).values())
        if str(var) in words and process.pid != os.getpid():
            found.append(" ".join(process.info["cmdline"] or []))
    return found


@pytest.mark.fault
def test_the_product_starts_side_by_side_and_stops_without_a_trace(tmp_path, django_db_setup):
    """The first from nothing, with the demo; the second on tables that are there, which spares migrating twice."""
    (tmp_path / "b").mkdir()
    with own_database_server(tmp_path / "b"):
        pass
    folders, ports = [tmp_path / "a", tmp_path / "b"], [local.free_port(), local.free_port()]
    running = [start(folders[0], ports[0]), start(folders[1], ports[1], demo=False)]
    try:
        for process, port in zip(running, ports, strict=True):
            assert wait_until_ready(process)[-1] == f"Ready: http://127.0.0.1:{port}/"
        for port in ports:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz") as answer:
                assert answer.status == 200
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/accounts/login/") as answer:
                assert b"mentoring-demo" not in answer.read()
    finally:
        for process in running:
            interrupt(process)
    time.sleep(0.5)
    assert [processes_of(folder) for folder in folders] == [[], []]

    again = start(folders[0], ports[0])
    try:
        lines = wait_until_ready(again)
        assert "Demo data is in." not in lines, "the data it had is still there"
        assert not [line for line in lines if line.startswith("Database:")], "it was ready, and seen to be"
    finally:
        interrupt(again)


@pytest.mark.fault
def test_a_port_in_use_is_said_in_a_sentence(tmp_path):
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        process = start(tmp_path, port)
        output = process.stdout.read()
        assert process.wait(60) != 0
    assert f"Port {port} is in use" in output
    assert "Traceback" not in output
