"""A check-in system that decides who may come in and what may be remembered."""

__version__ = "0.1.0"
