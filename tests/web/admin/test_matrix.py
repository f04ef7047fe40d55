"""Who may do what: every console route, by role and method, generated from the URL map."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from werkzeug.routing import Rule

from checkin.app import create_app
from checkin.core.roles import Act, Role, may
from checkin.storage.store import Store
from tests import world
from tests.web.admin.clerk import Clerk
from tests.world import Building

PUBLIC, SIGNED_IN = "public", "signed_in"

# A route that isn't here fails the suite: nobody may add one without saying whose it is.
WHOSE: dict[str, str | Act] = {
    "admin.overview": SIGNED_IN,
    "admin_signin.start": PUBLIC,
    "admin_signin.sign_in": PUBLIC,
    "admin_signin.setup": PUBLIC,
    "admin_signin.set_up": PUBLIC,
    "admin_signin.sign_out": SIGNED_IN,
    "admin_signin.reason": SIGNED_IN,
    "admin_signin.give_reason": SIGNED_IN,
    "admin_people.people": Act.SEE_PEOPLE,
    "admin_people.find": Act.SEE_PEOPLE,
    "admin_people.person": Act.SEE_PEOPLE,
    "admin_people.switch_off": Act.SWITCH_OFF_BADGES,
    "admin_people.card": Act.REPRINT_BADGES,
    "admin_people.new_badge": Act.REPRINT_BADGES,
    "admin_people.end": Act.END_ENROLMENTS,
    "admin_people.invite": Act.INVITE,
    "admin_people.send_invitation": Act.INVITE,
    "admin_kiosks.kiosks": Act.RUN_KIOSKS,
    "admin_kiosks.kiosk": Act.RUN_KIOSKS,
    "admin_kiosks.add": Act.RUN_KIOSKS,
    "admin_kiosks.added": Act.RUN_KIOSKS,
    "admin_kiosks.new_code": Act.RUN_KIOSKS,
    "admin_kiosks.set_input": Act.RUN_KIOSKS,
    "admin_kiosks.change_staff_code": Act.RUN_KIOSKS,
    "admin_kiosks.revoke": Act.RUN_KIOSKS,
    "admin_doors.doors": Act.RUN_DOORS,
    "admin_doors.profiles": Act.RUN_DOORS,
    "admin_doors.set_profiles": Act.RUN_DOORS,
    "admin_doors.door": Act.RUN_DOORS,
    "admin_doors.set_posture": Act.RUN_DOORS,
    "admin_doors.set_gap": Act.RUN_DOORS,
    "admin_building.add_site": Act.RUN_DOORS,
    "admin_building.site_added": Act.RUN_DOORS,
    "admin_building.add_door": Act.RUN_DOORS,
    "admin_building.door_added": Act.RUN_DOORS,
    "admin_building.add_profile": Act.RUN_DOORS,
    "admin_building.profile_added": Act.RUN_DOORS,
    "admin_passes.passes": Act.PRINT_PASSES,
    "admin_passes.print_pack": Act.PRINT_PASSES,
    "admin_passes.one": Act.PRINT_PASSES,
    "admin_passes.void": Act.PRINT_PASSES,
    "admin_desk.desk": Act.CHECK_BADGE,
    "admin_desk.open_desk": Act.OPEN_DESK,
    "admin_desk.check": Act.CHECK_BADGE,
    "admin_accounts.accounts": Act.RUN_ACCOUNTS,
    "admin_accounts.one": Act.RUN_ACCOUNTS,
    "admin_accounts.invite": Act.RUN_ACCOUNTS,
    "admin_accounts.renew": Act.RUN_ACCOUNTS,
    "admin_accounts.end": Act.RUN_ACCOUNTS,
    "admin_keys.keys": Act.RUN_KEYS,
    "admin_keys.prepare": Act.RUN_KEYS,
}


def console_rules(building: Building) -> Iterator[tuple[str, Rule]]:
    """Each console route with each method it takes."""
    for rule in create_app(building.runtime).url_map.iter_rules():
        if rule.rule.startswith("/console"):
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                yield method, rule


def address(building: Building, rule: Rule, identity: object, account: object) -> str:
    """The route's address, about things that exist."""
    things = {
        "identity": identity,
        "account_id": account,
        "kiosk_id": building.kiosk,
        "door_id": building.main_entrance,
        "site_id": building.hq,
        "token": "no-such-token",
    }
    return rule.rule.replace("uuid:", "").replace("<", "{").replace(">", "}").format(**things)


def asked(clerk: Clerk, method: str, at: str) -> int:
    """The status of the answer to a request that carries nothing but a form token."""
    answer = clerk.get(at) if method == "GET" else clerk.post(at)
    return answer.status_code


def test_every_console_route_says_whose_it_is(building: Building) -> None:
    routes = {rule.endpoint for _, rule in console_rules(building)}

    assert routes == set(WHOSE)


@pytest.mark.parametrize("role", Role)
def test_a_role_finds_nothing_where_it_may_do_nothing(building: Building, role: Role) -> None:
    ada = world.enrol(building)
    clerk, other = Clerk(building, role), Clerk(building, Role.AUDITOR)

    for method, rule in console_rules(building):
        whose = WHOSE[rule.endpoint]
        if isinstance(whose, Act) and not may(role, whose):
            at = address(building, rule, ada.refs.identity, other.account)
            assert asked(clerk, method, at) == 404, (role, method, at)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.AUDITOR])
def test_a_role_reaches_everything_that_is_its_own(building: Building, role: Role) -> None:
    ada = world.enrol(building)
    clerk, other = Clerk(building, role), Clerk(building, Role.AUDITOR)

    for method, rule in sorted(console_rules(building), key=lambda each: _ends(each[1])):
        whose = WHOSE[rule.endpoint]
        if whose is SIGNED_IN or (isinstance(whose, Act) and may(role, whose)):
            at = address(building, rule, ada.refs.identity, other.account)
            assert asked(clerk, method, at) in {200, 303, 400}, (role, method, at)


def _ends(rule: Rule) -> int:
    """Routes that end something come last, since others are about it."""
    last = ("admin_people.end", "admin_accounts.end", "admin_signin.sign_out")
    return last.index(rule.endpoint) if rule.endpoint in last else -1


def test_a_stranger_is_sent_to_sign_in_from_every_route(building: Building) -> None:
    ada = world.enrol(building)
    stranger = Clerk(building, None)

    for method, rule in console_rules(building):
        if WHOSE[rule.endpoint] is not PUBLIC:
            at = address(building, rule, ada.refs.identity, uuid4())
            answer = stranger.get(at) if method == "GET" else stranger.post(at)
            assert answer.status_code == 303, (method, at)
            assert answer.location.startswith("/console/sign-in"), (method, at)


def test_no_form_of_the_console_is_taken_without_its_token(building: Building) -> None:
    ada = world.enrol(building)
    clerks = {role: Clerk(building, role) for role in Role}

    for method, rule in console_rules(building):
        if method == "POST":
            at = address(building, rule, ada.refs.identity, uuid4())
            for clerk in clerks.values():
                assert clerk.client.post(at).status_code == 400, at


def test_things_that_dont_exist_answer_as_those_of_others_do(
    building: Building, store: Store
) -> None:
    before = world.rows(store)["audit_event"]
    clerks = [Clerk(building, role) for role in (Role.SITE_ADMIN, Role.ENROLMENT_ADMIN)]

    for clerk in clerks:
        for method, rule in console_rules(building):
            whose = WHOSE[rule.endpoint]
            role = Role.SITE_ADMIN if clerk is clerks[0] else Role.ENROLMENT_ADMIN
            if "uuid:" in rule.rule and isinstance(whose, Act) and may(role, whose):
                at = rule.rule.partition("<")[0] + str(uuid4()) + rule.rule.partition(">")[2]
                fields = {
                    "off_reason": "lost",
                    "end_reason": "leaver",
                    "posture": "locked",
                    "seconds": "0",
                    "mode": "warn",
                    "input": "camera",
                    "joining": str(building.everyone),
                    "day_passes": str(building.everyone),
                }
                answer = clerk.get(at) if method == "GET" else clerk.post(at, **fields)
                assert answer.status_code == 404, (method, at)
    assert world.rows(store)["audit_event"] == before + len(clerks)


def test_an_ended_account_is_signed_out_at_its_next_request(
    building: Building, site_admin: Clerk
) -> None:
    desk = Clerk(building, Role.RECEPTION)
    assert desk.get("/console/desk").status_code == 200

    site_admin.post(f"/console/accounts/{desk.account}/end")

    assert desk.get("/console/desk").status_code == 303
