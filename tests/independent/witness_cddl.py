"""Compares badges with a CDDL schema by the library cddl-verifier, in the environment apart.

Takes {schema, texts}; gives for each text whether it has a shape of the schema, deterministically
encoded through and through.
"""

import json
import sys
from typing import Any

import cbor2
from base45 import b45decode  # type: ignore[import-not-found]
from cddl_verifier import CBORDecodeError, Validator  # type: ignore[import-not-found]

SHAPES = ("qr-bytes", "issuer-live")
KCWT = 13


def main() -> None:
    question = json.load(sys.stdin)
    schema = Validator(question["schema"] + "\nanything = any\n")
    json.dump([fits(schema, b45decode(text[4:])) for text in question["texts"]], sys.stdout)


def fits(schema: Any, token: bytes) -> bool:
    """Whether the token has a shape; what is wrapped in byte strings is looked at by itself."""
    if not any(valid(schema, token, shape) for shape in SHAPES):
        return False
    return all(valid(schema, part, "anything") for part in wrapped(cbor2.loads(token)))


def wrapped(token: Any) -> list[bytes]:
    protected, _, payload, _ = token.value
    header = cbor2.loads(protected)
    return [protected, payload, *(wrapped(header[KCWT]) if KCWT in header else [])]


def valid(schema: Any, content: bytes, shape: str) -> bool:
    try:
        return bool(schema.validate(content, shape, require_deterministic=True).valid)
    except CBORDecodeError:
        return False


if __name__ == "__main__":
    main()
