"""A kiosk's camera in a real browser: from the picture that shows a badge to the answer.

A film shows badges, one after the other, with nobody in between. The page itself says when it got
the first picture of a badge and when the answer stood on its screen.
"""

from collections.abc import Iterator, Sequence
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from checkin.bench import chromium, instances
from checkin.bench.plan import BenchError, Hands, Plan, Seen
from checkin.bench.postgres import free_port
from checkin.bench.serving import serving
from checkin.bench.world import build, is_printed
from checkin.core.audit import SYSTEM
from checkin.core.site import InputMode
from checkin.images import HELD_SCALE, held_up, qr_png
from checkin.runtime import Runtime
from checkin.services import kiosks, late

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

_PEOPLE: Final = 20
_BADGES: Final = 8
"""So many are in the film: no badge comes again before the kiosk would ask about it again."""

_HELD, _NOBODY = 30, 96
"""Pictures; a camera takes 30 in a second. An answer is gone before the next badge comes."""

_SECONDS_A_BADGE: Final = (_HELD + _NOBODY) / 30
_PATIENCE: Final = 4

_WATCH: Final = """(margin) => {
  const video = document.getElementById("preview"), answer = document.getElementById("answer");
  const pen = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  let since = null, held = true;
  window.answers = [];
  const look = (_now, { presentationTime }) => {
    // a point in the white margin above the code: paper where a badge is, else the wall
    const { videoWidth: width, videoHeight: height } = video;
    pen.drawImage(video, width / 2, height / 2 - margin, 1, 1, 0, 0, 1, 1);
    const paper = pen.getImageData(0, 0, 1, 1).data[0] > 200;
    if (paper && !held) since = presentationTime;
    held = paper;
    video.requestVideoFrameCallback(look);
  };
  video.requestVideoFrameCallback(look);
  const shown = () => requestAnimationFrame((now) => {
    if (since !== null) window.answers.push({ after: now - since, kind: answer.dataset.kind });
    since = null;
  });
  new MutationObserver(() => answer.hidden || shown()).observe(answer, { attributes: true });
}"""


def measure(plan: Plan, hands: Hands) -> Iterator[Seen]:
    """How long a kiosk takes with its server, and then without it.

    Raises BenchError without a browser, or if an answer is no admission or doesn't come.
    """
    program = chromium.program()
    port, film = free_port(), plan.folder / "badges.mjpeg"
    with instances.instance(plan, hands, "camera", None, port) as rt:
        world = build(rt, _PEOPLE, hands.say)
        badges = [text for text in world.texts if is_printed(text)][:_BADGES]
        shoot(film, badges)
        with chromium.launched(program, film) as browser:
            with serving(hands, rt, port):
                page = _kiosk(rt, browser, port, world.credentials[0])
                page.evaluate(_WATCH, _margin(badges[0]))
                hands.say(f"{plan.filmed} badges before a camera, on line")
                yield Seen(True, _answered(page, plan.filmed))
            hands.say(f"{plan.filmed} badges before a camera, off line")
            yield Seen(False, _answered(page, plan.filmed))


def shoot(film: Path, badges: Sequence[str]) -> None:
    """Write the film: JPEG pictures, one behind the other."""
    nobody = held_up(None)
    with film.open("wb") as written:
        for text in badges:
            written.write(nobody * _NOBODY + held_up(text) * _HELD)


def _margin(text: str) -> int:
    """How many pixels above the middle of the picture there is paper, and no code."""
    png = qr_png(text, "Q", HELD_SCALE)
    side = int.from_bytes(png[16:20])  # as its header says
    return int(side // 2 - 2 * HELD_SCALE)


def _kiosk(rt: Runtime, browser: "Browser", port: int, credential: str) -> "Page":
    """A kiosk's page with its camera on, and all that it needs to go on alone."""
    kiosk = kiosks.named_in(credential)
    assert kiosk is not None
    with rt.writing() as db:
        kiosks.set_input(db, kiosk, InputMode.BOTH, SYSTEM, now=rt.now())
        late.keep_rules(db, now=rt.now())
    address = f"http://localhost:{port}"
    context = browser.new_context(base_url=address)
    context.add_cookies([{"name": "kiosk", "value": credential, "url": address}])
    page = context.new_page()
    with page.expect_response("**/api/v1/kiosks/snapshot"):
        page.goto("/kiosk")
    page.get_by_role("button", name="Use the camera").click()
    return page


def _answered(page: "Page", wanted: int) -> tuple[float, ...]:
    """How long the next badges took. Those that were held up meanwhile are left out."""
    page.evaluate("window.answers = []")
    answers: list[dict[str, Any]] = []
    for _ in range(ceil((wanted + _PATIENCE) * _SECONDS_A_BADGE)):
        page.wait_for_timeout(1000)
        answers = page.evaluate("window.answers")
        if len(answers) >= wanted:
            break
    wrong = [one for one in answers if one["kind"] != "admit"]
    if wrong or len(answers) < wanted:
        raise BenchError(
            f"{len(answers)} of {wanted} badges before a camera were answered, "
            f"{len(wrong)} of them wrongly."
        )
    return tuple(one["after"] / 1000 for one in answers[:wanted])
