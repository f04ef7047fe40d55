"""What holds for every address: no files are taken, nothing personal is kept on the way."""

from io import BytesIO
from uuid import uuid4

import pytest
from werkzeug.routing import Rule

from checkin.app import create_app
from tests import world
from tests.world import Building

PICTURE = b"\x89PNG\r\n\x1a\n"


def address(rule: Rule) -> str:
    """An address that the rule matches."""
    values = {
        name: uuid4() if "uuid" in str(converter.__class__).lower() else "x"
        for name, converter in rule._converters.items()
    }
    built = rule.build(values)
    assert built is not None
    return built[1]


def test_no_address_takes_a_file(building: Building) -> None:
    app = create_app(building.runtime)
    before = world.rows(building.runtime.store)
    takers = [rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())]

    for rule in takers:
        picture = {"picture": (BytesIO(PICTURE), "face.png", "image/png")}
        answer = app.test_client().post(address(rule), data=picture)
        assert answer.status_code in {401, 415}, rule

    assert takers
    assert world.rows(building.runtime.store) == before


@pytest.mark.parametrize("path", ["/static/nothing.css", "/kiosk/nothing.js", "/nothing"])
def test_a_page_that_is_not_there_is_kept_by_nobody(building: Building, path: str) -> None:
    answer = create_app(building.runtime).test_client().get(path)

    assert answer.status_code == 404
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Cookie" in answer.headers["Vary"]
