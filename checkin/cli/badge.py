"""`checkin badge`: reading badges without a database, and putting other readers to the test."""

import json
import shlex
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any, Final, NoReturn

import click

from checkin import runtime
from checkin.bench import vectors
from checkin.bench.changed import changed
from checkin.cli import key_file
from checkin.core import badge as core
from checkin.core import statuslist
from checkin.core.badge import Assurance, Badge, BadgeFault
from checkin.core.statuslist import Held, Lists, StatusList
from checkin.keys import KeySet

GOOD, REFUSED, MISUSED = 0, 1, 2
_SECONDS_TO_ANSWER: Final = 20
_SHOWN: Final = 20

_file = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def badge() -> None:
    """Read badges without a server, and test other readers.

    Ends with 0 for a good badge, 1 for a refused one, 2 if the command was used wrongly.
    """


@badge.command()
@click.argument("text")
def inspect(text: str) -> None:
    """Show what TEXT says, without asking whether it is true.

    TEXT is what stands in a badge's QR code, or `-` for standard input. Prints one JSON line; its
    code is `readable`, never `ok`, since no signature is checked.
    """
    found = core.inspect(_text(text))
    if isinstance(found, BadgeFault):
        _answer(found, None)
    _say(ok=True, code="readable", claims=_claims(found))
    sys.exit(GOOD)


@badge.command()
@click.argument("text")
@click.option("--jwks", type=_file, required=True, help="The issuer's set of keys.")
@click.option("--status", type=_file, multiple=True, help="A status list; can be repeated.")
@click.option("--at", help="When, instead of now: 2026-11-22T12:00:00Z, or seconds since 1970.")
@click.option("--aud", multiple=True, help="A code you stand for; without it, any is accepted.")
@click.option(
    "--assurance",
    type=click.Choice([assurance.value for assurance in Assurance]),
    default=Assurance.ANY.value,
    show_default=True,
    help="What the door asks for.",
)
def verify(
    text: str,
    *,
    jwks: Path,
    status: tuple[Path, ...],
    at: str | None,
    aud: tuple[str, ...],
    assurance: str,
) -> None:
    """Judge TEXT with the issuer's keys, as a door without a connection would.

    TEXT is what stands in a badge's QR code, or `-` for standard input. Prints one JSON line {ok,
    code, claims}. Without --status nobody asks whether the badge was revoked; with it, a badge in a
    list that isn't given, isn't genuine or has run out is refused.
    """
    keys = key_file.read(jwks)
    lists = [_list(file, keys) for file in status]
    content = _text(text)
    found = core.read(
        content,
        keys,
        accepts=aud or None,
        now=runtime.utc_now() if at is None else _moment(at),
        assurance=Assurance(assurance),
        statuses=Lists(Held(one, one.issued_at) for one in lists if one) if status else None,
    )
    seen = core.inspect(content)
    _answer(found, seen if isinstance(seen, Badge) else None)


def _answer(found: Badge | BadgeFault, seen: Badge | None) -> NoReturn:
    good = isinstance(found, Badge)
    code = "ok" if isinstance(found, Badge) else found.value
    _say(ok=good, code=code, claims=_claims(seen) if seen else None)
    sys.exit(GOOD if good else REFUSED)


def _say(*, ok: bool, code: str, claims: dict[str, Any] | None) -> None:
    click.echo(json.dumps({"ok": ok, "code": code, "claims": claims}, ensure_ascii=False))


def _claims(found: Badge) -> dict[str, Any]:
    """What a badge says, by names; times as ISO 8601, byte strings in hexadecimal."""
    key = found.holder_key
    return {
        "kind": found.kind.value,
        "aud": found.aud,
        "issued_at": _iso(found.issued_at),
        "not_before": _iso(found.not_before),
        "expires_at": _iso(found.expires_at),
        "cti": found.cti.hex(),
        "kid": found.kid.hex(),
        "status": {"uri": found.status.uri, "index": found.status.index} if found.status else None,
        "holder_key": {"alg": key.alg, "public": key.public.hex()} if key else None,
        "proved_at": _iso(found.proved_at),
    }


def _iso(moment: datetime | None) -> str | None:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}" if moment else None


def _text(text: str) -> str:
    """The text itself; from standard input, the end of its line is none of the badge's."""
    if text != "-":
        return text
    line = sys.stdin.buffer.read(4 * core.MAX_TEXT).decode(errors="replace")
    return line.removesuffix("\n").removesuffix("\r")


def _list(file: Path, keys: KeySet) -> StatusList | None:
    """The list in the file. One that isn't genuine vouches for nothing: it is told of, no more."""
    found = statuslist.read(file.read_bytes(), keys)
    if found is None:
        click.echo(
            f"checkin: {file} is no status list that these keys have signed. Fetch the address "
            "that `checkin badge inspect` shows under status.",
            err=True,
        )
    return found


def _moment(text: str) -> datetime:
    try:
        if text.isdecimal():
            return datetime.fromtimestamp(int(text), UTC)
        moment = datetime.fromisoformat(text)
    except (ValueError, OverflowError) as fault:
        raise click.UsageError(f"{text} is no time. Such as 2026-11-22T12:00:00Z.") from fault
    if moment.tzinfo is None:
        raise click.UsageError(f"{text} doesn't say in which zone: put Z behind it for UTC.")
    return moment.astimezone(UTC)


# --- conformance --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Tried:
    """A case, the answer that is right and the one that came."""

    name: str
    wanted: str
    given: str


@badge.command()
@click.option("--command", "reader", required=True, help="The reader, started once for each case.")
@click.option(
    "--vectors", "file", type=_file, help="Other cases than those that come with checkin."
)
@click.option("--jobs", type=click.IntRange(1, 64), default=2, help="How many at a time.")
def conformance(*, reader: str, file: Path | None, jobs: int) -> None:
    """Put another reader through the published cases.

    The command is started once for each case, without a shell. On its standard input it gets one
    JSON line: the case without its `code`, and beside it `jwks` and `status`. It answers with the
    code on a line. Ends with 0 if every answer was right, else with 1.
    """
    document = json.loads((file or vectors.file()).read_bytes())
    arguments = shlex.split(reader)
    if not arguments:
        raise click.UsageError("--command is empty.")
    with ThreadPoolExecutor(jobs) as pool:
        tried = list(pool.map(lambda case: _tried(arguments, document, case), document["cases"]))
    _summarise(tried)
    sys.exit(GOOD if all(one.wanted == one.given for one in tried) else REFUSED)


def _tried(arguments: list[str], document: dict[str, Any], case: dict[str, Any]) -> Tried:
    shared = {"jwks": document["jwks"], "status": document["status"]}
    question = {name: value for name, value in case.items() if name != "code"} | shared
    return Tried(case["name"], case["code"], _asked(arguments, json.dumps(question) + "\n"))


def _asked(arguments: list[str], question: str) -> str:
    """The first line that the reader answers, or why there is none."""
    try:
        done = subprocess.run(  # noqa: S603 - the command is what the caller asked for
            arguments,
            input=question,
            capture_output=True,
            text=True,
            timeout=_SECONDS_TO_ANSWER,
            check=False,
        )
    except FileNotFoundError as fault:
        raise click.UsageError(f"There is no command {arguments[0]}.") from fault
    except subprocess.TimeoutExpired:
        return f"no answer in {_SECONDS_TO_ANSWER} seconds"
    lines = done.stdout.splitlines()
    return lines[0].strip() if lines else f"nothing, and exit code {done.returncode}"


def _summarise(tried: Iterable[Tried]) -> None:
    """What was right by code, and the first of what wasn't."""
    tried = list(tried)
    wrong = [one for one in tried if one.wanted != one.given]
    right = Counter(one.wanted for one in tried if one.wanted == one.given)
    for code, number in Counter(one.wanted for one in tried).items():
        click.echo(f"{code:22} {right[code]:3} of {number:3}")
    for one in wrong[:_SHOWN]:
        click.echo(f"wrong: {one.name}: {one.wanted} is right, it said {one.given[:60]}")
    if len(wrong) > _SHOWN:
        click.echo(f"and {len(wrong) - _SHOWN} more")
    click.echo(f"{len(tried) - len(wrong)} of {len(tried)} cases right")


# --- texts that somebody changed ----------------------------------------------------------------


@badge.command()
@click.option(
    "--texts", type=click.IntRange(1), default=1_000_000, show_default=True, help="How many."
)
@click.option("--seed", type=int, default=45, show_default=True, help="Another one: other texts.")
def fuzz(*, texts: int, seed: int) -> None:
    """Change good badges in many ways, and read what comes of it.

    The badges are those of the published vectors. Ends with 0 if every text was refused with a code
    of the format, else with 1 and the first text that wasn't.
    """
    published = vectors.load()
    good = list(published.good.values())
    refused: Counter[str] = Counter()
    chance = Random(seed)  # noqa: S311 - made to be repeated
    for text in islice(changed(good, chance), texts):
        found = core.read(text, published.keys, accepts={published.aud}, now=published.at)
        if isinstance(found, Badge):
            click.echo(f"accepted: {text!r}")
            sys.exit(REFUSED)
        refused[found.value] += 1
    for code, number in refused.most_common():
        click.echo(f"{code:22} {number:>12,}")
    click.echo(f"{refused.total():,} texts, none accepted")
