from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin import notices
from checkin.core import terms
from checkin.core.inventory import (
    CONSENT_PURPOSES,
    Cat,
    Erase,
    Export,
    Privacy,
    Purpose,
    Rule,
    Subject,
)
from checkin.core.notices import Notice, NoticeFault, Particulars
from checkin.core.retention import Limits
from checkin.core.terms import Facts, House, Level, Limit, Terms

LINDEN = House(
    "Linden Works Ltd, 2 Linden Road", "privacy@linden.example", "the Commissioner", (), "home"
)
DAYS = Rule("30 days", "minute", "retention_entry_days")
PARTICULARS = Particulars(
    controller="Linden Works Ltd",
    address="2 Linden Road, Ahrenfeld",
    contact="privacy@linden.example",
    authority="the Commissioner",
    about="https://linden.example/about",
    processors="",
    country="",
    entry_days=30,
    consent_months=12,
    evidence_months=12,
    audit_months=12,
    session_hours=12,
    badge_days=365,
)
ENGLISH, GERMAN = notices.shipped(PARTICULARS)
TEXTS = {"en": ENGLISH, "de": GERMAN}


def column(
    category: Cat,
    *purposes: Purpose,
    rule: Rule = DAYS,
    subject: Subject = Subject.EMPLOYEE,
) -> Privacy:
    return Privacy(category, purposes, subject, rule, Erase.DELETE_ROW, Export.VALUE, "Because.")


COLUMNS = [
    ("identity", column(Cat.NAME, Purpose.ENTRY, rule=Rule("while you take part"))),
    ("session", column(Cat.CREDENTIAL, Purpose.LOGIN, rule=Rule("until it runs out", "until"))),
    ("entry", column(Cat.PRESENCE, Purpose.HISTORY)),
    ("entry", column(Cat.NONE, Purpose.HISTORY)),
    ("site", column(Cat.NONE, Purpose.OPERATION, subject=Subject.NOBODY)),
]


def promised(columns: list[tuple[str, Privacy]] = COLUMNS, **changes: Any) -> Terms:
    limits = Limits(**changes.pop("limits", {}))
    return terms.promised(columns, limits, replace(LINDEN, **changes))


BEFORE = promised()


# --- what is promised ---------------------------------------------------------------------------


def test_the_terms_tell_what_columns_about_people_declare() -> None:
    assert [(use.purpose, use.categories) for use in BEFORE.uses] == [
        (Purpose.ENTRY, (Cat.NAME,)),
        (Purpose.HISTORY, (Cat.PRESENCE,)),
        (Purpose.LOGIN, (Cat.CREDENTIAL,)),
    ]
    assert [(kept.table, kept.ends) for kept in BEFORE.kept] == [
        ("entry", "retention_entry_days"),
        ("identity", "with the consent"),
        ("session", "when until says"),
    ]
    assert BEFORE.limits == (Limit("consent_valid_months", 12), Limit("retention_entry_days", 30))


def test_terms_are_kept_as_text_and_read_again() -> None:
    told = promised(recipients=("Hoster GmbH",))

    assert terms.read(told.as_text()) == told


@pytest.mark.parametrize("text", ["{}", '{"limits": [{"name": "x", "number": "30"}]}'])
def test_what_is_no_terms_is_refused(text: str) -> None:
    with pytest.raises(NoticeFault):
        terms.read(text)


def test_the_digest_is_of_what_the_code_promises_whoever_answers_for_it() -> None:
    assert promised(controller="Somebody else").digest == BEFORE.digest
    assert promised(COLUMNS[1:]).digest != BEFORE.digest


def test_what_was_promised_wins_over_the_settings() -> None:
    configured = Limits(retention_entry_days=60, refusal_days=7)

    held = terms.limits_of(BEFORE, configured)

    assert held == replace(configured, retention_entry_days=30)


def test_a_limit_that_the_software_no_longer_has_is_passed_over() -> None:
    old = replace(BEFORE, limits=(*BEFORE.limits, Limit("forgotten_days", 3)))

    assert terms.limits_of(old, Limits()) == Limits()


# --- the level of a change ----------------------------------------------------------------------

MORE = ("entry", column(Cat.NAME, Purpose.HISTORY))
ANOTHER_TABLE = ("presence", column(Cat.PRESENCE, Purpose.ENTRY))
CHANGED = {
    "a longer retention": (promised(limits={"retention_entry_days": 60}), {Purpose.HISTORY}),
    "a shorter one": (promised(limits={"retention_entry_days": 7}), {Purpose.HISTORY}),
    "how long a yes holds": (promised(limits={"consent_valid_months": 24}), {Purpose.ENTRY}),
    "a category of data": (promised([*COLUMNS, MORE]), {Purpose.HISTORY}),
    "a table": (promised([*COLUMNS, ANOTHER_TABLE]), {Purpose.ENTRY}),
    "a purpose": (promised(COLUMNS[1:]), {Purpose.ENTRY}),
    "a purpose without consent": (promised([COLUMNS[0], *COLUMNS[2:]]), {Purpose.ENTRY}),
    "the controller": (promised(controller="Birch Ltd"), {*CONSENT_PURPOSES}),
    "a recipient": (promised(recipients=("Hoster GmbH",)), {*CONSENT_PURPOSES}),
    "the country": (promised(country="Norway"), {*CONSENT_PURPOSES}),
    **{
        f"the {name}": (
            replace(BEFORE, facts=replace(Facts(), **{name: "another"})),
            {*CONSENT_PURPOSES},
        )
        for name in ("service", "source", "transfers", "taking_back", "automated", "rights")
    },
}


@pytest.mark.parametrize("what", CHANGED)
def test_a_change_of_substance_is_major_and_says_which_consents_it_is_about(what: str) -> None:
    after, about = CHANGED[what]

    found = terms.changes(BEFORE, after)

    assert terms.highest(change.level for change in found) is Level.MAJOR
    assert {purpose for change in found for purpose in change.purposes} == about


@pytest.mark.parametrize("detail", ["contact", "authority"])
def test_another_contact_is_minor(detail: str) -> None:
    (change,) = terms.changes(BEFORE, promised(COLUMNS, **{detail: "somebody else"}))

    assert (change.level, change.purposes) == (Level.MINOR, frozenset())
    assert change.after == "somebody else"


def test_the_same_terms_differ_in_nothing() -> None:
    assert terms.changes(BEFORE, promised()) == ()
    assert terms.rewordings(TEXTS, TEXTS) == ()


def reworded(text: str) -> dict[str, Notice]:
    sign = replace(ENGLISH.sign, why=text)
    return {**TEXTS, "en": replace(ENGLISH, sign=sign, version="9.9.9")}


def test_other_words_are_minor() -> None:
    (change,) = terms.rewordings(TEXTS, reworded("Your badge opens gates."))

    assert (change.level, change.part) == (Level.MINOR, "en: sign.why")
    assert (change.before, change.after) == (ENGLISH.sign.why, "Your badge opens gates.")


def test_typography_alone_is_a_patch() -> None:
    same = ENGLISH.sign.why.upper().replace(".", " …")

    (change,) = terms.rewordings(TEXTS, reworded(same))

    assert change.level is Level.PATCH


def test_a_language_that_comes_or_goes_is_minor() -> None:
    (gone,) = terms.rewordings(TEXTS, {"en": ENGLISH})
    (added,) = terms.rewordings({"en": ENGLISH}, TEXTS)

    assert gone.level is added.level is Level.MINOR
    assert (gone.part, gone.before, gone.after) == (terms.LANGUAGES, "de", "")
    assert (added.before, added.after) == ("", "de")


def test_only_texts_can_be_compared_word_for_word() -> None:
    with pytest.raises(TypeError):
        list(terms._flat(3, "somewhere"))


@given(st.lists(st.sampled_from(Level)))
def test_the_highest_level_is_lowered_by_nothing(levels: list[Level]) -> None:
    found = terms.highest(levels)

    assert (found is Level.MAJOR) is (Level.MAJOR in levels)
    assert (found is Level.PATCH) is (set(levels) <= {Level.PATCH})


def test_a_version_follows_from_the_last_one_and_the_level() -> None:
    assert [terms.next_version("2.3.4", level) for level in Level] == ["3.0.0", "2.4.0", "2.3.5"]
    assert terms.next_version(None, Level.PATCH) == "1.0.0"


# --- releases of the software -------------------------------------------------------------------


def test_the_next_release_tells_people_what_has_changed_since_the_last() -> None:
    """What is stored about people is promised to them: say it in checkin/notices/entry.*.toml."""
    from checkin.services.notices import promised as by_the_code

    digest = by_the_code(Limits(), LINDEN).digest

    assert notices.promise_untold(ENGLISH.version, digest, notices.RELEASED) is None


@pytest.mark.parametrize(
    ("version", "digest", "told"),
    [
        ("1.0.0", "a", True),
        ("1.2.0", "a", True),
        ("1.0.0", "b", False),
        ("1.9.9", "b", False),
        ("2.0.0", "b", True),
    ],
)
def test_another_promise_needs_a_new_major(version: str, digest: str, told: bool) -> None:
    fault = notices.promise_untold(version, digest, ("1.0.0", "a"))

    assert (fault is None) is told
    if fault:
        assert "raise their version to 2.0.0" in fault


def test_before_the_first_release_everything_is_a_draft() -> None:
    assert notices.promise_untold("1.0.0", "anything", None) is None


def test_who_works_on_the_data_and_where_it_is_are_told_in_every_language() -> None:
    told = replace(PARTICULARS, processors="Hoster GmbH", country="Norway")
    for alone, named in zip(notices.shipped(PARTICULARS), notices.shipped(told), strict=True):
        assert "Hoster GmbH" in named.full.recipients.text
        assert "in Norway" in named.full.transfers.text
        assert "Linden Works Ltd" in alone.full.transfers.text
