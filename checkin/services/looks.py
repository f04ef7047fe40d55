"""What a page of the console is: everything it reads about people is a look."""

from checkin.storage.watch import UnwatchedReadError, console

__all__ = ["UnwatchedReadError", "console"]
