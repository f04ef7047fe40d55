from checkin.web.downloads import download


def test_the_browser_keeps_it_as_a_file_of_that_name_and_shows_no_page() -> None:
    answer = download("ä", "text/csv", "my data.csv")

    assert answer.get_data() == "ä".encode()
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="my data.csv"'
