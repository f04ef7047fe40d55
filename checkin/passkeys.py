"""Passkeys of console accounts (WebAuthn): what is asked of a browser and whether it answered well.

The only importer of webauthn. A challenge is kept nowhere: it carries its own end and a keyed hash,
so showing a page writes nothing. Whoever takes an answer has to see that it is taken once.
"""

import hmac
import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

import webauthn
from webauthn.helpers import (
    options_to_json,
    parse_authentication_credential_json,
    parse_client_data_json,
)
from webauthn.helpers.cose import COSEAlgorithmIdentifier
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from checkin.core import base64url

LIFE: Final = timedelta(minutes=5)
"""How long a browser may take to answer."""

MOST_CHARACTERS: Final = 8_000
"""An answer that is longer isn't read."""

_NONCE: Final = 16
_TIME: Final = 8
_ALGORITHMS: Final = [
    COSEAlgorithmIdentifier.EDDSA,
    COSEAlgorithmIdentifier.ECDSA_SHA_256,
    COSEAlgorithmIdentifier.RSASSA_PKCS1_v1_5_SHA_256,
]


@dataclass(frozen=True, slots=True)
class Site:
    """Where passkeys are good: the host of the address in the settings, and that address."""

    host: str
    origin: str
    title: str
    key: bytes = field(repr=False)


def site(base_url: str, organisation: str, key: bytes) -> Site | None:
    """Where passkeys of this instance are good; None if its address has no name.

    Browsers bind passkeys to a name: there are none for `http://127.0.0.1`.
    """
    parts = urlsplit(base_url)
    host = parts.hostname or ""
    try:
        ip_address(host)
    except ValueError:
        return Site(host, f"{parts.scheme}://{parts.netloc}", organisation, key)
    return None


# --- what is asked ----------------------------------------------------------------------------


def to_make(
    at: Site, account: bytes, address: str, known: Iterable[str], about: str, *, now: datetime
) -> str:
    """What a browser is asked to make a passkey with, as JSON; `known` are those it has."""
    options = webauthn.generate_registration_options(
        rp_id=at.host,
        rp_name=at.title,
        user_id=account,
        user_name=address,
        challenge=_challenge(at.key, about, now=now),
        timeout=int(LIFE.total_seconds() * 1000),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[_named(credential) for credential in known],
        supported_pub_key_algs=_ALGORITHMS,
    )
    return options_to_json(options)


def to_sign(at: Site, known: Iterable[str], about: str, *, now: datetime) -> str:
    """What a browser is asked to sign, as JSON; without `known` the person chooses the passkey.

    The device has to know its owner (by a PIN or its own lock), so a passkey is both factors.
    """
    options = webauthn.generate_authentication_options(
        rp_id=at.host,
        challenge=_challenge(at.key, about, now=now),
        timeout=int(LIFE.total_seconds() * 1000),
        allow_credentials=[_named(credential) for credential in known],
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return options_to_json(options)


# --- what came back ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Made:
    """A new passkey, as it is kept (base64url), and the challenge that was answered with it."""

    credential: str
    public_key: str
    sign_count: int
    challenge: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Signed:
    """A good signature: how often the device has signed with this passkey, and the challenge.

    Whether the count goes on from the last one is for whoever keeps it.
    """

    credential: str
    sign_count: int
    challenge: bytes = field(repr=False)


def made(at: Site, answer: str, about: str, *, now: datetime) -> Made | None:
    """The passkey that a browser made, or None if the answer isn't good or came too late."""
    challenge = _answered(at, answer, about, now=now)
    if challenge is None:
        return None
    try:
        found = webauthn.verify_registration_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=at.host,
            expected_origin=at.origin,
            require_user_verification=True,
            supported_pub_key_algs=_ALGORITHMS,
        )
    except Exception:  # noqa: BLE001 - it reads strangers' bytes: whatever goes wrong, it isn't good
        return None
    credential, key = (
        base64url.encode(found.credential_id),
        base64url.encode(found.credential_public_key),
    )
    return Made(credential, key, found.sign_count, challenge)


def credential(answer: str) -> str | None:
    """Which passkey an answer says it is by; nothing about it is checked yet."""
    if len(answer) > MOST_CHARACTERS:
        return None
    try:
        return base64url.encode(parse_authentication_credential_json(answer).raw_id)
    except Exception:  # noqa: BLE001 - as above
        return None


def signed(at: Site, answer: str, about: str, public_key: str, *, now: datetime) -> Signed | None:
    """The signature of the passkey with this key; None if it isn't good or came too late."""
    challenge = _answered(at, answer, about, now=now)
    if challenge is None:
        return None
    try:
        found = webauthn.verify_authentication_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=at.host,
            expected_origin=at.origin,
            credential_public_key=base64url.decode(public_key),
            credential_current_sign_count=0,
            require_user_verification=True,
        )
    except Exception:  # noqa: BLE001 - as above
        return None
    return Signed(base64url.encode(found.credential_id), found.new_sign_count, challenge)


# --- challenges -------------------------------------------------------------------------------


def _challenge(key: bytes, about: str, *, now: datetime) -> bytes:
    ends = int((now + LIFE).timestamp()).to_bytes(_TIME)
    body = secrets.token_bytes(_NONCE) + ends
    return body + _seal(key, body, about)


def _answered(at: Site, answer: str, about: str, *, now: datetime) -> bytes | None:
    """The challenge that this answers, if it was made here, for this, and not too long ago."""
    if len(answer) > MOST_CHARACTERS:
        return None
    try:
        said = parse_client_data_json(
            base64url.decode(json.loads(answer)["response"]["clientDataJSON"])
        )
    except Exception:  # noqa: BLE001 - as above
        return None
    body, seal = said.challenge[: _NONCE + _TIME], said.challenge[_NONCE + _TIME :]
    if not hmac.compare_digest(seal, _seal(at.key, body, about)):
        return None
    return said.challenge if int.from_bytes(body[_NONCE:]) > now.timestamp() else None


def _seal(key: bytes, body: bytes, about: str) -> bytes:
    return hmac.digest(key, body + about.encode(), "sha256")


def _named(credential: str) -> PublicKeyCredentialDescriptor:
    return PublicKeyCredentialDescriptor(id=base64url.decode(credential))
