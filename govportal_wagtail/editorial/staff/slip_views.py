"""The screens on which a slip is written: one's own, what was returned, what came on paper."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...core.models import Agency, PortalSite
from ...regulation.schema import Profile
from ...regulation.vocabulary import ChannelKind
from .. import access, ledger, slip_rules, slips
from ..models import EditorialEvent, SupplySlip
from ..slip_signing import signature_of
from ..vocabulary import EventKind, ItemState
from . import slip_access, slip_messages
from .slip_forms import EntryForm, SiteForm, SlipForm
from .slip_writing import SlipScreen, WritingView

#: What goes into the form from a slip, by the name of the field.
_COPIED = (
    "target",
    "title",
    "lead",
    "body",
    "author",
    "source",
    "source_url",
    "source_published_on",
    "responsible_person",
    "place",
    "written_on",
    "note",
    "signatory",
    "channel",
)
_OF_SENDER = ("name", "post", "organisation", "email", "phone", "address")


class _Choosing(WritingView):
    """A new slip, for a site that the user chooses where there are several."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Ask for the site first where the user works on several.

        Raises:
            PermissionDenied: for a user who works on none.
        """
        if not self.sites:
            raise PermissionDenied
        if self.chosen is None:
            return self._ask()
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def sites(self) -> list[PortalSite]:
        """The sites that the user may choose."""
        raise NotImplementedError

    @cached_property
    def chosen(self) -> PortalSite | None:
        """The site of the address, or the only one."""
        if len(self.sites) == 1:
            return self.sites[0]
        wanted = self.request.GET.get("site", "")
        return next((site for site in self.sites if str(site.pk) == wanted), None)

    @property
    def portal_site(self) -> PortalSite:
        """The chosen site.

        Raises:
            PermissionDenied: before one was chosen.
        """
        if self.chosen is None:
            raise PermissionDenied
        return self.chosen

    def _ask(self) -> HttpResponse:
        form = SiteForm()
        field: Any = form.fields["site"]
        field.queryset = PortalSite.objects.filter(pk__in=[site.pk for site in self.sites])
        context = {"sites": self.sites, "form": form, "page_title": self.page_title}
        base: dict[str, Any] = super(WritingView, self).get_context_data(**context)
        return self.response_class(
            request=self.request,
            template=["govportal/editorial/admin/slip_site.html"],
            context=base,
            using=self.template_engine,
        )


class AddView(_Choosing):
    """A slip of the user's own, for their agency."""

    page_title = gettext_lazy("New supply slip")

    @cached_property
    def sites(self) -> list[PortalSite]:
        """Where the user supplies."""
        return list(slip_access.supplied_sites(self.user))

    @property
    def agency(self) -> Agency | None:
        """The agency of the account."""
        return access.agency_of(self.user)

    def get_initial(self) -> dict[str, Any]:
        """Who sends it is known, and what they wrote last time as their post and telephone."""
        return _sender_of(self.user) | {"target": "article"}

    def write(self, form: SlipForm) -> SupplySlip:
        """A new slip."""
        sender = form.sender_fields() | {"user": self.user}
        sender.setdefault("organisation", str(self.agency or ""))
        return slips.new_slip(
            portal_site=self.portal_site,
            user=self.user,
            agency=self.agency,
            channel=ChannelKind.FORM,
            sender=sender,
            **form.slip_fields(),
        )


class EnterView(_Choosing):
    """What came on paper, by e-mail or another way, entered on behalf of who sent it."""

    page_title = gettext_lazy("Enter what was received")
    form_class: type[SlipForm] = EntryForm
    agency = None

    @cached_property
    def sites(self) -> list[PortalSite]:
        """In whose newsroom the user works."""
        return list(slip_access.entered_sites(self.user))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Fill the form from a message, if one was dropped in."""
        if "message_file" in request.POST:
            return self._filled_from_message()
        return super().post(request, *args, **kwargs)

    def write(self, form: SlipForm) -> SupplySlip:
        """A new slip of the agency or supplier that was entered."""
        data = form.cleaned_data
        return slips.new_slip(
            portal_site=self.portal_site,
            user=self.user,
            agency=data["supplying_agency"],
            channel=data["channel"],
            sender=form.sender_fields(),
            **form.slip_fields(),
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the form for a message, where messages can be read."""
        context = super().get_context_data(**kwargs)
        context.setdefault("message_form", slip_messages.form())
        return context

    def _filled_from_message(self) -> HttpResponse:
        message_form = slip_messages.form(self.request.POST, self.request.FILES)
        status = 422
        initial: dict[str, Any] = {}
        if message_form is not None and message_form.is_valid():
            try:
                found = slip_messages.read(
                    message_form.cleaned_data["message"], self.portal_site, self.user
                )
            except ValidationError as error:
                message_form.add_error("message", error)
            else:
                status, initial = 200, found.initial
                self.new_files = (found.documents, found.images)
                for remark in found.remarks:
                    messages.warning(self.request, remark)
        form = EntryForm(
            initial=initial, portal_site=self.portal_site, profile=self.profile, agency=None
        )
        context = self.get_context_data(form=form, message_form=message_form)
        return self.render_to_response(context, status=status)


class EditView(WritingView):
    """A draft or returned slip; what is no longer with the supplier is only shown."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Show what may not be changed any more.

        Raises:
            Http404: for a slip that the user may not see.
            PermissionDenied: for one that others write.
        """
        self.slip = slip_access.slip_for(self.request.user, kwargs["pk"])
        if self.slip.item.state not in slip_rules.WRITABLE:
            return redirect("editorial_slips:show", self.slip.pk)
        slip_access.require(slip_rules.may_edit(request.user, self.slip.item))
        return super().dispatch(request, *args, **kwargs)

    @property
    def written(self) -> SupplySlip:
        """The slip.

        Raises:
            PermissionDenied: before it was looked for.
        """
        if self.slip is None:
            raise PermissionDenied
        return self.slip

    @property
    def portal_site(self) -> PortalSite:
        """The site of the slip."""
        return self.written.item.portal_site

    @property
    def profile(self) -> Profile:
        """The regulation by which it was submitted, or the one in force."""
        return slip_rules.profile_of(self.written.item)

    @property
    def is_entered(self) -> bool:
        """Whether it was entered on behalf of another."""
        return self.written.channel != ChannelKind.FORM

    @property
    def agency(self) -> Agency | None:
        """The agency of a slip that was written in the form."""
        return None if self.is_entered else self.written.item.agency

    def get_form_class(self) -> type[SlipForm]:
        """What was entered has the fields of an entry."""
        return EntryForm if self.is_entered else SlipForm

    def get_page_title(self) -> str:
        """What is done with it."""
        if self.written.item.state == ItemState.RETURNED:
            return _("Complete and submit again")
        return _("Draft of a supply slip")

    def get_page_subtitle(self) -> str:
        """Which slip it is."""
        return self.written.title

    def get_initial(self) -> dict[str, Any]:
        """What the slip says now."""
        slip, item = self.written, self.written.item
        found = {name: getattr(slip, name) for name in _COPIED}
        found |= {name: getattr(slip.sender, name) for name in _OF_SENDER}
        found |= {f"anchor_{event}": day for event, day in item.anchors.items()}
        return found | {
            "section": slip.section_id or "",
            "category": item.category,
            "is_urgent": item.is_urgent,
            "supplying_agency": item.agency_id,
        }

    def write(self, form: SlipForm) -> SupplySlip:
        """Change the slip."""
        fields = form.slip_fields()
        # Days that the form has no field for stay, such as the receipt that the portal noted.
        fields["anchors"] = {**self.written.item.anchors, **fields["anchors"]}
        if self.is_entered:
            fields["agency"] = form.cleaned_data["supplying_agency"]
        return slips.change(self.written, self.user, sender=form.sender_fields(), **fields)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add why it was returned."""
        context = super().get_context_data(**kwargs)
        return context | {"returned": last_return(self.written)}


def last_return(slip: SupplySlip) -> EditorialEvent | None:
    """Why a returned slip came back; None for one that was not returned."""
    if slip.item.state != ItemState.RETURNED:
        return None
    kinds = (EventKind.RETURNED, EventKind.SIGNATURE_DECLINED)
    found = EditorialEvent.objects.filter(item_id=slip.item_id, kind__in=kinds)
    return found.order_by("-pk").first()


def _sender_of(user: Any) -> dict[str, Any]:
    """What is known of a user as a sender."""
    signature = signature_of(user)
    name = ledger.name_of(user)
    found: dict[str, Any] = {"name": name, "email": user.email}
    if signature != name:
        found["post"] = signature.removeprefix(f"{name}, ")
    before = SupplySlip.objects.filter(sender__user=user.pk).select_related("sender").first()
    if before is not None:
        found = {name: getattr(before.sender, name) for name in _OF_SENDER} | found
        found["place"] = before.place
        found["responsible_person"] = before.responsible_person
    return found


__all__ = ["AddView", "EditView", "EnterView", "SlipScreen", "last_return"]
