"""Makes `badge.json`: texts to be read, each with the one answer that is right.

Run it as `python -m tests.vectors.make_badge` when the format changes on purpose.
"""

import json
import zlib
from base64 import urlsafe_b64encode
from collections.abc import Iterable, Iterator
from pathlib import Path

import cbor2

from checkin.core import cose, statuslist
from checkin.core.statuslist import SIZE
from tests.minting import (
    BADGE,
    BADGE_P256,
    DAY,
    DAY_PASS,
    DAY_STOLEN,
    ED25519_ORDER,
    ENDED,
    HOUR,
    LOG,
    NOW,
    OTHER_PHONE,
    OTHER_PHONE_P256,
    P256_ORDER,
    PHONE,
    PHONE_P256,
    STATUS,
    STATUS_STOLEN,
    STATUS_URI,
    STOLEN,
    STRANGER,
    TRUSTED,
    MadeKey,
    as_text,
    badge_header,
    changed_claims,
    cti,
    day_claims,
    day_pass,
    encode,
    envelope,
    issuer_live,
    live,
    live_claims,
    minted,
    printed,
    printed_claims,
    proof_claims,
    proof_header,
    sealed,
    status_token,
    tagged,
    without,
)

FILE = Path(__file__).with_name("badge.json")
NONCE = bytes(range(8))
KIOSK = "kiosk-7"

Case = dict[str, object]


def case(
    code: str,
    name: str,
    shown: bytes | str,
    *,
    at: int = NOW,
    aud: str = "hq",
    assurance: str = "any",
    **more: str | int,
) -> Case:
    text = shown if isinstance(shown, str) else as_text(shown)
    return {
        "name": name,
        "text": text,
        "at": at,
        "aud": aud,
        "assurance": assurance,
        **more,
        "code": code,
    }


def all_cases() -> Iterator[Case]:
    """Every case, in the order of the checks; what is good comes first."""
    for cases in (
        *(good_printed, good_day_passes, good_live),
        *(texts, encodings, bytes_around, envelopes, headers, claims, proof_shapes),
        *(clocks, types, old_keys, keys, signatures, sites_and_dates, doors, proofs, lists),
    ):
        yield from cases()


# --- 16: good ----------------------------------------------------------------------------------


def good_printed() -> Iterator[Case]:
    yield case("ok", "a printed badge", printed())
    yield case("ok", "a printed badge of the whole organisation", printed(aud="acme"), aud="acme")
    yield case("ok", "an audience of one letter", printed(aud="x"), aud="x")
    yield case("ok", "an audience of 24 bytes", printed(aud="a" * 24), aud="a" * 24)
    yield case("ok", "an audience in German", printed(aud="Zürich-Süd"), aud="Zürich-Süd")
    yield case("ok", "valid from now on", printed(nbf=NOW))
    yield case("ok", "issued by a clock 60 s ahead", printed(iat=NOW + 60))
    yield case("ok", "in its last second", printed(exp=NOW + 1))
    yield case("ok", "good for 180 days", printed(iat=NOW - DAY, exp=NOW + 179 * DAY))
    first = printed(iat=NOW - 150 * DAY, exp=NOW + 30 * DAY)
    yield case("ok", "issued in the first second of its key", first)
    yield case("ok", "by a key that has stopped signing since", printed(ENDED))
    yield case("ok", "by an issuer with a P-256 key", printed(BADGE_P256))
    place = {"status_list": {"idx": 0, "uri": ""}}
    yield case("ok", "the first place in a list", printed(status=place))
    yield case("ok", "the last place in a list", at_place(SIZE - 1))
    for bits in (1, 4, 8):
        yield case("ok", f"a list of {bits} bits for each badge", at_place(1, f"{bits}-bits"))
    yield case("ok", "a list in its last second", at_place(1, "ends-in-a-second"))
    yield case("ok", "a list whose claims come in another order", at_place(1, "unsorted"))


def good_day_passes() -> Iterator[Case]:
    yield case("ok", "a day pass", day_pass())
    yield case("ok", "a day pass shown again", day_pass(), at=NOW + HOUR)
    begin = NOW - 12 * HOUR
    ahead = day_pass(iat=NOW - 20 * DAY, nbf=begin, exp=begin + 26 * HOUR)
    yield case("ok", "a day pass printed three weeks ahead, for 26 hours", ahead)


def good_live() -> Iterator[Case]:
    for phone in (PHONE, PHONE_P256):
        kind = "Ed25519" if phone is PHONE else "P-256"
        yield case("ok", f"a live badge, {kind}", live(phone))
        yield case(
            "ok", f"a live badge where one is asked for, {kind}", live(phone), assurance="live"
        )
        yield case("ok", f"proved by a clock 10 s ahead, {kind}", live(phone, iat=NOW + 10))
        yield case("ok", f"proved in this very second, {kind}", live(phone, iat=NOW))
        yield case("ok", f"proved 20 s ago, {kind}", live(phone, iat=NOW - 20))
        renewed = live(phone, issuer_live(phone, iat=NOW - 2))
        yield case("ok", f"proved in the second it was renewed, {kind}", renewed)
        proof = live(phone, aud=KIOSK, cnonce=NONCE)
        yield challenged("ok", f"proved for this kiosk, {kind}", proof)
    yield case("ok", "a nonce that nobody asked for", live(cnonce=NONCE))
    yield challenged("ok", "a nonce of 16 bytes", live(aud=KIOSK, cnonce=NONCE * 2), NONCE * 2)
    by_p256 = live(inner=issuer_live(key=BADGE_P256))
    yield case("ok", "a live badge by an issuer with a P-256 key", by_p256)
    # (r, n - s) is the other signature that anybody can make of (r, s); it proves the same. Replays
    # are told by cti and time.
    yield case("ok", "a proof's P-256 signature in its other form", with_other_s(live(PHONE_P256)))


def challenged(code: str, name: str, shown: bytes, nonce: bytes = NONCE) -> Case:
    return case(code, name, shown, assurance="live", nonce=nonce.hex(), kiosk=KIOSK)


# --- 1 to 3: text, encoding, shape -------------------------------------------------------------


def texts() -> Iterator[Case]:
    good = as_text(printed())
    yield case("too_long", "1,201 characters", good + "0" * (1201 - len(good)))
    yield case("too_long", "1,201 characters of something else", "x" * 1201)
    yield case("not_a_badge", "nothing", "")
    yield case("not_a_badge", "only half a prefix", "CI1")
    yield case("not_a_badge", "an address", "https://example.org/CI1:")
    yield case("not_a_badge", "a health certificate", good.replace("CI1:", "HC1:"))
    yield case("not_a_badge", "a later format", good.replace("CI1:", "CI2:"))
    yield case("not_a_badge", "a small prefix", good.replace("CI1:", "ci1:"))
    yield case("not_a_badge", "a space before it", " " + good)


def encodings() -> Iterator[Case]:
    good = as_text(printed())
    yield case("bad_encoding", "small letters", "CI1:" + good[4:].lower())
    yield case("bad_encoding", "a line feed at the end", good + "\n")
    yield case("bad_encoding", "one character left over", "CI1:" + as_text(b"\xd2\x84")[4:] + "A")
    yield case("bad_encoding", "three characters worth 65536", "CI1:GGW" + good[7:])
    yield case("bad_encoding", "three characters worth 91124", "CI1:" + good[4:-3] + ":::")
    yield case("bad_encoding", "two characters worth 256", "CI1:" + "BB8" + "V5")
    yield case("bad_encoding", "a character outside the alphabet", good[:-1] + "_")
    yield case("bad_encoding", "a digit of another script", good[:-1] + "٣")
    yield case("bad_encoding", "a letter that looks like one of ours", good[:-1] + "А")


def bytes_around() -> Iterator[Case]:
    good = printed()
    bare = encode(printed_claims())
    yield case("malformed", "no bytes", b"")
    yield case("malformed", "a tag alone", b"\xd2\x84")
    yield case("malformed", "a byte too many", good + b"\0")
    yield case("malformed", "a byte too few", good[:-1])
    yield case("malformed", "two tokens in a row", good + good)
    yield case("malformed", "claims that nobody signed", bare)
    yield case("malformed", "claims that nobody signed, tagged as a CWT", b"\xd8\x3d" + bare)
    yield case("malformed", "tagged as a CWT", b"\xd8\x3d" + good)
    yield case("malformed", "without a tag", good[1:])
    yield case("malformed", "tagged twice", b"\xd2" + good)
    yield case("malformed", "tagged as a MAC", b"\xd1" + good[1:])
    yield case("malformed", "tagged as signed by several", b"\xd8\x62" + good[1:])
    yield case("malformed", "a tag longer than needed", b"\xd8\x12" + good[1:])
    yield case("malformed", "an array of indefinite length", b"\xd2\x9f" + good[2:] + b"\xff")
    yield case("malformed", "an array length longer than needed", b"\xd2\x98\x04" + good[2:])
    yield case("malformed", "five parts", b"\xd2\x85" + good[2:] + b"\xa0")
    yield case("malformed", "three parts", b"\xd2\x83" + good[2:-66])


def envelopes() -> Iterator[Case]:
    protected, payload = encode(badge_header()), encode(printed_claims())
    signature = BADGE.sign(cose.to_be_signed(protected, payload))
    in_clear = encode({4: BADGE.kid})
    yield case(
        "malformed",
        "a key named without protection",
        sealed(protected, payload, unprotected=in_clear),
    )
    clear_alg = sealed(protected, payload, unprotected=encode({1: -19}))
    yield case("malformed", "an algorithm named without protection", clear_alg)
    yield case("malformed", "null for a header", sealed(protected, payload, unprotected=b"\xf6"))
    yield case("malformed", "an empty protected header", sealed(b"", payload))
    yield case("malformed", "a protected header without parameters", sealed(b"\xa0", payload))
    for size in (0, 63, 65):
        cut = (signature + b"\0")[:size]
        yield case("malformed", f"a signature of {size} bytes", envelope(protected, payload, cut))
    for name, parts in {
        "a payload kept elsewhere": [protected, {}, None, signature],
        "a payload that isn't wrapped": [protected, {}, printed_claims(), signature],
        "a header that isn't wrapped": [badge_header(), {}, payload, signature],
        "a signature as text": [protected, {}, payload, "s" * 64],
    }.items():
        yield case("malformed", name, encode(cose.Tag(18, parts)))
    chunked = b"\x5f" + encode(payload) + b"\xff"
    yield case(
        "malformed",
        "a payload in pieces",
        b"\xd2\x84" + encode(protected) + b"\xa0" + chunked + encode(signature),
    )


def headers() -> Iterator[Case]:
    header = badge_header()
    for name, wrong in {
        "no key identifier": without(header, 4),
        "no algorithm": without(header, 1),
        "no type": without(header, 16),
        "a key identifier of 7 bytes": header | {4: BADGE.kid[:7]},
        "a key identifier as text": header | {4: "12345678"},
        "an algorithm by name": header | {1: "Ed25519"},
        "a critical parameter": header | {2: [99], 99: 0},
        "a content type": header | {3: 61},
        "a certificate chain": header | {33: b"\x30\x00"},
        "a type that is bytes": header | {16: b"application/vnd.checkin+cwt"},
        "a float for a parameter's number": without(header, 4) | {4.0: BADGE.kid},
        "true for a parameter's number": without(header, 1) | {True: -19},
        "an algorithm that is a float": header | {1: -19.0},
    }.items():
        yield case("malformed", name, minted(wrong, printed_claims()))
    encoded, payload = encode(header), encode(printed_claims())
    alg, rest = encoded[1:3], encoded[3:]
    assert alg == b"\x01\x32"
    turned = b"\xa3" + rest + alg
    yield case("malformed", "parameters in another order", sealed(turned, payload))
    twice = b"\xa4" + alg + alg + rest
    yield case("malformed", "an algorithm named twice", sealed(twice, payload))
    longer = b"\xa3\x01\x38\x12" + rest
    assert encode(-19) == b"\x32"
    yield case("malformed", "an algorithm's number longer than needed", sealed(longer, payload))
    trailing = encoded + b"\0"
    yield case("malformed", "a byte after the header", sealed(trailing, payload))


def claims() -> Iterator[Case]:
    good = printed_claims()
    place = {"idx": 4711, "uri": STATUS_URI}
    for name, wrong in {
        "no audience": without(good, 3),
        "no end": without(good, 4),
        "no issuing time": without(good, 6),
        "no cti": without(good, 7),
        "no status": without(good, 65535),
        "an issuer": good | {1: "acme"},
        "a subject": good | {2: "Erika Mustermann"},
        "an unknown claim": good | {99: 0},
        "a claim by name": good | {"name": "Erika Mustermann"},
        "an audience of nothing": good | {3: ""},
        "an audience of 25 bytes": good | {3: "ü" * 12 + "x"},
        "two audiences": good | {3: ["hq", "lab"]},
        "an end that is a float": good | {4: float(NOW + DAY)},
        "an end that isn't a number": good | {4: float("nan")},
        "an end before 1970": good | {4: -1},
        "an end after 2106": good | {4: 2**32},
        "an end as text": good | {4: "2027-01-01T00:00:00Z"},
        "an end that is true": good | {4: True},
        "a cti of 15 bytes": good | {7: cti()[:15]},
        "a cti of 17 bytes": good | {7: cti() + b"\0"},
        "a cti as text": good | {7: cti().hex()[:16]},
        "a float for a claim's number": without(good, 3) | {3.0: "hq"},
        "a status and a scope": good | {9: "day"},
        "a status without a list": good | {65535: {"status_list": {"idx": 4711}}},
        "a place before the first": good | {65535: {"status_list": place | {"idx": -1}}},
        "a list's name that is bytes": good | {65535: {"status_list": place | {"uri": b"x"}}},
        "more about the status": good | {65535: {"status_list": place | {"ttl": 60}}},
        "a second way to ask for the status": good | {65535: {"status_list": place, "crl": 0}},
    }.items():
        yield case("malformed", name, minted(badge_header(), wrong))
    for name, wrong in {
        "a scope of a week": day_claims() | {9: "week"},
        "a scope of two": day_claims() | {9: ["day", "night"]},
        "a day pass with a status": day_claims() | {65535: {"status_list": place}},
    }.items():
        yield case("malformed", name, minted(badge_header(DAY_PASS), wrong, DAY_PASS))
    yield from claims_by_hand()


def claims_by_hand() -> Iterator[Case]:
    header, payload = encode(badge_header()), encode(printed_claims())
    end = b"\x04" + encode(NOW + 60 * DAY)
    later = b"\x04" + encode(NOW + 170 * DAY)
    tag_date, tag_big = b"\x04\xc1" + end[1:], b"\x04\xc2\x44" + end[2:]
    assert payload.startswith(b"\xa5\x03\x62hq" + end + b"\x06")
    for name, wrong in {
        "an end given twice": b"\xa6" + payload[1:].replace(end, end + later),
        "claims in another order": b"\xa5" + end + payload[1:].replace(end, b""),
        "an end in 64 bits": payload.replace(end, b"\x04\x1b\0\0\0\0" + end[2:]),
        "an end tagged as a date": payload.replace(end, tag_date),
        "an end as a big number": payload.replace(end, tag_big),
        "an audience whose length takes a byte more": payload.replace(b"\x62hq", b"\x78\x02hq"),
        "an audience in pieces": payload.replace(b"\x62hq", b"\x7f\x62hq\xff"),
        "an audience that isn't UTF-8": payload.replace(b"\x62hq", b"\x62\xc3\x28"),
        "a map of indefinite length": b"\xbf" + payload[1:] + b"\xff",
        "a map one pair short": b"\xa6" + payload[1:],
        "a byte after the claims": payload + b"\0",
        "a regular expression for an audience": payload.replace(b"\x62hq", b"\xd8\x23\x62hq"),
        "an audience behind a byte order mark": payload.replace(b"\x62hq", b"\x65\xef\xbb\xbfhq"),
        "an audience that is undefined": payload.replace(b"\x62hq", b"\xf7"),
        "claims in a self-described wrapping": b"\xd9\xd9\xf7" + payload,
        "nesting without end": b"\x81" * 200 + b"\x00",
    }.items():
        yield case("malformed", name, sealed(header, wrong))


def proof_shapes() -> Iterator[Case]:
    inner, header = issuer_live(), proof_header(tagged(issuer_live()))
    okp = {1: 1, -1: 6, -2: PHONE.public}
    ec2 = {1: 2, -1: 1, -2: PHONE_P256.public[:32], -3: True}
    for name, wrong in {
        "a proof with a key identifier": header | {4: BADGE.kid},
        "a proof with a certificate chain": header | {33: b"\x30\x00"},
        "a proof around bytes": header | {13: inner},
        "a proof around something untagged": header | {13: tagged(inner).value},  # type: ignore[attr-defined]
        "a proof around a printed badge": proof_header(tagged(printed())),
        "a proof around a day pass": proof_header(tagged(day_pass())),
    }.items():
        yield case("malformed", name, minted(wrong, proof_claims(), PHONE))
    for name, claimed in {
        "a proof with an issuer": proof_claims() | {1: "phone"},
        "a proof with a subject": proof_claims() | {2: "Erika Mustermann"},
        "a proof with an end": proof_claims() | {4: NOW + 60},
        "a proof without a time": without(proof_claims(), 6),
        "a proof without an audience": without(proof_claims(), 3),
        "a nonce of 7 bytes": proof_claims() | {39: bytes(7)},
        "a nonce of 17 bytes": proof_claims() | {39: bytes(17)},
    }.items():
        yield case("malformed", name, minted(header, claimed, PHONE))
    good = live()
    yield case("malformed", "a proof whose signature has 63 bytes", resigned(good, 63))
    yield case("malformed", "a proof whose signature has 65 bytes", resigned(good, 65))
    for name, cnf in {
        "a key by its identifier": {3: PHONE.kid},
        "a key with its private part": {1: okp | {-4: PHONE.seed}},
        "a key with an algorithm": {1: okp | {3: -19}},
        "a key of 31 bytes": {1: okp | {-2: PHONE.public[:31]}},
        "a key on another curve": {1: okp | {-1: 7}},
        "a key on a curve that is a float": {1: okp | {-1: 6.0}},
        "a key whose kind is true": {1: okp | {1: True}},
        "a compressed point": {1: ec2},
    }.items():
        bound = minted(badge_header(), live_claims() | {8: cnf})
        yield case("malformed", name, live(inner=bound))


# --- 4 to 7: clock, type, key, signature ---------------------------------------------------------


def remembered(code: str, name: str, shown: bytes, *, seen: int, fetched: int) -> Case:
    """A reader without a connection: when its server last spoke, when its keys were fetched."""
    return case(code, name, shown, seen=seen, fetched=fetched)


def clocks() -> Iterator[Case]:
    back = "the clock was set back"
    yield remembered("ok", "a clock 60 s behind", printed(), seen=NOW + 60, fetched=NOW)
    for name, shown in {"a printed badge": printed(), "a live badge": live()}.items():
        set_back = f"{name}, {back} by 61 s"
        yield remembered("clock_error", set_back, shown, seen=NOW + 61, fetched=NOW)
    wrong = minted(badge_header() | {16: 61}, printed_claims())
    late = NOW + DAY
    yield remembered("clock_error", f"something else, {back}", wrong, seen=late, fetched=NOW)
    yield remembered("malformed", f"a tag alone, {back}", b"\xd2\x84", seen=late, fetched=NOW)


def old_keys() -> Iterator[Case]:
    week = NOW - 7 * DAY
    yield remembered("ok", "keys fetched a week ago", printed(), seen=NOW, fetched=week)
    for name, shown in {"a printed badge": printed(), "by a stranger": printed(STRANGER)}.items():
        old = f"{name}, keys fetched a week and a second ago"
        yield remembered("keys_stale", old, shown, seen=NOW, fetched=week - 1)
    blind = envelope(encode({1: -38, 4: DAY_PASS.kid}), encode({7: bytes(32)}), bytes(256))
    yield remembered("keys_stale", "signed blindly, old keys", blind, seen=NOW, fetched=week - 1)
    wrong = minted(badge_header() | {16: 61}, printed_claims())
    yield remembered("bad_type", "something else, old keys", wrong, seen=NOW, fetched=week - 1)


def types() -> Iterator[Case]:
    for typ in (
        "application/cwt",
        "Application/vnd.checkin+cwt",
        "application/statuslist+cwt",
        61,
        294,
    ):
        wrong = minted(badge_header() | {16: typ}, printed_claims())
        yield case("bad_type", f"a printed badge that says it is {typ}", wrong)
    wrong = minted(badge_header(DAY_PASS) | {16: "application/cwt"}, day_claims(), DAY_PASS)
    yield case("bad_type", "a day pass that says it is application/cwt", wrong)
    for typ in ("application/vnd.checkin+cwt", "application/kb+cwt", 293):
        header = proof_header(tagged(issuer_live())) | {16: typ}
        wrong = minted(header, proof_claims(), PHONE)
        yield case("bad_type", f"a proof that says it is {typ}", wrong)
    inner = minted(badge_header() | {16: "application/cwt"}, live_claims())
    yield case("bad_type", "a proof around something of another type", live(inner=inner))
    yield case("bad_type", "a proof around a proof", live(inner=live()))


def keys() -> Iterator[Case]:
    yield case("unknown_key", "a printed badge by a stranger's key", printed(STRANGER))
    yield case("unknown_key", "a day pass by a stranger's key", day_pass(STRANGER))
    yield case("unknown_key", "a printed badge by the key for lists", printed(STATUS))
    yield case("unknown_key", "a printed badge by the key for the log", printed(LOG))
    yield case("unknown_key", "a printed badge by the key for day passes", printed(DAY_PASS))
    yield case("unknown_key", "a day pass by the key for badges", day_pass(BADGE))
    yield case(
        "unknown_key", "a live badge by a stranger's key", live(inner=issuer_live(key=STRANGER))
    )
    blind = envelope(encode({1: -38, 4: DAY_PASS.kid}), encode({7: bytes(32)}), bytes(256))
    yield case("unknown_key", "a day pass that was signed blindly", blind)
    yield case("key_revoked", "a printed badge by a revoked key", printed(STOLEN))
    yield case("key_revoked", "a day pass by a revoked key", day_pass(DAY_STOLEN))
    yield case("key_revoked", "a live badge by a revoked key", live(inner=issuer_live(key=STOLEN)))
    for alg, name in ((-9, "ESP256"), (-8, "EdDSA"), (-7, "ES256"), (5, "HMAC"), (0, "none")):
        wrong = minted(badge_header() | {1: alg}, printed_claims())
        yield case("bad_alg", f"an Ed25519 key, and {name} in the header", wrong)
    wrong = minted(badge_header(BADGE_P256) | {1: -19}, printed_claims(), BADGE_P256)
    yield case("bad_alg", "a P-256 key, and Ed25519 in the header", wrong)
    wrong = minted(badge_header(DAY_PASS) | {1: -8}, day_claims(), DAY_PASS)
    yield case("bad_alg", "a day pass that says EdDSA", wrong)


def signatures() -> Iterator[Case]:
    header, payload = encode(badge_header()), encode(printed_claims())
    message = cose.to_be_signed(header, payload)
    good = BADGE.sign(message)
    outside = encode(["Signature1", header, b"x", payload])
    several = encode(["Signature", header, b"", payload])
    more = (int.from_bytes(good[32:], "little") + ED25519_ORDER).to_bytes(32, "little")
    other = encode(changed_claims(printed_claims(), {"exp": NOW + 90 * DAY}))
    for name, signature in {
        "a signature with one bit turned": bytes([good[0] ^ 1]) + good[1:],
        "a signature of zeros": bytes(64),
        "another key's signature": STRANGER.sign(message),
        "a signature over the claims alone": BADGE.sign(payload),
        "a signature with something from outside": BADGE.sign(outside),
        "a signature of one of several": BADGE.sign(several),
        "a signature in its other form": good[:32] + more,
    }.items():
        yield case("bad_signature", name, envelope(header, payload, signature))
    yield case(
        "bad_signature", "a later end under the old signature", envelope(header, other, good)
    )
    passed = day_pass()
    yield case(
        "bad_signature", "a day pass with one bit turned", passed[:-1] + bytes([passed[-1] ^ 1])
    )
    inner = issuer_live()
    cut = inner[:-1] + bytes([inner[-1] ^ 1])
    yield case("bad_signature", "a proof around a badge that was changed", live(inner=cut))
    zeros = encode(badge_header(BADGE_P256))
    yield case("bad_signature", "a P-256 signature of zeros", envelope(zeros, payload, bytes(64)))


# --- 8 to 10: site, dates, door ----------------------------------------------------------------


def sites_and_dates() -> Iterator[Case]:
    yield case("wrong_site", "a printed badge at another site", printed(), aud="lab")
    yield case("wrong_site", "a printed badge at a site that begins alike", printed(), aud="hq2")
    yield case("wrong_site", "a printed badge at a site in capitals", printed(), aud="HQ")
    yield case("wrong_site", "a day pass at another site", day_pass(), aud="lab")
    yield case("wrong_site", "a live badge at another site", live(), aud="lab")
    yield case("not_yet_valid", "issued by a clock 61 s ahead", printed(iat=NOW + 61))
    yield case("not_yet_valid", "a printed badge for later", printed(nbf=NOW + 1))
    tomorrow = day_pass(nbf=NOW + 12 * HOUR, exp=NOW + 36 * HOUR)
    yield case("not_yet_valid", "a day pass for tomorrow", tomorrow)
    yield case("expired", "a printed badge in the second it ends", printed(exp=NOW))
    yield case("expired", "a printed badge a year later", printed(), at=NOW + 365 * DAY)
    yield case("expired", "yesterday's day pass", day_pass(), at=NOW + DAY)
    yield case("expired", "a live badge that wasn't renewed", live(), at=NOW + 7 * DAY)
    yield case("expired", "ended before it was issued", printed(exp=NOW - 40 * DAY))
    too_long = printed(iat=NOW - DAY, exp=NOW + 179 * DAY + 1)
    yield case("lifetime_exceeded", "good for 180 days and a second", too_long)
    later = printed(iat=NOW - DAY, nbf=NOW, exp=NOW + 179 * DAY + 1)
    yield case("lifetime_exceeded", "good for 180 days once it begins", later)
    begin = NOW - 6 * HOUR
    yield case(
        "lifetime_exceeded",
        "a day pass for 26 hours and a second",
        day_pass(exp=begin + 26 * HOUR + 1),
    )
    ahead = day_pass(nbf=begin, iat=begin - DAY, exp=begin + 26 * HOUR + 1)
    yield case("lifetime_exceeded", "a day pass printed ahead, for 26 hours and a second", ahead)
    long_live = issuer_live(iat=NOW - DAY, exp=NOW + 13 * DAY + 1)
    yield case("lifetime_exceeded", "a live badge for 14 days and a second", live(inner=long_live))
    early = printed(iat=NOW - 150 * DAY - 1, exp=NOW + DAY)
    yield case("lifetime_exceeded", "issued before its key began to sign", early)
    late = printed(ENDED, iat=NOW - 7 * DAY)
    yield case("lifetime_exceeded", "issued when its key had stopped signing", late)


def doors() -> Iterator[Case]:
    yield case("proof_required", "the inside of a live badge alone", issuer_live())
    yield case("proof_required", "the inside of a live badge alone, P-256", issuer_live(PHONE_P256))
    alone = issuer_live()
    yield case(
        "proof_required", "the inside alone where a proof is asked for", alone, assurance="live"
    )
    yield case(
        "live_only", "a printed badge where a proof is asked for", printed(), assurance="live"
    )
    yield challenged("live_only", "a printed badge where a challenge is shown", printed())
    yield case(
        "day_pass_not_allowed",
        "a day pass where a proof is asked for",
        day_pass(),
        assurance="live",
    )
    yield challenged("day_pass_not_allowed", "a day pass where a challenge is shown", day_pass())


# --- 11 and 12: the proof ----------------------------------------------------------------------


def proofs() -> Iterator[Case]:
    good = live()
    yield case("bad_proof", "a proof with one bit turned", good[:-1] + bytes([good[-1] ^ 1]))
    good = live(PHONE_P256)
    yield case("bad_proof", "a proof with one bit turned, P-256", good[:-1] + bytes([good[-1] ^ 1]))
    yield case("bad_proof", "a proof of zeros, P-256", good[:-64] + bytes(64))
    yield case("bad_proof", "another phone's proof", proof_by(OTHER_PHONE, PHONE))
    yield case("bad_proof", "another phone's proof, P-256", proof_by(OTHER_PHONE_P256, PHONE_P256))
    yield case("bad_proof", "a proof by a key of another kind", proof_by(PHONE_P256, PHONE))
    yield case("bad_proof", "a proof by a key of another kind, P-256", proof_by(PHONE, PHONE_P256))
    header = proof_header(tagged(issuer_live())) | {1: -8}
    yield case("bad_proof", "a proof that says EdDSA", minted(header, proof_claims(), PHONE))
    nowhere = {1: {1: 2, -1: 1, -2: bytes(32), -3: bytes(32)}}
    bound = minted(badge_header(), live_claims() | {8: nowhere})
    yield case("bad_proof", "a phone's key that is no point", live(PHONE_P256, inner=bound))
    elsewhere = "proof_wrong_audience"
    yield case(elsewhere, "a proof for another site", live(aud="lab"))
    yield case(
        elsewhere, "a proof for a kiosk where no challenge was shown", live(aud=KIOSK, cnonce=NONCE)
    )
    yield challenged(
        elsewhere, "a proof for the site where a challenge was shown", live(cnonce=NONCE)
    )
    yield challenged(elsewhere, "a proof for another kiosk", live(aud="kiosk-8", cnonce=NONCE))
    for phone in (PHONE, PHONE_P256):
        kind = "Ed25519" if phone is PHONE else "P-256"
        ahead = live(phone, iat=NOW + 11)
        yield case("proof_future", f"proved by a clock 11 s ahead, {kind}", ahead)
        yield case("proof_stale", f"proved 21 s ago, {kind}", live(phone, iat=NOW - 21))
    ending = issuer_live(exp=NOW + 5)
    yield case(
        "proof_future", "proved when the badge will have ended", live(inner=ending, iat=NOW + 5)
    )
    fresh = issuer_live(iat=NOW + 30)
    yield case("proof_stale", "proved before the badge was issued", live(inner=fresh, iat=NOW))
    yield case("proof_stale", "a picture taken half a minute ago", live(), at=NOW + 30)
    yield challenged("proof_nonce", "a proof without the nonce", live(aud=KIOSK))
    yield challenged("proof_nonce", "a proof with another nonce", live(aud=KIOSK, cnonce=bytes(8)))
    longer = live(aud=KIOSK, cnonce=NONCE + b"\0")
    yield challenged("proof_nonce", "a proof with a longer nonce", longer)


def resigned(content: bytes, size: int) -> bytes:
    """The token with its signature cut or lengthened."""
    return content[:-66] + encode((content[-64:] + b"\0")[:size])


def proof_by(signer: MadeKey, bound: MadeKey) -> bytes:
    """A proof around a badge bound to one phone, made by another."""
    return minted(proof_header(tagged(issuer_live(bound)), signer), proof_claims(), signer)


def with_other_s(content: bytes) -> bytes:
    s = P256_ORDER - int.from_bytes(content[-32:])
    return content[:-32] + s.to_bytes(32)


# --- 13 and 14: the status list -----------------------------------------------------------------

OFF, PAUSED, ELSE = 100, 200, 300
"""Places of badges that are switched off, paused, or something that a later format may mean."""


def list_uri(name: str) -> str:
    return f"https://b.example.org/s/{name}"


def at_place(index: int, name: str = "1", key: MadeKey = BADGE, **changed: object) -> bytes:
    """A printed badge that has this place in the list of this name."""
    place = {"status_list": {"idx": index, "uri": list_uri(name)}}
    return printed(key, status=place, **changed)


def live_at(index: int, phone: MadeKey, **changed: object) -> bytes:
    place = {"status_list": {"idx": index, "uri": STATUS_URI}}
    return live(phone, issuer_live(phone, status=place), **changed)


def status_lists() -> dict[str, bytes]:
    """Every list that a reader of the vectors is handed, good and bad, by the name it asks for."""
    some: dict[int, int] = {OFF: 1, PAUSED: 2, ELSE: 3, OFF + 1: 1, PAUSED + 1: 2}
    good = status_token(some)
    turned = dict(reversed(cose.read_sign1(good).payload.items()))
    header: dict[object, object] = {1: STATUS.alg, 4: STATUS.kid, 16: statuslist.TYP}
    bomb = {"bits": 2, "lst": zlib.compress(bytes(2**18 + 1), 9)}
    named: dict[str, bytes] = {
        "1": good,
        "1-bits": status_token({OFF: 1}, uri=list_uri("1-bits"), bits=1),
        "4-bits": status_token(some, uri=list_uri("4-bits"), bits=4),
        "8-bits": status_token(some | {ELSE: 255}, uri=list_uri("8-bits"), bits=8),
        "ends-in-a-second": ending("ends-in-a-second", NOW + 1),
        "ends-now": ending("ends-now", NOW),
        "ended": ending("ended", NOW - DAY),
        "without-end": changed_list("without-end", exp=None),
        "small": status_token(some, uri=list_uri("small"), size=1024),
        "elsewhere": good,
        "unsorted": sealed(encode(header), cbor2.dumps(turned | {2: list_uri("unsorted")}), STATUS),
        "bomb": changed_list("bomb", lst=bomb),
        "3-bits": changed_list("3-bits", lst={"bits": 3, "lst": zlib.compress(bytes(99))}),
        "not-zlib": changed_list("not-zlib", lst={"bits": 2, "lst": b"not zlib"}),
        "no-token": b"\xd2\x84",
    }
    for name, key in {
        "by-the-badge-key": BADGE,
        "by-a-stranger": STRANGER,
        "by-a-revoked-key": STATUS_STOLEN,
    }.items():
        named[name] = status_token(some, uri=list_uri(name), key=key)
    for name, wrong in {
        "another-alg": header | {1: -9},
        "another-type": header | {16: "application/vnd.checkin+cwt"},
    }.items():
        named[name] = status_token(some, uri=list_uri(name), header=wrong)
    changed = status_token(some, uri=list_uri("changed"))
    named["changed"] = changed[:-1] + bytes([changed[-1] ^ 1])
    return {list_uri(name): token for name, token in named.items()} | {
        "": status_token(some, uri="")
    }


def ending(name: str, at: int) -> bytes:
    return changed_list(name, exp=at, iat=at - DAY)


def changed_list(name: str, **changed: object) -> bytes:
    return status_token({OFF: 1}, uri=list_uri(name), changed=changed)


def lists() -> Iterator[Case]:
    unknown, stale = "status_unknown", "status_stale"
    place = {"status_list": {"idx": 2**64 - 1, "uri": STATUS_URI}}
    yield case(unknown, "a place in a list that takes 64 bits", printed(status=place))
    yield case(unknown, "the first place behind a list", at_place(SIZE))
    yield case(unknown, "a place behind a smaller list", at_place(1024, "small"))
    yield case(unknown, "a list that the reader doesn't hold", at_place(1, "2"))
    yield case(unknown, "a list whose address differs by a slash", at_place(1, "1/"))
    for name, what in {
        "elsewhere": "a list that says it is another one",
        "by-the-badge-key": "a list by the key for badges",
        "by-a-stranger": "a list by a stranger's key",
        "by-a-revoked-key": "a list by a revoked key",
        "another-alg": "a list whose header names another algorithm",
        "another-type": "a list that says it is a badge",
        "changed": "a list with one bit turned",
        "without-end": "a list without an end",
        "bomb": "a list that unpacks to too much",
        "3-bits": "a list of three bits for each badge",
        "not-zlib": "a list that isn't compressed",
        "no-token": "a list that is cut off",
    }.items():
        yield case(unknown, what, at_place(1, name))
    yield case(unknown, "a status that nobody has defined", at_place(ELSE))
    yield case(unknown, "a status that nobody has defined, in 8 bits", at_place(ELSE, "8-bits"))
    yield case(stale, "a list in the second it ends", at_place(1, "ends-now"))
    yield case(stale, "yesterday's list", at_place(1, "ended"))
    yield case(stale, "switched off in yesterday's list", at_place(OFF, "ended"))
    for code, first, word in (("revoked", OFF, "switched off"), ("suspended", PAUSED, "paused")):
        yield case(code, f"a printed badge that was {word}", at_place(first))
        yield case(code, f"the badge beside it, {word}", at_place(first + 1))
        yield case(code, f"a live badge that was {word}", live_at(first, PHONE))
        yield case(code, f"a live badge that was {word}, P-256", live_at(first, PHONE_P256))
        yield case(code, f"{word}, in a list of 4 bits", at_place(first, "4-bits"))
        yield case(code, f"{word}, in a list of 8 bits", at_place(first, "8-bits"))
    yield case("revoked", "switched off, in a list of one bit", at_place(OFF, "1-bits"))
    yield case("expired", "run out and switched off", at_place(OFF, exp=NOW))
    yield case(
        "proof_stale",
        "an old proof of a badge that was switched off",
        live_at(OFF, PHONE, iat=NOW - 21),
    )
    yield case(
        "live_only", "switched off, where a proof is asked for", at_place(OFF), assurance="live"
    )
    yield case("key_revoked", "by a revoked key, and switched off", at_place(OFF, key=STOLEN))


# --- the file ----------------------------------------------------------------------------------


def rendered() -> str:
    """The file's text: a key, a list and a case a line."""
    keys, cases = (lines(entries) for entries in (TRUSTED.jwks()["keys"], all_cases()))
    held = ",\n".join(
        f"{json.dumps(uri)}: {json.dumps(base64url(token))}"
        for uri, token in status_lists().items()
    )
    return (
        f'{{"jwks": {{"keys": [\n{keys}\n]}},\n'
        f'"status": {{\n{held}\n}},\n'
        f'"cases": [\n{cases}\n]}}\n'
    )


def base64url(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def lines(entries: Iterable[dict[str, object]]) -> str:
    return ",\n".join(json.dumps(entry, ensure_ascii=False) for entry in entries)


if __name__ == "__main__":
    FILE.write_text(rendered(), encoding="utf-8")
