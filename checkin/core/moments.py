"""Moments that are cut: what is kept or told of people is never finer than it has to be."""

from datetime import datetime


def minute_of(moment: datetime) -> datetime:
    """The beginning of its minute."""
    return moment.replace(second=0, microsecond=0)


def hour_of(moment: datetime) -> datetime:
    """The beginning of its hour."""
    return moment.replace(minute=0, second=0, microsecond=0)


def midnight_before(moment: datetime) -> datetime:
    """The beginning of its day, in the time zone that it is told in."""
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)
