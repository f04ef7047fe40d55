"""Who may do what: every console route, by role and method, generated from the URL map."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from werkzeug.routing import Rule

from checkin.core.roles import Act, Role, may
from checkin.storage.store import Store
from tests import world
from tests.web.admin.clerk import Clerk
from tests.web.application import application
from tests.world import Building

PUBLIC, SIGNED_IN = "public", "signed_in"

# A route that isn't here fails the suite: nobody may add one without saying whose it is.
WHOSE: dict[str, str | Act] = {
    "admin.overview": SIGNED_IN,
    "admin_signin.start": PUBLIC,
    "admin_signin.sign_in": PUBLIC,
    "admin_signin.sign_in_with_passkey": PUBLIC,
    "admin_signin.setup": PUBLIC,
    "admin_signin.set_up": PUBLIC,
    "admin_signin.sign_out": SIGNED_IN,
    "admin_signin.reason": SIGNED_IN,
    "admin_signin.give_reason": SIGNED_IN,
    "admin_proof.ask": SIGNED_IN,
    "admin_proof.prove": SIGNED_IN,
    "admin_proof.prove_with_passkey": SIGNED_IN,
    "admin_log.acts": Act.READ_LOG,
    "admin_log.looks": Act.READ_LOG,
    "admin_log.export": Act.READ_LOG,
    "admin_own.own": SIGNED_IN,
    "admin_own.add_passkey": SIGNED_IN,
    "admin_own.remove_passkey": SIGNED_IN,
    "admin_own.change_password": SIGNED_IN,
    "admin_own.start_over": SIGNED_IN,
    "admin_own.end_sign_in": SIGNED_IN,
    "admin_people.people": Act.SEE_PEOPLE,
    "admin_people.find": Act.SEE_PEOPLE,
    "admin_people.person": Act.SEE_PEOPLE,
    "admin_people.switch_off": Act.SWITCH_OFF_BADGES,
    "admin_people.card": Act.REPRINT_BADGES,
    "admin_people.new_badge": Act.REPRINT_BADGES,
    "admin_people.set_last_day": Act.END_ENROLMENTS,
    "admin_people.end": Act.END_ENROLMENTS,
    "admin_invite.invite": Act.INVITE,
    "admin_invite.invited": Act.INVITE,
    "admin_invite.waiting": Act.INVITE,
    "admin_invite.poster": Act.INVITE,
    "admin_leavers.leavers": Act.END_ENROLMENTS,
    "admin_leavers.preview": Act.END_ENROLMENTS,
    "admin_leavers.end": Act.END_ENROLMENTS,
    "admin_leavers.undo": Act.END_ENROLMENTS,
    "admin_kiosks.kiosks": Act.RUN_KIOSKS,
    "admin_kiosks.live": Act.RUN_KIOSKS,
    "admin_kiosks.scanner_sheet": Act.RUN_KIOSKS,
    "admin_kiosks.kiosk": Act.RUN_KIOSKS,
    "admin_kiosks.add": Act.RUN_KIOSKS,
    "admin_kiosks.added": Act.RUN_KIOSKS,
    "admin_kiosks.new_code": Act.RUN_KIOSKS,
    "admin_kiosks.set_input": Act.RUN_KIOSKS,
    "admin_kiosks.change_staff_code": Act.RUN_KIOSKS,
    "admin_kiosks.revoke": Act.RUN_KIOSKS,
    "admin_doors.doors": Act.RUN_DOORS,
    "admin_site.site": Act.RUN_DOORS,
    "admin_site.change": Act.RUN_DOORS,
    "admin_site.set_profiles": Act.RUN_DOORS,
    "admin_site.close": Act.RUN_DOORS,
    "admin_site.reopen": Act.RUN_DOORS,
    "admin_doors.door": Act.RUN_DOORS,
    "admin_doors.change": Act.RUN_DOORS,
    "admin_doors.set_posture": Act.RUN_DOORS,
    "admin_doors.set_class": Act.RUN_DOORS,
    "admin_doors.set_gap": Act.RUN_DOORS,
    "admin_building.add_site": Act.RUN_DOORS,
    "admin_building.site_added": Act.RUN_DOORS,
    "admin_building.add_door": Act.RUN_DOORS,
    "admin_building.door_added": Act.RUN_DOORS,
    "admin_simulator.ask": Act.RUN_DOORS,
    "admin_simulator.answer": Act.RUN_DOORS,
    "admin_simulator.ask_of_person": Act.SEE_PEOPLE,
    "admin_simulator.answer_of_person": Act.SEE_PEOPLE,
    "admin_profiles.add": Act.RUN_DOORS,
    "admin_profiles.added": Act.RUN_DOORS,
    "admin_profiles.profile": Act.RUN_DOORS,
    "admin_profiles.change": Act.RUN_DOORS,
    "admin_passes.print_pack": Act.PRINT_PASSES,
    "admin_passes.one": Act.PRINT_PASSES,
    "admin_passes.void": Act.PRINT_PASSES,
    "admin_desk.desk": Act.CHECK_BADGE,
    "admin_desk.open_desk": Act.OPEN_DESK,
    "admin_desk.close_desk": Act.OPEN_DESK,
    "admin_desk.check": Act.CHECK_BADGE,
    "admin_desk.reprint": Act.ASSIST,
    "admin_desk.sign_in_code": Act.ASSIST,
    "admin_desk.join_code": Act.ASSIST,
    "admin_leaving.ask": Act.CHECK_BADGE,
    "admin_leaving.take_back": Act.CHECK_BADGE,
    "admin_accounts.accounts": Act.RUN_ACCOUNTS,
    "admin_accounts.one": Act.RUN_ACCOUNTS,
    "admin_accounts.invite": Act.RUN_ACCOUNTS,
    "admin_accounts.change_role": Act.RUN_ACCOUNTS,
    "admin_accounts.sign_out": Act.RUN_ACCOUNTS,
    "admin_accounts.renew": Act.RUN_ACCOUNTS,
    "admin_accounts.end": Act.RUN_ACCOUNTS,
    "admin_conflicts.conflicts": Act.SETTLE_CONFLICTS,
    "admin_conflicts.reopen": Act.SETTLE_CONFLICTS,
    "admin_conflicts.settle": Act.SETTLE_CONFLICTS,
    "admin_requests.requests": Act.ANSWER_REQUESTS,
    "admin_requests.one": Act.ANSWER_REQUESTS,
    "admin_requests.answer": Act.ANSWER_REQUESTS,
    "admin_domains.domains": Act.CHOOSE_DOMAINS,
    "admin_domains.add": Act.CHOOSE_DOMAINS,
    "admin_domains.remove": Act.CHOOSE_DOMAINS,
    "admin_keys.keys": Act.RUN_KEYS,
    "admin_keys.prepare": Act.RUN_KEYS,
}

# What changes how somebody signs in, changes keys or takes data out asks who one is (ASVS 7.5.1).
FRESH = {
    "admin_accounts.change_role",
    "admin_accounts.invite",
    "admin_accounts.renew",
    "admin_keys.prepare",
    "admin_log.export",
    "admin_own.add_passkey",
    "admin_own.change_password",
    "admin_own.remove_passkey",
    "admin_own.start_over",
}
# What an empty form comes to where an account's own factors or things are asked for.
OTHERWISE = {
    "admin_conflicts.reopen": {404},
    "admin_proof.prove": {403},
    "admin_proof.prove_with_passkey": {403},
    "admin_own.remove_passkey": {404},
    "admin_requests.one": {404},
    "admin_requests.answer": {404},
}
NO_REQUEST = uuid4()
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def console_rules(building: Building) -> Iterator[tuple[str, Rule]]:
    """Each console route with each method it takes."""
    for rule in application(building.runtime).url_map.iter_rules():
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
        "passkey_id": uuid4(),
        "conflict": uuid4(),
        "request_id": NO_REQUEST,
        "profile_id": building.everyone,
        "token": "no-such-token",
        "lang": "en",
    }
    return rule.rule.replace("uuid:", "").replace("<", "{").replace(">", "}").format(**things)


def asked(clerk: Clerk, method: str, at: str) -> int:
    """The status of the answer to a request that carries nothing but a form token."""
    answer = clerk.get(at) if method == "GET" else clerk.post(at)
    return answer.status_code


def test_every_console_route_says_whose_it_is(building: Building) -> None:
    routes = {rule.endpoint for _, rule in console_rules(building)}

    assert routes == set(WHOSE)


def test_a_route_of_the_console_takes_one_method_so_that_its_entry_says_all(
    building: Building,
) -> None:
    routes = [rule.endpoint for _, rule in console_rules(building)]

    assert sorted(routes) == sorted(set(routes))


@pytest.mark.parametrize("role", Role)
def test_a_method_that_no_route_takes_is_refused_to_everybody(
    building: Building, role: Role
) -> None:
    ada = world.enrol(building)
    clerk = Clerk(building, role)
    taken: dict[str, set[str]] = {}
    for method, rule in console_rules(building):
        at = address(building, rule, ada.refs.identity, clerk.account)
        taken.setdefault(at, set()).add(method)

    for at, methods in taken.items():
        for method in set(METHODS) - methods:
            headers = {"X-CSRFToken": clerk.form_token()}
            answer = clerk.client.open(at, method=method, headers=headers)
            assert answer.status_code == 405, (method, at)


def test_what_matters_most_asks_for_both_factors_again_and_nothing_else_does(
    building: Building,
) -> None:
    app = application(building.runtime)

    fresh = {
        rule.endpoint
        for _, rule in console_rules(building)
        if getattr(app.view_functions[rule.endpoint], "fresh", False)
    }

    assert fresh == FRESH


def test_a_session_that_showed_its_factors_long_ago_shows_them_again(
    building: Building,
) -> None:
    ada = world.enrol(building)
    clerks = {role: Clerk(building, role) for role in Role}
    building.clock.pass_(minutes=15)

    for method, rule in console_rules(building):
        if rule.endpoint in FRESH:
            whose = WHOSE[rule.endpoint]
            role = next(one for one in Role if whose is SIGNED_IN or may(one, Act(whose)))
            at = address(building, rule, ada.refs.identity, clerks[Role.AUDITOR].account)
            clerk = clerks[role]
            answer = clerk.get(at) if method == "GET" else clerk.post(at)
            assert answer.status_code == 303, (method, at)
            assert answer.location.startswith("/console/confirm"), (method, at)


@pytest.mark.parametrize("role", Role)
def test_a_role_finds_nothing_where_it_may_do_nothing(building: Building, role: Role) -> None:
    ada = world.enrol(building)
    clerk, other = Clerk(building, role), Clerk(building, Role.AUDITOR)

    for method, rule in console_rules(building):
        whose = WHOSE[rule.endpoint]
        if isinstance(whose, Act) and not may(role, whose):
            at = address(building, rule, ada.refs.identity, other.account)
            assert asked(clerk, method, at) == 404, (role, method, at)


@pytest.mark.parametrize("role", Role)
def test_a_role_reaches_everything_that_is_its_own(building: Building, role: Role) -> None:
    ada = world.enrol(building)
    clerk, other = Clerk(building, role), Clerk(building, Role.AUDITOR)

    for method, rule in sorted(console_rules(building), key=lambda each: _ends(each[1])):
        whose = WHOSE[rule.endpoint]
        if whose is SIGNED_IN or (isinstance(whose, Act) and may(role, whose)):
            at = address(building, rule, ada.refs.identity, other.account)
            reached = {200, 303, 400} | OTHERWISE.get(rule.endpoint, set())
            assert asked(clerk, method, at) in reached, (role, method, at)


def _ends(rule: Rule) -> int:
    """Routes that end something come last, since others are about it."""
    last = (
        "admin_people.end",
        "admin_accounts.end",
        "admin_own.start_over",
        "admin_signin.sign_out",
    )
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
            own = whose is SIGNED_IN or (isinstance(whose, Act) and may(role, whose))
            if "uuid:" in rule.rule and own:
                at = rule.rule.partition("<")[0] + str(uuid4()) + rule.rule.partition(">")[2]
                fields = {
                    "off_reason": "lost",
                    "end_reason": "leaver",
                    "posture": "locked",
                    "outcome": "in_order",
                    "class": "general",
                    "seconds": "0",
                    "mode": "warn",
                    "input": "camera",
                    "joining": str(building.everyone),
                    "day_passes": str(building.everyone),
                    "role": "reception",
                    "title": "Annex",
                    "time_zone": "Europe/Lisbon",
                    "day": "2026-12-24",
                    "open_day": "2026-12-24",
                    "doors": str(building.courtyard),
                    "first-1": "07:00",
                    "last-1": "19:00",
                }
                answer = clerk.get(at) if method == "GET" else clerk.post(at, **fields)
                assert answer.status_code == 404, (method, at)
    assert world.rows(store)["audit_event"] == before + len(clerks)


def test_a_role_that_is_taken_away_is_gone_at_the_next_request(
    building: Building, site_admin: Clerk
) -> None:
    desk = Clerk(building, Role.RECEPTION)
    assert desk.get("/console/desk").status_code == 200

    role = {"role": "auditor", "site": ""}
    answer = site_admin.post(f"/console/accounts/{desk.account}/role", **role)

    assert answer.status_code == 303
    for at in ("/console/desk", "/console/desk?site=x", "/console"):
        assert desk.get(at).location.startswith("/console/sign-in")


def test_an_ended_account_is_signed_out_at_its_next_request(
    building: Building, site_admin: Clerk
) -> None:
    desk = Clerk(building, Role.RECEPTION)
    assert desk.get("/console/desk").status_code == 200

    site_admin.post(f"/console/accounts/{desk.account}/end")

    assert desk.get("/console/desk").status_code == 303


# --- everything that isn't the console ------------------------------------------------------------

PERSON, KIOSK = "person", "kiosk"

# Whoever may open the rest; a console account is nobody there.
ELSEWHERE: dict[str, str] = {
    "public.landing": PUBLIC,
    "public.no_badge": PUBLIC,
    "public.about": PUBLIC,
    "public.notice": PUBLIC,
    "notices.history": PUBLIC,
    "notices.version": PUBLIC,
    "notices.changes": PUBLIC,
    "public.sign": PUBLIC,
    "public.no_biometrics": PUBLIC,
    "verify.verify": PUBLIC,
    "verify.receipt": PUBLIC,
    "public.key_set": PUBLIC,
    "public.status_list": PUBLIC,
    "join.sites": PUBLIC,
    "join.poster": PUBLIC,
    "join.poster_address": PUBLIC,
    "join.invited": PUBLIC,
    "join.invited_address": PUBLIC,
    "join.paper": PUBLIC,
    "join.check_paper": PUBLIC,
    "join.code": PUBLIC,
    "join.check_code": PUBLIC,
    "join.notice": PUBLIC,
    "join.name": PUBLIC,
    "join.keep_name": PUBLIC,
    "join.choices": PUBLIC,
    "join.choose": PUBLIC,
    "join.decline": PUBLIC,
    "join.over": PUBLIC,
    "signin.start": PUBLIC,
    "signin.send_code": PUBLIC,
    "signin.code": PUBLIC,
    "signin.check_code": PUBLIC,
    "signin.sign_out": PUBLIC,
    "signin.paper": PUBLIC,
    "signin.check_paper": PUBLIC,
    "signin.carry": PUBLIC,
    "signin.carried": PUBLIC,
    "me.overview": PERSON,
    "me.badge": PERSON,
    "me.badge_svg": PERSON,
    "me.badge_png": PERSON,
    "me.badge_pdf": PERSON,
    "me.renew": PERSON,
    "me.carry": PERSON,
    "me.entries": PERSON,
    "looks.looks": PERSON,
    "looks.copy": PERSON,
    "looks.table": PERSON,
    "record.data": PERSON,
    "record.copy": PERSON,
    "record.table": PERSON,
    "record.rename": PERSON,
    "record.ask_to_readdress": PERSON,
    "record.code": PERSON,
    "record.readdress": PERSON,
    "rights.requests": PERSON,
    "rights.object_to": PERSON,
    "rights.correct": PERSON,
    "rights.take_back": PERSON,
    "phone.phone": PUBLIC,
    "phone.service_worker": PUBLIC,
    "phone.manifest": PUBLIC,
    "phone.end": PERSON,
    "phone.forgotten": PUBLIC,
    "choices.choices": PERSON,
    "choices.take_back": PERSON,
    "choices.say_yes": PERSON,
    "choices.say_yes_again": PERSON,
    "choices.text_seen": PERSON,
    "choices.pause": PERSON,
    "choices.resume": PERSON,
    "choices.receipt": PERSON,
    "choices.signed_receipt": PERSON,
    "metrics.metrics": PUBLIC,  # shows a token
    "leaving.ask": PUBLIC,
    "leaving.take_back": PUBLIC,  # shows the code of a receipt
    "kiosk.kiosk": PUBLIC,
    "kiosk.service_worker": PUBLIC,
    "kiosk.manifest": PUBLIC,
    "api_kiosks.post_pair": PUBLIC,
    "api_kiosks.post_release": KIOSK,
    "api_kiosks.post_heartbeat": KIOSK,
    "api_late.post_late": KIOSK,
    "api_scans.post_scan": KIOSK,
    "api_snapshots.get_snapshot": KIOSK,
    "api_devices.post_challenge": PUBLIC,
    "api_devices.post_device": PERSON,
    "api_devices.post_renewal": PUBLIC,  # shows its key, as the next does
    "api_devices.post_end": PUBLIC,
    "api_description.get_description": PUBLIC,
}


def other_rules(building: Building) -> Iterator[tuple[str, Rule]]:
    """Each route outside the console, with each method it takes."""
    for rule in application(building.runtime).url_map.iter_rules():
        if not rule.rule.startswith("/console") and not rule.endpoint.endswith("static"):
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                yield method, rule


def test_every_other_route_says_whose_it_is(building: Building) -> None:
    routes = {rule.endpoint for _, rule in other_rules(building)}

    assert routes == set(ELSEWHERE)


def test_a_console_account_is_nobody_on_the_pages_of_people_and_kiosks(
    building: Building,
) -> None:
    clerk = Clerk(building, Role.SITE_ADMIN)

    for method, rule in other_rules(building):
        whose = ELSEWHERE[rule.endpoint]
        at = rule.rule.replace("uuid:", "")
        for argument in rule.arguments:
            at = at.replace(f"<{argument}>", str(uuid4()))
        if whose == PERSON:
            sent_away = 401 if at.startswith("/api/") else 303
            assert asked(clerk, method, at) == sent_away, (method, at)
        if whose == KIOSK:
            answer = clerk.client.open(at, method=method, json={})
            assert answer.status_code in {400, 401}, (method, at)
