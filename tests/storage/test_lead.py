from collections.abc import Iterator

import pytest

from checkin.core.errors import UnavailableError
from checkin.storage.lead import leading
from checkin.storage.store import Store
from tests import postgres


@pytest.fixture
def stores(database_url: str) -> Iterator[tuple[Store, Store]]:
    """The database as two processes have it open."""
    both = Store(database_url), Store(database_url)
    yield both
    for store in both:
        store.close()


@pytest.mark.postgres
def test_only_one_of_several_processes_leads(postgres_url: str) -> None:
    one, other = Store(postgres_url), Store(postgres_url)

    with leading(one) as first, leading(other) as second:
        assert first is not None
        assert first()
        assert second is None
    one.close()
    other.close()


def test_whoever_comes_next_leads_when_the_first_is_done(stores: tuple[Store, Store]) -> None:
    one, other = stores
    with leading(one) as first:
        assert first is not None

    with leading(other) as second:
        assert second is not None
        assert second()


def test_leading_keeps_nobody_from_writing(stores: tuple[Store, Store]) -> None:
    one, other = stores
    with leading(one) as still_leading, other.writing():
        assert still_leading is not None
        assert still_leading()


@pytest.mark.postgres
def test_a_leader_whose_connection_is_lost_is_told(
    postgres_server: postgres.Server, postgres_url: str
) -> None:
    store, other = Store(postgres_url), Store(postgres_url)

    with pytest.raises(UnavailableError):
        lose_the_lead(store, postgres_server, postgres_url)

    with leading(other) as next_one:
        assert next_one is not None
    store.close()
    other.close()


def lose_the_lead(store: Store, server: postgres.Server, url: str) -> None:
    with leading(store) as still_leading:
        assert still_leading is not None
        with server.connect() as administrator:
            administrator.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
                [url.rpartition("/")[2]],
            )
        still_leading()
