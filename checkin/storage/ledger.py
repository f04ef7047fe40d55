"""The ledger of erasures: a file of its own, so that it outlives the database and its backups.

A line is on disk before the erasure it tells of is kept. Processes that share the instance's folder
write to the same file.
"""

import fcntl
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from uuid import UUID

from checkin.core import erasure
from checkin.core.erasure import Erasure
from checkin.core.errors import UnavailableError


class Ledger:
    """The file of erasures."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def note(self, erasures: Sequence[Erasure]) -> None:
        """Write these down; they are on disk when this returns. Raises UnavailableError."""
        self._append([one.as_line() for one in erasures])

    def void(self, ids: Sequence[UUID]) -> None:
        """Write down that these were never kept."""
        self._append([erasure.void_line(one) for one in ids])

    def read(self) -> list[Erasure]:
        """Every erasure that was kept, oldest first; none without a file."""
        if not self.path.exists():
            return []
        return erasure.read(self.path.read_text(encoding="utf-8").splitlines())

    def keep_only(self, after: datetime) -> int:
        """Forget all that happened before that time; how many erasures that were."""
        if not self.path.exists():
            return 0
        with self._locked():
            known = self.read()
            kept = [one for one in known if one.at > after]
            if len(kept) < len(known):
                self._replace(kept)
        return len(known) - len(kept)

    def _append(self, lines: Sequence[str]) -> None:
        try:
            with self._locked() as descriptor:
                # What a power cut left without an end must not swallow what follows.
                text = "".join(f"\n{line}\n" for line in lines)
                os.write(descriptor, text.encode())
                os.fsync(descriptor)
        except OSError as fault:
            raise UnavailableError(
                "The ledger of erasures can't be written, so nothing was erased. Try again."
            ) from fault

    def _replace(self, erasures: Sequence[Erasure]) -> None:
        """Put another file in its place, whole."""
        new = self.path.with_suffix(".new")
        descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.writelines(f"{one.as_line()}\n" for one in erasures)
            file.flush()
            os.fsync(file.fileno())
        new.replace(self.path)

    @contextmanager
    def _locked(self) -> Iterator[int]:
        """The file, open for more lines; nobody else writes meanwhile."""
        lock = os.open(self.path.with_suffix(".lock"), os.O_WRONLY | os.O_CREAT, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            descriptor = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            try:
                yield descriptor
            finally:
                os.close(descriptor)
        finally:
            os.close(lock)
