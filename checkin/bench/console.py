"""How long each page of the console takes the server, for every role that may open it.

Pages are found as people find them: by the links on other pages. So a new page is measured without
being named here; only what comes after a press has to be.
"""

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from uuid import uuid4

from flask import Flask
from flask.testing import FlaskClient

from checkin.app import create_app
from checkin.bench import instances
from checkin.bench.plan import BenchError, Database, Hands, PageTime, Plan
from checkin.bench.postgres import free_port
from checkin.bench.world import build
from checkin.core.audit import SYSTEM
from checkin.core.roles import MAY, Act, Role
from checkin.runtime import Runtime
from checkin.services import accounts, signin
from checkin.web import access

EXAMPLES = 4
"""So many addresses of one kind are measured: fewer than the records that one may open in a day."""

_REQUESTS = 5
"""So often each address is asked for in a round."""

_LINK = re.compile(r'href="(/console[^"#]*)"')
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


def measure(plan: Plan, hands: Hands) -> Iterator[PageTime]:
    """Every database and size of the plan, one after the other."""
    for database, holders, server_url in instances.sizes(plan):
        hands.say(f"{database}: the console of a building with {holders} people")
        name = f"console-{database}-{holders}"
        with instances.instance(plan, hands, name, server_url, free_port()) as rt:
            build(rt, holders, hands.say)
            app = create_app(rt)
            for role in Role:
                if MAY[role]:
                    yield from _of_role(plan, app, rt, role, (database, holders))


def _of_role(
    plan: Plan, app: Flask, rt: Runtime, role: Role, size: tuple[Database, int]
) -> Iterator[PageTime]:
    visitor = _Visitor(app, _signed_in(app, rt, role))
    addresses: dict[str, list[_Address]] = {}
    for found in [*_pages(app, visitor), *_presses(role)]:
        known = addresses.setdefault(_endpoint(app, found), [])
        if len(known) < EXAMPLES:
            known.append(found)
    for endpoint, some in addresses.items():
        for one in some:
            took = [visitor.time(one) for _ in range(plan.rounds) for _ in range(_REQUESTS)]
            wall, cpu = zip(*took, strict=True)
            yield PageTime(*size, role.value, endpoint, one.shown, tuple(wall), tuple(cpu))


@dataclass(frozen=True, slots=True)
class _Address:
    """What is asked for: a page, or the answer to a form."""

    path: str
    form: dict[str, str] | None = None

    @property
    def shown(self) -> str:
        """The address as the report shows it: without ids, which are new each time."""
        method = "GET" if self.form is None else "POST"
        return f"{method} {re.sub(r'[0-9a-f]{8}-[0-9a-f-]{27}', '…', self.path)}"


@dataclass(slots=True)
class _Visitor:
    """A browser that is signed in to the console."""

    app: Flask
    secret: str = field(repr=False)
    client: FlaskClient = field(init=False)
    form_token: str = field(default="", init=False)

    def __post_init__(self) -> None:
        self.client = self.app.test_client()
        with self.app.app_context():
            self.client.set_cookie(access.cookie_name(access.CONSOLE_COOKIE), self.secret)

    def open(self, address: _Address) -> str:
        """What the server answers. Raises BenchError unless it is the page that was asked for."""
        if address.form is None:
            answer = self.client.get(address.path)
        else:
            fields = {"csrf_token": self.form_token, **address.form}
            answer = self.client.post(address.path, data=fields)
        if answer.status_code not in {200, 303}:
            raise BenchError(f"{address.shown} answered {answer.status_code}")
        text = answer.text if answer.mimetype == "text/html" else ""  # a sheet to print is a PDF
        if token := _TOKEN.search(text):
            self.form_token = token[1]
        return text

    def time(self, address: _Address) -> tuple[float, float]:
        """Seconds that the answer took, and seconds of this thread's processor time."""
        began, cpu = time.perf_counter(), time.thread_time()
        self.open(address)
        return time.perf_counter() - began, time.thread_time() - cpu


def _pages(app: Flask, visitor: _Visitor) -> Iterator[_Address]:
    """Every page that links lead to, a few of each kind."""
    ahead, known, kinds = ["/console"], {"/console"}, dict[str, int]()
    while ahead:
        one = _Address(ahead.pop(0))
        kind = _endpoint(app, one)
        kinds[kind] = kinds.get(kind, 0) + 1
        if kinds[kind] > EXAMPLES:
            continue
        text = visitor.open(one)
        yield one
        links = [unescape(link) for link in _LINK.findall(text)]
        ahead += [link for link in dict.fromkeys(links) if link not in known]
        known.update(links)


def _presses(role: Role) -> Iterator[_Address]:
    """What is asked for by a press, since a name has no business in an address."""
    if Act.SEE_PEOPLE in MAY[role]:
        for query in ("person 1", "nobody of this name"):
            yield _Address("/console/people", {"query": query})


def _endpoint(app: Flask, address: _Address) -> str:
    path = address.path.partition("?")[0]
    method = "GET" if address.form is None else "POST"
    endpoint, _ = app.url_map.bind("localhost").match(path, method=method)
    return str(endpoint)


def _signed_in(app: Flask, rt: Runtime, role: Role) -> str:
    """The secret of a new account of this role that has said why it looks at records."""
    now, address = rt.now(), f"{role.value}.{uuid4().hex[:8]}@example.org"
    with app.app_context(), rt.writing() as db:
        account = accounts.invite(
            db,
            address,
            role,
            None,
            rt.hashing,
            link_to=str,
            organisation=rt.settings.organisation,
            actor=SYSTEM,
            now=now,
        )
        secret = signin.open_session(db, account=account, now=now, life=access.session_life())
        signin.give_reason(db, secret, "system_repair", "Measuring how long pages take.")
    return secret
