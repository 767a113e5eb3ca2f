"""What the roles of a site may do with the settings and registers of questions."""

from __future__ import annotations

from typing import Final

from ..core.registries import RoleAddition, role_additions

_APP: Final = "govportal_questions"

#: Topics are for all sites, so that they are kept on the portal.
QUESTIONS: Final = RoleAddition(
    code="questions",
    settings=frozenset({f"{_APP}.change_questionsettings"}),
    records_on_portal=frozenset(
        f"{_APP}.{action}_questiontopic" for action in ("view", "add", "change", "delete")
    ),
)

role_additions.register(QUESTIONS.code, QUESTIONS)
