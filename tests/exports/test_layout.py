"""How wide the columns of a table are on paper."""

from __future__ import annotations

from internship_xblock.exports.layout import shares
from internship_xblock.records.document import Table

EQUAL = (1.0, 1.0, 1.0, 1.0)


def test_a_short_column_takes_what_it_needs() -> None:
    table = Table(("Day", "What"), (("Mon", "Receive the goods, and write down what was warm. " * 3),), (1.0, 3.0))
    assert shares(table) == [0, 3.0]


def test_of_columns_that_are_all_long_none_takes_the_room_of_the_others() -> None:
    cell = "Take the temperature between two boxes by the doors"
    assert shares(Table(("Step", "Key point", "Why", "Goes wrong"), ((cell,) * 4, (cell,) * 4), EQUAL)) == list(EQUAL)


def test_the_longest_word_of_a_column_has_room() -> None:
    word = "arbeidsmiljøutvalgsmedlem"
    found = shares(
        Table(("A", "B", "C", "D"), (("in a few words of one's own", f"ask the {word}", *("and so on, " * 4,) * 2),), EQUAL)
    )
    assert found[1] / sum(found) * 90 > len(word) > found[0] / sum(found) * 90
