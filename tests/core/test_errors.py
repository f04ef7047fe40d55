"""Misuse: each kind with a code of its own, and a sentence for whoever meets it."""

from checkin.core.errors import (
    CheckinError,
    ConflictError,
    ForbiddenError,
    NotFoundError,
    UnavailableError,
)


def test_every_kind_has_a_code_of_its_own_and_keeps_its_sentence() -> None:
    kinds = [CheckinError, NotFoundError, ForbiddenError, ConflictError, UnavailableError]

    assert len({kind.code for kind in kinds}) == len(kinds)
    assert NotFoundError("There is no such door.").message == "There is no such door."
