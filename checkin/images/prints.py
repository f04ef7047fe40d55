"""What is printed and handed out or hung up: badges, day passes and posters.

No name of a person is printed; a badge leaves a line to write one on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from checkin.images.paper import A4, Paper
from checkin.images.printed_words import WORDS, Lang

CARD_WIDTH: Final = 85.6
CARD_HEIGHT: Final = 54.0
"""A bank card: ISO/IEC 7810, ID-1, as wallets and lanyards expect."""


@dataclass(frozen=True, slots=True)
class BadgeCard:
    """A printed badge. `short_code` comes as it is shown, ABCDE-FGHIJ."""

    text: str
    short_code: str
    valid_until: date
    organisation: str
    works_at: str
    lang: Lang = "en"


@dataclass(frozen=True, slots=True)
class DayPass:
    """One pass of a pack, good on one day."""

    text: str
    short_code: str
    day: date


@dataclass(frozen=True, slots=True)
class PassPack:
    """Day passes to be cut apart and handed out. The number stands on the sheet, on no pass."""

    number: str
    organisation: str
    site: str
    passes: Sequence[DayPass]
    lang: Lang = "en"


@dataclass(frozen=True, slots=True)
class JoinPoster:
    """An invitation to hang up, with the link that begins joining."""

    link: str
    organisation: str
    lang: Lang = "en"


def badge_card_pdf(card: BadgeCard, *, now: datetime) -> bytes:
    """One badge on a page of its own size, for a card printer."""
    paper = Paper((CARD_WIDTH, CARD_HEIGHT), WORDS[card.lang].badge, card.lang, now)
    paper.turn()
    _draw_card(paper, card, 0, 0)
    return paper.pdf()


def badge_sheet_pdf(cards: Sequence[BadgeCard], *, now: datetime) -> bytes:
    """One badge or more on A4, ten a page, to cut out; the first one's language is the sheet's."""
    words = WORDS[cards[0].lang]
    paper = Paper(A4, words.badge, cards[0].lang, now)
    left, top = (A4[0] - 2 * CARD_WIDTH) / 2, 18.0
    for place, card in enumerate(cards):
        if place % 10 == 0:
            paper.turn()
            paper.write(words.cut_badge, left, 9, 2 * CARD_WIDTH - 60, 7, lines=2)
            paper.ruler(left + 2 * CARD_WIDTH, 12, words.ruler)
        x, y = left + place % 2 * CARD_WIDTH, top + place % 10 // 2 * CARD_HEIGHT
        paper.cut(x, y, CARD_WIDTH, CARD_HEIGHT)
        _draw_card(paper, card, x, y)
    return paper.pdf()


def _draw_card(paper: Paper, card: BadgeCard, x: float, y: float) -> None:
    """Code left, words right, a mark in the corner to cut off: fingers then find the right way up.

    The code's box holds its quiet zone: version 13, the usual one, is 41 mm of code in 46 mm.
    """
    words = WORDS[card.lang]
    paper.qr(card.text, "Q", x + 2, y + 4, 46)
    paper.notch(x + CARD_WIDTH, y)
    column, width = x + 49.5, 33.0
    below = paper.write(card.organisation, column, y + 7.5, width, 9, bold=True, lines=2)
    below = paper.write(card.works_at, column, below + 0.8, width, 7.5, lines=2)
    below = paper.write(words.valid_until, column, below + 2, width, 6)
    below = paper.write(words.written(card.valid_until), column, below, width, 8.5, bold=True)
    below = paper.write(words.short_code, column, below + 1.5, width, 6)
    paper.write(card.short_code, column, below, width, 12, code=True)
    paper.rule(column, y + 47, width)
    paper.write(words.write_name, column, y + 47.6, width, 6)


def pass_pack_pdf(pack: PassPack, *, now: datetime) -> bytes:
    """A pack of day passes on A4, ten a page, to be cut apart; the strip above names the pack."""
    words = WORDS[pack.lang]
    paper = Paper(A4, f"{words.pack} {pack.number}", pack.lang, now)
    left, top, width, height = 12.0, 30.0, 93.0, 52.0
    for place, day_pass in enumerate(pack.passes):
        if place % 10 == 0:
            paper.turn()
            heading = f"{words.pack} {pack.number} · {pack.organisation}, {pack.site}"
            y = paper.write(heading, left, 8, 2 * width, 12, bold=True)
            paper.write(words.about_pack, left, y + 1, 2 * width - 64, 8, lines=3)
            paper.ruler(left + 2 * width, 20, words.ruler)
        x, y = left + place % 2 * width, top + place % 10 // 2 * height
        paper.cut(x, y, width, height)
        _draw_pass(paper, pack, day_pass, x, y)
    return paper.pdf()


def _draw_pass(paper: Paper, pack: PassPack, day_pass: DayPass, x: float, y: float) -> None:
    words = WORDS[pack.lang]
    paper.qr(day_pass.text, "Q", x + 3, y + 4, 44)
    column, width = x + 49, 41.0
    below = paper.write(words.day_heading, column, y + 6, width, 8)
    below = paper.write(words.weekday(day_pass.day), column, below, width, 15, bold=True)
    below = paper.write(words.written(day_pass.day), column, below, width, 11, bold=True)
    below = paper.write(pack.site, column, below + 1, width, 9, lines=2)
    below = paper.write(words.about_day, column, below + 1, width, 7.5, lines=3)
    below = paper.write(words.short_code, column, y + 40.5, width, 6)
    paper.write(day_pass.short_code, column, below, width, 12, code=True)


def join_poster_pdf(poster: JoinPoster, *, now: datetime) -> bytes:
    """A poster on A4: what a badge is, how to get one, and that a day pass opens the same doors."""
    words = WORDS[poster.lang]
    paper = Paper(A4, words.join_heading, poster.lang, now)
    paper.turn()
    left, width = 20.0, A4[0] - 40
    y = paper.write(poster.organisation, left, 20, width, 16)
    y = paper.write(words.join_heading, left, y + 3, width, 38, bold=True, lines=2)
    y = paper.write(words.join_what, left, y + 5, width, 18, lines=5)
    box = 104.0
    paper.qr(poster.link, "Q", (A4[0] - box) / 2, y + 4, box)
    y = paper.write(words.join_how, left, y + box + 6, width, 16, bold=True, centred=True, lines=2)
    y = paper.write(poster.link, left, y + 1, width, 11, centred=True, lines=3)
    paper.frame(left, y + 7, width, 44)
    y = paper.write(words.no_badge, left + 8, y + 13, width - 16, 20, bold=True)
    paper.write(words.no_badge_what, left + 8, y + 2, width - 16, 15, lines=4)
    return paper.pdf()
