"""What the screens share on which a slip is written: the form, its files, draft or submission."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ...core.form_errors import add_errors
from ...core.models import Agency, PortalSite
from ...regulation.adoption import profile_for
from ...regulation.schema import Profile
from .. import slip_files, slip_rules, slips
from ..models import SupplySlip
from ..vocabulary import ItemState
from . import slip_file_forms
from .slip_forms import SlipForm


class SlipScreen(WagtailAdminTemplateMixin):
    """What the screens of slips share."""

    request: HttpRequest
    header_icon = "form"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the register, this screen."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("editorial_slips:index"), "label": _("Supply slips")},
            {"url": "", "label": str(self.get_page_title())},
        ]


class WritingView(SlipScreen, FormView[SlipForm]):
    """The form of a slip with its files; saved as a draft or handed in."""

    template_name = "govportal/editorial/admin/slip_form.html"
    form_class: type[SlipForm] = SlipForm
    slip: SupplySlip | None = None

    @property
    def user(self) -> Any:
        """Who writes."""
        return self.request.user

    @property
    def portal_site(self) -> PortalSite:
        """The site for which the slip is."""
        raise NotImplementedError

    @property
    def agency(self) -> Agency | None:
        """Whose slip it is, where that is no question of the form."""
        raise NotImplementedError

    @property
    def profile(self) -> Profile:
        """The regulation that says what a slip states."""
        return profile_for(self.portal_site.site)

    @cached_property
    def attachments(self) -> slip_file_forms.FileRows:
        """The rows of files."""
        return slip_file_forms.attachment_rows(**self._of_rows(), new=self.new_files[0])

    @cached_property
    def photos(self) -> slip_file_forms.FileRows:
        """The rows of photos."""
        return slip_file_forms.photo_rows(**self._of_rows(), new=self.new_files[1])

    #: Documents and images that came with a message a moment ago.
    new_files: tuple[list[Any], list[Any]] = ([], [])

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form knows site, regulation and agency."""
        return super().get_form_kwargs() | {
            "portal_site": self.portal_site,
            "profile": self.profile,
            "agency": self.agency,
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Check everything, files as well, and keep it together or not at all."""
        form = self.get_form()
        if "more" in request.POST:
            # Without script: another row, with everything as it was; chosen files are kept.
            for rows in (self.attachments, self.photos):
                rows.is_valid()
            return self.render_to_response(self.get_context_data(form=form))
        valid = [form.is_valid(), self.attachments.is_valid(), self.photos.is_valid()]
        if not all(valid):
            return self.form_invalid(form)
        return self.form_valid(form)

    def form_valid(self, form: SlipForm) -> HttpResponse:
        """Write the slip; hand it in if that was the button."""
        hands_in = "submit" in self.request.POST
        try:
            with transaction.atomic():
                slip = self.write(form)
                slip_files.replace_attachments(slip, self.attachments.lines())
                slip_files.replace_photos(slip, self.photos.lines())
                if hands_in:
                    self.hand_in(slip)
        except ValidationError as error:
            add_errors(form, error)
            return self.form_invalid(form)
        if hands_in:
            self.tell(slip)
            return redirect("editorial_slips:show", slip.pk)
        messages.success(self.request, _("The draft was saved."))
        return redirect("editorial_slips:edit", slip.pk)

    def form_invalid(self, form: SlipForm) -> HttpResponse:
        """Show what is wrong next to its field; everything typed and uploaded is still there."""
        messages.error(self.request, _("The slip was not saved. What is wrong stands below."))
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def write(self, form: SlipForm) -> SupplySlip:
        """Store what was filled in."""
        raise NotImplementedError

    def hand_in(self, slip: SupplySlip) -> None:
        """Submit a draft, or submit again what was returned."""
        if slip.item.state == ItemState.RETURNED:
            slips.resubmit(slip, self.user)
        else:
            slips.submit(slip, self.user)

    def tell(self, slip: SupplySlip) -> None:
        """Say the number, and whose turn it is."""
        values = {"number": slip.number, "state": slip.item.get_state_display()}
        messages.success(
            self.request, _("Slip %(number)s was handed in. It is now: %(state)s.") % values
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the rows of files and what the template groups."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["form"].mark_required()
        media = context["form"].media + self.attachments.media + self.photos.media
        return context | {
            "attachments": self.attachments,
            "photos": self.photos,
            "slip": self.slip,
            "portal_site": self.portal_site,
            "agency": self.agency,
            "profile": self.profile,
            "media": media,
            "signs": slip_rules.asks_for_signature(self.profile),
        }

    def _of_rows(self) -> dict[str, Any]:
        posted = self.request.method == "POST" and "message_file" not in self.request.POST
        return {
            "data": slip_file_forms.with_another_row(self.request.POST) if posted else None,
            "files": self.request.FILES if posted else None,
            "slip": self.slip,
            "portal_site": self.portal_site,
            "user": self.user,
        }
