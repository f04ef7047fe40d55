"""Keys: on disk, in memory and as a published set. The only importer of cryptography.

`KeySet` knows public keys and checks signatures; `Keyring` holds an instance's private keys too.
Key material is read once, from files that nobody else may read, and shows in no `repr`.
"""

from checkin.keys.faults import KeyFault
from checkin.keys.files import file_faults
from checkin.keys.keyring import Keyring
from checkin.keys.keyset import KeySet
from checkin.keys.sealing import SealError, seal_letter

__all__ = ["KeyFault", "KeySet", "Keyring", "SealError", "file_faults", "seal_letter"]
