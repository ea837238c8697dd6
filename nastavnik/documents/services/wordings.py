"""What people teach about their own words: asked once, remembered for every document of the organisation."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from nastavnik.accounts.keyring.fields import blind
from nastavnik.accounts.models import User
from nastavnik.audit.record import record
from nastavnik.base.access import require
from nastavnik.base.errors import Invalid
from nastavnik.documents.models import Wording
from nastavnik.org.models import Node

LONGEST = 600


@transaction.atomic
def teach(node: Node, kind: str, text: str, case: str, form: str, *, actor: User) -> Wording:
    """Remember that ``text`` (a person, a position, an organisation) is ``form`` in ``case`` at ``node``.

    Issued documents keep what they say. What was taught before of the same words gives way.

    Raises:
        NotAllowed: ``actor`` prepares no documents of ``node``.
        Invalid: nothing was typed, or too much.
    """
    require(actor, "document.edit", node)
    said = " ".join(form.split())
    if not said:
        raise Invalid(fields={"form": [_("Write how it is correct.")]})
    if len(said) > LONGEST or len(text) > LONGEST:
        raise Invalid(fields={"form": [_("This is too long. Give at most 600 letters.")]})
    if kind not in Wording.Kind.values or case not in Wording.Case.values:
        raise Invalid(fields={"form": [_("The program does not ask for such a form. Open the page again.")]})
    index = blind(Wording, "text_index", text, node_id=node.pk)
    known = Wording.objects.select_for_update().filter(node=node, kind=kind, case=case, text_index=index).first()
    held = known or Wording(node=node, kind=kind, case=case)
    held.text, held.form, held.taught_by = text, said, actor
    held.save()
    record("document.word_taught", held, actor=actor, node_id=node.pk, kind=str(kind), case=str(case))
    return held
