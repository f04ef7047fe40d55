"""The screen at a door for everybody: whatever it shows, for any eyes, ears, hands and languages.

What axe can see is in `test_accessibility`; here is what it can't: sizes, zoom, sound, speech.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from checkin.core.audit import SYSTEM
from checkin.core.policy import Posture
from checkin.services import badges, kiosks, sites
from tests.journeys.conftest import Visiting
from tests.journeys.house import Server
from tests.journeys.keeping import ready
from tests.journeys.keyboard import press, reach, type_into
from tests.journeys.pages import Kiosk, pairing_code
from tests.world import Building, enrol, text_of

ZOOMED = (320, 256)
"""1280 by 1024 pixels at 400 %, as WCAG 1.4.10 counts it."""
SIZES = ((1280, 800), (768, 1024), (390, 844), ZOOMED)
TARGET = 44

WRONG = """([least, answered]) => {
  const seen = (element) => {
    const panel = document.querySelector("dialog[open]");
    const within = panel === null ? element.closest("dialog") === null : panel.contains(element);
    return within && element.checkVisibility() && !element.closest("[inert]");
  };
  const wrong = [];
  const always = (way) => [...document.querySelectorAll(way)].some(seen);
  const open = document.querySelector("dialog[open]");
  const root = answered ? document.querySelector("#answer") : (open ?? document.body);
  for (const control of root.querySelectorAll("button, input, a[href], summary")) {
    if (!seen(control)) continue;
    const { width, height } = control.getBoundingClientRect();
    if (width < least - 0.5 || height < least - 0.5) {
      wrong.push(`${control.id || control.textContent}: ${width} x ${height}`);
    }
    if (control.scrollWidth > control.clientWidth + 1 && control.tagName === "BUTTON") {
      wrong.push(`${control.id || control.textContent}: its words are cut off`);
    }
    control.scrollIntoView({ block: "nearest" });
    const { left, right, top, bottom } = control.getBoundingClientRect();
    if (left < -1 || right > innerWidth + 1 || bottom < 1 || top > innerHeight - 1) {
      wrong.push(`${control.id || control.textContent}: can't be reached`);
    }
  }
  if (!answered && open?.id !== "help" && !always("#open-help, [data-help]")) {
    wrong.push("nobody is told how to come in without a badge");
  }
  if (!answered && !always("[data-language]")) wrong.push("speaks one language");
  if (document.documentElement.scrollWidth > innerWidth) wrong.push("wider than the screen");
  if (root.scrollWidth > root.clientWidth + 1) wrong.push("a panel is wider than it shows");
  return wrong;
}"""
"""What is wrong with what can be pressed: too small, cut off, or out of reach."""


def staff_code(building: Building) -> str:
    """The code that the console shows."""
    with building.runtime.reading() as db:
        return kiosks.staff_code(kiosks.one(db, building.kiosk), building.runtime.hashing)


def says(kiosk: Kiosk, posture: Posture, building: Building) -> None:
    """Let the door be so, and wait until the screen has heard of it."""
    with building.runtime.writing() as db:
        sites.set_posture(db, building.main_entrance, posture, SYSTEM, now=building.now)
    kiosk.tab.evaluate("dispatchEvent(new Event('online'))")


@dataclass
class Walk:
    """Everything that one screen can show, one after the other."""

    building: Building
    server: Server
    kiosk: Kiosk

    def states(self) -> Iterator[str]:
        """Bring the screen into each state, and say which it is."""
        tab, kiosk, building = self.kiosk.tab, self.kiosk, self.building
        good, bad = enrol(building), enrol(building, "Ben Okafor")
        with building.runtime.writing() as db:
            badges.revoke(db, bad.badge.id, SYSTEM, "badge_help", now=building.now)
        kiosk.open()
        expect(tab.locator("#pairing")).to_be_visible()
        yield "not set up"
        yield from self.helped()
        ready(kiosk.visitor, building)
        yield "ready"
        yield from self.helped()
        tab.get_by_role("button", name="Type the code").click()
        yield "typing a code"
        tab.get_by_role("button", name="Close").click()
        tab.get_by_role("button", name="Staff", exact=True).click()
        yield "asking for the staff code"
        tab.get_by_label("Staff code").fill(staff_code(building))
        tab.get_by_role("button", name="Open", exact=True).click()
        expect(tab.locator("#care")).to_be_visible()
        yield "the check-up"
        tab.locator("#care-scanner").click()
        yield "trying the scanner"
        tab.locator("#scanner-close").click()
        tab.locator("#care-close").click()
        for posture in (Posture.OPEN, Posture.LOCKED, Posture.OFF):
            says(kiosk, posture, building)
            expect(tab.locator("body")).to_have_attribute("data-mode", "paused")
            yield f"a door that is {posture.value}"
            yield from self.helped()
        says(kiosk, Posture.NORMAL, building)
        expect(tab.locator("body")).to_have_attribute("data-mode", "ready")
        tab.get_by_role("button", name="Use the camera").click()
        expect(tab.locator("#camera-problem")).to_be_visible()
        yield "no camera"
        yield from self.helped()
        for text, what in (
            (text_of(building, good), "let in"),
            (text_of(building, bad), "sent to the desk"),
            ("CI1:NOTHING OF OURS", "asked to try again"),
        ):
            kiosk.scan(text)
            expect(kiosk.answer).to_be_visible()
            yield f"answer: {what}"
            kiosk.is_quiet()
        self.server.stop()
        kiosk.scan(text_of(building, good))
        kiosk.says("Welcome")
        kiosk.is_quiet()
        yield "off line"
        yield from self.helped()
        tab.evaluate("indexedDB.deleteDatabase('kiosk')")
        kiosk.open()
        expect(tab.locator("body")).to_have_attribute("data-mode", "blind", timeout=30_000)
        yield "no data"
        yield from self.helped()

    def helped(self) -> Iterator[str]:
        """What is behind "No badge?" here, which is always there."""
        self.kiosk.tab.locator("#open-help").click()
        expect(self.kiosk.tab.locator("#help")).to_be_visible()
        yield "no badge?"
        self.kiosk.tab.locator("#help-close").click()


def test_every_state_can_be_used_by_a_finger_at_any_size_in_both_languages(
    building: Building, visiting: Visiting, server: Server
) -> None:
    visitor = visiting()
    visitor.excuse("401")
    walk = Walk(building, server, Kiosk(visitor))

    seen, wrong = set(), []
    for state in walk.states():
        seen.add(state)
        wrong += wrong_with(visitor.tab, state)

    assert "\n".join(wrong) == ""
    assert len(seen) == 16


def wrong_with(tab: Page, state: str) -> list[str]:
    """What is wrong with this state at some size, in either language."""
    if state.startswith("answer"):
        return wrong_at_any_size(tab, state)
    other = tab.locator("[data-language]:visible")
    found = wrong_at_any_size(tab, state)
    tab.evaluate("document.documentElement.dir = 'rtl'")
    found += wrong_at_any_size(tab, f"{state}, from right to left")
    tab.evaluate("document.documentElement.removeAttribute('dir')")
    other.last.click()
    found += wrong_at_any_size(tab, f"{state}, German")
    other.last.click()
    return found


def wrong_at_any_size(tab: Page, what: str) -> list[str]:
    """What is wrong with what is shown just now, at each size."""
    found = []
    way_in = tab.locator("#open-help")
    for width, height in SIZES:
        tab.set_viewport_size({"width": width, "height": height})
        tab.evaluate("scrollTo(0, 0)")
        box = way_in.bounding_box()
        if (width, height) != ZOOMED and (box is None or box["y"] + box["height"] > height):
            found.append(f"{what}, {width} px: the way in without a badge is out of sight")
        faults = tab.evaluate(WRONG, [TARGET, what.startswith("answer")])
        found += [f"{what}, {width} px: {fault}" for fault in faults]
    tab.set_viewport_size({"width": 1280, "height": 800})
    return found


# --- ears ---------------------------------------------------------------------------------------

VOICES = """
window.said = [];
const voices = ["en-GB", "de-DE"].map((lang) => ({ lang, localService: true, name: lang }));
voices.unshift({ lang: "en-US", localService: false, name: "sends its text away" });
const synthesis = {
  getVoices: () => voices,
  cancel: () => undefined,
  addEventListener: () => undefined,
  speak: (sentence) => window.said.push([sentence.text, sentence.voice.name, sentence.volume]),
};
Object.defineProperty(window, "speechSynthesis", { value: synthesis });
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
"""
"""A machine that can speak both languages by itself, and write down what it would say."""

NOTES = """
window.notes = [];
const start = OscillatorNode.prototype.start;
OscillatorNode.prototype.start = function (when) {
  window.notes.push(Math.round(this.frequency.value));
  return start.call(this, when);
};
"""


def test_answers_are_read_aloud_when_asked_for_and_not_to_the_next_person(
    building: Building, visiting: Visiting
) -> None:
    texts = [text_of(building, enrol(building, name)) for name in ("Ada L", "Ben O", "Cy P")]
    visitor = visiting()
    visitor.context.add_init_script(VOICES)
    visitor.tab.clock.install()
    kiosk = Kiosk.paired(visitor, building)
    aloud = visitor.tab.locator("#aloud")
    kiosk.scan(texts[0])
    kiosk.says("Welcome")
    visitor.tab.clock.run_for(5_000)
    kiosk.is_quiet()
    assert visitor.tab.evaluate("said") == []

    aloud.click()
    aloud.click()
    expect(aloud).to_have_text("Read aloud: louder")
    visitor.tab.locator("[data-language]:visible").click()
    kiosk.scan(texts[1])
    kiosk.says("Willkommen")

    assert visitor.tab.evaluate("said") == [
        ["Answers are read aloud now.", "en-GB", 0.5],
        ["Answers are read aloud now.", "en-GB", 1],
        ["Willkommen Kommen Sie herein.", "de-DE", 1],
    ]
    visitor.tab.clock.run_for(45_000)
    expect(aloud).to_have_text("Read aloud")
    kiosk.scan(texts[2])
    kiosk.says("Welcome")
    assert len(visitor.tab.evaluate("said")) == 3


def test_each_kind_of_answer_has_a_sound_a_shape_and_words_of_its_own(
    building: Building, visiting: Visiting, server: Server
) -> None:
    good, bad = enrol(building), enrol(building, "Ben Okafor")
    with building.runtime.writing() as db:
        badges.revoke(db, bad.badge.id, SYSTEM, "badge_help", now=building.now)
    visitor = visiting()
    visitor.excuse_silence()
    visitor.context.add_init_script(NOTES)
    kiosk = Kiosk.paired(visitor, building)
    visitor.tab.keyboard.press("Shift")  # browsers sound only after somebody touched something
    answers = []
    for person, kind in ((good, "admit"), (bad, "desk"), (good, "blind")):
        if kind == "blind":
            server.stop()
            visitor.tab.evaluate("indexedDB.deleteDatabase('kiosk')")
            kiosk.open()
            expect(visitor.tab.locator("body")).to_have_attribute("data-mode", "blind")
        kiosk.scan(text_of(building, person))
        expect(kiosk.answer).to_have_attribute("data-kind", kind)
        expect(kiosk.answer).to_be_visible()
        answers.append(
            (
                tuple(visitor.tab.evaluate("notes.splice(0)")),
                visitor.tab.locator("#answer-shape").get_attribute("href"),
                visitor.tab.locator("#answer-headline").inner_text(),
                kiosk.answer.evaluate("(element) => getComputedStyle(element).backgroundColor"),
            )
        )
        expect(visitor.tab.get_by_role("status").first).to_contain_text(answers[-1][2])
        kiosk.is_quiet()

    for sense in zip(*answers, strict=True):
        assert len(set(sense)) == 3, sense
        assert all(sense)


# --- hands --------------------------------------------------------------------------------------


def test_the_screen_needs_no_mouse(building: Building, visiting: Visiting) -> None:
    person = enrol(building)
    code = badges.short_code(person.badge, building.runtime.hashing)
    visitor = visiting()
    visitor.excuse("401")
    kiosk, tab = Kiosk(visitor), visitor.tab
    kiosk.open()
    type_into(tab.get_by_label("One-time code"), pairing_code(building))
    type_into(tab.get_by_label("Name of this device"), "Lobby")
    tab.keyboard.press("Enter")
    expect(kiosk.sentence).to_have_text("Hold your badge to the scanner.")

    press(tab.locator("header [data-language]"))
    expect(tab.locator("html")).to_have_attribute("lang", "de")
    press(tab.locator("header [data-language]"))
    press(tab.locator("#open-help"))
    expect(tab.locator("#help")).to_be_visible()
    press(tab.locator("#help-code"))
    expect(tab.locator("#code-field")).to_be_focused()
    for symbol in code.replace("-", ""):
        tab.keyboard.press(symbol)
        tab.wait_for_timeout(120)  # a person, not a scanner
    reach(tab.locator("#code-send"))
    tab.keyboard.press("Enter")

    kiosk.says("Welcome")
    tab.keyboard.press("Escape")
    kiosk.is_quiet()
    press(tab.locator("#open-staff"))
    expect(tab.locator("#staff")).to_be_visible()
    tab.keyboard.press("Escape")
    expect(tab.locator("#staff")).to_be_hidden()


def test_typing_a_code_takes_as_long_as_it_takes(building: Building, visiting: Visiting) -> None:
    code = badges.short_code(enrol(building).badge, building.runtime.hashing)
    visitor = visiting()
    visitor.tab.clock.install()
    kiosk = Kiosk.paired(visitor, building)
    visitor.tab.get_by_role("button", name="Type the code").click()
    visitor.tab.locator("#code-field").fill(code[:4])

    visitor.tab.clock.run_for(600_000)

    expect(visitor.tab.locator("#code-field")).to_have_value(code[:4])
    # Ten minutes in a moment outran each sign of life: the server has to be found once more.
    expect(visitor.tab.locator("#mode-text")).to_have_text("Checked with the server")
    visitor.tab.locator("#code-field").fill(code)
    visitor.tab.locator("#code-send").click()
    kiosk.says("Welcome")


# --- the device ---------------------------------------------------------------------------------

LOCKS = """
window.locks = [];
navigator.wakeLock.request = async () => {
  const lock = { released: false };
  window.locks.push(lock);
  return lock;
};
"""


def test_the_screen_is_kept_lit_again_whenever_the_browser_let_it_go(
    building: Building, visiting: Visiting
) -> None:
    visitor = visiting()
    visitor.context.add_init_script(LOCKS)
    Kiosk.paired(visitor, building)
    tab = visitor.tab
    tab.wait_for_function("locks.length === 1")

    tab.evaluate("locks[0].released = true")
    tab.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

    tab.wait_for_function("locks.length === 2")
    tab.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    tab.wait_for_timeout(200)
    assert tab.evaluate("locks.length") == 2


def test_panels_and_answers_are_on_top_of_a_screen_that_is_filled(
    building: Building, visiting: Visiting
) -> None:
    kiosk = Kiosk.paired(visiting(has_touch=True), building)
    kiosk.sentence.tap()
    kiosk.tab.wait_for_function("document.fullscreenElement !== null")

    kiosk.tab.locator("#open-help").tap()
    expect(kiosk.tab.locator("#help")).to_be_visible()
    assert on_top(kiosk.tab) == "help"
    kiosk.scan(text_of(building, enrol(building)))
    kiosk.says("Welcome")

    assert on_top(kiosk.tab) == "answer"


def on_top(tab: Page) -> str:
    """Which layer is seen in the middle of the screen."""
    middle = "document.elementFromPoint(innerWidth / 2, innerHeight / 2)"
    return str(tab.evaluate(f"{middle}.closest('dialog, .answer, .screen').id"))
