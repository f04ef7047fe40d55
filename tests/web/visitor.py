"""A person with a browser and no JavaScript: follows links, fills in forms, reads pages."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlsplit

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests import world
from tests.web.application import application
from tests.world import Building


@dataclass
class Form:
    """A form as it stands on a page: where it goes, what it asks, and its buttons."""

    action: str
    method: str = "get"
    fields: dict[str, str] = field(default_factory=dict)
    boxes: dict[str, bool] = field(default_factory=dict)
    buttons: list[tuple[str, str, str]] = field(default_factory=list)


class _Reader(HTMLParser):
    """The forms, links and words of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: dict[str, str] = {}
        self.words: list[str] = []
        self._form: Form | None = None
        self._button: tuple[str, str] | None = None
        self._link: str | None = None
        self._text = ""
        self._silent = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        match tag:
            case "form":
                self._form = Form(values.get("action", ""), values.get("method", "get"))
                self.forms.append(self._form)
            case "input" if self._form and values.get("type") == "checkbox":
                self._form.boxes[values["name"]] = "checked" in values
            case "input" | "textarea" if self._form:
                self._form.fields[values.get("name", "")] = values.get("value", "")
            case "button":
                self._button = (values.get("name", ""), values.get("value", ""))
                self._text = ""
            case "a":
                self._link, self._text = values.get("href", ""), ""
            case "style" | "script":
                self._silent += 1
            case _:
                pass

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "button" and self._button and self._form:
            self._form.buttons.append((" ".join(self._text.split()), *self._button))
        elif tag == "a" and self._link:
            self.links[" ".join(self._text.split())] = self._link
        elif tag in {"style", "script"}:
            self._silent -= 1

    def handle_data(self, data: str) -> None:
        self._text += data
        if not self._silent:
            self.words.append(data)


class Visitor:
    """One browser at one instance; `page` is the last answer."""

    def __init__(self, building: Building, *, language: str = "en") -> None:
        self.building = building
        self.client: FlaskClient = application(building.runtime).test_client()
        self.language = language
        self.page: TestResponse

    def open(self, address: str) -> TestResponse:
        """Open an address and follow where it leads."""
        self.page = self.client.get(
            address, follow_redirects=True, headers={"Accept-Language": self.language}
        )
        return self.page

    def follow(self, link: str) -> TestResponse:
        """Follow the link with these words."""
        return self.open(_Reader(self.page.text).links[link])

    def press(self, button: str, tick: tuple[str, ...] = (), **fields: str) -> TestResponse:
        """Fill in the form that has this button, and press it."""
        form, name, value = self._form_with(button)
        assert set(fields) <= set(form.fields), f"the form asks for {sorted(form.fields)}"
        assert set(tick) <= set(form.boxes), f"the form has the boxes {sorted(form.boxes)}"
        sent = {**form.fields, **fields, **dict.fromkeys(tick, "yes")}
        if name:
            sent[name] = value
        here = urlsplit(self.page.request.url)
        self.page = self.client.post(
            form.action or here.path,
            data=sent,
            follow_redirects=True,
            headers={"Accept-Language": self.language},
        )
        return self.page

    def forms(self) -> list[Form]:
        """The forms on the page."""
        return _Reader(self.page.text).forms

    @property
    def path(self) -> str:
        """Where the last answer came from."""
        return self.page.request.path

    def pieces(self) -> list[str]:
        """The texts on the page, as they stand between its tags."""
        return _Reader(self.page.text).words

    @property
    def words(self) -> str:
        """The words on the page, with single spaces."""
        return " ".join(" ".join(_Reader(self.page.text).words).split())

    def mailed_code(self, address: str) -> str:
        """The code in the newest message to an address."""
        letters = world.letters(self.building.runtime.store)
        body = [one.body for one in letters if one.address == address][-1]
        found = re.search(r"\b\d{8}\b", body)
        assert found, body
        return found[0]

    def sign_in(self, address: str) -> None:
        """Sign in as an enrolled person."""
        self.open("/sign-in")
        self.press("Send me a code", email=address)
        self.press("Sign in", code=self.mailed_code(address))

    def join_up_to_choices(
        self, address: str = "grace.hopper@linden.example", name: str = "Grace Hopper"
    ) -> None:
        """Go all the way to the choice."""
        self.open("/join/hq")
        self.press("Send me a code", email=address)
        self.press("Go on", code=self.mailed_code(address))
        self.follow("Go on")
        self.press("Go on", name=name)

    def _form_with(self, button: str) -> tuple[Form, str, str]:
        for form in self.forms():
            for label, name, value in form.buttons:
                if label == button or label.startswith(f"{button} "):
                    return form, name, value
        raise AssertionError(f"no button {button!r} on {self.path}: {self.words[:400]}")
