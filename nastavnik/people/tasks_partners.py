"""What the clock does to partners."""

from __future__ import annotations

from django.utils import timezone

from nastavnik import jobs, notifications
from nastavnik.accounts.holders import holders
from nastavnik.notifications import Matter
from nastavnik.people.models import Partner
from nastavnik.people.services.partners import running_out


@jobs.every(seconds=3600)
def look_at_agreements() -> int:
    """Tell the keepers of agreements that end within 30 days, each once. Safe to do again and again."""
    rows = list(
        Partner.objects.living().filter(running_out(timezone.localdate())).select_related("node").defer("contact")
    )
    keepers = holders("partner.edit", {row.node_id: row.node for row in rows}.values()) if rows else {}
    matters = [
        Matter(
            [each.user for each in keepers[row.node_id]],
            f"partner:{row.uid}:{row.agreement_until}",
            {"partner": str(row.uid), "until": str(row.agreement_until)},
            row.node,
        )
        for row in rows
    ]
    return notifications.queue_many("partner.agreement_ends", matters) if matters else 0
