"""The ladder: each rule, their order, and what may be remembered."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.core.badge import Assurance, Badge, BadgeFault, Kind, StatusRef
from checkin.core.inventory import Purpose
from checkin.core.policy import (
    BadgeState,
    Decision,
    DoorFacts,
    EntryConsent,
    Facts,
    GapMode,
    HolderFacts,
    PassFacts,
    Posture,
    Reason,
    Recording,
    Say,
    decide,
    kept_reason,
    said_of,
)
from checkin.core.scan import Direction
from checkin.core.site import DoorClass
from checkin.core.windows import Grant, windows

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
ALWAYS = Grant(None, None, windows(";".join(f"{day} 00:00-24:00" for day in range(1, 8))))
NEVER = Grant(None, None, ())
BADGE = Badge(
    cti=bytes(16),
    kind=Kind.PRINTED,
    aud="HQ",
    issued_at=NOON - timedelta(days=1),
    expires_at=NOON + timedelta(days=80),
    not_before=None,
    kid=bytes(8),
    status=StatusRef("https://x.example/s/1", 7),
)
DOOR = DoorFacts(
    posture=Posture.NORMAL,
    directions=frozenset(Direction),
    accepts=frozenset({"HQ", "ORG"}),
    zone=ZoneInfo("Europe/Berlin"),
)
HOLDER = HolderFacts(BadgeState.GOOD, EntryConsent.IN_FORCE)
WELCOME = Facts(BADGE, DOOR, HOLDER, (ALWAYS,), Direction.IN)
DAY_PASS = replace(WELCOME, shown=replace(BADGE, kind=Kind.DAY), known=PassFacts(voided=False))

NEUTRAL = {
    "unknown": replace(WELCOME, known=None),
    "unknown code": replace(WELCOME, shown=None, known=None),
    "revoked": replace(WELCOME, known=replace(HOLDER, state=BadgeState.REVOKED)),
    "replaced": replace(WELCOME, known=replace(HOLDER, state=BadgeState.REPLACED)),
    "expired": replace(WELCOME, shown=BadgeFault.EXPIRED),
    "forged": replace(WELCOME, shown=BadgeFault.BAD_SIGNATURE),
    "withdrawn": replace(WELCOME, known=replace(HOLDER, entry=EntryConsent.ENDED)),
    "suspended": replace(WELCOME, known=replace(HOLDER, entry=EntryConsent.SUSPENDED)),
    "voided": replace(DAY_PASS, known=PassFacts(voided=True)),
    "another site": replace(WELCOME, shown=replace(BADGE, aud="OTHER")),
}


def reason(facts: Facts) -> Reason | BadgeFault:
    return decide(facts, now=NOON).reason


def test_a_good_badge_is_welcome() -> None:
    decision = decide(WELCOME, now=NOON)

    assert decision == Decision(True, Reason.OK, Say.WELCOME, frozenset({Recording.COUNTED}))


def test_a_badge_and_a_day_pass_get_the_same_answer() -> None:
    assert decide(DAY_PASS, now=NOON) == decide(WELCOME, now=NOON)


@pytest.mark.parametrize("name", NEUTRAL)
def test_what_is_said_in_public_never_tells_the_neutral_refusals_apart(name: str) -> None:
    decision = decide(NEUTRAL[name], now=NOON)

    assert (decision.admit, decision.say) == (False, Say.USE_DESK)
    assert decision.recording == {Recording.REFUSED}
    assert kept_reason(decision) is None


@pytest.mark.parametrize(
    ("facts", "expected", "say"),
    [
        (replace(WELCOME, door=replace(DOOR, posture=Posture.OFF)), Reason.DOOR_OFF, Say.CLOSED),
        (
            replace(WELCOME, door=replace(DOOR, posture=Posture.LOCKED)),
            Reason.DOOR_LOCKED,
            Say.CLOSED,
        ),
        (replace(WELCOME, grants=()), Reason.NOT_THIS_DOOR, Say.NOT_HERE),
        (replace(WELCOME, grants=(NEVER,)), Reason.OUTSIDE_HOURS, Say.NOT_NOW),
        (replace(WELCOME, door=replace(DOOR, capacity=5, inside=5)), Reason.SITE_FULL, Say.FULL),
    ],
)
def test_refusals_that_say_nothing_about_a_person_are_said_and_kept(
    facts: Facts, expected: Reason, say: Say
) -> None:
    decision = decide(facts, now=NOON)

    assert (decision.admit, decision.reason, decision.say) == (False, expected, say)
    assert kept_reason(decision) is expected


def test_the_order_of_the_rules_is_part_of_the_contract() -> None:
    everything_wrong = Facts(
        shown=BadgeFault.BAD_SIGNATURE,
        door=replace(DOOR, posture=Posture.LOCKED, capacity=0, gap=timedelta(60)),
        known=HolderFacts(BadgeState.REVOKED, EntryConsent.ENDED),
        grants=(),
        direction=Direction.IN,
        used_just_now=True,
    )
    mended: list[Facts] = [everything_wrong]
    steps: list[dict[str, object]] = [
        {"shown": replace(BADGE, aud="OTHER")},
        {"shown": BADGE},
        {"door": replace(everything_wrong.door, posture=Posture.NORMAL)},
        {"known": HolderFacts(BadgeState.GOOD, EntryConsent.ENDED)},
        {"known": HOLDER},
        {"grants": (NEVER,)},
        {"grants": (ALWAYS,)},
        {"door": replace(DOOR, gap=timedelta(60))},
        {"used_just_now": False},
    ]
    for step in steps:
        mended.append(replace(mended[-1], **step))  # type: ignore[arg-type]

    assert [reason(facts) for facts in mended] == [
        BadgeFault.BAD_SIGNATURE,
        BadgeFault.WRONG_SITE,
        Reason.DOOR_LOCKED,
        Reason.REVOKED,
        Reason.CONSENT_ENDED,
        Reason.NOT_THIS_DOOR,
        Reason.OUTSIDE_HOURS,
        Reason.SITE_FULL,
        Reason.TOO_SOON,
        Reason.OK,
    ]


def test_an_open_door_admits_whoever_is_genuine_and_leaves_nothing() -> None:
    facts = replace(WELCOME, door=replace(DOOR, posture=Posture.OPEN), known=None)

    assert decide(facts, now=NOON) == Decision(True, Reason.DOOR_OPEN, Say.WELCOME, frozenset())


@pytest.mark.parametrize("grants", [(), (NEVER,)])
def test_nobody_is_told_at_an_exit_that_it_is_too_late_to_leave(grants: tuple[Grant, ...]) -> None:
    leaving = replace(
        WELCOME, direction=Direction.OUT, grants=grants, door=replace(DOOR, capacity=1, inside=9)
    )

    assert decide(leaving, now=NOON).say is Say.GOODBYE


def test_the_re_entry_gap_is_never_asked_of_anyone_who_leaves() -> None:
    gap = replace(DOOR, gap=timedelta(minutes=5))
    coming = replace(WELCOME, door=gap, used_just_now=True)

    assert reason(coming) is Reason.TOO_SOON
    assert reason(replace(coming, direction=Direction.OUT)) is Reason.OK


def test_a_gap_that_only_warns_admits_and_says_so() -> None:
    gap = replace(DOOR, gap=timedelta(minutes=5), gap_mode=GapMode.WARN)

    decision = decide(replace(WELCOME, door=gap, used_just_now=True), now=NOON)

    assert (decision.admit, decision.say) == (True, Say.ALREADY)


@given(st.frozensets(st.sampled_from([Purpose.HISTORY, Purpose.ROLLCALL])))
def test_optional_consents_never_decide_who_enters(consents: frozenset[Purpose]) -> None:
    decision = decide(replace(WELCOME, known=replace(HOLDER, remembers=consents)), now=NOON)

    assert (decision.admit, decision.reason, decision.say) == (True, Reason.OK, Say.WELCOME)


def test_an_entry_is_named_only_with_history_and_only_on_the_way_in() -> None:
    remembered = replace(WELCOME, known=replace(HOLDER, remembers=frozenset({Purpose.HISTORY})))

    assert Recording.NAMED in decide(remembered, now=NOON).recording
    assert Recording.NAMED not in decide(WELCOME, now=NOON).recording
    assert (
        Recording.NAMED
        not in decide(replace(remembered, direction=Direction.OUT), now=NOON).recording
    )


@pytest.mark.parametrize(
    "fault", [BadgeFault.TOO_LONG, BadgeFault.NOT_A_BADGE, BadgeFault.BAD_ENCODING]
)
def test_an_unreadable_text_leaves_nothing_but_a_count(fault: BadgeFault) -> None:
    decision = decide(replace(WELCOME, shown=fault), now=NOON)

    assert decision.recording == {Recording.UNREAD}


@pytest.mark.parametrize("fault", BadgeFault)
def test_every_fault_refuses_and_has_something_to_say(fault: BadgeFault) -> None:
    decision = decide(replace(WELCOME, shown=fault), now=NOON)

    assert not decision.admit
    assert decision.say is said_of(fault)
    assert decision.say not in {Say.WELCOME, Say.GOODBYE}


FACTS = st.builds(
    Facts,
    shown=st.sampled_from([BADGE, replace(BADGE, aud="OTHER"), None, *BadgeFault]),
    door=st.builds(
        DoorFacts,
        posture=st.sampled_from(Posture),
        directions=st.just(frozenset(Direction)),
        accepts=st.just(frozenset({"HQ"})),
        zone=st.just(ZoneInfo("Europe/Berlin")),
        closed_days=st.frozensets(st.just(date(2026, 11, 23))),
        gap=st.sampled_from([timedelta(0), timedelta(minutes=5)]),
        gap_mode=st.sampled_from(GapMode),
        capacity=st.one_of(st.none(), st.integers(0, 3)),
        inside=st.integers(0, 3),
    ),
    known=st.one_of(
        st.none(),
        st.builds(PassFacts, st.booleans()),
        st.builds(
            HolderFacts,
            st.sampled_from(BadgeState),
            st.sampled_from(EntryConsent),
            st.frozensets(st.sampled_from([Purpose.HISTORY])),
        ),
    ),
    grants=st.sampled_from([(), (NEVER,), (ALWAYS,), (NEVER, ALWAYS)]),
    direction=st.sampled_from(Direction),
    used_just_now=st.booleans(),
)


@given(FACTS)
def test_nobody_is_admitted_on_less_than_a_known_good_badge_unless_the_door_is_open(
    facts: Facts,
) -> None:
    decision = decide(facts, now=NOON)

    if decision.admit and decision.reason is not Reason.DOOR_OPEN:
        assert facts.known == PassFacts(voided=False) or (
            isinstance(facts.known, HolderFacts)
            and facts.known.state is BadgeState.GOOD
            and facts.known.entry is EntryConsent.IN_FORCE
        )
        assert not isinstance(facts.shown, BadgeFault)


@given(FACTS)
def test_what_is_remembered_fits_the_answer(facts: Facts) -> None:
    decision = decide(facts, now=NOON)

    assert (Recording.COUNTED in decision.recording) <= decision.admit
    assert bool(decision.recording & {Recording.REFUSED, Recording.UNREAD}) == (not decision.admit)
    assert (Recording.NAMED in decision.recording) <= (facts.direction is Direction.IN)


# --- restricted doors and live badges ----------------------------------------------------------

SERVER_ROOM = replace(DOOR, door_class=DoorClass.RESTRICTED)
LIVE_DOOR = replace(SERVER_ROOM, assurance=Assurance.LIVE)
LIVE = replace(BADGE, kind=Kind.LIVE, proved_at=NOON - timedelta(seconds=3))
ON_A_PHONE = replace(WELCOME, shown=LIVE)


@pytest.mark.parametrize("direction", list(Direction))
@pytest.mark.parametrize(
    ("door", "shown", "expected"),
    [
        (SERVER_ROOM, BADGE, Reason.OK),
        (SERVER_ROOM, LIVE, Reason.OK),
        (SERVER_ROOM, DAY_PASS.shown, BadgeFault.DAY_PASS_NOT_ALLOWED),
        (LIVE_DOOR, BADGE, BadgeFault.LIVE_ONLY),
        (LIVE_DOOR, LIVE, Reason.OK),
        (LIVE_DOOR, DAY_PASS.shown, BadgeFault.DAY_PASS_NOT_ALLOWED),
        (DOOR, LIVE, Reason.OK),
    ],
)
def test_a_restricted_door_takes_what_it_asks_for(
    door: DoorFacts, shown: Badge, expected: Reason | BadgeFault, direction: Direction
) -> None:
    known = PassFacts(voided=False) if shown.kind is Kind.DAY else HOLDER
    facts = replace(WELCOME, door=door, shown=shown, known=known, direction=direction)

    decision = decide(facts, now=NOON)

    assert decision.reason is expected
    assert decision.admit is (expected is Reason.OK)
    assert decision.say is Say.SHOW_LIVE or decision.admit


def test_what_a_door_asks_for_comes_before_whether_it_is_locked() -> None:
    locked = replace(LIVE_DOOR, posture=Posture.LOCKED)

    assert reason(replace(WELCOME, door=locked)) is BadgeFault.LIVE_ONLY
    assert reason(replace(ON_A_PHONE, door=locked)) is Reason.DOOR_LOCKED


def test_a_code_that_nobody_has_is_unknown_at_a_restricted_door_too() -> None:
    unknown = replace(WELCOME, shown=None, known=None, door=LIVE_DOOR)

    assert reason(unknown) is Reason.UNKNOWN_BADGE


@pytest.mark.parametrize("direction", list(Direction))
def test_a_proof_is_good_once(direction: Direction) -> None:
    first = decide(replace(ON_A_PHONE, direction=direction), now=NOON)
    second = decide(replace(ON_A_PHONE, direction=direction, proof_used=True), now=NOON)

    assert first.admit
    assert Recording.PROVED in first.recording
    assert second == Decision(False, Reason.REPLAYED, Say.SHOW_LIVE, frozenset({Recording.REFUSED}))


def test_a_used_proof_is_told_before_the_gap_and_after_the_hours() -> None:
    gap = replace(DOOR, gap=timedelta(minutes=1))
    again = replace(ON_A_PHONE, door=gap, used_just_now=True, proof_used=True)

    assert reason(again) is Reason.REPLAYED
    assert reason(replace(again, grants=(NEVER,))) is Reason.OUTSIDE_HOURS


def test_a_badge_on_a_phone_gets_the_answer_of_a_printed_one() -> None:
    assert decide(ON_A_PHONE, now=NOON).say is decide(WELCOME, now=NOON).say
    assert Recording.PROVED not in decide(WELCOME, now=NOON).recording
