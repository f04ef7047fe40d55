"""Reads badges with the libraries cwt and base45, in the environment apart.

Takes {jwks, texts}. Gives for each text the claims under its good signatures, that of the issuer
and then that of the phone if there is one, or null; byte strings are in hexadecimal.
"""

import json
import sys
from base64 import urlsafe_b64decode
from typing import Any

import cbor2
from base45 import b45decode  # type: ignore[import-not-found]
from cwt import COSE, COSEKey  # type: ignore[import-not-found]
from cwt.exceptions import CWTError  # type: ignore[import-not-found]

KCWT, CNF = 13, 8
ALG = {"Ed25519": -19, "ES256": -9}
CURVE = {"Ed25519": 6, "P-256": 1}


def main() -> None:
    question = json.load(sys.stdin)
    keys = [issuer_key(jwk) for jwk in question["jwks"]["keys"]]
    answers = [claims(text, keys) for text in question["texts"]]
    json.dump(answers, sys.stdout, default=bytes.hex)


def claims(text: str, keys: list[Any]) -> list[Any] | None:
    token = b45decode(text.removeprefix("CI1:"))
    header = cbor2.loads(cbor2.loads(token).value[0])
    try:
        if KCWT not in header:
            return [opened(token, keys)]
        inner = opened(cbor2.dumps(header[KCWT], canonical=True), keys)
        return [inner, opened(token, [phone_key(inner[CNF][1])])]
    except (CWTError, ValueError):
        return None


def opened(token: bytes, keys: list[Any]) -> Any:
    _, _, payload = COSE.new().decode_with_headers(token, keys)
    return cbor2.loads(payload)


def issuer_key(jwk: dict[str, Any]) -> Any:
    key = {1: 1, 3: ALG[jwk["alg"]], 2: from_base64url(jwk["kid"]), -1: CURVE[jwk["crv"]]}
    key[-2] = from_base64url(jwk["x"])
    if jwk["kty"] == "EC":
        key |= {1: 2, -3: from_base64url(jwk["y"])}
    return COSEKey.new(key)


def phone_key(key: dict[int, Any]) -> Any:
    return COSEKey.new({**key, 3: -19 if key[1] == 1 else -9})


def from_base64url(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


if __name__ == "__main__":
    main()
