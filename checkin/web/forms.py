"""The questions of a form, as pages show them: what is asked, what was typed, what is wrong."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from flask import request

from checkin.web.errors import InputError


@dataclass(frozen=True, slots=True)
class Field:
    """One question. `options` are pairs of value and words, for `type="select"`.

    `autofocus` is for a page that a scanner types into.
    """

    name: str
    label: str
    type: str = "text"
    value: str | None = None
    hint: str | None = None
    error: str | None = None
    autocomplete: str | None = None
    inputmode: str | None = None
    required: bool = True
    autofocus: bool = False
    options: tuple[tuple[str, str], ...] = ()


def answered(fields: Iterable[Field], fault: InputError | None = None) -> tuple[Field, ...]:
    """The questions with what was typed, and what is wrong at the one that couldn't be read.

    One-time codes aren't repeated: they would be old.
    """
    return tuple(
        replace(
            field,
            value=None if field.autocomplete == "one-time-code" else _typed(field),
            error=fault.problem if fault and fault.field == field.name else None,
        )
        for field in fields
    )


def judged(field: Field, wrong: InputError | str | None) -> Field:
    """One question as it is asked; after a try that was wrong, with what was typed and why.

    A text says what is wrong with this question; an InputError may be about another of the page.
    """
    if not wrong:
        return field
    fault = InputError(field.name, wrong) if isinstance(wrong, str) else wrong
    return answered([field], fault)[0]


def _typed(field: Field) -> str | None:
    return request.form.get(field.name, field.value)
