"""Streams of events: what they send, how long they last, and that they don't starve the server."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias, cast

import pytest
from werkzeug.test import TestResponse

from checkin.cli.server import THREADS
from checkin.core.roles import Role
from checkin.services import kiosks
from checkin.storage import kiosks as rows
from checkin.storage.kiosks import Health
from checkin.web import streams
from tests.web.admin.clerk import Clerk
from tests.world import Building

Asking: TypeAlias = Callable[[Clerk], TestResponse]

LIVE = "/console/kiosks/live"
WELL = Health(0, 12, None, "off", "seen", 40, "1a2b3c4d")


@pytest.fixture
def clerk(building: Building) -> Clerk:
    return Clerk(building, Role.SITE_ADMIN)


@pytest.fixture(autouse=True)
def time_passes(building: Building, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two seconds of the building's clock between two looks, and none of ours."""
    monkeypatch.setattr(streams, "_pause", lambda: building.clock.pass_(seconds=2))


@pytest.fixture
def ask() -> Iterator[Asking]:
    """Opens a stream; those that are left open are let go of in the end."""
    opened: list[TestResponse] = []

    def asked(clerk: Clerk) -> TestResponse:
        opened.append(clerk.client.get(LIVE, headers={"Accept": "text/event-stream"}))
        return opened[-1]

    yield asked
    for answer in opened:
        answer.close()


def events(answer: TestResponse) -> Iterator[str]:
    assert answer.status_code == 200, answer.text
    assert answer.mimetype == "text/event-stream"
    chunks = (str(chunk, "utf-8") for chunk in cast("Iterable[bytes]", answer.response))
    return (chunk for chunk in chunks if not chunk.startswith(":"))


def hear(building: Building, health: Health = WELL) -> None:
    with building.runtime.writing() as db:
        rows.heard(db, building.kiosk, health, now=building.now)


def test_a_stream_begins_with_what_is_and_goes_on_with_what_changes(
    building: Building, clerk: Clerk, ask: Asking
) -> None:
    said = events(ask(clerk))

    assert "Never" in next(said)
    hear(building)
    second = next(said)

    assert second.startswith("retry: 2000\ndata: ")
    assert second.endswith("\n\n")
    assert all(line.startswith(("retry: ", "data: ")) for line in second.splitlines() if line)
    assert "Just now" in second


def test_what_stays_as_it_is_is_said_again_every_15_seconds(
    building: Building, clerk: Clerk, ask: Asking
) -> None:
    said = events(ask(clerk))
    next(said)
    before = building.now

    next(said)

    assert 15 <= (building.now - before).total_seconds() <= 17


def test_a_stream_ends_after_ten_minutes_and_the_page_asks_anew(
    building: Building, clerk: Clerk, ask: Asking
) -> None:
    before = building.now

    said = list(events(ask(clerk)))

    assert 600 <= (building.now - before).total_seconds() <= 602
    assert "event: end" not in "".join(said)


def test_a_role_that_is_taken_away_ends_the_stream_for_good(
    building: Building, clerk: Clerk, ask: Asking
) -> None:
    said = events(ask(clerk))
    next(said)

    Clerk(building, Role.SITE_ADMIN).post(f"/console/accounts/{clerk.account}/end")

    assert list(said) == ["event: end\ndata:\n\n"]


def test_signing_out_ends_the_stream(building: Building, clerk: Clerk, ask: Asking) -> None:
    said = events(ask(clerk))
    next(said)

    clerk.post("/console/sign-out")

    assert list(said) == ["event: end\ndata:\n\n"]


def test_streams_take_half_of_the_threads_and_give_them_back(clerk: Clerk, ask: Asking) -> None:
    taken = [ask(clerk) for _ in range(streams.MOST)]

    refused = ask(clerk)
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "60")
    assert clerk.get("/console/kiosks").status_code == 200

    taken[0].close()
    assert ask(clerk).status_code == 200


def test_a_stream_for_every_second_thread() -> None:
    assert THREADS // 2 == streams.MOST


def test_only_who_reads_streams_gets_one(clerk: Clerk) -> None:
    answer = clerk.get(LIVE)

    assert (answer.status_code, answer.location) == (303, "/console/kiosks")


def test_nobody_is_sent_to_sign_in_by_a_stream(building: Building, ask: Asking) -> None:
    assert ask(Clerk(building, None)).status_code == 401
    assert ask(Clerk(building, Role.RECEPTION)).status_code == 404


def test_a_stream_says_nothing_about_people(building: Building, clerk: Clerk, ask: Asking) -> None:
    shown = next(events(ask(clerk)))

    with building.runtime.reading() as db:
        assert kiosks.one(db, building.kiosk).title in shown
    assert not {"entry", "entries", "badge", "badges"} & set(shown.lower().split())


# --- parts for htmx ---------------------------------------------------------------------------


def test_a_page_with_live_parts_lets_htmx_alone_make_elements(clerk: Clerk) -> None:
    live, plain = clerk.get("/console/kiosks"), clerk.get("/console/doors")

    policy = live.headers["Content-Security-Policy"]
    nonce = policy.partition("'nonce-")[2].partition("'")[0]
    assert len(nonce) >= 20
    assert f'hx-nonce="{nonce}"' in live.text
    assert "trusted-types htmx;" in f"{policy};"
    assert "require-trusted-types-for 'script'" in policy
    assert "nonce" not in plain.headers["Content-Security-Policy"]
    assert "htmx" not in plain.text


def test_each_page_has_a_word_of_its_own(clerk: Clerk) -> None:
    policies = {clerk.get("/console/kiosks").headers["Content-Security-Policy"] for _ in range(3)}

    assert len(policies) == 3


def test_htmx_gets_the_content_alone(clerk: Clerk) -> None:
    part = clerk.client.get("/console/kiosks", headers={"HX-Request": "true"})

    assert 'id="kiosk-health"' in part.text
    assert "<html" not in part.text
    assert "<script" not in part.text
