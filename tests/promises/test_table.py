"""The page of promises says what the tests are."""

import pytest

from tests.promises import table


@pytest.mark.parametrize("test", sorted(set(table.named())))
def test_what_the_page_names_is_there(test):
    assert table.is_there(test)


def test_the_page_is_up_to_date():
    """Else `python -m tests.promises.table` writes it."""
    assert table.PAGE.read_text(encoding="utf-8") == table.text()
