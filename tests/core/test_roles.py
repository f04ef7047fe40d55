"""Who may do what: one role each, and none that both manages people and reads logs of it."""

from checkin.core.roles import MAY, Act, Role, may

SHARED = {
    Act.READ_LOG: {Role.DPO, Role.AUDITOR},
    Act.SETTLE_CONFLICTS: {Role.SITE_ADMIN, Role.ENROLMENT_ADMIN},
    Act.TELL_OF_DIRECT_READS: {Role.SITE_ADMIN, Role.DPO},
}
"""Acts of several roles; every other is one role's alone."""


def test_every_role_is_in_the_table_and_an_act_is_shared_only_where_that_is_said() -> None:
    assert set(MAY) == set(Role)
    for act in Act:
        roles = {role for role in Role if may(role, act)}
        assert roles == SHARED.get(act, roles), act
        assert roles, act
        assert len(roles) == 1 or act in SHARED, act


def test_nobody_who_sees_people_or_runs_accounts_reads_the_log() -> None:
    for role in SHARED[Act.READ_LOG]:
        assert not may(role, Act.SEE_PEOPLE)
        assert not may(role, Act.RUN_ACCOUNTS)


def test_a_site_admin_sees_no_person_s_data() -> None:
    about_people = {Act.SEE_PEOPLE, Act.SWITCH_OFF_BADGES, Act.REPRINT_BADGES, Act.END_ENROLMENTS}

    assert not MAY[Role.SITE_ADMIN] & about_people
    assert not MAY[Role.RECEPTION] & about_people
