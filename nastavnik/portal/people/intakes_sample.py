"""A filled-in table to look at before one's own is loaded."""

from __future__ import annotations

from operator import itemgetter

from django.http.response import HttpResponseBase

from nastavnik.accounts.requests import SignedIn
from nastavnik.base import sheets
from nastavnik.base.routes import route
from nastavnik.org import reference
from nastavnik.people.registers import writing
from nastavnik.people.registers.columns import REGISTERS, Register
from nastavnik.people.registers.lists import Lists
from nastavnik.people.registers.samples import sample
from nastavnik.portal.years import this_year

NAMES = {"mentee": "образец-наставляемые", "mentor": "образец-наставники"}


@route("person.import")
def example(request: SignedIn) -> HttpResponseBase:
    """Invented people in the official form, in the words of the region's lists."""
    register: Register = "mentor" if request.GET.get("side") == "mentor" else "mentee"
    forms, sources, categories = reference.titles_of("forms", "mentor_sources", "mentee_categories")
    lists = Lists.of(forms=forms, sources=sources, categories=categories, statuses={})
    # What the platform keeps itself is no column of a table to be loaded.
    told = [place for place, each in enumerate(REGISTERS[register]) if each.goes != "platform"]
    laid = writing.layout(register)
    columns = [sheets.Column(laid[place].title, itemgetter(place), laid[place].width) for place in told]
    records = sample(register, this_year())
    return sheets.stream_xlsx(columns, writing.official_rows(register, records, lists), name=NAMES[register])
