"""The command that serves everything: what it says when it cannot. That it does is seen in ``tests/platform``."""

import socket

import pytest

from tests.platform.installation import Installation


@pytest.mark.fault
def test_a_port_in_use_is_said_in_a_sentence(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        process = Installation(tmp_path, demo=True, port=port).start()
        output = process.stdout.read()
        assert process.wait(60) != 0
    assert f"Port {port} is in use" in output
    assert "Traceback" not in output
