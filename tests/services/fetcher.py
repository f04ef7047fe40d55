"""A process of its own that publishes status lists: prints the list's digest whenever asked."""

import sys
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from checkin.keys import Keyring
from checkin.runtime import Runtime
from checkin.services import status
from checkin.storage.store import Store
from tests import world


def main(folder: Path, url: str, at: datetime) -> None:
    """Answer each line on standard input with the digest of the list as it is then."""
    store = Store(url)
    rt = Runtime(world.settings(folder), store, Keyring.load(folder / "keys"), lambda: at)
    for _ in sys.stdin:
        with rt.reading() as db:
            token = status.published(db, 1, rt.list_signing(), now=rt.now())
        sys.stdout.write(sha256(token).hexdigest() + "\n")
        sys.stdout.flush()
    store.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], datetime.fromisoformat(sys.argv[3]))
