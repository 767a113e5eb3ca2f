"""The week that comes with the demo to try the import is understood row by row."""

from __future__ import annotations

from datetime import date, time

from demo.loaders import sources

from govportal_wagtail.schedules.importing import reading, rows
from govportal_wagtail.schedules.weeks import Week

SAMPLE = sources.DATA / "schedules" / "mau-nhap-lich-tuan.csv"
WEEK = Week(date(2026, 11, 23))


def test_the_sample_is_of_the_kind_that_offices_send():
    data = SAMPLE.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert b";" in data
    assert b'"- ' in data


def test_every_row_of_the_sample_arrives():
    (grid,) = reading.read_bytes(SAMPLE.read_bytes())
    found = rows.read_rows(grid, WEEK, lambda name: False)
    items = [entry for entry in found.entries if entry.kind == "item"]
    assert (len(items), found.empty, found.free) == (11, 1, 1)
    assert {entry.day for entry in items} == set(WEEK.days[:6])
    assert all(entry.session and entry.content for entry in items)
    assert (items[0].day, items[0].start) == (WEEK.monday, time(7, 30))
    assert items[1].participants == "Trưởng các bản\nPhòng Kinh tế"
    # Two times for one visit: somebody has to say which.
    (unclear,) = [entry for entry in items if entry.errors]
    assert unclear.text.startswith("10h00/09h00")
    assert set(unclear.errors) == {"when"}
