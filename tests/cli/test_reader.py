"""A language model as the reader, from the command line: chosen, told of, bounded, kept, replayed."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys

import pytest

from tests.read.model.make import TEXT, claim, content, sent, serving, told

KEY = "sk-a-key-that-nobody-sees"


@pytest.fixture(autouse=True)
def clean(monkeypatch):
    for name in ("READER", "MODEL_URL", "MODEL", "MODEL_KEY", "MODEL_REPLIES"):
        monkeypatch.delenv(f"RISCONTRO_{name}", raising=False)


@pytest.fixture
def honest():
    with serving(told(lambda passage: content(claim()) if "missili" in passage else content())) as served:
        yield served


@pytest.fixture
def by_model(monkeypatch, honest):
    monkeypatch.setenv("RISCONTRO_READER", "model")
    monkeypatch.setenv("RISCONTRO_MODEL_URL", honest.url)
    monkeypatch.setenv("RISCONTRO_MODEL", "stand-in")
    return honest


@pytest.fixture
def case(tmp_path, invoke):
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    (tmp_path / "b.txt").write_text(
        "L'Italia ha vinto la partita contro la Francia, dicono i tifosi di Torino.", "utf-8"
    )
    folder = tmp_path / "case"
    assert invoke("init", folder)[0] == 0
    code, _, err = invoke("collect", tmp_path / "a.txt", tmp_path / "b.txt", "--published", "2024-10-02", "-C", folder)
    assert code == 0, err
    return folder


def lines(tmp_path, *texts):
    path = tmp_path / "lines.jsonl"
    rows = [{"id": f"d{n}", "text": text, "lang": "it", "published": "2024-10-02"} for n, text in enumerate(texts)]
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    return path


def claims(case):
    with sqlite3.connect(case / "ledger.sqlite") as ledger:
        return ledger.execute("SELECT actor, recipient, reader FROM current_claim ORDER BY id").fetchall()


def test_nothing_is_asked_unless_it_is_chosen(tmp_path, invoke, honest, monkeypatch):
    monkeypatch.setenv("RISCONTRO_MODEL_URL", honest.url)
    monkeypatch.setenv("RISCONTRO_MODEL", "stand-in")
    code, out, err = invoke("read", lines(tmp_path, TEXT))
    assert code == 0
    assert json.loads(out)["claims"][0]["actor"] == "IRN"
    assert honest.requests == []
    assert err == ""


def test_lines_are_read_by_the_model(tmp_path, invoke, by_model):
    code, out, err = invoke("read", lines(tmp_path, TEXT, "Ciao.", TEXT + " Punto."))
    assert code == 0
    answers = [json.loads(line) for line in out.splitlines()]
    assert [answer["id"] for answer in answers] == ["d0", "d1", "d2"]
    assert [len(answer["claims"]) for answer in answers] == [1, 0, 1]
    assert len(by_model.requests) == 2, "what names nobody is not sent"
    notice, spent = err.splitlines()
    assert by_model.url.removesuffix("/v1") in notice
    assert "stand-in" in notice
    assert "not encrypted" in notice
    assert "2 calls" in spent


def test_a_case_is_read_and_the_reader_is_on_each_claim(case, invoke, by_model):
    code, out, err = invoke("read", "-C", case, "--json")
    assert code == 0, err
    report = json.loads(out)
    assert (report["documents"], report["claims"], report["left"]) == (2, 1, 0)
    assert report["model"]["calls"] == 2
    assert report["model"]["per_document"]["tokens"] == 120
    assert claims(case) == [("IRN", "RUS", claims(case)[0][2])]
    assert claims(case)[0][2].startswith("model/0.1 prompt/2 stand-in 20")
    assert err.index("go to http") < err.index("read 2 documents")
    again = json.loads(invoke("read", "-C", case, "--json")[1])
    assert again["documents"] == 0
    assert len(by_model.requests) == 2


def test_both_are_merged_and_offered_for_review(case, invoke, by_model, monkeypatch):
    monkeypatch.setenv("RISCONTRO_READER", "both")
    assert invoke("read", "-C", case)[0] == 0
    ((actor, recipient, reader),) = claims(case)
    assert (actor, recipient) == ("IRN", "RUS")
    assert reader.startswith("rules/0.1 + model/0.1")
    by_model.requests.clear()
    monkeypatch.setenv("RISCONTRO_READER", "rules")
    assert invoke("read", "-C", case)[0] == 0
    assert claims(case)[0][2] == "rules/0.1"
    assert by_model.requests == []


def test_where_two_readers_differ_the_issues_offer_it(case, invoke, monkeypatch):
    other = claim(mode="weapons", modality={"value": "asserted", "words": None})
    only = claim(type="CONSULT", mode="visit", quantity=None)
    with serving(told(lambda passage: content(other, only) if "missili" in passage else content())) as served:
        monkeypatch.setenv("RISCONTRO_READER", "both")
        monkeypatch.setenv("RISCONTRO_MODEL_URL", served.url)
        monkeypatch.setenv("RISCONTRO_MODEL", "stand-in")
        assert invoke("read", "-C", case)[0] == 0
    code, out, _ = invoke("show", "issues", "-C", case)
    assert code == 0
    assert "read.both.differs" in out
    assert "mode: the rules read missiles, the model weapons" in out
    assert "read.both.model_only" in out


def test_a_rebuild_replays_without_the_network(case, invoke, by_model, monkeypatch):
    assert invoke("read", "-C", case)[0] == 0
    assert invoke("weigh", "-C", case)[0] == 0
    before = invoke("dump", "-C", case)[1]
    by_model.requests.clear()
    for name in ("READER", "MODEL_URL", "MODEL"):
        monkeypatch.delenv(f"RISCONTRO_{name}")
    code, _, err = invoke("rebuild", "-C", case)
    assert code == 0, err
    assert by_model.requests == []
    assert "go to" not in err
    assert invoke("dump", "-C", case)[1] == before


def test_what_case_toml_says_is_outranked_by_the_environment(case, invoke, honest, monkeypatch):
    with (case / "case.toml").open("a", encoding="utf-8") as file:
        file.write(f'\n[reader]\nkind = "model"\nurl = "{honest.url}"\nmodel = "named-in-the-case"\ncalls = 1\n')
    code, _, err = invoke("read", "-C", case)
    assert code == 0, err
    assert honest.requests[0]["model"] == "named-in-the-case"
    assert len(honest.requests) == 1
    assert "ceiling of 1 calls" in err
    assert "1 document left" in err
    code, _, err = invoke("read", "-C", case)
    assert len(honest.requests) == 2, "the next run goes on from there"
    assert "left" not in err
    monkeypatch.setenv("RISCONTRO_READER", "rules")
    assert invoke("read", "-C", case)[0] == 0
    assert len(honest.requests) == 2


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ('key = "sk-x"', "a key never stands in a file"),
        ('api_key = "sk-x"', "a key never stands in a file"),
        ('url = "http://me:sk-x@example.org/v1"', "password"),
        ('url = "example.org"', "http"),
        ('kind = "magic"', "kind"),
        ("calls = 0", "calls"),
        ('models = "x"', "unknown key"),
    ],
)
def test_what_may_not_stand_in_case_toml(case, invoke, table, told):
    with (case / "case.toml").open("a", encoding="utf-8") as file:
        file.write(f"\n[reader]\n{table}\n")
    code, _, err = invoke("read", "-C", case)
    assert code == 3
    assert told in err
    assert "case.toml, line" in err


def test_the_key_is_in_no_file_and_no_message(case, invoke, by_model, monkeypatch):
    monkeypatch.setenv("RISCONTRO_MODEL_KEY", KEY)
    out, err = invoke("read", "-C", case)[1:]
    assert by_model.headers[0]["Authorization"] == f"Bearer {KEY}"
    assert KEY not in out + err
    assert "a key goes with them" in err
    for path in case.rglob("*"):
        assert not path.is_file() or KEY.encode() not in path.read_bytes(), path


def test_a_server_that_tells_the_key_in_its_error_is_not_repeated(case, invoke, monkeypatch):
    with serving(sent(f"no such key {KEY}".encode(), status=401)) as served:
        monkeypatch.setenv("RISCONTRO_READER", "model")
        monkeypatch.setenv("RISCONTRO_MODEL_URL", served.url)
        monkeypatch.setenv("RISCONTRO_MODEL", "stand-in")
        monkeypatch.setenv("RISCONTRO_MODEL_KEY", KEY)
        code, out, err = invoke("read", "-C", case)
    assert code == 0
    assert KEY not in out + err
    assert "401" in err
    assert "2 documents left" in err


@pytest.fixture
def ring():
    """A keyring that holds what it is given, in the place of the system's."""
    keyring = pytest.importorskip("keyring")
    backend = pytest.importorskip("keyring.backend")

    class Ring(backend.KeyringBackend):
        priority = 1

        def __init__(self):
            super().__init__()
            self.held, self.asked = {}, []

        def get_password(self, service, username):
            self.asked.append((service, username))
            found = self.held.get((service, username))
            if isinstance(found, Exception):
                raise found
            return found

        def set_password(self, service, username, password):
            self.held[service, username] = password

    before, made = keyring.get_keyring(), Ring()
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(before)


def test_a_key_from_the_keyring(case, invoke, by_model, ring):
    host = by_model.url.removesuffix("/v1")
    ring.set_password("riscontro", host, KEY)
    code, out, err = invoke("read", "-C", case)
    assert code == 0
    assert ring.asked == [("riscontro", host)]
    assert by_model.headers[0]["Authorization"] == f"Bearer {KEY}"
    assert KEY not in out + err
    for path in case.rglob("*"):
        assert not path.is_file() or KEY.encode() not in path.read_bytes(), path


def test_a_keyring_that_holds_nothing_or_is_locked_leaves_the_request_without_a_key(tmp_path, invoke, by_model, ring):
    import keyring.errors

    assert invoke("read", lines(tmp_path, TEXT))[0] == 0
    ring.held["riscontro", by_model.url.removesuffix("/v1")] = keyring.errors.KeyringLocked("locked")
    assert invoke("read", lines(tmp_path, TEXT + " Due."))[0] == 0
    assert len(by_model.headers) == 2
    assert all("Authorization" not in headers for headers in by_model.headers)


def test_a_ceiling_stops_a_run_and_the_next_one_goes_on(tmp_path, invoke, by_model):
    folder = tmp_path / "case"
    assert invoke("init", folder)[0] == 0
    for number in range(3):
        (tmp_path / f"{number}.txt").write_text(f"{TEXT} Numero {number}.", "utf-8")
    names = [tmp_path / f"{number}.txt" for number in range(3)]
    assert invoke("collect", *names, "--published", "2024-10-02", "-C", folder)[0] == 0
    with (folder / "case.toml").open("a", encoding="utf-8") as file:
        file.write("\n[reader]\ncalls = 2\nconcurrency = 1\n")
    code, out, err = invoke("read", "-C", folder, "--json")
    report = json.loads(out)
    assert (code, report["documents"], report["left"]) == (0, 2, 1)
    assert "ceiling of 2 calls" in report["halted"]
    assert "ceiling of 2 calls" in err
    again = json.loads(invoke("read", "-C", folder, "--json")[1])
    assert (again["documents"], again["left"], again["halted"]) == (1, 0, None)
    assert len(by_model.requests) == 3
    assert len(claims(folder)) == 3


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("RISCONTRO_READER", "clairvoyant", "rules, model, both"),
        ("RISCONTRO_MODEL_URL", "", "RISCONTRO_MODEL_URL"),
        ("RISCONTRO_MODEL", "", "RISCONTRO_MODEL"),
        ("RISCONTRO_MODEL_URL", "localhost:11434", "http://"),
        ("RISCONTRO_MODEL_KEY", "two words", "RISCONTRO_MODEL_KEY"),
        ("RISCONTRO_MODEL_KEY", "“quoted”", "RISCONTRO_MODEL_KEY"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(tmp_path, invoke, by_model, monkeypatch, name, value, told):
    monkeypatch.setenv(name, value)
    code, out, err = invoke("read", lines(tmp_path, TEXT))
    assert code == 2
    assert out == ""
    assert told in err
    assert len(err.splitlines()) == 1


def test_lines_after_the_last_call_say_why_they_were_not_read(tmp_path, invoke, monkeypatch):
    with serving(sent(b"", status=403)) as served:
        monkeypatch.setenv("RISCONTRO_READER", "model")
        monkeypatch.setenv("RISCONTRO_MODEL_URL", served.url)
        monkeypatch.setenv("RISCONTRO_MODEL", "stand-in")
        code, out, _ = invoke("read", lines(tmp_path, TEXT, TEXT + " Due."))
    answers = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert [answer["id"] for answer in answers] == ["d0", "d1"]
    assert all("403" in answer["error"] for answer in answers)
    assert len(served.requests) <= 2


def test_replies_of_lines_are_kept_where_a_file_is_named(tmp_path, invoke, by_model, monkeypatch):
    monkeypatch.setenv("RISCONTRO_MODEL_REPLIES", str(tmp_path / "replies.sqlite"))
    first = invoke("read", lines(tmp_path, TEXT))[1]
    second = invoke("read", lines(tmp_path, TEXT))[1]
    assert first == second
    assert len(by_model.requests) == 1


def test_run_takes_the_chosen_reader(tmp_path, invoke, by_model):
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    out = tmp_path / "x.md"
    code, _, err = invoke("run", tmp_path / "a.txt", "--published", "2024-10-02", "-o", out)
    assert code == 0, err
    assert "the model: 1 call" in err
    assert "missil" in out.read_text("utf-8")


def test_a_document_that_names_no_watched_pair_is_not_sent(tmp_path, invoke, by_model):
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    (tmp_path / "b.txt").write_text("La Francia ha consegnato missili alla Grecia. " * 3, "utf-8")
    folder = tmp_path / "case"
    invoke("init", folder, "--pair", "IRN:RUS")
    invoke("collect", tmp_path / "a.txt", tmp_path / "b.txt", "--published", "2024-10-02", "-C", folder)
    assert invoke("read", "-C", folder)[0] == 0
    assert len(by_model.requests) == 1
    assert "Iran" in by_model.requests[0]["messages"][-1]["content"]


def test_a_line_is_answered_before_the_next_is_there(by_model):
    command = [sys.executable, "-m", "riscontro", "read", "-"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=os.environ, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for number in range(2):
            row = {"id": f"d{number}", "text": TEXT, "lang": "it", "published": "2024-10-02"}
            process.stdin.write(json.dumps(row) + "\n")
            process.stdin.flush()
            answer = json.loads(process.stdout.readline())
            assert answer["id"] == f"d{number}"
            assert len(answer["claims"]) == 1
        process.stdin.close()
        assert process.wait(30) == 0


def test_an_answer_that_is_no_answer_costs_no_other_document(case, invoke, monkeypatch):
    with serving(told(lambda passage: "nonsense" if "tifosi" in passage else content(claim()))) as served:
        monkeypatch.setenv("RISCONTRO_READER", "model")
        monkeypatch.setenv("RISCONTRO_MODEL_URL", served.url)
        monkeypatch.setenv("RISCONTRO_MODEL", "stand-in")
        assert invoke("read", "-C", case)[0] == 0
    assert len(claims(case)) == 1
    assert "read.model.answer" in invoke("show", "issues", "-C", case)[1]
