import hashlib
from uuid import UUID

from checkin.core import staffcode

KIOSK, OTHER = UUID(int=1), UUID(int=2)
KEY = bytes(32)


def test_a_code_is_eight_digits_and_stays_until_it_is_changed() -> None:
    code = staffcode.staff_code(KEY, KIOSK, 1)

    assert len(code) == 8
    assert code.isdigit()
    assert staffcode.staff_code(KEY, KIOSK, 1) == code


def test_every_kiosk_key_and_change_has_a_code_of_its_own() -> None:
    codes = {
        staffcode.staff_code(key, kiosk, turn)
        for key in (KEY, bytes([1]) * 32)
        for kiosk in (KIOSK, OTHER)
        for turn in (1, 2)
    }

    assert len(codes) == 8


def test_a_device_can_check_a_code_with_what_it_gets() -> None:
    code = staffcode.staff_code(KEY, KIOSK, 1)

    made = staffcode.verifier(code, KIOSK, 1)

    typed = hashlib.pbkdf2_hmac("sha256", code.encode(), made.salt, made.rounds)
    wrong = hashlib.pbkdf2_hmac("sha256", b"00000000", made.salt, made.rounds)
    assert typed == made.hash
    assert wrong != made.hash
    assert code.encode() not in made.salt + made.hash


def test_a_code_is_shown_in_two_groups() -> None:
    assert staffcode.pretty("12345678") == "1234 5678"
