"""Keyed hashes: found again under the same key, nothing under another."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from checkin.core.hashing import Hashing
from checkin.core.scan import Direction

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def hashing(start: int = 0) -> Hashing:
    return Hashing(*(bytes([start + number]) * 32 for number in range(8)))


def test_every_kind_of_thing_is_hashed_under_its_own_key() -> None:
    mine, other = hashing(), hashing(100)
    cti, nonce = bytes(16), UUID(int=1)

    assert mine.short_code(cti) == mine.short_code(cti) != other.short_code(cti)
    assert mine.ended(cti) != other.ended(cti)
    assert mine.nonce(b"kiosk", nonce) != mine.nonce(b"other", nonce)
    assert (
        mine.email("A@example.org") == mine.email("a@example.org") != other.email("a@example.org")
    )
    assert mine.hint(b"salt", "a@example.org") != mine.hint(b"pepper", "a@example.org")


def test_the_use_of_a_badge_is_found_on_one_day_and_in_one_direction_only() -> None:
    today = hashing().use(b"code", Direction.IN, now=NOW)

    assert today == hashing().use(b"code", Direction.IN, now=NOW + timedelta(hours=3))
    assert today != hashing().use(b"code", Direction.OUT, now=NOW)
    assert today != hashing().use(b"code", Direction.IN, now=NOW + timedelta(days=1))


def test_a_proof_is_found_by_what_only_its_phone_could_make() -> None:
    proof = hashing().proof(b"half a signature")

    assert proof == hashing().proof(b"half a signature")
    assert proof != hashing().proof(b"half of another one")
    assert proof != hashing(100).proof(b"half a signature")


def test_keys_don_t_show_when_it_is_printed() -> None:
    assert "\\x" not in repr(hashing())
