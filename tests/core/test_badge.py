import json
import subprocess
from base64 import urlsafe_b64decode
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.bench.changed import changed
from checkin.core import base45, cose, statuslist
from checkin.core.badge import (
    MAX_TEXT,
    PREFIX,
    Assurance,
    Badge,
    BadgeFault,
    Challenge,
    HolderKey,
    Kind,
    Memory,
    StatusRef,
    check_claims,
    check_key,
    inspect,
    issue,
    read,
)
from checkin.core.statuslist import Held, Lists
from checkin.keys import KeySet
from tests import minting, node
from tests.minting import (
    BADGE,
    BADGE_P256,
    DAY_PASS,
    NOON,
    PHONE,
    PHONE_P256,
    STATUS_URI,
    STOLEN,
    TRUSTED,
    as_text,
)
from tests.vectors import make_badge

VECTORS = json.loads(make_badge.FILE.read_text(encoding="utf-8"))
KEYS = KeySet.from_jwks(VECTORS["jwks"])
LISTS = Lists(
    Held(found, found.issued_at)
    for uri, token in VECTORS["status"].items()
    if (found := statuslist.read(urlsafe_b64decode(token + "=="), KEYS)) and found.uri == uri
)
MUTATIONS = 100_000
"""`checkin badge fuzz` tries a million."""

PRINTED = Badge(
    cti=minting.cti(),
    kind=Kind.PRINTED,
    aud="hq",
    issued_at=NOON - timedelta(days=30),
    expires_at=NOON + timedelta(days=60),
    not_before=None,
    kid=BADGE.kid,
    status=StatusRef(STATUS_URI, 4711),
)
PASS = Badge(
    cti=minting.cti("a day pass"),
    kind=Kind.DAY,
    aud="hq",
    issued_at=NOON - timedelta(days=3),
    expires_at=NOON + timedelta(hours=12),
    not_before=NOON - timedelta(hours=12),
    kid=DAY_PASS.kid,
    status=None,
)
BOUND = replace(
    PRINTED,
    kind=Kind.LIVE,
    expires_at=NOON - timedelta(days=16),
    holder_key=HolderKey(PHONE_P256.alg, PHONE_P256.public),
)
SIGNER = minting.TestSigner()


def shown(text: str) -> Badge | BadgeFault:
    return read(text, TRUSTED, accepts={"hq"}, now=NOON)


def moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def named(name: str) -> str:
    """The text of a vector."""
    return next(str(case["text"]) for case in VECTORS["cases"] if case["name"] == name)


# --- the vectors -------------------------------------------------------------------------------


@pytest.mark.parametrize("case", VECTORS["cases"], ids=lambda case: case["name"])
def test_every_vector_gets_its_answer(case: dict[str, Any]) -> None:
    challenge = Challenge(case["kiosk"], bytes.fromhex(case["nonce"])) if "nonce" in case else None
    memory = Memory(moment(case["seen"]), moment(case["fetched"])) if "seen" in case else None

    answer = read(
        case["text"],
        KEYS,
        accepts={case["aud"]},
        now=moment(case["at"]),
        assurance=Assurance(case["assurance"]),
        challenge=challenge,
        statuses=LISTS,
        memory=memory,
    )

    assert (answer.value if isinstance(answer, BadgeFault) else "ok") == case["code"]


def test_the_vectors_are_what_their_keys_make_of_them() -> None:
    assert make_badge.FILE.read_text(encoding="utf-8") == make_badge.rendered()


def test_every_answer_that_one_text_can_get_is_in_the_vectors_twice() -> None:
    codes = {fault.value for fault in BadgeFault} | {"ok"}

    counted = Counter(case["code"] for case in VECTORS["cases"])

    assert counted.keys() == codes
    assert min(counted.values()) >= 2


def test_a_reader_for_several_sites_takes_the_badges_of_each() -> None:
    text = as_text(minting.printed(aud="acme"))

    assert isinstance(read(text, TRUSTED, accepts=("hq", "acme"), now=NOON), Badge)
    assert read(text, TRUSTED, accepts=(), now=NOON) is BadgeFault.WRONG_SITE


def test_a_reader_may_leave_the_site_to_whoever_knows_the_door() -> None:
    elsewhere = replace(PRINTED, aud="lab")
    text = issue(elsewhere, SIGNER)

    assert read(text, TRUSTED, accepts=None, now=NOON) == elsewhere
    assert read(text, TRUSTED, accepts=None, now=elsewhere.expires_at) is BadgeFault.EXPIRED
    assert check_claims(elsewhere, TRUSTED, accepts=None, now=NOON) is None


def test_a_part_of_a_second_counts_for_nothing() -> None:
    text = as_text(minting.live(iat=minting.NOW - 20))
    almost = NOON + timedelta(microseconds=999_999)

    assert isinstance(read(text, TRUSTED, accepts={"hq"}, now=almost), Badge)


def test_without_lists_a_reader_leaves_the_status_to_whoever_knows_the_badge() -> None:
    off = as_text(make_badge.at_place(make_badge.OFF))

    assert isinstance(shown(off), Badge)
    assert read(off, TRUSTED, accepts={"hq"}, now=NOON, statuses=LISTS) is BadgeFault.REVOKED


def test_a_day_pass_is_in_no_list() -> None:
    text = as_text(minting.day_pass())

    assert isinstance(read(text, TRUSTED, accepts={"hq"}, now=NOON, statuses=Lists([])), Badge)


def test_what_a_text_says_can_be_seen_without_a_key() -> None:
    forged = as_text(minting.printed(minting.STRANGER))

    seen = inspect(forged)

    assert seen == replace(PRINTED, kid=minting.STRANGER.kid)
    assert inspect("CI2:") is BadgeFault.NOT_A_BADGE
    assert inspect(named("a day pass that was signed blindly")) is BadgeFault.UNKNOWN_KEY
    assert inspect(named("a proof that says it is 293")) is BadgeFault.BAD_TYPE
    live_badge = inspect(as_text(minting.live()))
    assert isinstance(live_badge, Badge)
    assert live_badge.proved_at


@pytest.mark.parametrize(
    ("kid", "kind", "fault"),
    [
        (BADGE.kid, Kind.PRINTED, None),
        (DAY_PASS.kid, Kind.DAY, None),
        (minting.DAY_STOLEN.kid, Kind.DAY, BadgeFault.KEY_REVOKED),
        (BADGE.kid, Kind.DAY, BadgeFault.UNKNOWN_KEY),
        (bytes(8), Kind.DAY, BadgeFault.UNKNOWN_KEY),
    ],
)
def test_a_key_alone_can_be_asked_about(kid: bytes, kind: Kind, fault: BadgeFault | None) -> None:
    assert check_key(kid, kind, TRUSTED) is fault


@pytest.mark.parametrize("phone", [PHONE, PHONE_P256], ids=lambda phone: phone.name)
def test_what_a_phone_makes_in_its_browser_is_read_here(phone: minting.MadeKey) -> None:
    kind = "Ed25519" if phone is PHONE else "P-256"
    wanted = {"phone": kind, "issued": as_text(minting.issuer_live(phone)), "at": minting.NOW}
    made = subprocess.run(
        [*node.COMMAND, node.KIOSK / "prove.js"],
        input=json.dumps(wanted),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    ).stdout

    answer = read(made, TRUSTED, accepts={"hq"}, now=NOON, assurance=Assurance.LIVE)

    assert isinstance(answer, Badge)
    assert answer.proved_at == NOON


# --- issuing -----------------------------------------------------------------------------------

moments = st.integers(0, 100 * 86400).map(lambda ago: NOON - timedelta(seconds=ago))
badges = st.builds(
    replace,
    st.just(PRINTED),
    cti=st.binary(min_size=16, max_size=16),
    issued_at=moments,
    not_before=st.none() | moments,
    expires_at=st.integers(1, 80 * 86400).map(lambda left: NOON + timedelta(seconds=left)),
    status=st.builds(StatusRef, st.text(max_size=60), st.integers(0, 2**20)),
)


@given(badges)
def test_what_is_issued_is_read_back(badge: Badge) -> None:
    assert shown(issue(badge, SIGNER)) == badge


def test_a_day_pass_is_read_back() -> None:
    assert shown(issue(PASS, SIGNER)) == PASS


def test_a_badge_bound_to_a_phone_is_worth_nothing_alone() -> None:
    text = issue(BOUND, SIGNER)

    answer = read(text, TRUSTED, accepts={"hq"}, now=NOON - timedelta(days=20))

    assert answer is BadgeFault.PROOF_REQUIRED


@pytest.mark.parametrize("phone", [PHONE, PHONE_P256], ids=lambda phone: phone.name)
def test_a_live_badge_says_which_key_proved_it_and_when(phone: minting.MadeKey) -> None:
    answer = shown(as_text(minting.live(phone)))

    assert isinstance(answer, Badge)
    assert answer.kind is Kind.LIVE
    assert answer.holder_key == HolderKey(phone.alg, phone.public)
    assert answer.proved_at == NOON - timedelta(seconds=2)


def test_the_same_claims_make_the_same_text_again() -> None:
    assert issue(PRINTED, SIGNER) == issue(replace(PRINTED), SIGNER)


def test_parts_of_a_second_do_not_reach_the_badge() -> None:
    later = replace(PRINTED, issued_at=PRINTED.issued_at + timedelta(microseconds=999_999))

    assert issue(later, SIGNER) == issue(PRINTED, SIGNER)


def test_a_badge_has_the_size_its_symbol_was_chosen_for() -> None:
    assert len(issue(PRINTED, SIGNER)) <= 352  # what a symbol of version 13 holds at level Q
    assert len(issue(PASS, SIGNER)) <= 259  # version 11, Q
    assert len(as_text(minting.live(PHONE))) <= 528  # version 14, M
    assert len(as_text(minting.live(PHONE_P256))) <= 600  # version 15, M


@pytest.mark.parametrize(
    "wrong",
    [
        replace(PRINTED, aud=""),
        replace(PRINTED, aud="ü" * 13),
        replace(PRINTED, cti=bytes(15)),
        replace(PRINTED, status=None),
        replace(PRINTED, status=StatusRef(STATUS_URI, -1)),
        replace(PRINTED, holder_key=HolderKey(PHONE.alg, PHONE.public)),
        replace(PRINTED, expires_at=datetime(2107, 1, 1, tzinfo=UTC)),
        replace(PRINTED, issued_at=datetime(1969, 12, 31, tzinfo=UTC)),
        replace(PASS, status=StatusRef(STATUS_URI, 1)),
        replace(PASS, holder_key=HolderKey(PHONE.alg, PHONE.public)),
        replace(BOUND, holder_key=None),
        replace(BOUND, holder_key=HolderKey(PHONE.alg, bytes(31))),
        replace(BOUND, holder_key=HolderKey(cose.PS384, bytes(256))),
    ],
)
def test_claims_that_no_badge_can_have_are_not_issued(wrong: Badge) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - whatever its words
        issue(wrong, SIGNER)


# --- a badge that was looked up ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("badge", "fault"),
    [
        (PRINTED, None),
        (PASS, None),
        (replace(PRINTED, aud="lab"), BadgeFault.WRONG_SITE),
        (replace(PRINTED, kid=bytes(8)), BadgeFault.UNKNOWN_KEY),
        (replace(PRINTED, kid=STOLEN.kid), BadgeFault.KEY_REVOKED),
        (replace(PRINTED, kid=DAY_PASS.kid), BadgeFault.UNKNOWN_KEY),
        (replace(PASS, kid=BADGE.kid), BadgeFault.UNKNOWN_KEY),
        (replace(PRINTED, expires_at=NOON), BadgeFault.EXPIRED),
        (replace(PASS, not_before=NOON + timedelta(1)), BadgeFault.NOT_YET_VALID),
        (replace(PASS, not_before=None), BadgeFault.LIFETIME_EXCEEDED),
        (replace(BOUND, expires_at=NOON + timedelta(1), issued_at=NOON), BadgeFault.PROOF_REQUIRED),
    ],
)
def test_a_badge_found_by_its_short_code_meets_the_same_rules(
    badge: Badge, fault: BadgeFault | None
) -> None:
    assert check_claims(badge, TRUSTED, accepts={"hq"}, now=NOON) is fault


def test_a_short_code_is_not_enough_where_a_proof_is_asked_for() -> None:
    answer = check_claims(PRINTED, TRUSTED, accepts={"hq"}, now=NOON, assurance=Assurance.LIVE)

    assert answer is BadgeFault.LIVE_ONLY


# --- texts that somebody changed ---------------------------------------------------------------

GOOD = [
    as_text(token)
    for token in (
        minting.printed(),
        minting.day_pass(),
        minting.live(PHONE),
        minting.live(PHONE_P256),
        minting.printed(BADGE_P256),
    )
]


@pytest.mark.parametrize("good", GOOD, ids=["printed", "day", "live", "live P-256", "P-256"])
def test_no_character_can_be_replaced(good: str) -> None:
    assert isinstance(shown(good), Badge)

    for place, character in enumerate(good):
        for other in base45.ALPHABET[place % 7 :: 7]:
            if other != character:
                assert isinstance(shown(good[:place] + other + good[place + 1 :]), BadgeFault)


@pytest.mark.slow
def test_of_very_many_changed_texts_none_is_accepted_and_none_is_a_surprise() -> None:
    refused: Counter[BadgeFault] = Counter()

    for text in islice(changed(GOOD, Random(45)), MUTATIONS):
        answer = shown(text)
        assert isinstance(answer, BadgeFault), text
        refused[answer] += 1

    assert {
        BadgeFault.MALFORMED,
        BadgeFault.BAD_ENCODING,
        BadgeFault.BAD_SIGNATURE,
    } < refused.keys()


def signed_by_mistake(chance: Random) -> str:
    """A token that is genuinely signed over a header or payload that somebody changed."""
    header, payload = cose.encode(minting.badge_header()), cose.encode(minting.printed_claims())
    parts = [bytearray(header), bytearray(payload)]
    part = chance.choice(parts)
    for _ in range(chance.choice((1, 2, 6))):
        part[chance.randrange(len(part))] = chance.randrange(256)
    return as_text(minting.sealed(bytes(parts[0]), bytes(parts[1])))


def test_browsers_say_of_every_changed_text_what_is_said_here() -> None:
    chance = Random(7049)
    texts = [*islice(changed(GOOD, chance), 2000), *(signed_by_mistake(chance) for _ in range(500))]
    asked = {"texts": texts, "jwks": TRUSTED.jwks(), "at": minting.NOW, "aud": "hq"}

    done = subprocess.run(
        [*node.COMMAND, node.KIOSK / "answers.js"],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )

    for text, code in zip(texts, json.loads(done.stdout), strict=True):
        answer = shown(text)
        assert code == (answer.value if isinstance(answer, BadgeFault) else "ok"), text


def test_what_an_issuer_signs_by_mistake_is_read_without_a_surprise() -> None:
    chance = Random(8392)

    for _ in range(MUTATIONS // 50):
        text = signed_by_mistake(chance)

        answer = shown(text)

        assert isinstance(answer, BadgeFault) or issue(answer, SIGNER) == text


@given(st.text(max_size=MAX_TEXT + 5))
def test_any_text_gets_an_answer(text: str) -> None:
    assert isinstance(shown(text), BadgeFault)
    assert isinstance(shown(PREFIX + text), BadgeFault)


@given(st.binary(max_size=400))
def test_any_bytes_get_an_answer(content: bytes) -> None:
    assert isinstance(shown(as_text(content)), BadgeFault)
    assert isinstance(shown(as_text(b"\xd2\x84" + content)), BadgeFault)
