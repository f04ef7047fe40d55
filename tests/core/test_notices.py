import re
import tomllib
from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any

import pytest

from checkin.core.drafting import EVASIVE
from checkin.core.inventory import CONSENT_PURPOSES, PURPOSES, Basis, Cat, Purpose
from checkin.core.notices import Notice, NoticeFault, Particulars, compose, read
from checkin.notices import LANGUAGES, shipped
from checkin.storage import inventory

LINDEN = Particulars(
    controller="Linden Works Ltd",
    address="2 Linden Road, Ahrenfeld",
    contact="privacy@linden.example",
    authority="the State Data Protection Commissioner",
    about="https://checkin.linden.example/about",
    processors="Hoster GmbH",
    country="in Norway",
    entry_days=30,
    consent_months=12,
    evidence_months=12,
    audit_months=12,
    session_hours=12,
    badge_days=90,
)


def words(language: str = "en") -> dict[str, Any]:
    """A notice as it is written, before anything is filled in."""
    file = files("checkin.notices") / f"entry.{language}.toml"
    return tomllib.loads(file.read_text("utf-8"))


@pytest.fixture(params=LANGUAGES)
def notice(request: pytest.FixtureRequest) -> Notice:
    return compose(words(request.param), LINDEN)


def strings(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case Mapping():
            for part in value.values():
                yield from strings(part)
        case list() | tuple():
            for part in value:
                yield from strings(part)
        case _:
            pass


def paths(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where every text in a notice stands."""
    match value:
        case str():
            yield path
        case Mapping():
            for name, part in value.items():
                yield from paths(part, (*path, name))
        case list():
            for place, part in enumerate(value):
                yield from paths(part, (*path, place))
        case _:
            pass


def changed(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    """A copy with another value at this place."""
    if not path:
        return new
    copy = dict(value) if isinstance(value, Mapping) else list(value)
    copy[path[0]] = changed(value[path[0]], path[1:], new)
    return copy


def sentences(text: str) -> list[str]:
    return [part for part in re.split(r"(?<=[.?:])\s+", text) if part]


def prose(notice: Notice) -> list[str]:
    body: list[str] = []
    for section in (*_sections(notice.summary), *_sections(notice.full)):
        body += [section.text] if hasattr(section, "text") else []
        body += section.points if hasattr(section, "points") else []
        body += [item.text for item in getattr(section, "items", ())]
    return [*body, notice.form.lead, *(box.text for box in notice.form.boxes)]


def _sections(layer: Any) -> list[Any]:
    return [getattr(layer, name) for name in layer.__dataclass_fields__]


# --- what a notice has to have ------------------------------------------------------------------


@pytest.mark.parametrize("path", list(paths(words())), ids=lambda path: ".".join(map(str, path)))
def test_no_part_of_a_notice_can_be_empty(path: tuple[Any, ...]) -> None:
    with pytest.raises(NoticeFault):
        compose(changed(words(), path, "  "), LINDEN)


@pytest.mark.parametrize("part", list(words()["full"]))
def test_no_item_of_the_law_can_be_left_out(part: str) -> None:
    left_out = words()
    del left_out["full"][part]

    with pytest.raises(NoticeFault, match=f"lacks {part}"):
        compose(left_out, LINDEN)


@pytest.mark.parametrize(
    ("path", "value", "fault"),
    [
        (("surprise",), "text", "has no surprise"),
        (("version",), "1.0", "three numbers"),
        (("full", "never"), "text", "has to have parts"),
        (("full", "never", "points"), "text", "is empty"),
        (("form", "boxes"), [], "is empty"),
        (("form", "boxes", 1, "purpose"), "entry", "one box, one purpose"),
        (("form", "boxes", 0, "purpose"), "profiling", "can't be 'profiling'"),
        (("title",), 3, "is empty"),
        (("title",), "From {nowhere}", "nothing is known"),
        (("title",), "From {", "nothing is known"),
    ],
)
def test_a_notice_is_refused_if(path: tuple[Any, ...], value: object, fault: str) -> None:
    with pytest.raises(NoticeFault, match=fault):
        compose(
            changed(words(), path, value)
            if path != ("surprise",)
            else {**words(), "surprise": value},
            LINDEN,
        )


def test_a_notice_is_kept_as_text_and_read_again(notice: Notice) -> None:
    again = read(notice.as_text())

    assert again == notice
    assert again.digest == notice.digest


def test_another_word_is_another_digest(notice: Notice) -> None:
    other = compose(changed(words(), ("summary", "choice", "text"), "You decide."), LINDEN)

    assert other.digest != notice.digest
    assert other.form.digest == compose(words(), LINDEN).form.digest


def test_another_form_is_another_digest_of_the_form() -> None:
    other = compose(changed(words(), ("form", "no"), "Not now"), LINDEN)

    assert other.form.digest != compose(words(), LINDEN).form.digest


def test_each_language_has_a_digest_of_its_own() -> None:
    english, german = shipped(LINDEN)

    assert english.id == german.id == "entry:1.0.0"
    assert english.digest != german.digest


# --- what the shipped one says ------------------------------------------------------------------


def test_the_shipped_notice_is_written_in_every_language() -> None:
    assert [notice.language for notice in shipped(LINDEN)] == list(LANGUAGES)


def test_the_organisation_is_named_and_no_brace_is_left(notice: Notice) -> None:
    told = notice.as_text()

    assert LINDEN.controller in notice.full.controller.text
    assert LINDEN.address in notice.full.controller.text
    assert LINDEN.contact in notice.full.contact.text
    assert LINDEN.authority in notice.full.complaint.text
    assert not re.search(r"\{[a-z_]+\}", told)


def test_languages_fill_in_the_same_facts() -> None:
    braces = [
        sorted(set(re.findall(r"\{(\w+)\}", " ".join(strings(words(language))))))
        for language in LANGUAGES
    ]

    assert braces[0] == braces[1] == sorted(Particulars.__dataclass_fields__)


def test_languages_have_the_same_parts_in_the_same_number() -> None:
    english, german = (list(paths(words(language))) for language in LANGUAGES)

    assert english == german


def test_the_notice_names_every_kind_of_personal_data_that_is_stored(notice: Notice) -> None:
    stored = {
        column.privacy.category
        for table in inventory.tables()
        for column in table.columns
        if column.privacy.subject == "employee" and column.privacy.category is not Cat.NONE
    }

    named = {category for item in notice.full.data.items for category in item.categories}

    assert named == stored


def test_the_notice_names_every_purpose_that_personal_data_is_stored_for(notice: Notice) -> None:
    declared = {
        purpose
        for table in inventory.tables()
        for column in table.columns
        if column.privacy.subject == "employee"
        for purpose in column.privacy.purposes
    }

    named = {item.purpose for item in notice.full.purposes.items}

    assert declared <= named
    assert named - declared == {Purpose.FULLNESS}


def test_the_notice_gives_each_purpose_the_ground_that_the_code_has(notice: Notice) -> None:
    articles = {Basis.CONSENT: "a", Basis.LEGAL_DUTY: "c", Basis.LEGITIMATE_INTEREST: "f"}

    for item in notice.full.purposes.items:
        letter = articles[PURPOSES[item.purpose].basis]
        assert f"6(1)({letter})" in item.basis or f"Buchstabe {letter}" in item.basis


def test_only_what_exists_is_asked_for(notice: Notice) -> None:
    assert tuple(box.purpose for box in notice.form.boxes) == CONSENT_PURPOSES


def test_the_summary_holds_what_would_surprise(notice: Notice) -> None:
    whole = " ".join(section.text for section in _sections(notice.summary))

    assert len(whole.split()) <= 160  # half a screen
    assert LINDEN.controller in whole
    assert "30" in whole
    assert "12" in whole


# --- plain words --------------------------------------------------------------------------------


def test_no_word_is_evasive(notice: Notice) -> None:
    told = " ".join(prose(notice))

    for word in EVASIVE[notice.language]:
        assert not re.search(rf"\b{word}\b", told, re.IGNORECASE), word


def test_no_text_shouts(notice: Notice) -> None:
    assert "!" not in notice.as_text()


def test_sentences_are_short(notice: Notice) -> None:
    lengths = [len(one.split()) for text in prose(notice) for one in sentences(text)]

    assert sum(lengths) / len(lengths) <= 20
    assert max(lengths) <= 30


def test_english_reads_easily() -> None:
    """Flesch's reading ease of 60 is plain English."""
    notice = compose(words(), LINDEN)
    told = [one for text in prose(notice) for one in sentences(text)]
    spoken = re.findall(r"[a-z']+", " ".join(told).lower())

    ease = (
        206.835 - 1.015 * len(spoken) / len(told) - 84.6 * sum(map(syllables, spoken)) / len(spoken)
    )

    assert ease >= 60


def syllables(word: str) -> int:
    """About how many syllables an English word has."""
    groups = len(re.findall(r"[aeiouy]+", word))
    silent = word.endswith("e") and not word.endswith(("le", "ee")) and groups > 1
    return max(1, groups - silent)
