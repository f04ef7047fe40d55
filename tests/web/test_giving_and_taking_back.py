"""Taking back is never longer than giving: requests, fields and boxes of both ways, counted.

Wherever a way begins, from the same page: from nowhere, or signed in (GDPR art. 7(3)).
"""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from werkzeug.test import TestResponse

from checkin.core.inventory import Purpose
from checkin.services import consent
from checkin.storage import people
from tests import world
from tests.web.visitor import Visitor
from tests.world import ENTRY_ALONE, Building

ADA = "ada.lindqvist@linden.example"
GRACE = "grace.hopper@linden.example"


@dataclass(frozen=True, slots=True)
class Effort:
    """What a way asks of a person: pages opened or sent, and what is filled in on them."""

    requests: int
    fields: int


class Counted(Visitor):
    """A visitor whose every page and every field is counted."""

    requests = fields = 0

    def open(self, address: str) -> TestResponse:
        self.requests += 1
        return super().open(address)

    def press(self, button: str, tick: tuple[str, ...] = (), **fields: str) -> TestResponse:
        self.requests += 1
        self.fields += len(tick) + len(fields)
        form, _, _ = self._form_with(button)
        hidden = {name for name, value in form.fields.items() if value} | {""}
        assert set(form.fields) - hidden - set(fields) == set(), "a field was left out"
        return super().press(button, tick, **fields)

    def effort(self, way: Callable[["Counted"], object]) -> Effort:
        """What this way takes from here on."""
        self.requests = self.fields = 0
        way(self)
        return Effort(self.requests, self.fields)


def give_entry(visitor: Counted) -> None:
    visitor.join_up_to_choices(GRACE)
    visitor.press("Yes, make my badge", tick=("entry",))


def give_history(visitor: Counted) -> None:
    visitor.open("/me/choices")
    visitor.press("Say yes See my own entries")


def take_back(what: str) -> Callable[[Counted], None]:
    """Taking back while signed in."""

    def way(visitor: Counted) -> None:
        visitor.open("/me/choices")
        visitor.press(f"Take back {what}")

    return way


def given(building: Building, address: str) -> set[Purpose]:
    """What somebody says yes to now; nothing if they don't take part."""
    with building.runtime.reading() as db:
        person = people.by_email(db, address)
        if person is None:
            return set()
        return {one.purpose for one in consent.choices(db, person.refs.identity) if one.given}


def test_a_badge_is_given_back_in_fewer_steps_than_it_is_got(building: Building) -> None:
    visitor = Counted(building)
    giving = visitor.effort(give_entry)
    assert given(building, GRACE) == {Purpose.ENTRY}

    taking = visitor.effort(take_back("A badge that opens doors"))

    assert given(building, GRACE) == set()
    assert taking == Effort(requests=2, fields=0)
    assert (taking.requests, taking.fields) < (giving.requests, giving.fields)


@pytest.mark.parametrize("button", ["Take everything back", "Take back only my entries"])
def test_with_a_code_and_signed_in_nowhere_it_is_one_page_and_one_field(
    building: Building, button: str
) -> None:
    giving = Counted(building).effort(give_entry)
    ada = world.everything_about(building, "Ada Lindqvist")
    code = building.runtime.hashing.receipt_code(ada.refs.consent)

    def way(visitor: Counted) -> None:
        visitor.open("/take-back")
        visitor.press(button, code=code)

    taking = Counted(building).effort(way)

    assert Purpose.HISTORY not in given(building, ADA)
    assert taking == Effort(requests=2, fields=1)
    assert taking.requests <= giving.requests
    assert taking.fields <= giving.fields


def test_entries_are_taken_back_in_the_steps_in_which_they_are_given(building: Building) -> None:
    world.enrol(building, "Grace Hopper", purposes=ENTRY_ALONE)
    visitor = Counted(building)
    visitor.sign_in(GRACE)

    giving = visitor.effort(give_history)
    assert given(building, GRACE) == {Purpose.ENTRY, Purpose.HISTORY}
    taking = visitor.effort(take_back("See my own entries"))

    assert given(building, GRACE) == {Purpose.ENTRY}
    assert taking == giving == Effort(requests=2, fields=0)
