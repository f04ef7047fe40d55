"""The API's own description (OpenAPI 3.1), made from the fields that `wire` declares."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from checkin import __version__
from checkin.web.api import wire

bp = Blueprint("api_description", __name__)

_SCHEMAS = "#/components/schemas/{model}"


@dataclass(frozen=True, slots=True)
class _Operation:
    """One request that a kiosk or a phone can make: a POST, or a GET if it sends nothing.

    `credential` is the cookie that it takes.
    """

    path: str
    name: str
    summary: str
    sent: type[BaseModel] | None
    status: str
    answer: type[BaseModel]
    problems: dict[str, str]
    credential: str | None = "kiosk"


_UNREADABLE = {
    "400": "A field can't be read; `field` names it.",
    "403": "Another site asks, or the device was shut out (then with Clear-Site-Data).",
    "413": "The body is longer than 16 KiB.",
    "415": "The body isn't application/json.",
    "429": "Too many tries; Retry-After says how long to wait.",
    "503": "The database can't take it now; try again with the same nonce.",
}
_UNPAIRED = {"401": "The device isn't paired."}

OPERATIONS = (
    _Operation(
        "/kiosks/pair",
        "pairKiosk",
        "Make this device a kiosk, with a one-time code.",
        wire.PairBody,
        "201",
        wire.PairAnswer,
        _UNREADABLE | {"404": "The code isn't good."},
        credential=None,
    ),
    _Operation(
        "/kiosks/release",
        "releaseKiosk",
        "End the device's credential, since it is to be set up anew.",
        wire.ReleaseBody,
        "200",
        wire.PairAnswer,
        _UNREADABLE | _UNPAIRED,
    ),
    _Operation(
        "/kiosks/heartbeat",
        "reportHealth",
        "Say how the kiosk is doing; learn what it stands for.",
        wire.HeartbeatBody,
        "200",
        wire.KioskAnswer,
        _UNREADABLE | _UNPAIRED,
    ),
    _Operation(
        "/kiosks/snapshot",
        "getSnapshot",
        "Get what the kiosk decides by while it has no connection; 304 if that is what it has.",
        None,
        "200",
        wire.SnapshotAnswer,
        _UNPAIRED | {"403": _UNREADABLE["403"], "503": _UNREADABLE["503"]},
    ),
    _Operation(
        "/scans",
        "answerScan",
        "Answer one scan. Refusals are answers too: always 200.",
        wire.ScanBody,
        "200",
        wire.ScanAnswer,
        _UNREADABLE | _UNPAIRED,
    ),
    _Operation(
        "/scans/late",
        "tellScans",
        "Tell of scans that the kiosk answered without a connection. In any order, each once.",
        wire.LateBody,
        "200",
        wire.LateAnswer,
        _UNREADABLE | _UNPAIRED | {"413": "The body is longer than 1 MiB."},
    ),
    _Operation(
        "/devices/challenge",
        "challengeDevice",
        "Get what a phone signs to show that it holds its key.",
        wire.ChallengeBody,
        "200",
        wire.ChallengeAnswer,
        _UNREADABLE,
        credential=None,
    ),
    _Operation(
        "/devices",
        "enrolDevice",
        "Put the signed-in person's badge on a phone.",
        wire.EnrolBody,
        "201",
        wire.DeviceAnswer,
        _UNREADABLE
        | {
            "401": "Nobody is signed in.",
            "409": "The badge was switched off, is on too many phones, or the key is known.",
        },
        credential="person",
    ),
    _Operation(
        "/devices/renew",
        "renewDevice",
        "Get the next badge, with the phone's key and no sign-in.",
        wire.RenewBody,
        "200",
        wire.DeviceAnswer,
        _UNREADABLE
        | {
            "409": "Somebody else is signed in on this phone (`another`), or it is being ended.",
            "410": "The badge was taken off this phone: its key is to be deleted.",
        },
        credential=None,
    ),
    _Operation(
        "/devices/end",
        "endDevice",
        "Take the badge off a phone, with the phone's key and no sign-in.",
        wire.RenewBody,
        "200",
        wire.EndedAnswer,
        _UNREADABLE,
        credential=None,
    ),
)


@bp.get("/openapi.json")
def get_description() -> ResponseReturnValue:
    """The description, for whoever writes a client."""
    response = jsonify(description())
    response.headers["Cache-Control"] = "public, max-age=300"
    return response


@cache
def description() -> dict[str, Any]:
    """The OpenAPI 3.1 document."""
    models: list[type[BaseModel]] = [wire.Problem]
    for one in OPERATIONS:
        models += [one.answer, *([one.sent] if one.sent else [])]
    _, schemas = models_json_schema(
        [(model, "validation") for model in models], ref_template=_SCHEMAS
    )
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Building check-in",
            "version": __version__,
            "description": ("What kiosks and badges on phones ask. It decides; it doesn't unlock."),
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": "/api/v1"}],
        "paths": {one.path: {"post" if one.sent else "get": _operation(one)} for one in OPERATIONS}
        | {"/openapi.json": {"get": _self()}},
        "components": {
            "schemas": schemas["$defs"],
            "securitySchemes": {
                "kiosk": {
                    "type": "apiKey",
                    "in": "cookie",
                    "name": "__Host-kiosk",
                    "description": "Set by pairing. Named `kiosk` on http://localhost.",
                },
                "person": {
                    "type": "apiKey",
                    "in": "cookie",
                    "name": "__Host-session",
                    "description": "Set by signing in. Named `session` on http://localhost.",
                },
            },
        },
    }


def _operation(one: _Operation) -> dict[str, Any]:
    answers = {
        one.status: _content(one.answer) | {"description": (one.answer.__doc__ or "").strip()}
    }
    problems = {
        status: _content(wire.Problem) | {"description": words}
        for status, words in one.problems.items()
    }
    return {
        "operationId": one.name,
        "summary": one.summary,
        "security": [{one.credential: []}] if one.credential else [],
        "responses": dict(sorted((answers | problems).items())),
    } | ({"requestBody": {"required": True} | _content(one.sent)} if one.sent else {})


def _self() -> dict[str, Any]:
    return {
        "operationId": "describe",
        "summary": "This document.",
        "security": [],
        "responses": {
            "200": {
                "description": "The OpenAPI document.",
                "content": {"application/json": {"schema": {"type": "object"}}},
            }
        },
    }


def _content(model: type[BaseModel]) -> dict[str, Any]:
    schema = {"$ref": _SCHEMAS.format(model=model.__name__)}
    return {"content": {"application/json": {"schema": schema}}}
