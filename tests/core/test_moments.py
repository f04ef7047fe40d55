from datetime import datetime, timedelta, timezone

from checkin.core.moments import hour_of, midnight_before, minute_of

BERLIN = timezone(timedelta(hours=1))
MOMENT = datetime(2026, 11, 23, 0, 41, 7, 12, tzinfo=BERLIN)


def test_moments_are_cut_in_their_own_time_zone() -> None:
    assert minute_of(MOMENT) == datetime(2026, 11, 23, 0, 41, tzinfo=BERLIN)
    assert hour_of(MOMENT) == datetime(2026, 11, 23, 0, tzinfo=BERLIN)
    assert midnight_before(MOMENT) == datetime(2026, 11, 23, tzinfo=BERLIN)
    assert {cut(MOMENT).tzinfo for cut in (minute_of, hour_of, midnight_before)} == {BERLIN}
