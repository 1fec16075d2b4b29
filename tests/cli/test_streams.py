"""The program among other programs: line by line, closed streams, readers that go away, Control-C."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys

import pytest

RISCONTRO = [sys.executable, "-m", "riscontro"]
SENTENCE = "Italy will send missiles to Ukraine."

BAD_LINES = [
    b"not json",
    b'{"id": 5, "text": "x"}',
    b'{"text": "x"}',
    b"[1, 2]",
    b"NaN",
    b'{"id":"raw\x00","text":"x"}',
    b'{"id":"\\ud800","text":"Italy \\udc00"}',
    b"[" * 100_000,
    b'{"id":"n","text":"x","z":' + b"9" * 5000 + b"}",
    b'{"id":"d","text":"x","published":"2024-13"}',
    b'{"id":"long","text":"' + b"a " * 2_500_000 + b'"}',
]


def run(*arguments: str, **options: object) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([*RISCONTRO, *arguments], capture_output=True, timeout=120, **options)


def test_one_line_in_gives_one_line_out_before_the_end():
    with subprocess.Popen(
        [*RISCONTRO, "read", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as program:
        for number in range(2):
            line = json.dumps({"id": str(number), "text": SENTENCE, "lang": "en"})
            program.stdin.write(f"{line}\n")
            program.stdin.flush()
            assert json.loads(program.stdout.readline())["id"] == str(number)
        program.stdin.close()
        assert program.wait(timeout=60) == 0


def test_claims_alone_are_those_of_the_whole_answer():
    line = json.dumps({"id": "1", "text": f"{SENTENCE} Tom said so on Monday.", "lang": "en"}).encode()
    whole, claims = (json.loads(run("read", "-", *only, input=line).stdout) for only in ((), ("--only", "claims")))
    assert whole["attributions"]
    assert set(whole) - set(claims) == {"times", "attributions"}
    assert claims["claims"] == whole["claims"] != []


def test_claims_alone_are_given_of_lines_not_of_a_case():
    done = run("read", "--only", "claims")
    assert done.returncode == 2
    assert b"--only goes with DOCUMENTS" in done.stderr


def test_bad_lines_are_answered_and_the_others_read():
    first = b'\xef\xbb\xbf{"id":"first","text":"%s","lang":"en"}\r\n\n  \n' % SENTENCE.encode()
    last = b'{"id":"last","text":"%s","lang":"en"}' % SENTENCE.encode()
    done = run("read", "-", input=first + b"\n".join(BAD_LINES) + b"\n" + last)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert (done.returncode, done.stderr) == (0, b"")
    assert len(answers) == len(BAD_LINES) + 2
    assert all("error" in answer for answer in answers[1:-1])
    assert [answers[0]["id"], answers[-1]["id"]] == ["first", "last"]
    assert answers[0]["claims"]
    assert answers[-1]["claims"]


@pytest.mark.parametrize("arguments", [("read", "-"), ("resolve", "-"), ("explain", "-")])
def test_a_closed_standard_input_is_said(arguments):
    done = run(*arguments, preexec_fn=lambda: os.close(0))
    assert done.returncode == 2
    assert b"standard input is closed" in done.stderr


def test_a_reader_that_goes_away_ends_it_quietly(tmp_path):
    lines = tmp_path / "lines.jsonl"
    lines.write_text("".join(json.dumps({"id": str(n), "text": "x"}) + "\n" for n in range(2000)), "utf-8")
    with subprocess.Popen([*RISCONTRO, "read", str(lines)], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as program:
        program.stdout.readline()
        program.stdout.close()
        assert program.wait(timeout=60) == 0
        assert program.stderr.read() == b""


def test_control_c_is_one_line_and_130():
    # A shell's background jobs ignore the signal, and so would their children: the program is started heeding it.
    heed = "import os, signal, sys; signal.signal(signal.SIGINT, signal.SIG_DFL); os.execv(sys.argv[1], sys.argv[1:])"
    heeding = [sys.executable, "-c", heed]
    with subprocess.Popen(
        [*heeding, *RISCONTRO, "read", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as program:
        program.stdin.write(b'{"id": "a", "text": "x"}\n')
        program.stdin.flush()
        program.stdout.readline()
        program.send_signal(signal.SIGINT)
        assert program.wait(timeout=60) == 130
        err = program.stderr.read()
    assert err.startswith(b"riscontro: interrupted")
    assert err.count(b"\n") == 1


def test_a_fault_of_ours_is_one_line_too(monkeypatch, invoke, case):
    def fail(path):
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr("riscontro.cli.show.open_case", fail)
    code, out, err = invoke("show", "--case", case)
    assert (code, out) == (70, "")
    assert "ZeroDivisionError" in err
    assert err.count("\n") == 1


def test_every_form_of_show_is_json(case, invoke):
    events = json.loads(invoke("show", "events", "--json", "--case", case)[1])
    event = json.loads(invoke("show", events[0]["id"], "--json", "--case", case)[1])
    claim = json.loads(invoke("show", event["claims"][0], "--json", "--case", case)[1])
    document = json.loads(invoke("show", claim["document_id"], "--json", "--case", case)[1])
    capture = json.loads(invoke("show", document["capture_id"], "--json", "--case", case)[1])
    assert capture["moment"] == "2026-01-31T12:00:00Z"
    assert event["history"][0]["at"] == "2024-03-06T23:59:59Z"
    for what in (["documents"], ["unread"], ["issues"], ["--search", "missiles"], []):
        json.loads(invoke("show", *what, "--json", "--case", case)[1])
