"""Two presses on one button: the second is dropped, so that the first one's answer is seen."""

from tests.journeys.conftest import Visiting

PRESS_TWICE = """() => {
  const form = document.querySelector("main form");
  form.requestSubmit();
  form.requestSubmit();
}"""


def test_a_form_that_was_just_sent_is_not_sent_again(visiting: Visiting) -> None:
    visitor = visiting()
    visitor.tab.goto("/sign-in")
    visitor.tab.fill("input[type=email]", "ada@linden.example")
    with visitor.tab.expect_navigation():
        visitor.tab.evaluate(PRESS_TWICE)

    posts = [request for request in visitor.requests if request.method == "POST"]

    assert len(posts) == 1
