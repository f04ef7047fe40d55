"""Taking back at the front desk: a code and one press, and nobody is named."""

from checkin.storage.store import Store
from tests import world
from tests.web.admin.clerk import Clerk, words
from tests.world import Building


def badge_code(building: Building) -> str:
    ada = world.enrol(building)
    return building.runtime.hashing.short_code(ada.badge.id.bytes)


def test_the_desk_takes_everything_back_for_whoever_shows_a_badge(
    building: Building, reception: Clerk, store: Store
) -> None:
    code = badge_code(building)

    page = reception.post("/console/take-back", code=code, what="entry")

    assert page.status_code == 200
    assert "Everything is taken back" in words(page)
    assert "your name and work e-mail: 1" in words(page)
    assert "Ada" not in page.text
    assert "identity" not in world.rows(store)


def test_the_desk_takes_back_entries_alone(building: Building, reception: Clerk) -> None:
    code = badge_code(building)

    first = reception.post("/console/take-back", code=code, what="history")
    second = reception.post("/console/take-back", code=code, what="history")

    assert "The entries are taken back" in words(first)
    assert second.status_code == 400
    assert "nothing to take back" in words(second)


def test_a_press_without_a_button_takes_nothing_back(
    building: Building, reception: Clerk, store: Store
) -> None:
    code = badge_code(building)

    assert reception.post("/console/take-back", code=code).status_code == 400
    assert reception.post("/console/take-back", code=code, what="all").status_code == 400
    assert world.rows(store)["identity"] == 1


def test_an_unknown_code_says_so_and_many_have_to_wait(reception: Clerk) -> None:
    first = reception.post("/console/take-back", code="00000-00001", what="entry")

    assert "No badge and no receipt has this code" in words(first)
    pages = [reception.post("/console/take-back", code="x", what="entry") for _ in range(20)]
    assert pages[-1].status_code == 429
