import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from checkin.core.badge import Badge, KeyPurpose, Kind, StatusRef, issue, read
from checkin.core.rotation import SIGNS_FOR
from checkin.keys import KeyFault, Keyring, KeySet
from tests.keys.ring import NOW, index, write_index

# --- which key signs --------------------------------------------------------------------------


def test_the_newest_key_that_may_sign_does(directory: Path, keyring: Keyring) -> None:
    first = keyring.active(KeyPurpose.BADGE, NOW)
    document = index(directory)
    later = next(entry for entry in document["keys"] if entry["purpose"] == "log")
    later["purpose"] = "badge"
    later["not_before"] = (NOW + timedelta(days=10)).isoformat()
    write_index(directory, document)

    renewed = Keyring.load(directory)

    assert renewed.active(KeyPurpose.BADGE, NOW) == first
    assert renewed.active(KeyPurpose.BADGE, NOW + timedelta(days=11)).hex() == later["kid"]


def test_a_key_signs_for_half_a_year_and_no_longer(keyring: Keyring) -> None:
    begin = NOW.replace(microsecond=0)

    keyring.active(KeyPurpose.DAY, begin + SIGNS_FOR - timedelta(seconds=1))
    for moment in (begin - timedelta(seconds=1), begin + SIGNS_FOR):
        with pytest.raises(KeyFault, match="No day key may sign on"):
            keyring.active(KeyPurpose.DAY, moment)


def test_a_revoked_key_signs_no_more_and_is_published_as_such(
    directory: Path, keyring: Keyring
) -> None:
    document = index(directory)
    next(entry for entry in document["keys"] if entry["purpose"] == "day")["revoked"] = True
    write_index(directory, document)

    renewed = Keyring.load(directory)

    with pytest.raises(KeyFault, match="No day key"):
        renewed.active(KeyPurpose.DAY, NOW)
    assert [jwk["purpose"] for jwk in renewed.jwks()["keys"] if jwk["revoked"]] == ["day"]


def test_nothing_is_signed_with_a_key_that_is_not_there(keyring: Keyring) -> None:
    with pytest.raises(KeyFault, match="no private key 0000000000000000"):
        keyring.sign(bytes(8), b"x")


def test_a_badge_of_a_new_keyring_is_good_for_whoever_has_the_published_keys(
    keyring: Keyring,
) -> None:
    badge = Badge(
        cti=bytes(16),
        kind=Kind.PRINTED,
        aud="hq",
        issued_at=NOW.replace(microsecond=0),
        expires_at=NOW.replace(microsecond=0) + timedelta(days=90),
        not_before=None,
        kid=keyring.active(KeyPurpose.BADGE, NOW),
        status=StatusRef("https://b.example.org/s/1", 7),
    )
    published = json.loads(json.dumps(keyring.jwks()))

    answer = read(issue(badge, keyring), KeySet.from_jwks(published), accepts={"hq"}, now=NOW)

    assert answer == badge


# --- rotation ---------------------------------------------------------------------------------


BEGAN = NOW.replace(microsecond=0)
EIGHT_DAYS = timedelta(days=8)


def active(keyring: Keyring, now: datetime = NOW, purpose: KeyPurpose = KeyPurpose.BADGE) -> bytes:
    return keyring.active(purpose, now)


def test_the_next_key_is_published_at_once_and_signs_when_the_present_one_stops(
    keyring: Keyring,
) -> None:
    present = active(keyring)

    made = keyring.new(KeyPurpose.BADGE, now=NOW)

    assert made.not_before == BEGAN + SIGNS_FOR
    assert len(keyring.jwks()["keys"]) == 5
    assert active(keyring, made.not_before - timedelta(seconds=1)) == present
    assert active(keyring, made.not_before) == made.kid


def test_a_key_made_late_still_waits_for_readers(keyring: Keyring) -> None:
    late = NOW + SIGNS_FOR - timedelta(days=2)

    made = keyring.new(KeyPurpose.DAY, now=late)

    assert made.not_before == (late + EIGHT_DAYS).replace(microsecond=0)


def test_one_key_waits_at_a_time(keyring: Keyring) -> None:
    keyring.new(KeyPurpose.BADGE, now=NOW)

    with pytest.raises(KeyFault, match="waits already"):
        keyring.new(KeyPurpose.BADGE, now=NOW)

    keyring.new(KeyPurpose.DAY, now=NOW)


def test_in_an_emergency_a_new_key_signs_at_once(keyring: Keyring) -> None:
    later = NOW + timedelta(days=1)

    made = keyring.new(KeyPurpose.BADGE, now=later, at_once=True)

    assert active(keyring, later) == made.kid


def test_a_waiting_key_is_not_used_before_every_reader_can_know_it(keyring: Keyring) -> None:
    made = keyring.new(KeyPurpose.BADGE, now=NOW)
    ready = BEGAN + EIGHT_DAYS

    with pytest.raises(KeyFault, match=r"Readers may not know .* before 2026-11-30 12:00 UTC"):
        keyring.activate(made.kid, now=ready - timedelta(seconds=1))
    assert active(keyring, ready) != made.kid

    sooner = keyring.activate(made.kid, now=ready)

    assert active(keyring, ready) == made.kid
    assert (sooner.not_before, sooner.not_after) == (ready, ready + SIGNS_FOR)


def test_in_an_emergency_a_waiting_key_is_used_early(keyring: Keyring) -> None:
    made = keyring.new(KeyPurpose.BADGE, now=NOW)

    keyring.activate(made.kid, now=NOW + timedelta(hours=1), at_once=True)

    assert active(keyring, NOW + timedelta(hours=1)) == made.kid


def test_only_a_key_that_waits_can_be_activated(keyring: Keyring) -> None:
    waits = keyring.new(KeyPurpose.BADGE, now=NOW)
    keyring.revoke(waits.kid, now=NOW)

    for kid in (active(keyring), waits.kid):
        with pytest.raises(KeyFault, match="doesn't wait"):
            keyring.activate(kid, now=NOW + EIGHT_DAYS)
    with pytest.raises(KeyFault, match="There is no key"):
        keyring.activate(bytes(8), now=NOW)


def test_whoever_retires_a_key_too_early_is_told_what_to_do(keyring: Keyring) -> None:
    old = active(keyring)
    with pytest.raises(KeyFault, match="Make one with `checkin keys new badge`"):
        keyring.retire(old, now=NOW)
    waits = keyring.new(KeyPurpose.BADGE, now=NOW)

    with pytest.raises(
        KeyFault, match=rf"{waits.kid.hex()} will from {waits.not_before:%Y-%m-%d};"
    ):
        keyring.retire(old, now=NOW)


def test_a_retired_key_signs_no_more_and_verifies_on(keyring: Keyring) -> None:
    old, later = active(keyring), NOW + timedelta(days=1)
    with pytest.raises(KeyFault, match=r"No other badge key may sign yet"):
        keyring.retire(old, now=later)
    newer = keyring.new(KeyPurpose.BADGE, now=later, at_once=True)

    retired = keyring.retire(old, now=later)

    assert retired.not_after == later.replace(microsecond=0)
    assert active(keyring, later) == newer.kid
    assert keyring.verify(old, b"x", keyring.sign(old, b"x"))
    with pytest.raises(KeyFault, match="doesn't sign"):
        keyring.retire(old, now=later + timedelta(seconds=1))


def test_a_revoked_key_is_followed_at_once_by_another_if_none_could_sign(keyring: Keyring) -> None:
    stolen = active(keyring)

    made = keyring.revoke(stolen, now=NOW)

    assert made is not None
    assert active(keyring) == made.kid
    assert [jwk["revoked"] for jwk in keyring.jwks()["keys"]].count(True) == 1
    with pytest.raises(KeyFault, match="revoked already"):
        keyring.revoke(stolen, now=NOW)


def test_a_key_that_is_revoked_while_it_waits_never_signs_and_names_no_day(
    keyring: Keyring,
) -> None:
    waits, soon = keyring.new(KeyPurpose.BADGE, now=NOW), NOW + timedelta(hours=1)

    assert keyring.revoke(waits.kid, now=soon) is None

    revoked = keyring.key(waits.kid)
    assert revoked is not None
    assert revoked.not_before == revoked.not_after == soon.replace(microsecond=0)
    assert keyring.new(KeyPurpose.BADGE, now=soon).not_before == waits.not_before


def test_a_revoked_key_is_followed_by_the_spare_one_if_there_is_one(keyring: Keyring) -> None:
    old = active(keyring)
    newer = keyring.new(KeyPurpose.BADGE, now=NOW + timedelta(days=1), at_once=True)

    assert keyring.revoke(newer.kid, now=NOW + timedelta(days=2)) is None

    assert active(keyring, NOW + timedelta(days=2)) == old


def test_a_running_server_takes_up_what_another_process_changes(
    directory: Path, keyring: Keyring
) -> None:
    serving = Keyring.load(directory)
    stolen = active(serving)

    made = keyring.revoke(stolen, now=NOW)

    assert made is not None
    found = serving.key(stolen)
    assert found is not None
    assert found.revoked
    assert active(serving) == made.kid
    assert serving.sign(made.kid, b"x") == keyring.sign(made.kid, b"x")


def test_what_a_running_server_can_not_read_leaves_it_with_what_it_had(
    directory: Path, keyring: Keyring, caplog: pytest.LogCaptureFixture
) -> None:
    before = keyring.jwks()
    write_index(directory, {"keys": [{}]})

    after = [keyring.jwks() for _ in range(3)]

    assert after == [before] * 3
    assert [record.levelname for record in caplog.records] == ["ERROR"]
    (directory / "keys.json").unlink()
    assert keyring.jwks() == before


def test_keys_that_readers_need_no_more_are_left_out(keyring: Keyring) -> None:
    late = NOW + SIGNS_FOR + timedelta(days=100)

    needed = {jwk["purpose"] for jwk in keyring.jwks(now=late)["keys"]}

    assert needed == {"badge", "log"}


def test_a_change_that_fails_leaves_the_keys_as_they_were(
    directory: Path, keyring: Keyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (directory / "keys.json").read_bytes()

    def full(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr("checkin.keys.files.write_index", full)
    with pytest.raises(OSError, match="no space"):
        keyring.revoke(active(keyring), now=NOW)

    assert (directory / "keys.json").read_bytes() == before
    assert not any(jwk["revoked"] for jwk in keyring.jwks()["keys"])
