"""A part of ``bin/dev`` that stops is started again, later each time, and not for ever. See test_demo for real ones."""

import sys
import time

import pytest

from mentoring_platform import dev, local


def test_the_pauses_before_a_restart_grow_and_end():
    stops, pauses = [], []
    for moment in range(dev.RESTARTS + 1):
        stops.append(float(moment))
        pauses.append(dev.pause_before_restart(stops, float(moment)))
    assert pauses == [0.5, 1, 2, 4, 8, None]


def test_what_stopped_long_ago_counts_no_more():
    stops = [float(moment * dev.WITHIN) for moment in range(100)]
    assert dev.pause_before_restart(stops, stops[-1]) == dev.FIRST_PAUSE


def test_a_part_that_never_runs_ends_everything(monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(dev, "FIRST_PAUSE", 0)
    starts = []

    def start():
        starts.append(1)
        return local.Process.start("worker", [sys.executable, "-c", "exit()"], log=tmp_path / "log")

    part = dev.Part(start, tmp_path / "log")
    with pytest.raises(SystemExit, match="worker has stopped"):
        while True:
            part.keep_running()
            time.sleep(0.01)
    assert len(starts) == 1 + dev.RESTARTS
    assert capsys.readouterr().out.count("running again") == dev.RESTARTS


def test_a_part_that_runs_is_left_alone(tmp_path):
    command = [sys.executable, "-c", "import time; time.sleep(60)"]
    part = dev.Part(lambda: local.Process.start("web", command, log=tmp_path / "log"), None)
    try:
        first = part.process
        part.keep_running()
        assert part.process is first
        assert first.running
    finally:
        part.process.stop()
