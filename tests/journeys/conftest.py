"""A building that is served, browsers before it, and somebody who watches what they do."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeAlias

import pytest
from PIL import Image
from playwright.sync_api import Browser, Playwright, expect

from checkin.app import create_app
from checkin.storage.store import Store
from tests import browser as chromium
from tests import world
from tests.commands import free_port
from tests.journeys import film, house
from tests.journeys.examiner import Examiner
from tests.journeys.house import Server
from tests.journeys.pages import Kiosk, Visitor
from tests.world import Building

PATIENCE = 20_000  # milliseconds: a machine that runs two browsers at once is slow

Filming: TypeAlias = Callable[..., Browser]
Visiting: TypeAlias = Callable[..., Visitor]

expect.set_options(timeout=PATIENCE)


@pytest.fixture
def port() -> int:
    """Where this test's building is served."""
    return free_port()


@pytest.fixture
def building(store: Store, tmp_path: Path, port: int) -> Building:
    """Linden Works today, its first kiosk with a camera beside the scanner."""
    clock = house.RunningClock()
    return world.building(store, tmp_path, clock=clock, base_url=house.address(port))


@pytest.fixture
def server(building: Building, port: int) -> Iterator[Server]:
    """The building, served."""
    made = Server(create_app(building.runtime), port)
    made.start()
    yield made
    made.stop()


@pytest.fixture
def filming(playwright: Playwright, tmp_path: Path) -> Iterator[Filming]:
    """Starts a browser whose camera sees these badges, held as the scene says."""
    started: list[Browser] = []

    def film_of(scene: film.Scene, *badges: Image.Image) -> Browser:
        reel = film.shoot(tmp_path / f"film{len(started)}.mjpeg", scene, *badges)
        started.append(chromium.launch(playwright, film=reel))
        return started[-1]

    yield film_of
    for launched in started:
        launched.close()


class Camera:
    """A camera whose film can still be changed: it is read when the camera is switched on."""

    def __init__(self, playwright: Playwright, reel: Path) -> None:
        self.reel = film.shoot(reel, film.STRAIGHT)
        self.browser = chromium.launch(playwright, film=reel)

    def sees(self, screens: Sequence[Image.Image]) -> None:
        """Film these screens, one behind the other."""
        film.roll(self.reel, film.STRAIGHT, screens)


@pytest.fixture
def camera(playwright: Playwright, tmp_path: Path) -> Iterator[Camera]:
    """A browser whose camera sees nobody yet."""
    made = Camera(playwright, tmp_path / "camera.mjpeg")
    yield made
    made.browser.close()


@pytest.fixture(scope="module")
def empty_room(
    playwright: Playwright, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Browser]:
    """A browser whose camera sees nobody."""
    reel = film.shoot(tmp_path_factory.mktemp("camera") / "nobody.mjpeg", film.STRAIGHT)
    launched = chromium.launch(playwright, film=reel)
    yield launched
    launched.close()


@pytest.fixture
def visiting(server: Server, browser: Browser) -> Iterator[Visiting]:
    """Opens a browser window without a past; nothing in it may have gone wrong in the end."""
    visitors: list[Visitor] = []

    def visitor(into: Browser = browser, **options: object) -> Visitor:
        visitors.append(Visitor.without_a_past(into, house.address(server.port), **options))
        return visitors[-1]

    yield visitor
    complaints = [complaint for one in visitors for complaint in one.complaints]
    for one in visitors:
        one.leave()
    assert complaints == []


@pytest.fixture
def kiosk(building: Building, visiting: Visiting) -> Kiosk:
    """The kiosk at the main entrance, paired and ready."""
    return Kiosk.paired(visiting(), building)


@pytest.fixture
def examiner(axe: str) -> Iterator[Examiner]:
    """Whatever it finds wrong fails the test that let it look."""
    made = Examiner(axe)
    yield made
    assert made.examined
    assert made.faults == []
