"""What processes have cost: their processor time, as Linux counts it (proc_pid_stat(5))."""

import os
from collections.abc import Iterable
from pathlib import Path

_PROC = Path("/proc")
_PARENT, _USER, _SYSTEM = 1, 11, 12  # fields behind the name, which is in parentheses


def seconds(pids: Iterable[int]) -> float | None:
    """Processor time of these processes up to now; None where this system doesn't tell.

    Processes that are gone count nothing.
    """
    if not _PROC.joinpath("self", "stat").exists():
        return None
    ticks = 0
    for pid in pids:
        fields = _fields(pid)
        if fields:
            ticks += int(fields[_USER]) + int(fields[_SYSTEM])
    return ticks / os.sysconf("SC_CLK_TCK")


def family(pid: int) -> set[int]:
    """The process and all that it has started, directly or not."""
    parents = {
        int(each.name): int(fields[_PARENT])
        for each in _PROC.glob("[0-9]*")
        if (fields := _fields(int(each.name)))
    }
    found, grown = {pid}, True
    while grown:
        more = {each for each, parent in parents.items() if parent in found} - found
        found |= more
        grown = bool(more)
    return found


def named(pids: Iterable[int], name: str) -> set[int]:
    """Those of the processes that run the program of this name on this machine."""
    return {pid for pid in pids if _name(pid) == name}


def _fields(pid: int) -> list[str]:
    """The fields of a process behind its name; none if it is gone."""
    try:
        return (_PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []


def _name(pid: int) -> str:
    try:
        return (_PROC / str(pid) / "comm").read_text().strip()
    except (FileNotFoundError, ProcessLookupError):
        return ""
