"""What runs beside requests: sending mail, working through pasted lists, ending what is over,
forgetting who was on their way in and, every hour, letting go of what is due.

One thread of the process that leads: on SQLite that is the only one, on PostgreSQL a lock settles
it. A failure is logged and tried again; nothing here ever ends the process.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Event, Thread

from checkin import mail
from checkin.core.erasure import BEYOND_BACKUPS
from checkin.core.errors import CheckinError, UnavailableError
from checkin.core.retention import duration
from checkin.runtime import Runtime
from checkin.services import (
    consent_clock,
    enrolment,
    invitations,
    joining,
    late,
    leavers,
    notices,
    outbox,
    receipts,
    recovery,
    retention,
)
from checkin.services.invitations import Post
from checkin.services.letters import Mailing
from checkin.storage import Db
from checkin.storage.lead import leading

_log = logging.getLogger(__name__)

TICK_SECONDS = 2.0
RETENTION_EVERY = timedelta(hours=1)
FORGET_EVERY = timedelta(minutes=1)
BATCH = 10
_FIRST_PAUSE = timedelta(seconds=10)
_LONGEST_PAUSE = timedelta(minutes=1)


def start(rt: Runtime) -> Event:
    """Begin in a thread of its own that ends with the process, or when the event is set."""
    stop = Event()
    Thread(target=_run, args=(rt, stop), name="checkin-jobs", daemon=True).start()
    return stop


def _run(rt: Runtime, stop: Event) -> None:
    jobs = Jobs(rt)
    while not stop.wait(TICK_SECONDS):
        try:
            with leading(rt.store) as still_leading:
                while still_leading is not None and still_leading():
                    jobs.tick()
                    if stop.wait(TICK_SECONDS):
                        return
        except UnavailableError:
            _log.warning("jobs.database_unavailable")
        except Exception:  # noqa: BLE001 - a bug in one round must not end all that follow
            _log.exception("jobs.failed")


@dataclass(slots=True)
class Jobs:
    """When each job is next to run."""

    rt: Runtime
    mail_from: datetime | None = None
    mail_pause: timedelta = _FIRST_PAUSE
    retention_from: datetime | None = None
    forget_from: datetime | None = None
    recovered: bool = False

    def tick(self) -> None:
        """Run the jobs whose time has come."""
        now = self.rt.now()
        if not self.recovered:
            recover(self.rt)
            self.recovered = True
        end_what_is_over(self.rt)
        keep_rules(self.rt)
        if self.forget_from is None or now >= self.forget_from:
            self.forget_from = now + FORGET_EVERY
            with self.rt.writing() as db:
                joining.forget_ended(db, self.rt.hashing, now=now)
            self.rt.store.empty_log()
        if self.retention_from is None or now >= self.retention_from:
            self.retention_from = min([now + RETENTION_EVERY, *new_terms_from(self.rt)])
            see_to_consents(self.rt)
            let_go(self.rt)
            forget_old_erasures(self.rt)
        invite(self.rt)
        settings = self.rt.settings
        if (
            settings.mail.host
            and not settings.demo
            and (self.mail_from is None or now >= self.mail_from)
        ):
            self._send_mail(now)

    def _send_mail(self, now: datetime) -> None:
        """Send what waits. A server that doesn't answer is left alone for longer each time."""
        if send_waiting(self.rt):
            self.mail_from, self.mail_pause = None, _FIRST_PAUSE
        else:
            self.mail_from = now + self.mail_pause
            self.mail_pause = min(self.mail_pause * 2, _LONGEST_PAUSE)


def recover(rt: Runtime) -> int:
    """Erase again whoever a restored backup brought back; how many erasures found something."""
    due = rt.missing_erasures()
    if not due:
        return 0
    with rt.writing() as db:
        return recovery.replay(db, due, rt.hashing, now=rt.now())


def forget_old_erasures(rt: Runtime) -> None:
    """Let the ledger forget what happened before the oldest backup that there can be."""
    assert rt.store.ledger is not None
    kept = duration(rt.settings.limits, "backup_days") + BEYOND_BACKUPS
    rt.store.ledger.keep_only(rt.now() - kept)


def new_terms_from(rt: Runtime) -> list[datetime]:
    """When each notice begins to hold that doesn't yet: from then on an old yes doesn't suffice."""
    with rt.reading() as db:
        return notices.to_come(db, now=rt.now())


def see_to_consents(rt: Runtime) -> None:
    """End pauses and consents whose time is over; tell people of new texts and of ends to come.

    Before that, whoever has no code of a receipt yet gets one.
    """
    limits = rt.settings.limits
    grace = duration(limits, "renewal_grace_days")
    mailing = Mailing(rt.settings.organisation, f"{rt.settings.base_url}/me/choices")
    hashing = rt.hashing
    for work in (
        lambda db, _now, limit: receipts.keep_missing_codes(db, hashing, limit=limit),
        lambda db, now, limit: consent_clock.resume(db, hashing, now=now, limit=limit),
        lambda db, now, limit: consent_clock.announce(db, mailing, hashing, now=now, limit=limit),
        lambda db, now, limit: consent_clock.suspend(db, hashing, now=now, limit=limit),
        lambda db, now, limit: consent_clock.lapse(db, hashing, now=now, grace=grace, limit=limit),
    ):
        in_batches(rt, work)
    with rt.writing() as db:
        consent_clock.remind(db, mailing, now=rt.now())


def end_what_is_over(rt: Runtime) -> int:
    """Let planned ends take effect, and end the enrolments whose last day is over; how many."""
    hashing = rt.hashing
    in_batches(rt, lambda db, now, limit: leavers.settle(db, hashing, now=now, limit=limit))
    return in_batches(
        rt, lambda db, now, limit: enrolment.end_over(db, hashing, now=now, limit=limit)
    )


def invite(rt: Runtime) -> int:
    """Invite the addresses of pasted lists; how many lines were worked through."""
    life = duration(rt.settings.limits, "invite_days")
    post = Post(rt.settings.organisation, rt.invitations_uri, life)
    return in_batches(
        rt,
        lambda db, now, limit: invitations.work_through(db, post, rt.hashing, now=now, limit=limit),
    )


def in_batches(
    rt: Runtime,
    work: Callable[[Db, datetime, int], int],
    tell: Callable[[int], None] | None = None,
) -> int:
    """Repeat work that says how much it did, each time in a block of its own, until it's done.

    A block is so short that no scan waits long behind it. `tell` hears after each how much is done.
    """
    done = 0
    while True:
        with rt.writing() as db:
            some = work(db, rt.now(), BATCH)
        done += some
        if tell and some:
            tell(done)
        if some < BATCH:
            return done


def let_go(rt: Runtime) -> int:
    """Delete everything that is due; how many rows went. What hinders that is in the log."""
    try:
        return delete_due(rt)
    except CheckinError as fault:
        _log.error("retention.halted: %s", fault.message)
        return 0


def delete_due(
    rt: Runtime, *, clock_is_right: bool = False, tell: Callable[[int], None] | None = None
) -> int:
    """Delete everything that is due, a batch in each block; how many rows went.

    `tell` hears how many went so far after each block but the last. Raises ConflictError where
    the clock went back, unless somebody says that it is right.
    """
    rows = 0
    while True:
        with rt.writing() as db:
            run = retention.run_batch(
                db, rt.settings.limits, now=rt.now(), clock_is_right=clock_is_right
            )
        rows += run.rows
        if not run.full:
            return rows
        if tell:
            tell(rows)


def keep_rules(rt: Runtime) -> None:
    """Keep what holds at doors that have just changed."""
    with rt.writing() as db:
        late.keep_rules(db, now=rt.now())


def send_waiting(rt: Runtime) -> bool:
    """Send what waits in the queue; False, and no more, once the mail server puts something off."""
    with rt.reading() as db:
        messages = outbox.waiting(db, now=rt.now())
    return all(_send(rt, message) for message in messages)


def _send(rt: Runtime, message: outbox.Waiting) -> bool:
    """Send one message and forget it. It is sent twice rather than not at all."""
    letter = mail.Message(message.address, message.subject, message.body)
    try:
        mail.send(rt.settings.mail, letter, now=rt.now())
    except mail.MailDelayedError as fault:
        _log.warning("mail.delayed id=%s tries=%d: %s", message.id, message.tries + 1, fault)
        with rt.writing() as db:
            outbox.tried(db, message)
        return False
    except mail.MailRefusedError as fault:
        _log.warning("mail.refused id=%s: %s", message.id, fault)
        with rt.writing() as db:
            outbox.sent(db, message)
            if message.invites:
                invitations.undeliverable(db, message.address, rt.hashing, now=rt.now())
        return True
    with rt.writing() as db:
        outbox.sent(db, message)
    return True
