"""A case folder and its case.toml."""

from __future__ import annotations

import subprocess
import sys

import pytest

from riscontro.errors import CaseError
from riscontro.model.grade import Reliability
from riscontro.store.case import Case
from riscontro.store.config import CHECKED
from riscontro.store.values import CaseConfig, FeedConfig, SourceOverride, WebConfig


def test_a_new_case_has_its_folders_and_says_what_it_watches(tmp_path):
    case = Case.init(tmp_path / "a" / "case", title='The "long" way, è', pairs=[("PRK", "RUS")], languages=["it", "ko"])
    assert sorted(path.name for path in case.path.iterdir() if not path.name.startswith(".")) == [
        "archive", "case.toml", "ledger.sqlite", "out",
    ]  # fmt: skip
    assert Case.open(case.path).config == CaseConfig(
        title='The "long" way, è', pairs=(("PRK", "RUS"),), languages=("it", "ko")
    )


def test_a_case_is_not_made_twice(case):
    with pytest.raises(CaseError, match="already"):
        Case.init(case.path, title="Again")


def test_a_case_that_would_be_wrong_is_not_made(tmp_path):
    with pytest.raises(CaseError, match="pairs"):
        Case.init(tmp_path / "case", title="A", pairs=[["PRK", "Russia"]])
    assert not (tmp_path / "case" / "case.toml").exists()


def test_where_there_is_no_case(tmp_path):
    with pytest.raises(CaseError, match="riscontro init"):
        Case.open(tmp_path)


def write(case: Case, text: str) -> Case:
    (case.path / "case.toml").write_text(text, "utf-8")
    return Case.open(case.path)


def test_sources_and_a_ladder(case):
    source = '[[sources]]\nname = "Example Agency"\nreliability = "B"\nstate = "ITA"\n'
    config = write(case, source + '[ladder]\nrungs = [{key = "words"}]\n').config
    assert config.sources == (SourceOverride(name="Example Agency", reliability=Reliability.B, state="ITA"),)
    assert config.ladder == {"rungs": [{"key": "words"}]}


def test_feeds_and_how_the_web_is_asked(case):
    second = '[[feeds]]\nurl = "https://b.example/rss"\nlang = "it"\npages = false\n'
    config = write(
        case, FEED + second + '[web]\ndelay = 5\nbudget = 9\ntogether = 8\ncontact = "desk@example.org"\n'
    ).config
    first, second = config.feeds
    assert (first, second.lang, second.pages) == (FeedConfig(url="https://a.example/rss"), "it", False)
    assert config.web == WebConfig(delay=5, budget=9, together=8, contact="desk@example.org")
    # The second look takes what was checked from beside the file.
    assert Case.open(case.path).config == config


FEED = '[[feeds]]\nurl = "https://a.example/rss"\n'


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        (FEED + '[[feeds]]\nurl = "ftp://a.example/rss"\n', 4, "http:// or https://"),
        (FEED + 'address = "x"\n', 3, "known are url, publisher, lang, pages"),
        ("[web]\ndelay = -1\n", 2, "seconds between two requests"),
        ("[web]\nbudget = 0\n", 2, "requests a host and run"),
        ("[web]\ntogether = 65\n", 2, "hosts that are asked side by side"),
        ('[web]\ncontact = "a b"\n', 2, "desk@example.org"),
        ("[web]\nspeed = 1\n", 2, "known are delay, budget, together, contact, allow_private"),
    ],
)
def test_what_is_wrong_about_the_web_is_told_with_its_line(case, text, line, says):
    with pytest.raises(CaseError, match=f"line {line}: ") as raised:
        _ = write(case, text).config
    assert says in str(raised.value)


SOURCE = '[[sources]]\nname = "X"\nreliability = "A"\n'


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('title = "A"\npair = [["PRK", "RUS"]]\n', r"line 2: unknown key 'pair'; known are title, pairs"),
        ('title = "A"\n\npairs = [["PRK", "Russia"]]\n', r"line 3: .*'Russia'; expected: pairs = "),
        ('title = "A"\npairs = [["PRK", "PRK"]]\n', r"two different states"),
        ('title = "A"\npairs = [["PRK"]]\n', r"line 2: pairs"),
        ('title = "A"\nlanguages = ["Italian"]\n', r"line 2: .*ISO 639-1"),
        (SOURCE + '[[sources]]\nname = "Y"\nreliability = "G"\n', r"line 6: .*A to F"),
        ('title = "A"\n[[sources]]\nname = "X"\n', r"line 2: sources.0.reliability: Field required"),
        (SOURCE + "rating = 1\n", r"line 4: unknown key 'rating'; known are name"),
        ("title = \n", r"not TOML: .*line 1"),
        ("title = 7\n", r"line 1: title: .*found 7; expected: title = "),
    ],
)  # fmt: skip
def test_a_wrong_case_toml_names_the_line_and_what_is_expected(case, text, says):
    with pytest.raises(CaseError, match=says):
        _ = write(case, text).config


def test_a_case_toml_in_another_encoding(case):
    (case.path / "case.toml").write_bytes('title = "perché"'.encode("latin-1"))
    with pytest.raises(CaseError, match="UTF-8 at byte 14"):
        _ = Case.open(case.path).config


def test_a_checked_config_is_kept_until_the_file_changes(case):
    assert (case.path / CHECKED).is_file()
    assert Case.open(case.path).config.title == "A case"
    assert write(case, 'title = "B"').config.title == "B"
    (case.path / CHECKED).write_text("{broken")
    assert Case.open(case.path).config.title == "B"


def test_a_ladder_with_a_date_is_read_though_it_cannot_be_kept(case):
    config = write(case, 'title = "A"\n[ladder]\nsince = 2024-01-01\n').config
    assert str(config.ladder["since"]) == "2024-01-01"
    assert str(Case.open(case.path).config.ladder["since"]) == "2024-01-01"


def test_looking_at_a_case_imports_neither_pydantic_nor_warcio(case):
    script = (
        "import sys; from riscontro.store.case import Case; case = Case.open(sys.argv[1]); case.config\n"
        "with case.ledger() as ledger: ledger.counts()\n"
        "print([name for name in ('pydantic', 'warcio', 'tomllib', 'importlib.resources') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script, case.path], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_observations_flows_and_weights(case):
    table = '[[observations]]\nfile = "port.csv"\nact = "AID/oil"\nbasis = "satellite"\nacts = { Coal = "AID/oil" }\n'
    text = table + '[flows]\nsilence_factor = 3\n[weights]\n"AID/oil" = 5\n'
    for _ in range(2):  # the second time from what was found right before
        config = write(case, text).config
        (rule,) = config.observations
        assert (rule.file, rule.act, rule.acts, rule.basis) == (
            "port.csv",
            "AID/oil",
            (("coal", "AID/oil"),),
            "satellite",
        )
        assert (config.flows, config.weights) == ({"silence_factor": 3}, {"AID/oil": 5})


@pytest.mark.parametrize(
    ("line", "expected"),
    [("actor = 3", "actor"), ('basis = "stars"', "basis"), ('colour = "red"', "colour"), ('url = "ftp://x"', "http")],
)
def test_a_wrong_declaration_of_observations_is_told_with_its_line(case, line, expected):
    with pytest.raises(CaseError, match=expected) as caught:
        _ = write(case, f'title = "x"\n[[observations]]\nfile = "port.csv"\n{line}\n').config
    assert "line 4" in str(caught.value)
