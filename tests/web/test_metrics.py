from pathlib import Path

import pytest

from checkin.app import create_app
from checkin.storage.store import Store
from tests import world
from tests.web.visitor import Visitor
from tests.world import Building

SECRET = "a token that a monitor knows"


@pytest.fixture
def building(store: Store, tmp_path: Path) -> Building:
    file = tmp_path / "token"
    file.write_text(f"{SECRET}\n")
    return world.building(store, tmp_path, metrics_token_file=str(file))


def test_whoever_shows_the_token_reads_how_deletion_keeps_up(building: Building) -> None:
    world.came_in(building, world.enrol(building), building.now)
    building.clock.pass_(days=32)
    client = create_app(building.runtime).test_client()

    answer = client.get("/metrics", headers={"Authorization": f"Bearer {SECRET}"})

    assert answer.status_code == 200
    assert answer.content_type.startswith("text/plain")
    lines = answer.text.splitlines()
    assert 'checkin_erasure_overdue{table="entry"} 10' in lines
    assert f'checkin_oldest_row_age_seconds{{table="entry"}} {32 * 86400}' in lines
    assert 'checkin_erasure_due{table="audit_event"} 0' in lines
    assert "checkin_requests_overdue 0" in lines


@pytest.mark.parametrize("shown", ["", "Bearer ", "Bearer another", f"Basic {SECRET}"])
def test_to_everybody_else_there_is_no_such_page(building: Building, shown: str) -> None:
    client = create_app(building.runtime).test_client()

    assert client.get("/metrics", headers={"Authorization": shown}).status_code == 404


@pytest.mark.parametrize("file", ["", "/nowhere/token"])
def test_without_a_token_there_is_no_such_page(store: Store, tmp_path: Path, file: str) -> None:
    made = world.building(store, tmp_path, metrics_token_file=file)
    client = create_app(made.runtime).test_client()

    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


def test_what_is_overdue_is_said_to_everybody(building: Building) -> None:
    visitor = Visitor(building)
    visitor.open("/about")
    assert "Yes: nothing here is kept longer than said above." in visitor.words

    world.came_in(building, world.enrol(building), building.now)
    building.clock.pass_(days=30, hours=25)
    visitor.open("/about")

    assert "Something keeps these from being deleted" in visitor.words
    assert "Entries of those who asked for them" in visitor.words.split("mend it:")[1]
