from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from checkin import tested
from checkin.tested import Result
from tests import run
from tests.run import Outcome

RESULT = Result(datetime(2026, 11, 23, 8, tzinfo=UTC), "abc", 40, 1)


def test_the_last_result_is_read_as_it_was_kept(tmp_path: Path) -> None:
    file = tmp_path / "result.json"

    assert tested.last(file) is None
    tested.keep(RESULT, file)
    assert tested.last(file) == RESULT


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", '{"at": "2026-11-23T08:00", "code": "a", "passed": 1, "failed": 0}']
)
def test_what_can_t_be_read_is_no_result(tmp_path: Path, content: str) -> None:
    file = tmp_path / "result.json"
    file.write_text(content)

    assert tested.last(file) is None


def test_the_fingerprint_changes_with_any_program_or_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "checkin"
    for name in ("checkin/core.py", "checkin/web/static/kiosk/main.js", "templates/page.html"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("one")
    monkeypatch.setattr(tested, "_PACKAGE", package)
    in_a_checkout = tested.code.__wrapped__()

    (package / "web" / "static" / "vendor").mkdir()
    (package / "web" / "static" / "vendor" / "library.js").write_text("built")
    assert tested.code.__wrapped__() == in_a_checkout
    (tmp_path / "templates").rename(package / "templates")
    assert tested.code.__wrapped__() == in_a_checkout
    for name in ("core.py", "web/static/kiosk/main.js", "templates/page.html"):
        before = tested.code.__wrapped__()
        (package / name).write_text("another")
        assert tested.code.__wrapped__() != before, name


def test_the_result_counts_the_tests_against_pictures_alone() -> None:
    suite = ET.fromstring(  # noqa: S314  ours
        "<testsuite>"
        '<testcase classname="tests.web.test_no_biometrics"/>'
        '<testcase classname="tests.web.test_no_biometrics"><failure/></testcase>'
        '<testcase classname="tests.core.test_badge"/>'
        "</testsuite>"
    )

    ran = run.against_pictures(suite)

    assert ran == (
        ("tests.web.test_no_biometrics", True),
        ("tests.web.test_no_biometrics", False),
    )


def test_tests_against_pictures_that_didn_t_run_count_as_failed() -> None:
    modules = sorted(run.AGAINST_PICTURES)
    all_good = Outcome(9, 0, "", tuple((module, True) for module in modules))
    some = Outcome(9, 0, "", ((modules[0], True),))

    assert run.said_of_pictures([all_good]).failed == 0
    assert run.said_of_pictures([some]).failed == len(modules) - 1
    assert run.said_of_pictures([]).passed == 0


def test_the_modules_whose_result_is_read_out_exist() -> None:
    for module in run.AGAINST_PICTURES:
        assert (run.ROOT / f"{module.replace('.', '/')}.py").is_file()
