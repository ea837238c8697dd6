from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from nastavnik.base.errors import DomainError, Invalid
from nastavnik.org.models import Node

pytestmark = pytest.mark.usefixtures("lists")


def test_a_region_is_opened_from_the_command_line():
    out = StringIO()
    call_command("region", "open", "Приозёрная область", "--from", "2020-09-01", stdout=out)
    region = Node.objects.get()
    assert json.loads(out.getvalue()) == {
        "uid": str(region.uid),
        "path": f"/{region.pk}/",
        "name": "Приозёрная область",
    }
    assert (region.type, region.opened_on.isoformat()) == ("region", "2020-09-01")


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        (["Край", "--from", "2020-02-30"], CommandError),
        (["Край", "--from", "вчера"], CommandError),
        (["Край", "--from", "2999-01-01"], DomainError),
        ([""], Invalid),
    ],
)
def test_what_cannot_be_a_region_is_refused(words, refusal):
    with pytest.raises(refusal):
        call_command("region", "open", *words)
    assert not Node.objects.exists()
