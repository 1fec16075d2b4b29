"""Progress is drawn on a terminal alone, once a second has passed, and says of what, how fast, and how long still."""

import io
import sys
import time

from riscontro.cli import progress
from riscontro.cli.progress import meter
from riscontro.meter import no_meter


class Terminal(io.StringIO):
    def isatty(self):
        return True


def as_terminal(monkeypatch):
    """Make standard error a terminal. No fixture: the runner sets its own stream again before the test begins."""
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setenv("COLUMNS", "110")
    monkeypatch.setenv("TERM", "xterm")
    return screen


def wait_for_bar(screen):
    deadline = time.monotonic() + 20
    while not screen.getvalue() and time.monotonic() < deadline:
        time.sleep(0.01)


def test_short_work_shows_nothing(monkeypatch):
    terminal = as_terminal(monkeypatch)
    with meter("weighing", unit="claims") as report:
        for done in range(100):
            report(done, 100)
    assert terminal.getvalue() == ""


def test_long_work_shows_count_rate_and_time_left(monkeypatch):
    terminal = as_terminal(monkeypatch)
    monkeypatch.setattr(progress, "PATIENCE_SECONDS", 0.0)
    monkeypatch.setattr(progress, "BETWEEN_SECONDS", 0.0)
    with meter("weighing", unit="claims") as report:
        wait_for_bar(terminal)
        for done in range(1, 4):
            report(done, 4, of="claims")
        report(1, 2, of="events")
    drawn = terminal.getvalue()
    assert "weighing" in drawn
    assert "1/2" in drawn
    assert "events/s" in drawn


def test_work_that_tells_of_no_step_shows_that_it_goes_on(monkeypatch):
    terminal = as_terminal(monkeypatch)
    monkeypatch.setattr(progress, "PATIENCE_SECONDS", 0.0)
    with meter("telling", unit="dossiers"):
        wait_for_bar(terminal)
    assert "telling" in terminal.getvalue()


def test_a_bar_leaves_standard_output_alone(monkeypatch, capsys):
    terminal = as_terminal(monkeypatch)
    monkeypatch.setattr(progress, "PATIENCE_SECONDS", 0.0)
    with meter("reading", unit="documents", writing=True):
        wait_for_bar(terminal)
        print("an answer")
    assert capsys.readouterr().out == "an answer\n"
    assert "an answer" not in terminal.getvalue()


def test_a_file_or_pipe_gets_no_bar(capsys):
    with meter("weighing", unit="claims") as report:
        assert report is no_meter


def test_answers_on_the_same_terminal_are_progress_enough(monkeypatch):
    as_terminal(monkeypatch)
    monkeypatch.setattr(sys, "stdout", Terminal())
    with meter("reading", unit="documents", writing=True) as report:
        assert report is no_meter
