"""The part of the commands that knows no Django speaks the same Russian."""

from django.utils import translation

from nastavnik.cli.language import gettext

MESSAGE = "This is a fault of the program, number %(id)s. Its place is written down in %(path)s."


def test_both_sides_use_one_catalogue():
    with translation.override("ru"):
        assert gettext(MESSAGE) == translation.gettext(MESSAGE)
    assert gettext(MESSAGE).startswith("Это ошибка программы")
