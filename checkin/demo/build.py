"""Making the demo's company: its places, its people, five weeks of its past, and what to try."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

from checkin.core.audit import Actor
from checkin.core.badge import KeyPurpose
from checkin.core.consent import Shown
from checkin.core.ids import KioskId, ProfileId, SiteId
from checkin.core.inventory import Purpose
from checkin.core.rights import Outcome, Wish
from checkin.core.roles import Role
from checkin.core.site import InputMode
from checkin.demo import company, past, team
from checkin.demo.company import GONE, PROFILES, SITES, PersonPlan
from checkin.demo.handout import BadgeText, Handout, KioskCode, PassText
from checkin.demo.past import Member, Places
from checkin.notices import LANGUAGES
from checkin.runtime import Runtime
from checkin.services import badges, consent, enrolment, kiosks, notices, passes, rights, sites
from checkin.services import people as records
from checkin.services.enrolment import Enrolled, NewPerson
from checkin.services.kiosks import Paired
from checkin.services.letters import Mailing
from checkin.services.passes import PassMaking
from checkin.services.rights import Answer, Asked
from checkin.services.signin import Look, Person, token_hash
from checkin.storage import Db

FOUNDED: Final = timedelta(days=120)
"""How long ago the company began with all this; its keys must be as old."""

_BADGE_HAS_ENDED: Final = timedelta(days=10)
_GUIDED: Final = {company.ANY_TIME_BERLIN.title: "good", company.YARD.title: "not_this_door"}


@dataclass(frozen=True, slots=True)
class _House:
    """What was built: sites by code, profiles by title, kiosks by the title of their door.

    `shown` is what people read before they join, by language.
    """

    sites: dict[str, SiteId] = field(default_factory=dict)
    profiles: dict[str, ProfileId] = field(default_factory=dict)
    kiosks: dict[str, KioskId] = field(default_factory=dict)
    credentials: dict[str, bytes] = field(default_factory=dict)
    shown: dict[str, Shown] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Enrolled:
    """Somebody who was enrolled, and what their badge's QR code and label say."""

    plan: PersonPlan
    enrolled: Enrolled
    text: str
    short_code: str
    since: datetime


def build(rt: Runtime, say: Callable[[str], None]) -> Handout:
    """Fill a new instance, whose keys have to be as old as the company; what to try it with."""
    now = rt.now()
    began = now - FOUNDED
    admin = team.first(rt, now=began)
    house = _house(rt, admin.actor, now=began)
    say("two sites, five doors with a kiosk each, access profiles, a notice in two languages")
    colleagues = team.others(rt, admin.actor, house.sites["BERLIN"], now=began)
    desk, enrolling = colleagues[Role.RECEPTION].actor, colleagues[Role.ENROLMENT_ADMIN].actor
    _publish_notice(rt, house, enrolling, colleagues[Role.DPO].actor, now=began)
    with rt.writing() as db:
        members = [
            _enrol(rt, db, house, plan, at=_joined(place, plan, now))
            for place, plan in enumerate(company.people())
        ]
        gone = _enrol(rt, db, house, GONE, at=now - timedelta(days=60))
    say(f"{len(members)} people with a badge, each with choices of their own")
    let_in = _live(rt, house, members, desk, now=now)
    past.compare(rt, house.kiosks, now=now)
    say(f"{past.DAYS} days of comings and goings: {let_in} times somebody came in or left")
    _leave_and_look(rt, gone, members, enrolling, now)
    _ask_and_answer(rt, members, colleagues[Role.DPO].actor, now)
    return Handout(
        url=rt.settings.base_url,
        accounts=(admin.sign_in, *(colleague.sign_in for colleague in colleagues.values())),
        kiosks=_pairing_codes(rt, house, admin.actor, now),
        badges=tuple(_texts(members, gone)),
        day_pass=_day_pass(rt, house, desk, now),
        join_link=f"{rt.settings.base_url}/join/{SITES[0].code}",
    )


# --- places -----------------------------------------------------------------------------------


def _publish_notice(
    rt: Runtime, house: _House, author: Actor, publisher: Actor, *, now: datetime
) -> None:
    draft = rt.draft(rt.shipped_notices(), author.alias)
    with rt.writing() as db:
        notices.publish(db, draft, by=publisher, now=now, lead=timedelta(0))
        for language in LANGUAGES:
            house.shown[language] = notices.offered(db, language, now=now).shown


def _house(rt: Runtime, admin: Actor, *, now: datetime) -> _House:
    """The sites with their doors, kiosks and profiles."""
    house = _House()
    doors = {}
    with rt.writing() as db:
        for site in SITES:
            house.sites[site.code] = sites.add_site(
                db,
                code=site.code,
                title=site.title,
                time_zone=site.time_zone,
                organisation_code=rt.settings.code,
                actor=admin,
                now=now,
            )
            for door in site.doors:
                doors[door.title] = sites.add_door(
                    db, house.sites[site.code], door.title, door.way, admin, now=now
                )
                house.kiosks[door.title] = kiosks.add(
                    db, doors[door.title], door.kiosk, InputMode.BOTH, admin, now=now
                )
        for profile in PROFILES:
            opens = [doors[title] for title in profile.doors]
            house.profiles[profile.title] = sites.add_profile(
                db, profile.title, opens, profile.week, admin, now=now
            )
        for title, kiosk in house.kiosks.items():
            code = kiosks.new_code(db, kiosk, rt.hashing, admin, now=now)
            paired = kiosks.pair(db, code, None, rt.hashing, client="demo", now=now)
            assert isinstance(paired, Paired)
            house.credentials[title] = token_hash(paired.credential)
    return house


def _pairing_codes(
    rt: Runtime, house: _House, admin: Actor, now: datetime
) -> tuple[KioskCode, ...]:
    """A code for each kiosk that doesn't run out while the demo runs."""
    ways = {door.title: door.way.value for site in SITES for door in site.doors}
    with rt.writing() as db:
        return tuple(
            KioskCode(
                title,
                ways[title],
                kiosks.new_code(db, kiosk, rt.hashing, admin, now=now, life=timedelta(days=3650)),
            )
            for title, kiosk in house.kiosks.items()
        )


def _day_pass(rt: Runtime, house: _House, desk: Actor, now: datetime) -> PassText:
    """A pass for today, from desks that are open: without them nobody can join."""
    making = PassMaking(rt.keyring, rt.keyring.active(KeyPurpose.DAY, now), rt.hashing)
    with rt.writing() as db:
        for site in house.sites.values():
            sites.open_desk(db, site, desk, now=now)
        given = passes.hand_out(db, house.sites["BERLIN"], making, desk, now=now)
    return PassText(given.text, given.short_code)


# --- people -----------------------------------------------------------------------------------


def _joined(place: int, plan: PersonPlan, now: datetime) -> datetime:
    """Most joined before the five weeks that are told, some during them; one's badge has ended."""
    if plan.name == company.EXPIRED:
        return now - badges.LIFE - _BADGE_HAS_ENDED
    days = 5 + place % 20 if place % 6 == 5 else 40 + place % 45
    return now - timedelta(days=days, minutes=37 * place % 300)


def _enrol(rt: Runtime, db: Db, house: _House, plan: PersonPlan, *, at: datetime) -> _Enrolled:
    making = rt.making(at=at)
    person = NewPerson(
        plan.email,
        plan.name,
        plan.language,
        house.sites[plan.site],
        (house.profiles[plan.profile],),
        frozenset({Purpose.ENTRY, Purpose.HISTORY} if plan.history else {Purpose.ENTRY}),
    )
    enrolled = enrolment.enrol(db, person, house.shown[plan.language], making, now=at)
    return _Enrolled(
        plan,
        enrolled,
        badges.redraw(enrolled.badge, making),
        badges.short_code(enrolled.badge, rt.hashing),
        at,
    )


def _live(
    rt: Runtime, house: _House, members: Sequence[_Enrolled], desk: Actor, *, now: datetime
) -> int:
    """Let the five weeks before now happen; how many times somebody was let in."""
    coming = [Member(one.plan, one.text, one.since) for one in members]
    return past.live(rt, coming, Places(house.sites, house.credentials), desk, now=now)


def _leave_and_look(
    rt: Runtime,
    gone: _Enrolled,
    members: Sequence[_Enrolled],
    enrolling: Actor,
    now: datetime,
) -> None:
    """Somebody takes everything back, a badge is switched off, and somebody looked at records."""
    recently, before = now - timedelta(days=2, hours=3), now - timedelta(days=6, hours=5)
    look = Look(
        enrolling,
        records.LIST,
        ("name", "badge", "profiles", "choices"),
        "badge_help",
        "A badge was reported as lost and has to be found.",
    )
    off = next(one for one in members if one.plan.name == company.SWITCHED_OFF)
    with rt.writing() as db:
        records.page(db, "", None, look, rt.hashing, now=before)
        alone = replace(look, act=records.RECORD)
        records.record(db, off.enrolled.refs.identity, alone, rt.hashing, now=before)
        badges.revoke(db, off.enrolled.badge.id, enrolling, "lost", now=before)
        everything = (Purpose.ENTRY,)
        consent.withdraw(db, gone.enrolled.refs.identity, everything, rt.hashing, now=recently)


def _ask_and_answer(
    rt: Runtime, members: Sequence[_Enrolled], officer: Actor, now: datetime
) -> None:
    """Somebody objected and was answered; somebody waits to have something put right."""
    objects, corrects = members[0], members[1]
    asked, answered = now - timedelta(days=9, hours=1), now - timedelta(days=4, hours=2)
    mailing = Mailing(rt.settings.organisation, f"{rt.settings.base_url}/me/requests")
    objection = Asked(Wish.OBJECT, Purpose.FULLNESS)
    correction = Asked(Wish.CORRECT, text="Mein Ausweis öffnet den Hof. Ich bin nur im Büro.")
    upheld = "The counts hold nothing of you, so there was nothing to take out. Nor will there be."
    with rt.writing() as db:
        rights.ask(db, _person(objects), objection, now=asked)
        (request,) = rights.of_person(db, _person(objects))
        rights.open_one(db, request.id, officer, now=answered)
        rights.answer(db, request.id, Answer(Outcome.DONE, upheld, answered), officer, mailing)
        rights.ask(db, _person(corrects), correction, now=answered)


def _person(member: _Enrolled) -> Person:
    refs = member.enrolled.refs
    return Person(refs.identity, refs.consent, refs.holder, refs.access, member.plan.language)


def _texts(members: Sequence[_Enrolled], gone: _Enrolled) -> list[BadgeText]:
    """The badges to try: those whose answer at the first kiosk is the same at every hour."""
    found = [
        BadgeText(one.plan.name, one.enrolled.badge.kind.value, state, one.text, one.short_code)
        for one in members
        if (state := _state(one.plan)) is not None
    ]
    left = BadgeText(
        "somebody who took it back",
        gone.enrolled.badge.kind.value,
        "withdrawn",
        gone.text,
        gone.short_code,
    )
    return sorted([*found, left], key=lambda badge: badge.state != "good")


def _state(plan: PersonPlan) -> str | None:
    special = {company.EXPIRED: "expired", company.SWITCHED_OFF: "revoked"}
    return special.get(plan.name) or _GUIDED.get(plan.profile)
