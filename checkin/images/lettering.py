"""The letters that can be printed.

The type is Helvetica, which every PDF reader brings along: nothing is embedded, and a sheet of
badges stays small. It has the letters of Western European languages (Windows-1252: German umlauts,
the euro sign); a letter it lacks is printed without its mark, or as a question mark.
"""

import unicodedata
from typing import Final

CODEC: Final = "windows-1252"

_UNMARKED: Final = str.maketrans(
    {"Ł": "L", "ł": "l", "Đ": "D", "đ": "d", "Ħ": "H", "ħ": "h", "ı": "i", "ẞ": "SS"}
)
"""Letters that Unicode doesn't take apart into a letter and a mark."""


def printable(text: str) -> str:
    """Text in letters that the type has, without characters that can't be seen."""
    visible = "".join(
        letter
        for letter in unicodedata.normalize("NFC", text)
        if unicodedata.category(letter) not in {"Cc", "Cf", "Mn"}
    )
    return "".join(_letter(letter) for letter in visible.translate(_UNMARKED))


def _letter(letter: str) -> str:
    for candidate in (letter, unicodedata.normalize("NFKD", letter)[0]):
        if candidate.encode(CODEC, "ignore"):
            return candidate
    return "?"
