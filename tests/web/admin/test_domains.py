"""Whose addresses may join by the poster."""

import pytest

from checkin.storage.store import Store
from tests import world
from tests.web.admin.clerk import Clerk, words
from tests.web.visitor import Visitor
from tests.world import Building


def test_an_added_domain_may_join_until_it_is_removed(
    building: Building, site_admin: Clerk, store: Store
) -> None:
    mailed: list[int] = []
    for act, said in (("", "may join by the poster"), ("/remove", "need an invitation now")):
        answer = site_admin.post(f"/console/domains{act}", domain="works.example")
        assert answer.status_code == 303
        assert said in words(site_admin.get("/console/domains"))
        visitor = Visitor(building)
        visitor.open("/join/hq")
        visitor.press("Send me a code", email=f"ada{len(mailed)}@works.example")
        mailed.append(len(world.letters(store)))

    assert mailed == [1, 1]


def test_the_domains_of_the_settings_stay(site_admin: Clerk) -> None:
    page = words(site_admin.get("/console/domains"))

    assert "linden.example from the settings file" in page
    assert site_admin.post("/console/domains/remove", domain="linden.example").status_code == 404


@pytest.mark.parametrize("domain", ["", "example", "linden.example", "x" * 300])
def test_a_domain_that_cant_be_added_is_asked_again(
    site_admin: Clerk, store: Store, domain: str
) -> None:
    answer = site_admin.post("/console/domains", domain=domain)

    assert answer.status_code == 400
    assert "Please check these answers" in words(answer)
    assert "join_domain" not in world.rows(store)


def test_an_instance_without_domains_says_how_people_join(empty_admin: Clerk) -> None:
    from dataclasses import replace

    rt = empty_admin.building.runtime
    without = replace(rt, settings=replace(rt.settings, domains=()))
    empty_admin.app.extensions["checkin"] = without

    assert "Nobody can join by the poster yet" in words(empty_admin.get("/console/domains"))
