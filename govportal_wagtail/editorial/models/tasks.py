"""The steps of a regulation as tasks of Wagtail's workflow."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask

from ...core.models import PortalSite
from ...regulation.vocabulary import Action
from ..vocabulary import TASK_ACTIONS


class EditorialTask(AbstractGroupApprovalTask):  # type: ignore[misc]
    """One step on one portal site. What may be done at it, and by whom, ``steps`` decides."""

    portal_site = models.ForeignKey(
        PortalSite,
        verbose_name=_("portal site"),
        null=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    action = models.CharField(
        _("action"), max_length=16, choices=[(each.value, each.label) for each in TASK_ACTIONS]
    )
    #: The key of the step in the regulation.
    step_key = models.CharField(max_length=64)

    admin_form_readonly_on_edit_fields = ["name", "groups"]

    class Meta:
        verbose_name = _("step of the regulation")
        verbose_name_plural = _("steps of the regulation")

    @property
    def kind(self) -> Action:
        """What is done at the step."""
        return Action(self.action)

    def start(self, workflow_state: Any, user: Any = None) -> Any:
        """Begin at the step, or at the approval that has to come again before it."""
        from .. import steps  # noqa: PLC0415

        again = steps.task_to_repeat(self, workflow_state)
        if again is not None:
            return again.start(workflow_state, user=user)
        return super().start(workflow_state, user=user)

    def user_can_access_editor(self, obj: Any, user: Any) -> bool:
        """Whoever acts at the step may open the editor."""
        from .. import steps  # noqa: PLC0415 - reads these models

        return steps.may_open(self, obj, user)

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        """Only who acts at the step edits; what is approved nobody edits."""
        from .. import steps  # noqa: PLC0415

        return steps.is_locked_for(self, obj, user)

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, Any, bool]]:
        """What the user may do now: Wagtail's name, label, whether a form is filled in first."""
        from .. import steps  # noqa: PLC0415

        return steps.actions_for(self, obj, user)

    def on_action(self, task_state: Any, user: Any, action_name: str, **kwargs: Any) -> str | None:
        """Do it, or refuse; the address to go to, or None for Wagtail's own.

        Raises:
            PermissionDenied: where the user may not do it.
        """
        from .. import steps  # noqa: PLC0415

        return steps.act(self, task_state, user, action_name, **kwargs)

    def get_form_for_action(self, action: str) -> Any:
        """The form in which reasons, ground, unit and message are given."""
        from .. import step_forms  # noqa: PLC0415

        return step_forms.form_for(self, action)

    def get_template_for_action(self, action: str) -> str:
        """The window in which that form is shown."""
        return "govportal/editorial/admin/step_form.html"

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> Any:
        """Only to those whose action is awaited."""
        from .. import steps  # noqa: PLC0415

        return steps.task_states_for(self, user)

    @classmethod
    def get_description(cls) -> Any:
        """What Wagtail's screen of tasks says of it."""
        return _("A step of the regulation; setting up the site creates and changes it")
