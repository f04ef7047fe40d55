"""A badge's claims by their names, and how they stand in its tokens."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from checkin.core import cose, token
from checkin.core.token import IssuedToken, ProofToken


class Kind(StrEnum):
    """What a badge is carried as."""

    PRINTED = "printed"
    LIVE = "live"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class StatusRef:
    """The badge's place in a status list: the list's name and an index into it."""

    uri: str
    index: int


@dataclass(frozen=True, slots=True)
class HolderKey:
    """The phone's public key that a live badge is bound to; `public` as in `cose.key_id`."""

    alg: int
    public: bytes


@dataclass(frozen=True, slots=True)
class Badge:
    """The claims of a badge. Nothing in it names a person; `cti` is 16 random bytes.

    Times are whole seconds on the badge. `proved_at` is when the phone proved a live badge, and
    `proof` the first half of its signature: random to whoever hasn't seen it, and the same in the
    twin that every ECDSA signature has.
    """

    cti: bytes
    kind: Kind
    aud: str
    issued_at: datetime
    expires_at: datetime
    not_before: datetime | None
    kid: bytes
    status: StatusRef | None
    holder_key: HolderKey | None = None
    proved_at: datetime | None = None
    proof: bytes | None = None


def of_token(issued: IssuedToken, proof: ProofToken | None) -> Badge:
    """Return the badge that a token, and the proof around it if there is one, speak of."""
    claims = issued.claims
    status = claims[token.STATUS]["status_list"] if token.STATUS in claims else None
    return Badge(
        cti=claims[token.CTI],
        kind=kind_of(claims),
        aud=claims[token.AUD],
        issued_at=_moment(claims[token.IAT]),
        expires_at=_moment(claims[token.EXP]),
        not_before=_moment(claims[token.NBF]) if token.NBF in claims else None,
        kid=issued.kid,
        status=StatusRef(status["uri"], status["idx"]) if status else None,
        holder_key=_holder_key(claims[token.CNF][1]) if token.CNF in claims else None,
        proved_at=_moment(proof.claims[token.IAT]) if proof else None,
        proof=proof.signature[: len(proof.signature) // 2] if proof else None,
    )


def kind_of(claims: Mapping[int, Any]) -> Kind:
    """Return what a token with these claims is carried as."""
    if token.CNF in claims:
        return Kind.LIVE
    return Kind.DAY if token.SCOPE in claims else Kind.PRINTED


def numbered(badge: Badge) -> dict[int, object]:
    """Return the claims for the badge's token by their registered numbers.

    Raises ValueError if they contradict the kind of badge.
    """
    claims: dict[int, object] = {
        token.AUD: badge.aud,
        token.EXP: _seconds(badge.expires_at),
        token.IAT: _seconds(badge.issued_at),
        token.CTI: badge.cti,
    }
    if badge.not_before:
        claims[token.NBF] = _seconds(badge.not_before)
    if badge.holder_key:
        claims[token.CNF] = {1: cose.public_key(badge.holder_key.alg, badge.holder_key.public)}
    if badge.kind is Kind.DAY:
        claims[token.SCOPE] = token.DAY_SCOPE
    if badge.status:
        claims[token.STATUS] = {"status_list": {"idx": badge.status.index, "uri": badge.status.uri}}
    if kind_of(claims) is not badge.kind:
        raise ValueError(f"these are no claims of a {badge.kind} badge")
    return claims


def _holder_key(key: Mapping[int, Any]) -> HolderKey:
    if key[1] == cose.OKP:
        return HolderKey(cose.ED25519, key[-2])
    return HolderKey(cose.ESP256, key[-2] + key[-3])


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())
