"""Pages that are made to be printed: what is on the paper, and on how many sheets."""

import pypdfium2
from playwright.sync_api import Page

from tests.journeys.conftest import Visiting
from tests.world import Building

A4 = (210, 297)


def printed(tab: Page) -> list[str]:
    """The words of each sheet, which are all A4."""
    sheets = list(pypdfium2.PdfDocument(tab.pdf(prefer_css_page_size=True)))
    for sheet in sheets:
        assert tuple(round(points / 72 * 25.4) for points in sheet.get_size()) == A4
    return [" ".join(sheet.get_textpage().get_text_range().split()) for sheet in sheets]


def test_the_door_sign_is_one_sheet_in_both_languages(
    building: Building, visiting: Visiting
) -> None:
    tab = visiting().tab
    tab.goto("/about/sign")

    [sheet] = printed(tab)

    for notice in building.runtime.shipped_notices():
        for said in (notice.sign.title, notice.sign.way_in, notice.sign.who, notice.sign.how_long):
            assert said in sheet
    assert "Print this page" not in sheet
