import json
import shlex
import sys
from base64 import urlsafe_b64decode
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from click.testing import CliRunner, Result

from checkin.bench import vectors
from checkin.cli import main
from tests import minting, node
from tests.commands import checkin
from tests.minting import as_text
from tests.vectors import make_badge

VECTORS = json.loads(make_badge.FILE.read_text(encoding="utf-8"))
AT = "2026-11-22T12:00:00Z"
PRINTED = as_text(minting.printed())
OFF = as_text(make_badge.at_place(make_badge.OFF))


@pytest.fixture
def jwks(tmp_path: Path) -> Path:
    file = tmp_path / "jwks.json"
    file.write_text(json.dumps(VECTORS["jwks"]))
    return file


@pytest.fixture
def status(tmp_path: Path) -> Path:
    file = tmp_path / "status"
    file.write_bytes(urlsafe_b64decode(VECTORS["status"][minting.STATUS_URI] + "=="))
    return file


def badge(*arguments: object, typed: str = "") -> Result:
    return CliRunner().invoke(main, ["badge", *map(str, arguments)], input=typed)


def said(done: Result) -> dict[str, Any]:
    line: dict[str, Any] = json.loads(done.stdout)
    return line


# --- as people run it ---------------------------------------------------------------------------


def test_a_badge_is_verified_by_a_process_of_its_own(jwks: Path, status: Path) -> None:
    done = checkin(
        *("badge", "verify", PRINTED, "--jwks", jwks, "--status", status),
        *("--at", AT, "--aud", "hq", "--assurance", "any"),
    )

    assert done.returncode == 0, done.stderr
    line = json.loads(done.stdout)
    assert (line["ok"], line["code"]) == (True, "ok")
    assert line["claims"]["aud"] == "hq"
    assert line["claims"]["expires_at"] == "2027-01-21T12:00:00Z"
    assert line["claims"]["status"] == {"uri": minting.STATUS_URI, "index": 4711}


def test_a_refused_badge_ends_the_process_with_1_and_misuse_with_2(jwks: Path) -> None:
    refused = checkin("badge", "verify", PRINTED, "--jwks", jwks, "--at", AT, "--aud", "lab")
    misused = checkin("badge", "verify", PRINTED)

    assert refused.returncode == 1
    assert json.loads(refused.stdout)["code"] == "wrong_site"
    assert misused.returncode == 2
    assert misused.stdout == ""


# --- what it answers ----------------------------------------------------------------------------


@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
def test_a_text_can_come_from_standard_input(jwks: Path, end: str) -> None:
    done = badge("verify", "-", "--jwks", jwks, "--at", minting.NOW, typed=f"{PRINTED}{end}")

    assert done.exit_code == 0
    assert said(done)["code"] == "ok"


def test_without_a_list_nobody_asks_whether_a_badge_was_revoked(jwks: Path, status: Path) -> None:
    without = badge("verify", OFF, "--jwks", jwks, "--at", AT)
    asked = badge("verify", OFF, "--jwks", jwks, "--at", AT, "--status", status)

    assert (without.exit_code, said(without)["code"]) == (0, "ok")
    assert (asked.exit_code, said(asked)["code"]) == (1, "revoked")


def test_a_list_that_isnt_genuine_is_no_list(jwks: Path, tmp_path: Path) -> None:
    forged = tmp_path / "forged"
    forged.write_bytes(minting.status_token({}, key=minting.STRANGER))

    done = badge("verify", PRINTED, "--jwks", jwks, "--at", AT, "--status", forged)

    assert (done.exit_code, said(done)["code"]) == (1, "status_unknown")
    assert f"{forged} is no status list that these keys have signed" in done.stderr


def test_a_live_badge_shows_the_phones_key_and_the_time_of_its_proof(jwks: Path) -> None:
    text = as_text(minting.live())

    done = badge("verify", text, "--jwks", jwks, "--at", AT, "--assurance", "live")

    assert done.exit_code == 0
    assert said(done)["claims"]["proved_at"] == "2026-11-22T11:59:58Z"
    assert said(done)["claims"]["holder_key"]["public"] == minting.PHONE.public.hex()


def test_without_a_time_it_is_now(jwks: Path) -> None:
    text = as_text(minting.printed(exp=minting.NOW - 20 * 365 * 86400))

    assert said(badge("verify", text, "--jwks", jwks))["code"] == "expired"


def test_looking_into_a_badge_never_calls_it_good() -> None:
    forged = badge("inspect", as_text(minting.printed(minting.STRANGER)))
    other = badge("inspect", "https://example.org")

    assert forged.exit_code == 0
    assert said(forged)["code"] == "readable"
    assert said(forged)["claims"]["kid"] == minting.STRANGER.kid.hex()
    assert other.exit_code == 1
    assert said(other) == {"ok": False, "code": "not_a_badge", "claims": None}


@pytest.mark.parametrize(
    "wrong",
    [
        ("--at", "noon"),
        ("--at", "2026-11-22T12:00:00"),
        ("--at", "9" * 30),
        ("--assurance", "photo"),
        ("--status", "/nowhere"),
    ],
)
def test_what_makes_no_sense_is_misuse(jwks: Path, wrong: tuple[str, str]) -> None:
    assert badge("verify", PRINTED, "--jwks", jwks, *wrong).exit_code == 2


def test_a_file_that_holds_no_keys_is_misuse(status: Path) -> None:
    done = badge("verify", PRINTED, "--jwks", status)

    assert done.exit_code == 2
    assert "is no set of keys" in done.stderr


# --- conformance --------------------------------------------------------------------------------

READER = """
    import json, sys
    from base64 import urlsafe_b64decode
    from datetime import UTC, datetime
    from checkin.core.badge import Assurance, BadgeFault, Challenge, Memory, read
    from checkin.core.statuslist import Held, Lists, read as read_list
    from checkin.keys import KeySet

    case = json.loads(sys.stdin.readline())
    keys = KeySet.from_jwks(case["jwks"])
    found = {uri: read_list(urlsafe_b64decode(token + "=="), keys)
             for uri, token in case["status"].items()}
    lists = Lists(Held(one, one.issued_at) for uri, one in found.items() if one and one.uri == uri)
    challenge = Challenge(case["kiosk"], bytes.fromhex(case["nonce"])) if "nonce" in case else None
    at, seen, fetched = (datetime.fromtimestamp(case[name], UTC) if name in case else None
                         for name in ("at", "seen", "fetched"))
    answer = read(case["text"], keys, accepts={case["aud"]}, assurance=Assurance(case["assurance"]),
                  now=at, challenge=challenge, statuses=lists,
                  memory=Memory(seen, fetched) if seen else None)
    assert "code" not in case
    print(answer.value if isinstance(answer, BadgeFault) else "ok")
"""


def command(folder: Path, program: str) -> str:
    file = folder / "reader.py"
    file.write_text(dedent(program))
    return f"{sys.executable} {file}"


@pytest.fixture
def some(tmp_path: Path) -> Path:
    """A few of the cases, so that a test takes seconds."""
    cases = {case["code"]: case for case in VECTORS["cases"]}
    file = tmp_path / "some.json"
    file.write_text(json.dumps({**VECTORS, "cases": list(cases.values())[::5]}))
    return file


def test_a_reader_that_answers_as_it_should_conforms(
    tmp_path: Path, some: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(vectors.file().parents[2]))

    done = badge("conformance", "--vectors", some, "--command", command(tmp_path, READER))

    count = len(json.loads(some.read_text())["cases"])
    assert done.exit_code == 0, done.output
    assert f"{count} of {count} cases right" in done.stdout


@pytest.mark.slow
def test_the_browsers_reader_conforms_in_every_case() -> None:
    reader = shlex.join([*node.COMMAND, str(node.KIOSK / "conform.js")])

    done = badge("conformance", "--command", reader)

    assert done.exit_code == 0, done.output
    assert f"{len(VECTORS['cases'])} of {len(VECTORS['cases'])} cases right" in done.stdout


@pytest.mark.parametrize(
    ("program", "told"),
    [
        ("print('ok')", "it said ok"),
        ("raise SystemExit(3)", "it said nothing, and exit code 3"),
    ],
)
def test_a_reader_that_is_wrong_is_told_where(
    tmp_path: Path, some: Path, program: str, told: str
) -> None:
    done = badge("conformance", "--vectors", some, "--command", command(tmp_path, program))

    assert done.exit_code == 1
    assert told in done.stdout


def test_of_many_wrong_answers_the_first_are_shown(tmp_path: Path) -> None:
    file = tmp_path / "many.json"
    file.write_text(json.dumps({**VECTORS, "cases": VECTORS["cases"][:25]}))

    done = badge("conformance", "--vectors", file, "--command", "true")

    assert done.stdout.count("wrong: ") == 20
    assert "and 5 more" in done.stdout
    assert "0 of 25 cases right" in done.stdout


def test_a_reader_that_hangs_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("checkin.cli.badge._SECONDS_TO_ANSWER", 0.2)
    file = tmp_path / "one.json"
    file.write_text(json.dumps({**VECTORS, "cases": VECTORS["cases"][:1]}))

    done = badge("conformance", "--vectors", file, "--command", "sleep 5")

    assert done.exit_code == 1
    assert "no answer in 0.2 seconds" in done.stdout


@pytest.mark.parametrize("reader", ["", "/no/such/command"])
def test_a_command_that_isnt_there_is_misuse(some: Path, reader: str) -> None:
    done = badge("conformance", "--vectors", some, "--command", reader)

    assert done.exit_code == 2


def test_the_published_cases_are_found_in_a_checkout() -> None:
    assert vectors.file() == make_badge.FILE


# --- texts that somebody changed ----------------------------------------------------------------


def test_of_changed_texts_none_is_accepted() -> None:
    done = CliRunner().invoke(main, ["badge", "fuzz", "--texts", "2000"])

    assert done.exit_code == 0
    assert done.output.endswith("2,000 texts, none accepted\n")
    assert "malformed" in done.output


def test_a_text_that_is_accepted_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    good = next(iter(vectors.load().good.values()))
    monkeypatch.setattr("checkin.cli.badge.changed", lambda *_: iter([good]))

    done = CliRunner().invoke(main, ["badge", "fuzz"])

    assert done.exit_code == 1
    assert f"accepted: {good!r}" in done.output
