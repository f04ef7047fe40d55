"""Why a device gets no answer, and what it has to do about it."""

from flask.typing import ResponseReturnValue

from checkin.services.scanning import Unanswered
from checkin.web.api import wire


def unanswered(fault: Unanswered) -> ResponseReturnValue:
    """The protocol fault as JSON: 401 pair again, 403 wipe, 400 ask otherwise, 429 wait."""
    match fault:
        case Unanswered.NOT_PAIRED:
            return wire.problem(401, "not_paired", "Pair this device with a code from the console.")
        case Unanswered.REVOKED:
            return wire.problem(
                403,
                "revoked",
                "This device was shut out. Everything it kept is to be deleted.",
                Clear_Site_Data='"cookies", "storage"',
            )
        case Unanswered.WRONG_DIRECTION:
            return wire.problem(400, "wrong_direction", "direction: the door isn't used that way.")
        case Unanswered.TOO_MANY_CODES:
            return wire.problem(
                429, "too_many", "Too many wrong codes. Wait a minute.", Retry_After="60"
            )
