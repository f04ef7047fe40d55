"""Passwords are kept so that nobody can read them; one-time codes are those of RFC 6238."""

from datetime import UTC, datetime, timedelta

import pytest

from checkin import passwords

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
SECRET = passwords.totp_secret(b"12345678901234567890")


def test_a_password_is_kept_as_argon2id_with_a_salt_of_its_own() -> None:
    first, second = passwords.hashed("seven quiet herons"), passwords.hashed("seven quiet herons")

    assert first.startswith("$argon2id$v=19$m=65536,t=3,p=4$")  # RFC 9106, section 4
    assert first != second


def test_only_the_password_itself_is_right() -> None:
    kept = passwords.hashed("seven quiet herons")

    assert passwords.is_right(kept, "seven quiet herons")
    assert not passwords.is_right(kept, "seven quiet heron")
    assert not passwords.is_right(kept, "Seven quiet herons")


def test_nothing_is_right_where_nothing_is_kept() -> None:
    assert not passwords.is_right(None, "a password that nobody has")
    assert not passwords.is_right("", "a password that nobody has")


def test_every_character_of_a_long_password_counts() -> None:
    long = "ab cd ef " * 28
    kept = passwords.hashed(long)

    assert passwords.is_right(kept, long)
    assert not passwords.is_right(kept, long[:-1] + "x")


def test_a_password_that_is_too_long_is_never_right() -> None:
    too_long = "x" * (passwords.MOST + 2)

    assert not passwords.is_right(passwords.hashed(too_long[: passwords.MOST + 1]), too_long)


@pytest.mark.parametrize(
    "password",
    [
        "seven quiet herons",
        "korrekt Pferd Batterie",
        "plötzlich Regen am Ätna",
        "zqtwrnpxkd",
        "тихая вода под мостом",
        "  spaces  count  ",
    ],
)
def test_any_characters_will_do(password: str) -> None:
    assert passwords.problem(password, "kim@linden.example", "Linden Works") is None


@pytest.mark.parametrize(
    "password",
    [
        "password",
        "Password123",
        "P@ssw0rd!",
        "qwertyuiop",
        "12345678",
        "abcdefgh",
        "aaaaaaaaaaaa",
        "letmeinletmein",
        "Summer2026!",
        "kim.lindner",
        "Lindenworks1"[:6] * 2,
        "linden works",
        "poiuytrewq",
        "testtesttest",
    ],
)
def test_what_everybody_tries_first_is_refused(password: str) -> None:
    told = passwords.problem(password, "kim.lindner@linden.example", "Linden Works")

    assert told is not None
    assert "easy to guess" in told


def test_a_short_password_is_refused_with_what_to_do() -> None:
    assert "at least 8" in str(passwords.problem("herons7"))


def test_a_password_of_endless_length_is_refused_with_what_to_do() -> None:
    assert "256 characters at most" in str(passwords.problem("herons at dusk " * 20))


def test_a_code_is_that_of_the_standard() -> None:
    at = datetime.fromtimestamp(59, UTC)  # RFC 6238, appendix B, of whose 8 digits we take 6

    assert passwords.totp_code(SECRET, now=at) == "287082"


@pytest.mark.parametrize("seconds", [-30, 0, 30])
def test_a_code_is_taken_half_a_minute_early_or_late(seconds: int) -> None:
    code = passwords.totp_code(SECRET, now=NOON + timedelta(seconds=seconds))

    step = passwords.totp_step(SECRET, code, now=NOON)

    assert step == (int(NOON.timestamp()) + seconds) // 30


@pytest.mark.parametrize("seconds", [-90, 90])
def test_an_older_or_later_code_is_not_taken(seconds: int) -> None:
    code = passwords.totp_code(SECRET, now=NOON + timedelta(seconds=seconds))

    assert passwords.totp_step(SECRET, code, now=NOON) is None


@pytest.mark.parametrize("typed", ["", "abcdef", "1234567", "١٢٣٤٥٦", "0x1234"])
def test_what_is_no_code_is_not_taken(typed: str) -> None:
    assert passwords.totp_step(SECRET, typed, now=NOON) is None


def test_a_code_may_be_typed_in_two_groups() -> None:
    code = passwords.totp_code(SECRET, now=NOON)

    assert passwords.totp_step(SECRET, f" {code[:3]} {code[3:]} ", now=NOON) is not None


def test_an_app_reads_the_secret_the_address_and_the_organisation() -> None:
    uri = passwords.totp_uri(SECRET, "kim@linden.example", "Linden Works")

    assert uri.startswith("otpauth://totp/Linden%20Works:kim%40linden.example?")
    assert f"secret={SECRET}" in uri
