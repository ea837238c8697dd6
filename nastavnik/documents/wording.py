"""Faults of templates and wrong values in sentences: what is wrong, where, what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nastavnik.documents.faults import Fault, Place
from nastavnik.documents.language.filling import TooLarge
from nastavnik.documents.language.values import Wrong
from nastavnik.documents.unread import UNREAD

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


def fault(found: Fault) -> str:
    """What is wrong and what to do."""
    return str(FAULTS[found.code]) % found.params


def place(steps: Place) -> str:
    """Table 2, row 3, cell 1; empty for the document as a whole."""
    told = ", ".join(str(_STEPS[step.kind]) % {"number": step.number} for step in steps)
    return told[:1].upper() + told[1:]


def told(found: Fault) -> str:
    """The place, the piece of the document, what is wrong with it: on one line."""
    sentence = fault(found)
    where = " – ".join(part for part in (place(found.place), found.text.strip()) if part)
    return f"{where}: {sentence}" if where else sentence


def wrong(found: Wrong) -> str:
    """What is wrong with the value of a field."""
    return str(WRONGS[found.code]) % found.params


def too_large(refusal: TooLarge) -> str:
    return str(_TOO_LARGE[refusal.code]) % {"most": refusal.most}


_STEPS: dict[str, _StrPromise] = {
    "paragraph": pgettext_lazy("place in a document", "paragraph %(number)s"),
    "list": pgettext_lazy("place in a document", "list %(number)s"),
    "item": pgettext_lazy("place in a document", "item %(number)s"),
    "table": pgettext_lazy("place in a document", "table %(number)s"),
    "row": pgettext_lazy("place in a document", "row %(number)s"),
    "cell": pgettext_lazy("place in a document", "cell %(number)s"),
    "header": pgettext_lazy("place in a document", "header"),
    "footer": pgettext_lazy("place in a document", "footer"),
    "title": pgettext_lazy("place in a document", "title of the document"),
}

FAULTS: dict[str, _StrPromise] = {
    "stray": _("“%(sign)s” closes a tag that was not opened. Delete it, or open the tag with “{{” or “{%%”."),
    "unclosed": _(
        "The tag that begins with “%(sign)s” does not end within its paragraph. Close it, or delete the braces."
    ),
    "empty_tag": _("There is nothing in the tag. Write the name of a field in it, or delete it."),
    "cut_short": _("The tag ends too early: a name is missing. Finish it as the help shows."),
    "sign": _(
        "The sign “%(sign)s” may not stand in a tag. A tag holds names, dots, “|” and words in quotation marks."
    ),
    "word": _("“%(word)s” is not expected here. Write the tag as the help shows."),
    "open_quotation": _("The quotation marks in the tag do not match. Put a second one after the words."),
    "no_quotation": _('Words are expected here in quotation marks, such as "наставник".'),
    "unknown_tag": _("There is no tag “%(word)s”. A template knows for, if, elif, else, endif, endfor and merge."),
    "loop_form": _("A loop is written as {%% for item in name %%}. Finish this one."),
    "long_path": _("The name has more than %(most)s parts. Shorten it: see the names in the help."),
    "many_filters": _("There are more than %(most)s filters in a row. Leave out those that are not needed."),
    "long_condition": _("The condition has more than %(most)s parts. Divide it into several."),
    "not_opened": _(
        "%(word)s closes nothing: what it belongs to is missing above it. Delete it, or add the beginning."
    ),
    "not_closed": _(
        "The tag is not closed. Put %(close)s at the same level: in a paragraph, a list item or a row of its "
        "own, or in the same line."
    ),
    "second_else": _("After {%% else %%} only {%% endif %%} may follow. Delete this tag or move it up."),
    "too_deep": _("Tags stand within each other more than %(most)s deep. Make the template simpler."),
    "many_tags": _("There are more than %(most)s tags in the template. Divide it into several."),
    "merge_place": _("{%% merge %%} may only begin a cell in a row that a loop repeats. Move it or delete it."),
    "span_over_tags": _(
        "A merged cell reaches over a row of tags. Divide the cell, and put {%% merge %%} at its beginning."
    ),
    "tag_in_head": _("A row of tags stands in the repeated head of the table. Move it below the head."),
    "table_malformed": _(
        "The cells of the table do not fit its columns. Make the table anew and move the words into it."
    ),
    "entries_under_tag": _(
        "List items stand beneath an item that is a tag and vanishes with it. Put the tag at their own level."
    ),
    "no_name_near": _("There is no field “%(name)s”. Did you mean “%(nearest)s”?"),
    "no_name": _("There is no field “%(name)s”. The names of this template are listed in its help."),
    "no_member_near": _("“%(inside)s” has no part “%(name)s”. Did you mean “%(nearest)s”?"),
    "no_member": _("“%(inside)s” has no part “%(name)s”. What may follow the dot is listed in the help."),
    "russian_letters": _("There are Russian letters in the name “%(name)s”. Type it with Latin ones: “%(nearest)s”."),
    "loop_outside": _("“loop” counts the rounds of a loop and is known only inside one. Move the tag or delete it."),
    "variable": _(
        "“%(name)s” cannot name an item of a loop: the name is taken or has other than Latin letters. Choose "
        "another one, such as “item”."
    ),
    "not_list": _("“%(name)s” is not a list: a loop cannot go over it. Print it as {{ %(name)s }}."),
    "list_inline": _('“%(name)s” is a list. Print it as {{ %(name)s|join:", " }} or by a loop.'),
    "rows_inline": _("“%(name)s” consists of rows. Print it by a loop: {%% for item in %(name)s %%}."),
    "record_inline": _("“%(name)s” has several parts. Say after a dot which of them to print."),
    "table_inline": _(
        "“%(name)s” is a table or several paragraphs. Put its tag into a paragraph of its own, without filters."
    ),
    "table_inside": _(
        "“%(name)s” is a table or several paragraphs and cannot stand in a cell, a header or a footer. Move "
        "its tag into a paragraph of the text."
    ),
    "no_filter_near": _("There is no filter “%(name)s”. Did you mean “%(nearest)s”?"),
    "no_filter": _("There is no filter “%(name)s”. All filters are listed in the help."),
    "filter_unfit": _(
        "The filter “%(filter)s” does not suit “%(name)s”. Delete it or choose another one: the help says which suit."
    ),
    "filter_argument": _(
        "The words after the filter “%(filter)s” are missing, superfluous or not among those it knows. Write "
        "it as the help shows."
    ),
    "compared": _("“%(name)s” cannot be compared with words. Ask only whether it is filled: {%% if %(name)s %%}."),
    "no_such_choice": _("“%(name)s” never is “%(value)s”. It may be: %(choices)s."),
    "unused": _(
        "The template does not print “%(title)s”, which must be in such a document. Put {{ %(name)s }} where "
        "it belongs."
    ),
    **UNREAD,
}

WRONGS: dict[str, _StrPromise] = {
    "missing": _("Fill this in."),
    "unknown": _("The form has no such field. Leave it out."),
    "never_kept": _("This line is filled in by hand on paper and is not kept. Leave it empty."),
    "not_list": _("A list is expected here."),
    "not_row": _("A row with its columns is expected here."),
    "too_many": _("There are more than %(most)s entries. Leave out some, or make several documents."),
    "too_long": _("This is longer than %(most)s letters. Shorten it."),
    "ends_before": _("The period ends before it begins. Mend one of its dates."),
    "not_words": _("Words are expected here."),
    "not_date": _("Write a date such as 15.10.2026."),
    "not_number": _("Write a number."),
    "not_whole": _("Write a whole number."),
    "not_flag": _("Answer yes or no."),
    "no_such_choice": _("Choose one of the values offered."),
    "not_table": _("A table is expected here."),
    "not_blocks": _("Paragraphs of text are expected here."),
}

_TOO_LARGE: dict[str, _StrPromise] = {
    "rounds": _("The document would have more than %(most)s rows. Divide the data into several documents."),
    "letters": _("The text of the document would be longer than %(most)s letters. Shorten the data."),
}
