"""What is wrong with a cell, in sentences that say what to do; never with what the cell of a person said."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nastavnik.people.registers.columns import column
from nastavnik.people.registers.wrong import Wrong

WRONG: dict[str, str | Promise] = {
    "missing": _("The cell is empty. A candidate cannot be added without it."),
    "missing_birth_of_pupil": _("The mentor is a pupil: give the date or the year of birth."),
    "too_long": _("There are more than %(most)s characters here. Shorten the text."),
    "cell_error": _("The cell holds an error of a formula. Write the value itself."),
    "forbidden_number": _(
        "This looks like the number of an identity paper, an insurance number or a card. Such numbers are not kept"
        " here; delete it from the cell."
    ),
    "name_empty": _("There is no name here. Write the surname and the first name."),
    "name_one_word": _("One word is not enough. Write the surname and the first name in full."),
    "name_digits": _("A name has no digits. Leave the surname, the first name and the patronymic."),
    "name_several": _("There are several people in one cell. Give each a row of their own."),
    "name_signs": _("A name is made of letters, hyphens and apostrophes. Take the other signs out."),
    "name_many_words": _(
        "It is unclear which words are the surname. Put the surname, the first name and the patronymic into three"
        " columns, or join the parts of the surname by a hyphen."
    ),
    "name_order": _("Write in this order: surname, first name, patronymic."),
    "name_too_long": _("A name cannot be longer than %(most)s characters. Check what stands in the cell."),
    "phone_shape": _(
        "A digit is missing in a telephone number, or there is one too many. Write it as +7 900 123-45-67."
    ),
    "email_shape": _("An e-mail address is incomplete. Write it as name@example.ru."),
    "birth_shape": _("This is not a date or a year. Write 17.05.2012 or 2012."),
    "birth_range": _("The year of birth must lie between %(first)s and %(last)s. Correct it."),
    "date_shape": _("This is not a date. Write it as 01.09.2026."),
    "date_no_day": _("The day is missing. Write the whole date, as 01.09.2026."),
    "date_far": _("The date must lie between the years %(first)s and %(last)s. Correct it."),
    "end_before_entry": _("The end is earlier than the entry. Correct one of the two dates."),
    "mentee_too_young": _("Mentees are at least %(least)s years old. Check the year of birth or leave the row out."),
    "mentor_too_young": _(
        "A pupil becomes a mentor at %(least)s or later. Check the date of birth or leave the row out."
    ),
    "adult_too_young": _("By the date of birth this person is under %(least)s. Correct the date or the category."),
    "group_unknown": _("There is no such class in the organisation. Correct it or add the class first."),
    "form_unknown": _("There is no such form of mentoring. Choose one from the list."),
    "source_unknown": _("There is no such category of mentors. Choose one from the list."),
    "category_unknown": _("There is no such target category. Choose one from the list or leave the cell empty."),
    "sensitive_category": _(
        "Categories of health, hardship, care, results and behaviour are not kept for a person. Leave the cell empty"
        " and enter the number of such people for the organisation."
    ),
    "status_unknown": _("There is no such status. Choose one from the list or leave the cell empty."),
    "audience_unknown": _("Write whether this is a pupil, a teacher or a student."),
    "mark_unclear": _("Write «yes» or «no»."),
    "url_shape": _("An address begins with https://. Copy it from the line of the browser."),
    "int_shape": _("A whole number is needed here."),
    "number_shape": _("A number is needed here, such as 3 or 2.5."),
    "range_shape": _("Write the ages as 12–14, «from 12» or «up to 14»."),
    "range_is_date": _("The spreadsheet took the ages for a date. Write them as «12–14 years»."),
    "range_of_classes": _("Ages are needed here, not classes. Write them as 12–14."),
    "tags_many": _("There are more than %(most)s items here. Leave the main ones."),
    "twin": _("Row %(row)s speaks of the same person. Leave one of the two."),
}
NOTES: dict[str, str | Promise] = {
    "name_initials": _("There are initials instead of the first name. Write it in full when you can."),
    "name_put_in_order": _("The name was written first name first; the words were put in order. Check them."),
    "contacts_no_number": _("There is no telephone number or e-mail address here."),
    "sensitive_words": _(
        "The text may speak of health or hardship. Such things are not written about a person; check the words."
    ),
    "audience_unclear": _("It is not said whether this is a pupil, a teacher or a student. Choose on the card."),
    "outside_reported_ages": _(
        "Reports count pupil mentors of %(from)s to %(to)s years; this one will not be counted."
    ),
}
UNREADABLE: dict[str, str | Promise] = {
    "too_large": _("The file is too large. Delete pictures and spare sheets or split the table."),
    "too_long": _("There are more than 100,000 rows in the table. Split it into several files."),
    "too_heavy": _("The file is too heavy to be opened. Copy the table to a new file and try again."),
    "damaged": _("The file is damaged or is not what its name says. Save it anew as XLSX."),
    "empty": _(
        "There is nothing in the table. Check that you chose the right file and that its sheet is not hidden."
    ),
    "macros": _("The file has macros. Save it as XLSX without macros."),
    "password": _("The file is locked by a password. Take the password off and load it again."),
    "unsupported": _("This kind of file cannot be read. Save the table as XLSX, XLS, ODS or CSV."),
}


def say(wrong: Wrong, register: str) -> str:
    """«Title of the column»: what is wrong and what to do."""
    words = WRONG.get(wrong.code) or NOTES[wrong.code]
    sentence = str(words) % dict(wrong.params) if wrong.params else str(words)
    if not wrong.column:
        return sentence
    title = column(register, wrong.column).title
    return gettext("«%(column)s»: %(sentence)s") % {"column": title, "sentence": sentence}


def say_all(wrong: Iterable[Wrong], register: str) -> str:
    """For one cell of comments beside the row."""
    return " ".join(say(each, register) for each in wrong)


def say_unreadable(code: str) -> str:
    return str(UNREADABLE[code])
