"""What is printed can be read again, is as large as promised and says nothing it shouldn't."""

import math
from dataclasses import replace

import pytest

from checkin.images import (
    JoinPoster,
    Lang,
    badge_card_pdf,
    badge_sheet_pdf,
    join_poster_pdf,
    pass_pack_pdf,
)
from tests.images.printed import (
    BADGE,
    DOTS_PER_MM,
    NOW,
    PACK,
    POSTER,
    codes,
    every_document,
    page_image,
    page_size,
    words,
)

# --- badges -----------------------------------------------------------------------------------


def test_a_card_is_as_large_as_a_bank_card() -> None:
    assert page_size(badge_card_pdf(BADGE, now=NOW)) == pytest.approx((85.6, 54.0), abs=0.01)


def test_a_card_holds_the_badge_at_level_q_and_at_least_35_mm() -> None:
    (code,) = codes(badge_card_pdf(BADGE, now=NOW))

    assert (code.text, code.level) == (BADGE.text, "Q")
    assert code.side == pytest.approx(46 * 69 / 77, abs=0.15)
    assert code.side >= 35


def test_the_quiet_zone_of_a_card_is_white() -> None:
    image = page_image(badge_card_pdf(BADGE, now=NOW))
    (code,) = codes(badge_card_pdf(BADGE, now=NOW))

    quiet = 4 * code.side / 69
    left, top = (48 - 2 - code.side) / 2 + 2, (50 - 4 - code.side) / 2 + 4
    around = image.crop(
        (
            round((left - quiet) * DOTS_PER_MM),
            round((top - quiet) * DOTS_PER_MM),
            round((left + code.side + quiet) * DOTS_PER_MM),
            round((top + code.side + quiet) * DOTS_PER_MM),
        )
    )
    edge = math.floor(quiet * DOTS_PER_MM)
    around.paste(255, (edge, edge, around.width - edge, around.height - edge))

    assert around.getextrema() == (255, 255)


def test_a_card_says_what_a_person_needs_and_no_name() -> None:
    printed = words(badge_card_pdf(BADGE, now=NOW))

    assert printed == (
        "Nordlicht Werke Hamburg, main house Good until 20 February 2027 "
        "Short code, to type at the kiosk 7GK3M-Q9T2X Your name, if you like"
    )


def test_a_mark_shows_which_corner_to_cut_off() -> None:
    image = page_image(badge_card_pdf(BADGE, now=NOW))

    corner = [(image.width - 6, 6), (6, 6), (6, image.height - 6)]

    assert [image.getpixel(place) for place in corner] == [0, 255, 255]


def test_german_letters_are_printed() -> None:
    card = replace(BADGE, organisation="Müßige Öltürme", works_at="Köln, 5 €", lang="de")

    printed = words(badge_card_pdf(card, now=NOW))

    assert "Müßige Öltürme Köln, 5 € Gültig bis 20. Februar 2027" in printed
    assert "Ihr Name, wenn Sie möchten" in printed


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Łódź", "Lódz"),
        ("STRAẞE", "STRASSE"),
        ("東京", "??"),
        ("a\u202eb\u200bc\nd", "abcd"),
        ("{nb} <b>**bold**</b>", "{nb} <b>**bold**</b>"),
        (r"(a\) Tj ET", r"(a\) Tj ET"),
    ],
)
def test_any_text_prints_as_letters_and_nothing_else(written: str, shown: str) -> None:
    printed = words(badge_card_pdf(replace(BADGE, works_at=written), now=NOW))

    assert f"Nordlicht Werke {shown} Good until" in printed


def test_long_names_end_before_they_touch_anything() -> None:
    card = replace(BADGE, organisation="Gesellschaft " * 9, works_at="x" * 200)

    pdf = badge_card_pdf(card, now=NOW)

    assert [code.text for code in codes(pdf)] == [BADGE.text]
    assert words(pdf).count("…") == 2
    assert "7GK3M-Q9T2X Your name, if you like" in words(pdf)


def test_a_sheet_holds_ten_whole_cards_a_page() -> None:
    pdf = badge_sheet_pdf([BADGE] * 11, now=NOW)

    assert page_size(pdf) == pytest.approx((210, 297), abs=0.1)
    assert [len(codes(pdf, 0)), len(codes(pdf, 1))] == [10, 1]
    first, second, third, *_ = codes(pdf)
    assert second.left - first.left == pytest.approx(85.6, abs=0.6)
    assert third.top - first.top == pytest.approx(54, abs=0.6)


# --- day passes -------------------------------------------------------------------------------


def test_a_pack_holds_each_pass_at_level_q_and_at_least_35_mm() -> None:
    found = codes(pass_pack_pdf(PACK, now=NOW))

    assert [code.text for code in found] == [day_pass.text for day_pass in PACK.passes]
    assert {code.level for code in found} == {"Q"}
    assert min(code.side for code in found) >= 35


def test_each_pass_names_its_day_its_site_and_its_code() -> None:
    printed = words(pass_pack_pdf(PACK, now=NOW))

    for day_pass, day in zip(
        PACK.passes, ("Monday 23", "Tuesday 24", "Wednesday 25"), strict=False
    ):
        assert (
            f"Day pass {day} November 2026 Kiel Come and go all day. Nobody needs your name."
            f" Short code, to type at the kiosk {day_pass.short_code}"
        ) in printed


def test_the_number_of_a_pack_is_on_no_pass() -> None:
    printed = words(pass_pack_pdf(PACK, now=NOW))

    strip, *passes = printed.split("Day pass ")
    assert "Pack P-104" in strip
    assert len(passes) == 10
    assert "P-104" not in "".join(passes)


def test_a_pack_speaks_german() -> None:
    printed = words(pass_pack_pdf(replace(PACK, lang="de"), now=NOW))

    assert "Tagespass Montag 23. November 2026 Kiel Den ganzen Tag ein und aus gehen." in printed


# --- poster -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lang", "same_doors"), [("en", "opens the same doors"), ("de", "öffnet dieselben Türen")]
)
def test_a_poster_offers_the_day_pass_beside_the_link(lang: Lang, same_doors: str) -> None:
    pdf = join_poster_pdf(replace(POSTER, lang=lang), now=NOW)

    assert [code.text for code in codes(pdf)] == [POSTER.link]
    assert POSTER.link in words(pdf)
    assert same_doors in words(pdf)


def test_the_longest_poster_stays_on_its_page() -> None:
    poster = JoinPoster("https://checkin.example/join/" + "a" * 150, "Werke " * 30, "de")

    pdf = join_poster_pdf(poster, now=NOW)

    assert [code.text for code in codes(pdf)] == [poster.link]
    lowest = page_image(pdf).point(lambda light: 255 - light).getbbox()
    assert lowest is not None
    assert lowest[3] / DOTS_PER_MM <= 297 - 5


# --- all of them ------------------------------------------------------------------------------


def test_the_same_input_makes_the_same_file() -> None:
    assert every_document() == every_document()


def test_documents_hold_no_links_actions_or_files() -> None:
    for pdf in every_document():
        for key in (
            b"/Annot",
            b"/URI",
            b"/JavaScript",
            b"/JS",
            b"/AA",
            b"/EmbeddedFile",
            b"/Launch",
        ):
            assert key not in pdf


def test_readers_are_asked_not_to_shrink_the_page() -> None:
    for pdf in every_document():
        assert b"/PrintScaling /None" in pdf
