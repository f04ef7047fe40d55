"""Misuse, as exceptions with a stable code; the edge maps each to a page or to JSON once.

An answer is never an exception: a refused badge, a wrong code or an empty list is a value.
"""


class CheckinError(Exception):
    """Something that can't be done, said in a sentence that a person can act on."""

    code = "misuse"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotFoundError(CheckinError):
    """There is no such thing, or not for whoever asks: the two answer alike."""

    code = "not_found"


class ForbiddenError(CheckinError):
    """Whoever asks may not do this."""

    code = "forbidden"


class ConflictError(CheckinError):
    """It was changed meanwhile, or can't be done in its present state."""

    code = "conflict"


class UnavailableError(CheckinError):
    """It can't be done right now; trying again later makes sense."""

    code = "unavailable"
