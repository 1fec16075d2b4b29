"""Every format is read back by somebody else's program, says the grade whole, and keeps the case's ids."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace

import bibtexparser
import feedparser
import geojson
import jsonschema
import pytest
import stix2validator
from citeproc.source.json import CiteProcJSON
from followthemoney import model
from hypothesis import given
from hypothesis import strategies as st

from riscontro.cli.export import NAMES
from riscontro.model.holdings import HeldRecords
from riscontro.tell.exports import FORMATS, export
from riscontro.tell.exports.columnar import column_types
from riscontro.tell.exports.delimited import defused
from riscontro.tell.exports.ftm import COLUMNS as FTM_COLUMNS
from riscontro.tell.exports.gdelt import COLUMNS, global_event_id
from riscontro.tell.exports.lines import schema_text
from riscontro.tell.exports.polecat import COLUMNS as POLECAT_COLUMNS
from tests.tell.samples import empty_dossier, rich_dossier


def holdings(dossier):
    return HeldRecords(
        title=dossier.title,
        as_of=dossier.as_of,
        held_to=dossier.held_to,
        version=dossier.version,
        documents=dossier.documents,
        claims=dossier.claims,
        events=dossier.events,
    )


RICH = holdings(rich_dossier())
EMPTY = holdings(empty_dossier())


def files(format, of=RICH, lang="en"):
    return {name: "".join(pieces) for name, pieces in export(of, format, lang=lang)}


def only(format, **options):
    (text,) = files(format, **options).values()
    return text


def test_the_command_knows_every_format():
    assert tuple(FORMATS) == NAMES


@pytest.mark.parametrize("format", NAMES)
@pytest.mark.parametrize("lang", ["en", "it"])
def test_the_same_case_gives_the_same_bytes(format, lang):
    assert files(format, lang=lang) == files(format, lang=lang)


@pytest.mark.parametrize("format", NAMES)
def test_an_empty_case_is_exported_too(format):
    for name, text in files(format, of=EMPTY).items():
        if name.endswith((".json", ".geojson")):
            json.loads(text)


@pytest.mark.parametrize("format", ["csl", "timelinejs"])
@pytest.mark.parametrize("of", [RICH, EMPTY])
def test_an_array_written_piece_by_piece_is_what_json_writes_whole(format, of):
    (text,) = files(format, of=of).values()
    assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=1) + "\n"


def test_csv_holds_a_row_for_each_record_and_nothing_that_a_spreadsheet_runs():
    tables = {name: list(csv.DictReader(io.StringIO(text))) for name, text in files("csv").items()}
    assert [row["id"] for row in tables["events.csv"]] == [event.id for event in RICH.events]
    assert [row["grade"] for row in tables["events.csv"]] == [str(event.grade) for event in RICH.events]
    assert [row["id"] for row in tables["claims.csv"]] == [claim.id for claim in RICH.claims]
    texts = {document.id: document.text for document in RICH.documents}
    for row in tables["claims.csv"]:
        assert row["quote"].lstrip("'") in texts[row["document"]]
    assert len(tables["documents.csv"]) == len(RICH.documents)


@given(st.text(max_size=20))
def test_a_cell_never_begins_as_a_formula(text):
    cell = defused(text)
    assert not str(cell).startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert str(cell).endswith(text)


def test_json_lines_fit_their_published_schemas():
    made = files("jsonl")
    for kind in ("event", "claim", "document"):
        schema = json.loads(made[f"{kind}.schema.json"])
        jsonschema.Draft202012Validator.check_schema(schema)
        validator = jsonschema.Draft202012Validator(schema)
        rows = [json.loads(line) for line in made[f"{kind}s.jsonl"].splitlines()]
        assert rows
        for row in rows:
            validator.validate(row)
    event = json.loads(made["events.jsonl"].splitlines()[0])
    assert event["history"][-1]["grade"] == event["grade"] == str(RICH.events[0].grade)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**event, "grade": "B"}, json.loads(made["event.schema.json"]))


def test_geojson_leaves_what_has_no_place_without_one():
    collection = geojson.loads(only("geojson"))
    assert collection.is_valid
    assert [feature["id"] for feature in collection["features"]] == [event.id for event in RICH.events]
    unplaced = [feature for feature in collection["features"] if feature["properties"]["place_precision"] is None]
    assert unplaced
    assert {feature["geometry"] for feature in unplaced} == {None}


def test_geojson_puts_a_region_at_a_point_and_says_that_it_is_one():
    (kursk,) = [one for one in geojson.loads(only("geojson"))["features"] if one["properties"]["place_name"] == "Kursk"]
    assert kursk["geometry"] == {"type": "Point", "coordinates": [36.185, 51.727]}
    assert kursk["properties"]["place_precision"] == "region"
    assert kursk["properties"]["place_state"] == "RUS"


def test_a_timeline_shows_dated_events_in_order_and_counts_the_others():
    value = json.loads(only("timelinejs"))
    dated = [event for event in RICH.events if event.when and (event.when.earliest or event.when.latest)]
    assert {slide["unique_id"] for slide in value["events"]} == {event.id for event in dated}
    starts = [tuple(slide["start_date"].values()) for slide in value["events"]]
    assert starts == sorted(starts)
    assert all("<" not in slide["text"][part] for slide in value["events"] for part in ("headline", "text"))
    left_out = len(RICH.events) - len(dated)
    assert (str(left_out) in value["title"]["text"]["text"]) == bool(left_out)


def test_bibtex_is_read_back_with_its_titles():
    library = bibtexparser.parse_string(only("bibtex"))
    assert not library.failed_blocks
    assert [entry.key for entry in library.entries] == [document.id for document in RICH.documents]
    for entry, document in zip(library.entries, RICH.documents, strict=True):
        if document.published:
            assert entry.fields_dict["year"].value == document.published.value[:4]


def test_csl_items_are_taken_by_a_citation_processor():
    items = json.loads(only("csl"))
    source = CiteProcJSON(items)
    assert {str(key) for key in source} == {document.id.lower() for document in RICH.documents}


def test_the_feed_holds_every_change_newest_first():
    feed = feedparser.parse(only("atom"))
    assert not feed.bozo
    changes = [change for event in RICH.events for change in event.history]
    assert len(feed.entries) == len(changes)
    assert len({entry.id for entry in feed.entries}) == len(changes)
    assert [entry.updated for entry in feed.entries] == sorted((entry.updated for entry in feed.entries), reverse=True)
    assert all(re.search(r"\[[A-F][1-6]\]$", entry.title) for entry in feed.entries)


def test_the_stix_bundle_passes_the_oasis_validator():
    text = only("stix")
    results = stix2validator.validate_string(text)
    assert results.is_valid, results.errors
    reports = [one for one in json.loads(text)["objects"] if one["type"] == "report"]
    assert {one["external_references"][0]["external_id"] for one in reports} == {
        event.id for event in RICH.events if event.actor or event.recipient or event.opponent
    }
    for report in reports:
        assert any("source-reliability" in label for label in report["labels"])
        digit = next(label for label in report["labels"] if "credibility" in label).split('"')[1]
        assert report.get("confidence") == {"1": 90, "2": 70, "3": 50, "4": 30, "5": 10}.get(digit)


def test_gdelt_s_table_has_its_61_columns_and_the_grades_stand_beside():
    made = files("gdelt")
    assert len(COLUMNS) == len(set(COLUMNS)) == 61
    rows = [line.split("\t") for line in made["events.gdelt.tsv"].splitlines()]
    assert all(len(row) == 61 for row in rows)
    grades = [line.split("\t") for line in made["grades.tsv"].splitlines()[1:]]
    assert [(row[0], row[1], row[3]) for row in grades] == [
        (str(global_event_id(event)), event.id, str(event.grade)) for event in RICH.events
    ]
    assert [row[0] for row in rows] == [row[0] for row in grades]


def test_polecat_s_table_is_read_by_its_column_names():
    made = files("polecat")
    assert len(POLECAT_COLUMNS) == len(set(POLECAT_COLUMNS)) == 40
    rows = list(csv.DictReader(io.StringIO(made["events.polecat.tsv"]), delimiter="\t", quoting=csv.QUOTE_NONE))
    assert [row["Event ID"] for row in rows] == [event.id for event in RICH.events]
    assert all(None not in row and None not in row.values() for row in rows)
    shells = next(row for row in rows if row["Event ID"] == "evt-shells")
    assert (shells["Actor Country"], shells["Actor COW"], shells["Recipient Country"]) == ("PRK", "731", "RUS")
    assert (shells["Event Type"], shells["Quad Code"]) == ("AID", "MATERIAL COOPERATION")
    grades = list(csv.DictReader(io.StringIO(made["grades.tsv"]), delimiter="\t"))
    assert [(row["Event ID"], row["Grade"]) for row in grades] == [(one.id, str(one.grade)) for one in RICH.events]


def test_no_cell_of_polecat_s_table_is_run_by_a_spreadsheet():
    hostile = replace(RICH, documents=tuple(replace(one, publisher="=cmd|' /C calc'!A0") for one in RICH.documents))
    rows = list(csv.reader(io.StringIO(files("polecat", of=hostile)["events.polecat.tsv"]), delimiter="\t"))
    assert "'=cmd|' /C calc'!A0" in {cell for row in rows for cell in row}
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "@"))]


def test_statements_make_the_entities_of_followthemoney():
    rows = [json.loads(line) for line in only("ftm").splitlines()]
    assert all(tuple(row) == FTM_COLUMNS for row in rows)
    entities = {row["entity_id"]: model.make_entity(row["schema"]) for row in rows}
    for row in rows:
        entities[row["entity_id"]].id = row["entity_id"]
        if row["prop"] != "id":
            assert model.get(row["schema"]).get(row["prop"]).type.name == row["prop_type"]
            entities[row["entity_id"]].add(row["prop"], row["value"])
    told = [entities[event.id].get("keywords") for event in RICH.events]
    assert all(f"admiralty:{event.grade}" in words for event, words in zip(RICH.events, told, strict=True))
    assert entities["evt-treaty"].get("startDate") == ["2024-06-19"]
    assert entities["clm-b1"].get("document") == ["doc-b"]
    assert entities["clm-b1"].get("entity") == ["evt-shells"]
    assert {one for event in RICH.events for one in entities[event.id].get("involved")} <= set(entities)
    assert len({row["id"] for row in rows}) == len(rows)


def test_values_that_followthemoney_cleans_stay_as_they_are():
    for row in map(json.loads, only("ftm").splitlines()):
        if row["prop_type"] in ("date", "country", "language"):
            kind = model.get(row["schema"]).get(row["prop"]).type
            assert kind.clean(row["value"]) == row["value"]


def test_parquet_s_columns_are_those_of_the_published_schemas():
    lines = files("parquet")
    assert sorted(lines) == ["claims.parquet", "documents.parquet", "events.parquet"]
    for name, text in lines.items():
        table = name.removesuffix(".parquet")
        keys = list(json.loads(schema_text(table.removesuffix("s")))["properties"])
        assert set(json.loads(text.splitlines()[0])) == set(keys)
        assert list(column_types(table, keys)) == keys
