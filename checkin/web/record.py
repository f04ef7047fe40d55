"""What is held on a person, for that person: to read, to take along, to correct."""

from dataclasses import dataclass
from typing import Final

from flask import (
    Blueprint,
    Response,
    flash,
    g,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue

from checkin.core.inventory import PURPOSES
from checkin.services import consent, corrections, record, rights
from checkin.services.codes import Asking, TooManyTries
from checkin.services.record import Held, HeldRow, HeldValue, Processors
from checkin.web import copies, language
from checkin.web.access import forget_cookie, me, requires_person, runtime, speak_their_language
from checkin.web.asked_address import keep_address, kept_address
from checkin.web.downloads import download
from checkin.web.errors import InputError
from checkin.web.forms import Field, judged
from checkin.web.held_words import facts, goes, shown
from checkin.web.inputs import email, text
from checkin.web.language import LanguageChoice
from checkin.web.record_words import RECORD, RecordWords
from checkin.web.stored_words import declared, title

bp = Blueprint("record", __name__, url_prefix="/me")

_NEW_ADDRESS_COOKIE: Final = "new-address"

bp.before_request(speak_their_language)


def _words() -> RecordWords:
    return RECORD[g.lang]


# --- to read ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ValueLine:
    """One value and why it is kept."""

    value: str
    why: str


@dataclass(frozen=True, slots=True)
class RowPart:
    """One record: its values, and when it goes."""

    values: tuple[ValueLine, ...]
    ends: str


@dataclass(frozen=True, slots=True)
class TablePart:
    """What is held in one place: what that is, what holds for all of it, and each record."""

    title: str
    facts: tuple[tuple[str, str], ...]
    rows: tuple[RowPart, ...]


@dataclass(frozen=True, slots=True)
class DataPage:
    """Everything held on the person, place by place, and what to do about it."""

    words: RecordWords
    languages: tuple[LanguageChoice, ...]
    contact: str
    tables: tuple[TablePart, ...]
    name: Field
    email: Field
    employer: tuple[str, ...]
    uses: tuple[tuple[str, str], ...]


@bp.get("/data")
@requires_person
def data() -> ResponseReturnValue:
    """Show every value that is held, and what the person can do about it."""
    return _data_page()


def _data_page(wrong: InputError | None = None) -> str:
    rt, words, held = runtime(), _words(), _held()
    identity = {one.column: one.value for one in held[0].rows[0].values}
    with rt.reading() as db:
        keeps = any(choice.given for choice in consent.choices(db, me().identity)[1:])
    page = DataPage(
        words,
        language.choices(),
        rt.settings.controller.contact,
        tuple(_table(part) for part in held),
        judged(_name_field(identity["display_name"]), wrong),
        judged(_email_field(identity["work_email"]), wrong),
        (*words.employer_points, words.employer_entries if keeps else words.employer_no_entries),
        tuple((use.value, declared(PURPOSES[use].words, g.lang)) for use in rights.objectionable()),
    )
    return render_template("me/data.html", page=page)


def _table(part: Held) -> TablePart:
    values = [one for row in part.rows for one in row.values]
    return TablePart(
        title(part.table, g.lang),
        facts(part, values, runtime().limits(), g.lang),
        tuple(_row(row) for row in part.rows),
    )


def _row(row: HeldRow) -> RowPart:
    return RowPart(tuple(_value(one) for one in row.values), goes(row, g.lang))


def _value(one: HeldValue) -> ValueLine:
    return ValueLine(shown(one, g.lang), declared(one.privacy.why, g.lang))


# --- to take along ----------------------------------------------------------------------------


@bp.get("/data.json")
@requires_person
def copy() -> Response:
    """A copy of everything held, for programs."""
    rt, limits = runtime(), runtime().limits()
    with rt.reading() as db:
        made = record.copy(db, me(), rt.hashing, limits, _processors())
    text = copies.for_programs(made, rt.settings.organisation, limits, g.lang, now=rt.now())
    return download(text, "application/json", "my-data.json")


@bp.get("/data.csv")
@requires_person
def table() -> Response:
    """The same copy as a table: a line for each value."""
    made = copies.for_spreadsheets(_held(), runtime().limits(), g.lang)
    return download(made, "text/csv", "my-data.csv")


def _held() -> list[Held]:
    rt = runtime()
    with rt.reading() as db:
        return list(record.held(db, me(), rt.hashing, rt.limits(), _processors()))


def _processors() -> Processors:
    named = runtime().settings.processors
    return Processors(
        tuple(filter(None, (named.hosting, named.backups))), tuple(filter(None, (named.mailing,)))
    )


# --- to correct -------------------------------------------------------------------------------


@bp.post("/data/name")
@requires_person
def rename() -> ResponseReturnValue:
    """Change the person's name."""
    rt = runtime()
    try:
        name = text("name", most=120, least=2)
    except InputError:
        return _data_page(InputError("name", _words().name_problem)), 400
    with rt.writing() as db:
        corrections.rename(db, me(), name, now=rt.now())
    flash(_words().renamed, "success")
    return redirect(url_for(".data"), 303)


@bp.post("/data/address")
@requires_person
def ask_to_readdress() -> ResponseReturnValue:
    """Mail a code to the new address, if it can be used. The page is the same if it can't."""
    rt = runtime()
    try:
        asking = Asking(email("email"), request.remote_addr or "")
    except InputError:
        return _data_page(InputError("email", _words().email_problem)), 400
    with rt.writing() as db:
        slow = corrections.ask_to_readdress(
            db,
            asking,
            rt.settings.organisation,
            rt.settings.domains,
            rt.hashing,
            now=rt.now(),
        )
    if slow:
        return _data_page(InputError("email", _words().slow)), 429
    response = make_response(redirect(url_for(".code"), 303))
    keep_address(response, _NEW_ADDRESS_COOKIE, asking.email)
    return response


@dataclass(frozen=True, slots=True)
class CodePage:
    """The question for the code that proves a new address."""

    words: RecordWords
    languages: tuple[LanguageChoice, ...]
    field: Field


@bp.get("/data/address")
@requires_person
def code() -> ResponseReturnValue:
    """Ask for the code that was mailed to the new address."""
    return _ask_code()


@bp.post("/data/address/code")
@requires_person
def readdress() -> ResponseReturnValue:
    """Change the address, if the code proves it."""
    address = kept_address(_NEW_ADDRESS_COOKIE)
    if address is None:
        return redirect(url_for(".data"), 303)
    rt = runtime()
    asking, typed = Asking(address, request.remote_addr or ""), request.form.get("code", "")[:32]
    with rt.writing() as db:
        done = corrections.readdress(
            db,
            me(),
            asking,
            typed,
            rt.hashing,
            organisation=rt.settings.organisation,
            now=rt.now(),
        )
    if isinstance(done, TooManyTries):
        return _ask_code(_words().slow), 429
    if not done:
        return _ask_code(_words().wrong), 400
    flash(_words().readdressed, "success")
    response = make_response(redirect(url_for(".data"), 303))
    forget_cookie(response, _NEW_ADDRESS_COOKIE)
    return response


def _ask_code(problem: str | None = None) -> str:
    words = _words()
    asked = Field(
        "code", words.code, hint=words.code_hint, autocomplete="one-time-code", inputmode="numeric"
    )
    field = judged(asked, problem)
    return render_template("me/address.html", page=CodePage(words, language.choices(), field))


def _name_field(value: str) -> Field:
    return Field("name", _words().name, value=value, autocomplete="name")


def _email_field(value: str | None) -> Field:
    words = _words()
    return Field("email", words.email, "email", value, words.email_hint, autocomplete="email")
