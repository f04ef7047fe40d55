"""Who may do what: one role each, and none that both manages people and reads logs of it."""

from checkin.core.roles import MAY, Act, Role, may


def test_every_role_is_in_the_table_and_every_act_but_reading_the_log_is_one_role_s() -> None:
    assert set(MAY) == set(Role)
    for act in Act:
        roles = [role for role in Role if may(role, act)]
        assert roles == [Role.DPO, Role.AUDITOR] if act is Act.READ_LOG else len(roles) == 1, act


def test_a_site_admin_sees_no_person_s_data() -> None:
    about_people = {Act.SEE_PEOPLE, Act.SWITCH_OFF_BADGES, Act.REPRINT_BADGES, Act.END_ENROLMENTS}

    assert not MAY[Role.SITE_ADMIN] & about_people
    assert not MAY[Role.RECEPTION] & about_people
