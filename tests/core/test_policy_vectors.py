"""`policy.json` says what the ladder says, so that another language can be held to it."""

import json
from collections import Counter
from typing import Any

from checkin.core.policy import Reason, decide
from tests.vectors import make_policy

CASES: list[dict[str, Any]] = json.loads(make_policy.FILE.read_text(encoding="utf-8"))


def test_the_ladder_still_decides_every_frozen_case_as_it_did() -> None:
    for case in CASES:
        facts, now = make_policy.read(case)
        decision = decide(facts, now=now)

        assert (decision.admit, decision.reason.value, decision.say.value) == (
            case["admit"],
            case["reason"],
            case["say"],
        ), case["name"]


def test_there_are_enough_of_every_kind() -> None:
    reasons = Counter(case["reason"] for case in CASES)

    assert sum(reasons.values()) >= 300
    assert set(Reason) <= set(reasons)


def test_what_is_written_is_read_as_it_was() -> None:
    made = list(make_policy.cases())

    assert len(made) >= 300
    for case in made:
        facts, now = make_policy.read(case)
        assert make_policy.written(facts, now) == case["facts"]
