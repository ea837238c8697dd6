"""Whose line it is, as a role of the platform: by the words of the column "responsible", else by the kind of work."""

from __future__ import annotations

import re

DEFAULT = "curator"
# Whose work a kind is where the plan names nobody, or names several.
OF_KIND = {
    "org-registry": "district_coordinator",
    "curator-registry": "director",
    "approval-workflow": "director",
    "local-acts": "director",
    "pair-assignment": "director",
    "document-templates": "methodologist",
    "program-expertise": "methodologist",
    "dpo-programs": "methodologist",
    "mentor-selection": "psychologist",
    "personal-program": "mentor",
    "meeting-journal": "mentor",
    "stat-reporting": "curator",
    "effective-contract": "director",
    "regional-base": "regional_operator",
}
# The narrower first: a deputy head is the curator of most schools, a head of a centre is not a head of a school.
_NAMED = tuple(
    (role, re.compile("|".join(words)))
    for role, words in (
        (
            "regional_operator",
            (
                r"региональн\w+ (?:центр|оператор|координатор)",
                r"министерств|департамент|\bкомитет",
                r"\bко\b",
            ),
        ),
        (
            "methodologist",
            (
                r"методист|методическ\w+ (?:центр|кабинет|служб)",
                r"\bимц\b|\bинститут|\bаппо\b",
                r"центр\w* развития",
            ),
        ),
        (
            "district_coordinator",
            (
                r"администраци\w+ \w*\s?район|\bар\b",
                r"управлени\w+ образован|органы управлени",
                r"координатор",
            ),
        ),
        ("team_member", (r"рабоч\w+ групп|команда|члены групп",)),
        (
            "curator",
            (
                r"куратор",
                r"заместител\w* (?:директор|заведующ|руководител)|\bзавуч|\bзам\b",
                r"ответственн\w+ (?:сотрудник|за внедрение)",
            ),
        ),
        ("psychologist", (r"психолог",)),
        ("registrar", (r"секретар|делопроизводител|канцеляри",)),
        (
            "director",
            (
                r"директор|заведующ|начальник",
                r"руководител\w* (?:оо|оу|образовательн|школ|организаци|учреждени)",
            ),
        ),
        ("partner", (r"предприяти|работодател|партнер",)),
        ("mentor", (r"наставник",)),
        ("parent", (r"родител|законн\w+ представител",)),
    )
)


def roles_named(responsible: str) -> list[str]:
    """Roles of the platform that the words name, in the order of the words, each once."""
    text = responsible.lower().replace("ё", "е")
    found: list[tuple[int, str]] = []
    taken: list[tuple[int, int]] = []
    for role, pattern in _NAMED:
        for match in pattern.finditer(text):
            if not any(start < match.end() and match.start() < end for start, end in taken):
                taken.append(match.span())
                found.append((match.start(), role))
    return list(dict.fromkeys(role for _, role in sorted(found)))


def acting_role(responsible: str, capability: str) -> str:
    """The one role whose line it is: among those named the one whose work it is, else the first named."""
    named = roles_named(responsible)
    usual = OF_KIND.get(capability, DEFAULT)
    if named:
        return usual if usual in named else named[0]
    return usual if capability or responsible else ""
