"""The file that shows a draft."""

import re
from dataclasses import replace
from html import unescape

import pytest

from checkin.cli import notice_preview
from checkin.core.notices import Notice
from tests.world import Building


@pytest.fixture
def texts(building: Building) -> dict[str, Notice]:
    return {one.language: one for one in building.runtime.shipped_notices()}


def words(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", page)).split())


def test_every_language_shows_sign_text_and_question(texts: dict[str, Notice]) -> None:
    said = words(notice_preview.of(texts, "2.0.0"))

    assert "Draft of version 2.0.0" in said
    for notice in texts.values():
        for part in (
            notice.sign.way_in,
            notice.summary.choice.text,
            notice.full.never.text,
            notice.full.taking_back.text,
            notice.form.question,
            notice.form.yes,
            *(box.text for box in notice.form.boxes),
        ):
            assert part in said


def test_a_language_that_the_draft_has_not_got_is_not_shown(texts: dict[str, Notice]) -> None:
    page = notice_preview.of({"de": texts["de"]}, "2.0.0")

    assert texts["de"].title in words(page)
    assert texts["en"].title not in words(page)
    assert "English" not in page


def test_the_file_stands_alone(texts: dict[str, Notice]) -> None:
    page = notice_preview.of(texts, "2.0.0")

    addresses = re.findall(r'(?:src|href)="([^"]*)"', page)
    assert {address[:5].partition("#")[0] for address in addresses} == {"", "data:"}
    assert "<script" not in page


def test_what_a_draft_says_is_text_and_nothing_else(texts: dict[str, Notice]) -> None:
    hostile = replace(texts["en"], title="<script>alert(1)</script>")

    page = notice_preview.of({"en": hostile}, "2.0.0")

    assert "<script" not in page
