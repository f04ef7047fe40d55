from checkin.core.audit import SYSTEM
from checkin.storage import audit, domains
from checkin.storage.store import Store
from tests.world import NOON


def test_a_domain_is_kept_once_until_it_is_removed(store: Store) -> None:
    with store.writing() as db:
        added = [domains.add(db, each) for each in ("b.example", "a.example", "b.example")]
        kept = domains.every(db)
        removed = [domains.remove(db, "b.example") for _ in range(2)]
        audit.append(db, SYSTEM, "test", "test", now=NOON)

        assert domains.every(db) == ["a.example"]

    assert added == [True, True, False]
    assert kept == ["a.example", "b.example"]
    assert removed == [True, False]
