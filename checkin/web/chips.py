"""One of several views of a page, chosen by its address: a chip in a row of them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Chip:
    """What the view is called, where it is, and whether it is the one that is shown."""

    label: str
    href: str
    current: bool
