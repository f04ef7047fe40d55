"""Somebody with a console account and a browser without JavaScript."""

import re
from html import unescape
from uuid import uuid4

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from checkin.core.audit import SYSTEM
from checkin.core.ids import AccountId, SiteId
from checkin.core.roles import Role
from checkin.services import signin
from checkin.storage import accounts, audit
from checkin.web.access import session_life
from tests.web.application import application
from tests.world import Building

WHY = "Ada's badge doesn't scan at the courtyard."
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
_WORDS = re.compile(r"<[^>]+>")


class Clerk:
    """One browser, signed in to the console in this role; it has said why it looks at records."""

    def __init__(
        self,
        building: Building,
        role: Role | None,
        site: SiteId | None = None,
        reason: str | None = WHY,
    ) -> None:
        self.building = building
        self.app = application(building.runtime)
        self.client: FlaskClient = self.app.test_client()
        self.alias = ""
        self._token = ""
        if role is not None:
            self._sign_in(role, site, reason)

    def _sign_in(self, role: Role, site: SiteId | None, reason: str | None) -> None:
        self.account, rt = AccountId(uuid4()), self.building.runtime
        self.alias = f"adm-{self.account.hex[:6]}"
        address = f"{self.alias}@linden.example"
        with self.app.app_context(), rt.writing() as db:
            accounts.add(db, self.account, alias=self.alias, email=address, role=role, site=site)
            secret = signin.open_session(
                db, account=self.account, now=rt.now(), life=session_life()
            )
            if reason is not None:
                signin.give_reason(db, secret, "badge_help", reason)
            audit.append(db, SYSTEM, "account.made", f"account:{self.account}", now=rt.now())
        self.client.set_cookie("console", secret)

    def get(self, address: str) -> TestResponse:
        """Open an address; redirects aren't followed."""
        return self.client.get(address)

    def post(self, address: str, /, **fields: object) -> TestResponse:
        """Send a form, with the token that this browser's pages carry."""
        form = {name.rstrip("_"): value for name, value in fields.items()}
        return self.client.post(address, data={"csrf_token": self.form_token(), **form})

    def form_token(self) -> str:
        """The token that all forms of this browser's session share."""
        if self._token:
            return self._token
        page = self.client.get("/console" if self.alias else "/console/sign-in").text
        found = _TOKEN.search(page)
        assert found, page
        self._token = found[1]
        return self._token


def words(page: TestResponse) -> str:
    """What a page says, with single spaces."""
    body = page.text.partition("<main")[2]
    return " ".join(unescape(_WORDS.sub(" ", body)).split())
