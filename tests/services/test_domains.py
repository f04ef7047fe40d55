import pytest

from checkin.core.audit import Actor
from checkin.core.errors import ConflictError, NotFoundError
from checkin.services import domains
from checkin.storage.store import Store
from tests import world
from tests.world import NOON

SAM = Actor("sam", "site_admin")
CONFIGURED = ("linden.example",)


def add(store: Store, typed: str) -> str:
    with store.writing() as db:
        return domains.add(db, typed, CONFIGURED, by=SAM, now=NOON)


@pytest.mark.parametrize("typed", ["Works.Example", " works.example ", "ada@works.example"])
def test_a_domain_is_understood_however_it_is_typed(store: Store, typed: str) -> None:
    assert add(store, typed) == "works.example"

    with store.reading() as db:
        assert domains.allowed(db, CONFIGURED) == {"linden.example", "works.example"}
    assert world.find(store, "domain.added") == ["audit_event.act"]


@pytest.mark.parametrize(
    "typed", ["", "example", "-a.example", "a..example", "a b.example", f"{'a.' * 127}example"]
)
def test_what_is_no_domain_is_refused(store: Store, typed: str) -> None:
    with pytest.raises(ConflictError, match="isn't a mail domain"):
        add(store, typed)


@pytest.mark.parametrize("typed", ["linden.example", "works.example"])
def test_a_domain_that_may_join_already_is_not_added(store: Store, typed: str) -> None:
    add(store, "works.example")

    with pytest.raises(ConflictError, match="may join already"):
        add(store, typed)


def test_a_domain_that_was_removed_may_join_no_more(store: Store) -> None:
    add(store, "works.example")
    with store.writing() as db:
        domains.remove(db, "works.example", by=SAM, now=NOON)

    with store.reading() as db:
        assert domains.allowed(db, CONFIGURED) == {"linden.example"}
    with pytest.raises(NotFoundError), store.writing() as db:
        domains.remove(db, "linden.example", by=SAM, now=NOON)
