"""How the journal words the deeds on partners."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTIONS: dict[str, str | Promise] = {
    "partner.added": _("A partner was put into the register"),
    "partner.changed": _("What the register says of a partner was changed"),
    "partner.ended": _("A partnership ended"),
    "partner.resumed": _("A partnership was taken up again"),
    "partner.contact_viewed": _("Contacts of a partner were looked at"),
    "partner.exported": _("The register of partners was taken out"),
    "offer.made": _("A partner offered something"),
    "offer.accepted": _("An offer of a partner was taken up"),
    "offer.declined": _("An offer of a partner was declined"),
    "offer.ended": _("An offer of a partner ended"),
    "offer.reopened": _("An offer of a partner stands again"),
    "effort.added": _("A measure to attract partners was written down"),
    "effort.changed": _("A measure to attract partners was changed"),
    "effort.removed": _("A measure to attract partners was removed"),
    "effort.brought_back": _("A measure to attract partners stands again"),
    "revision.put": _("A revision of partners was saved"),
    "revision.taken_back": _("A revision of partners was taken back"),
}
