from checkin.storage import profiles
from tests import world
from tests.world import Building


def test_people_are_counted_by_the_profiles_that_they_have_together(building: Building) -> None:
    both = (building.everyone, building.lab_team)
    world.enrol(building, "Ada", profiles=both)
    world.enrol(building, "Grace", profiles=tuple(reversed(both)))
    world.enrol(building, "Hedy", profiles=(building.lab_team,))
    world.enrol(building, "Ida", profiles=(building.everyone,))

    with building.runtime.reading() as db:
        found = profiles.combinations(db)
        everybody = profiles.enrolled(db)

    assert found == {
        frozenset(both): 2,
        frozenset({building.lab_team}): 1,
        frozenset({building.everyone}): 1,
    }
    assert everybody == 4
