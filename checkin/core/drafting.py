"""What keeps the draft of a notice from being published, in sentences for whoever writes it.

That every part is there and none is empty is seen to when it is read (`core.notices`). Here is
what needs more than one part: words that dodge, and what the code has and no text tells.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from checkin.core.inventory import CONSENT_PURPOSES, Purpose
from checkin.core.notices import Notice
from checkin.core.terms import Terms, words_by_place

NAME: Final = "entry"
"""What the notice is called in every version and language."""

EVASIVE: Final[Mapping[str, tuple[str, ...]]] = {
    "en": ("may", "might", "some", "often", "possibly"),
    "de": ("eventuell", "möglicherweise", "gegebenenfalls", "unter Umständen", "womöglich"),
}
"""Words behind which a notice can't hide, by language (WP 260, 12)."""


def faults(texts: Mapping[str, Notice], promises: Terms) -> tuple[str, ...]:
    """Everything that has to be mended before these texts can be published; nothing if they can."""
    if not texts:
        return ("No language is left: at least one text has to be there.",)
    return tuple(
        f"{language}: {fault}"
        for language, text in texts.items()
        for fault in (*_name(text), *_dodging(text), *_untold(text, promises), *_boxes(text))
    )


def _name(text: Notice) -> Iterator[str]:
    if text.name != NAME:
        yield f'its name is "{text.name}". It has to be "{NAME}", as records of consent have it.'


def _dodging(text: Notice) -> Iterator[str]:
    for place, said in words_by_place(text).items():
        for word in EVASIVE.get(text.language, ()):
            # 3 May and May 3 are days
            if re.search(rf"(?<!\d )\b{word}\b(?! \d)", said, re.IGNORECASE):
                yield f'{place} says "{word}". Say what happens, and when.'


def _untold(text: Notice, promises: Terms) -> Iterator[str]:
    told = {item.purpose for item in text.full.purposes.items}
    named = {category for item in text.full.data.items for category in item.categories}
    stored = {category for use in promises.uses for category in use.categories}
    for use in promises.uses:
        if use.purpose not in told:
            yield f'full.purposes lacks an item for the purpose "{use.purpose}".'
    for category in sorted(stored - named):
        yield f'full.data lacks an item for the category "{category}", which is stored.'


def _boxes(text: Notice) -> Iterator[str]:
    offered = {box.purpose for box in text.form.boxes}
    if Purpose.ENTRY not in offered:
        yield 'form.boxes lacks "entry": without it nobody can say yes to a badge.'
    for purpose in sorted(offered - set(CONSENT_PURPOSES)):
        yield f'form.boxes asks for "{purpose}", which nobody is asked for: take it out.'
