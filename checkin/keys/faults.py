"""What is wrong with keys."""


class KeyFault(Exception):  # noqa: N818 - says what is wrong with keys, as BadgeFault does of badges
    """The keys can't be used; the message says why and, where one mends it, the command."""
