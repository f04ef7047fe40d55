"""A file of sealed frames: nobody reads it or changes it without the keys of its instance.

Each frame is sealed for its place in this one file, so that none can be moved, dropped or taken
from another.
"""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, Final

from checkin.core.errors import ConflictError
from checkin.keys import Keyring, SealError

_MAGIC: Final = b"checkin backup 1\n"
_NUMBER_SIZE: Final = 16
_LENGTH_SIZE: Final = 4


def write(path: Path, frames: Iterable[bytes], keyring: Keyring) -> None:
    """Write a new file, whole or not at all, that only this user may read."""
    part = path.with_suffix(".part")
    number = os.urandom(_NUMBER_SIZE)
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(_MAGIC + number)
            for place, frame in enumerate(frames):
                sealed = keyring.seal(frame, _context(number, place))
                file.write(len(sealed).to_bytes(_LENGTH_SIZE, "big") + sealed)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def read(path: Path, keyring: Keyring) -> Iterator[bytes]:
    """The frames of a file. Raises ConflictError if it isn't one, or these keys don't open it."""
    with path.open("rb") as file:
        if file.read(len(_MAGIC)) != _MAGIC:
            raise ConflictError(f"{path} is no backup that `checkin backup` made.")
        number = file.read(_NUMBER_SIZE)
        for place, sealed in enumerate(_sealed(file)):
            try:
                yield keyring.unseal(sealed, _context(number, place))
            except SealError as fault:
                raise ConflictError(_WRONG_KEYS if place == 0 else _CHANGED) from fault


_WRONG_KEYS: Final = (
    "These keys don't open this backup: it was made with others, or was changed. Put the keys "
    "folder of the instance that made it in place of this one's, then try again."
)
_CHANGED: Final = "The backup was changed or damaged. Nothing was restored; try an earlier one."


def _sealed(file: BinaryIO) -> Iterator[bytes]:
    while length := file.read(_LENGTH_SIZE):
        yield file.read(int.from_bytes(length, "big"))


def _context(number: bytes, place: int) -> bytes:
    return b"backup" + number + place.to_bytes(8, "big")
