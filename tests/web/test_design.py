"""The look keeps its promises: contrast, fair choices, forms that work without a script."""

import re
from html.parser import HTMLParser
from itertools import product
from pathlib import Path
from types import SimpleNamespace
from typing import Literal

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from playwright.sync_api import Browser, BrowserContext, Route
from playwright.sync_api import Page as Tab

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "checkin" / "web" / "static"
TEMPLATES = ROOT / "templates"

IMPORTS = """
{% import "macros/page.html" as ui with context %}
{% import "macros/forms.html" as forms with context %}
{% import "macros/tables.html" as tables with context %}
{% import "macros/consent.html" as consent with context %}
{% import "macros/badge.html" as badge with context %}
"""

SHELL = SimpleNamespace(
    demo=True,
    organisation="Nordlicht <Werke>",
    signed_in="account",
    role="Enrolment admin",
    alias="adm-7f3c",
    lang="en",
    path="/console",
    nav=[SimpleNamespace(label="Badge", href="/me/badge", icon="qr-code", current=True)],
    parts=[
        SimpleNamespace(
            title="People",
            ways=[
                SimpleNamespace(label="Badges", href="/console/people", icon="people", current=True)
            ],
        )
    ],
    footer=[SimpleNamespace(label="What is stored", href="/stored", icon=None, current=False)],
    demo_links=[SimpleNamespace(label="Outbox", href="/outbox", icon=None, current=False)],
    sign_out="/sign-out",
)
EMAIL = SimpleNamespace(
    name="email",
    label="Work e-mail",
    value="ada@nordlicht.example",
    type="email",
    hint="We send a code there.",
    error=None,
    autocomplete="email",
    inputmode=None,
    required=True,
    options=(),
)


class Page(HTMLParser):
    """A page as its elements: name and attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]

    def one(self, tag: str) -> dict[str, str | None]:
        (only,) = self.all(tag)
        return only


def render(body: str, **context: object) -> str:
    """What a template shows, with everything around it that the application gives."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), undefined=StrictUndefined, autoescape=True
    )
    environment.globals |= {
        "url_for": lambda _, filename: f"/static/{filename}",
        "csrf_token": lambda: "csrf-of-this-session",
        "get_flashed_messages": lambda **_: [("success", "Saved.")],
    }
    return environment.from_string(body).render(shell=SHELL, **context)


def show(macro: str, **context: object) -> Page:
    return Page(render(IMPORTS + macro, **context))


# Colours


def themes() -> dict[str, dict[str, str]]:
    """The colours of every theme, each as the browser would add it up from tokens.css."""
    rules = (STATIC / "css" / "tokens.css").read_text()
    light, dark, contrast, contrast_dark = (
        dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", block))
        for block in re.findall(r":root \{(.*?)\}", rules, re.DOTALL)[:4]
    )
    return {
        "light": light,
        "dark": light | dark,
        "more contrast": light | contrast,
        "more contrast, dark": light | dark | contrast | contrast_dark,
    }


def luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance."""
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """WCAG 2.2, contrast ratio."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


TEXTS = [
    *product(
        ("ink", "ink-soft", "accent", "admit", "desk", "blind", "danger"), ("paper", "ground")
    ),
    *(("ink", f"{wash}-wash") for wash in ("accent", "admit", "desk", "blind")),
    *((state, f"{state}-wash") for state in ("accent", "admit", "desk", "blind")),
    ("on-accent", "accent"),
    ("on-accent", "accent-deep"),
    ("on-danger", "danger"),
    ("on-danger", "danger-deep"),
]


@pytest.mark.parametrize("theme", themes())
def test_text_stands_out_in_every_theme(theme: str) -> None:
    colours = themes()[theme]

    weak = {
        pair: round(contrast(colours[pair[0]], colours[pair[1]]), 2)
        for pair in TEXTS
        if contrast(colours[pair[0]], colours[pair[1]]) < 4.5
    }

    assert weak == {}


@pytest.mark.parametrize("theme", themes())
def test_the_edges_of_controls_stand_out_in_every_theme(theme: str) -> None:
    colours = themes()[theme]

    assert min(contrast(colours["edge"], colours[on]) for on in ("paper", "ground")) >= 3


@pytest.mark.parametrize("sheet", ["base.css", "console.css"])
def test_colours_are_named_in_one_file_alone(sheet: str) -> None:
    rules = (STATIC / "css" / sheet).read_text()

    assert re.findall(r"#[0-9a-fA-F]{3,8}\b|rgba?\(", rules) == []


def test_pages_use_only_names_of_tokens_that_exist() -> None:
    sheets = {path.name: path.read_text() for path in (STATIC / "css").glob("*.css")}
    given = set(re.findall(r"^\s*(--[a-z-]+):", "".join(sheets.values()), re.MULTILINE))

    used = set(re.findall(r"var\((--[a-z-]+)", sheets["base.css"] + sheets["console.css"]))

    assert used - given == set()


@pytest.mark.parametrize(
    "sheet", sorted((STATIC / "css").glob("*.css")), ids=lambda path: path.name
)
def test_pages_can_be_read_from_the_right(sheet: Path) -> None:
    """Sides are those of the text: where it begins and where it ends."""
    sided = r"(?<![\w-])(?:left|right)\s*:|-(?:left|right)(?:-[a-z]+)?\s*:|: *(?:left|right)\s*;"

    assert re.findall(sided, sheet.read_text()) == []


# Layouts


@pytest.mark.parametrize("layout", ["page", "console"])
def test_a_page_has_one_title_one_main_and_a_way_past_the_navigation(layout: str) -> None:
    html = render(
        f'{{% extends "layouts/{layout}.html" %}}{{% block title %}}Your badge{{% endblock %}}'
    )

    page = Page(html)

    assert "<title>Your badge · Nordlicht &lt;Werke&gt;</title>" in html
    assert page.one("html")["lang"] == "en"
    assert page.one("main")["id"] == "main"
    assert page.all("a")[0]["href"] == "#main"


@pytest.mark.parametrize("layout", ["page", "console"])
def test_a_page_carries_no_style_and_no_script_of_its_own(layout: str) -> None:
    page = Page(
        render(f'{{% extends "layouts/{layout}.html" %}}{{% block title %}}x{{% endblock %}}')
    )

    assert page.all("style") == []
    assert all("style" not in attributes for _, attributes in page.elements)
    assert all(not name.startswith("on") for _, given in page.elements for name in given)
    assert all(script["src"] for script in page.all("script"))


@pytest.mark.parametrize("layout", ["page", "console"])
def test_every_page_of_a_demo_says_so(layout: str) -> None:
    html = render(f'{{% extends "layouts/{layout}.html" %}}{{% block title %}}x{{% endblock %}}')

    assert "This is a demo. Nothing here is real." in html
    assert "/outbox" in html


def test_the_console_menu_opens_without_a_script() -> None:
    page = Page(render('{% extends "layouts/console.html" %}{% block title %}x{% endblock %}'))

    assert page.one("details")["class"] == "menu"
    assert [
        link["aria-current"] for link in page.all("a") if link["href"] == "/console/people"
    ] == [
        "page",
        "page",
    ]


def test_an_error_says_what_to_do_and_what_to_quote() -> None:
    page = SimpleNamespace(title="Something broke", text="Try again.", request_number="7f3c22b1")

    html = render('{% include "errors/error.html" %}', page=page)

    assert "<h1>Something broke</h1>" in html
    assert "Try again." in html
    assert "7f3c22b1" in html


# Forms


def test_every_form_that_posts_carries_the_csrf_field() -> None:
    page = show(
        '{% call forms.post("/a") %}{{ forms.submit("Send") }}{% endcall %}'
        '{{ forms.button("Sign out", "/b") }}'
    )

    hidden = [field for field in page.all("input") if field["type"] == "hidden"]

    assert [form["method"] for form in page.all("form")] == ["post", "post"]
    assert [(field["name"], field["value"]) for field in hidden] == [
        ("csrf_token", "csrf-of-this-session")
    ] * 2


def test_a_field_is_tied_to_its_label_and_hint() -> None:
    page = show("{{ forms.field(field) }}", field=EMAIL)

    field = page.one("input")
    assert page.one("label")["for"] == field["id"]
    assert page.one("p")["id"] == field["aria-describedby"]
    assert (field["value"], field["autocomplete"]) == ("ada@nordlicht.example", "email")
    assert "required" in field


def test_a_wrong_answer_is_named_at_the_field_and_above_the_form() -> None:
    wrong = SimpleNamespace(**vars(EMAIL) | {"error": "Use your work address."})

    page = show("{{ forms.error_summary([field]) }}{{ forms.field(field) }}", field=wrong)

    field = page.one("input")
    assert field["aria-invalid"] == "true"
    assert field["aria-describedby"] == "field-email-hint field-email-problem"
    assert page.one("a")["href"] == "#" + str(field["id"])
    assert "alert" in [block.get("role") for block in page.all("div")]


def test_a_password_is_never_sent_back() -> None:
    password = SimpleNamespace(**vars(EMAIL) | {"type": "password", "value": "correct horse"})

    page = show("{{ forms.field(field) }}", field=password)

    assert "value" not in page.one("input")


def test_names_with_markup_stay_text() -> None:
    html = render(
        IMPORTS + "{{ ui.title(name) }}{{ tables.table(name, (name,), ((name,),)) }}"
        '{{ forms.button("Switch off", "/x", about=name) }}{{ badge.state("admit", name) }}',
        name="<img src=x onerror=alert(1)>",
    )

    assert Page(html).all("img") == []


# Choices


def test_a_choice_comes_unticked() -> None:
    choice = SimpleNamespace(name="entry", title="Carry a badge", text="We keep your name.")

    page = show("{{ consent.choice_box(choice) }}", choice=choice)

    assert page.one("input")["type"] == "checkbox"
    assert "checked" not in page.one("input")


def test_yes_and_no_look_the_same() -> None:
    page = show(
        "{{ consent.equal_buttons(yes, no) }}",
        yes={"label": "Yes to what I ticked", "href": None},
        no={"label": "No badge", "href": "/without-a-badge"},
    )

    assert page.one("button")["class"] == page.one("a")["class"] == "btn btn-choice"


# Tables, states, pictures


def test_a_wide_table_scrolls_by_keyboard_under_its_name() -> None:
    page = show('{{ tables.table("Packs", ("Pack", "Left"), (("P-104", 4),), right=(1,)) }}')

    scroller = page.one("div")
    assert (scroller["tabindex"], scroller["role"]) == ("0", "region")
    assert scroller["aria-labelledby"] == page.one("caption")["id"]
    assert [cell["scope"] for cell in page.all("th")] == ["col", "col", "row"]
    assert page.one("td")["class"] == "right"


@pytest.mark.parametrize("kind", ["admit", "desk", "blind"])
def test_a_state_has_a_shape_and_words_beside_its_colour(kind: str) -> None:
    html = render(IMPORTS + "{{ badge.state(kind, 'Switched off') }}", kind=kind)

    assert f"pictures.svg#shape-{kind}" in html
    assert "</svg>Switched off</span>" in html


def test_every_picture_a_template_names_is_drawn() -> None:
    drawn = set(
        re.findall(r'<symbol id="([a-z-]+)"', (STATIC / "img" / "pictures.svg").read_text())
    )
    icons = set((ROOT / "checkin" / "web" / "frontend" / "icons.txt").read_text().split())
    text = "".join(path.read_text() for path in TEMPLATES.rglob("*.html"))

    pictures = set(re.findall(r'(?:picture|empty|door)\("([a-z-]+)"', text))
    named = set(re.findall(r'\bicon\("([a-z-]+)"', text))

    assert pictures - drawn == set()
    assert named - icons == set()


# In a browser

EVERYTHING = (
    """
{% extends "layouts/console.html" %}"""
    + IMPORTS
    + """
{% block title %}Every piece{% endblock %}
{% block content %}
  {% call ui.title("Every piece", "At once.") %}
    {{ ui.link_button("Invite", "/x", "primary", "plus-lg") }}
  {% endcall %}
  {{ ui.progress(2, 5) }}
  {{ ui.chips("Show", [{"label": "All", "href": "/x", "current": true}]) }}
  {{ forms.error_summary([wrong]) }}
  {% call forms.post("/x") %}
    {{ forms.field(wrong) }}
    {{ consent.choice_box({"name": "entry", "title": "Carry a badge", "text": "Your name."}) }}
    {{ consent.equal_buttons({"label": "Yes", "href": none}, {"label": "No", "href": "/in"}) }}
    {{ forms.submit("Delete", "danger") }}
  {% endcall %}
  {% for kind in ("info", "admit", "desk", "danger") %}
    {% call ui.note(kind) %}<p>Words of this kind.</p>{% endcall %}
  {% endfor %}
  {% for kind in ("admit", "desk", "blind", "none") %}{{ badge.state(kind, kind) }}{% endfor %}
  {{ tables.table("Packs", ("Pack", "Left"), (("P-104", 4),), right=(1,)) }}
  {{ ui.empty("empty-people", "Nobody yet", "Invite one person.") }}
  <div class="tiles">{{ ui.door("way-desk", "The front desk", "Always open.", "/x") }}</div>
  <p id="link">https://checkin.example/join</p>{{ ui.copy_button("link") }}
{% endblock %}
"""
)


def open_everything(context: BrowserContext) -> Tab:
    """A tab with a page of every piece, its files taken from the static folder."""
    wrong = SimpleNamespace(**vars(EMAIL) | {"error": "Use your work address."})
    html = render(EVERYTHING, wrong=wrong)

    def answer(route: Route) -> None:
        path = STATIC / route.request.url.partition("/static/")[2]
        if path == STATIC:
            route.fulfill(body=html, content_type="text/html")
        elif path.is_file():
            route.fulfill(path=path)
        else:
            route.fulfill(status=404)

    tab = context.new_page()
    tab.route("http://localhost/**", answer)
    tab.goto("http://localhost/")
    return tab


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_no_fault_in_any_piece(
    browser: Browser, axe: str, scheme: Literal["light", "dark"], width: int
) -> None:
    with browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme
    ) as context:
        tab = open_everything(context)
        tab.evaluate(axe)

        found = tab.evaluate(
            "axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']})"
        )
        overflow = tab.evaluate("document.documentElement.scrollWidth - innerWidth")

    assert [(fault["id"], fault["nodes"][0]["html"]) for fault in found["violations"]] == []
    assert overflow <= 0


@pytest.mark.browser
def test_copying_says_that_it_worked(browser: Browser) -> None:
    with browser.new_context(permissions=["clipboard-read", "clipboard-write"]) as context:
        tab = open_everything(context)

        tab.get_by_role("button", name="Copy").click()

        tab.wait_for_function("document.querySelector('#announcement').textContent === 'Copied.'")
        copied = tab.evaluate("navigator.clipboard.readText()")
    assert copied == "https://checkin.example/join"
