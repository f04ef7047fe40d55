from checkin.core.document import Document, Part, Table


def test_a_part_has_what_it_is_given_and_nothing_else() -> None:
    part = Part("How long", table=Table(("Limit", "Now"), (("entries", "30"),)))

    assert Document("Pack", "For the council.", (part,)).parts == (part,)
    assert (part.text, part.points) == ((), ())
