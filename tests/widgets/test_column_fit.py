"""Columns share the room: words give way and grow, what is extra comes with the room."""

from widgets.column_fit import Width, extras_that_fit, widths_for

DATE, NAME, BODY = Width(90, 90), Width(200, 120, 3), Width(150, 110, 1)


def test_that_what_is_left_over_goes_to_the_words() -> None:
    assert widths_for([DATE, NAME, BODY], 540) == [90, 275, 175]


def test_that_words_give_way_before_the_table_scrolls() -> None:
    widths = widths_for([DATE, NAME, BODY], 380)
    assert sum(widths) == 380
    assert widths[0] == 90 and widths[1] >= 120 and widths[2] >= 110


def test_that_a_table_scrolls_where_even_the_least_widths_do_not_fit() -> None:
    assert widths_for([DATE, NAME, BODY], 300) == [90, 200, 150]


def test_that_extra_columns_come_in_their_order_while_they_fit() -> None:
    assert extras_that_fit(300, [100, 80, 10], 485) == 2
    assert extras_that_fit(300, [100, 80, 10], 390) == 0
