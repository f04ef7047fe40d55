"""base64url without padding, as JSON carries bytes (RFC 4648, section 5)."""

from base64 import b64decode, urlsafe_b64encode


def encode(content: bytes) -> str:
    """The bytes as text, without `=`."""
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def decode(text: str) -> bytes:
    """The bytes of such a text, padded or not. Raises ValueError for anything else."""
    if "+" in text or "/" in text:  # signs of plain base64, which the library lets pass
        raise ValueError("this isn't base64url")
    return b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
