"""The screens of accounts: the list of a site, a new account, roles, locking, the history."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton

from ..form_errors import add_errors
from ..models import Account, PortalSite, RoleAssignment
from . import accounts, password_links, scope
from .account_forms import LockForm, NewAccountForm, NoteForm, RoleForm
from .policies import policy_for

#: So many ended roles are shown on the page of an account; the rest is in its history.
PAST_ROLES = 50


def visible_accounts(user: Any) -> QuerySet[Account]:
    """The accounts of the sites that the user administers, and those that hold a role there."""
    known = Account.objects.select_related(
        "user", "user__wagtail_userprofile", "agency", "portal_site__site"
    ).prefetch_related(
        Prefetch(
            "assignments",
            RoleAssignment.objects.filter(ended_at=None)
            .select_related("portal_site__site")
            .order_by("portal_site_id", "role"),
            to_attr="roles_in_force",
        )
    )
    if user.is_active and user.is_superuser:
        return known
    sites = scope.administered_portal_sites(user)
    holders = RoleAssignment.objects.filter(ended_at=None, portal_site__in=sites)
    return known.filter(Q(portal_site__in=sites) | Q(pk__in=holders.values("account")))


class AccountScreen(WagtailAdminTemplateMixin):
    """What the screens of one account share: the account, who may see it, the way back."""

    request: HttpRequest
    kwargs: dict[str, Any]
    header_icon = "user"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Refuse who administers no site; an account of another site does not exist for them."""
        if not policy_for(Account).user_has_permission(request.user, "change"):
            raise PermissionDenied
        if not self.is_allowed():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]

    def is_allowed(self) -> bool:
        """Whether the user may use this screen of the account."""
        return bool(self.account)

    @cached_property
    def account(self) -> Account:
        """The account of the address."""
        return get_object_or_404(visible_accounts(self.request.user), pk=self.kwargs["pk"])

    @property
    def account_url(self) -> str:
        """The page of the account."""
        return reverse("govportal_accounts:edit", args=[self.account.pk])

    @property
    def may_change(self) -> bool:
        """Whether the user answers for the account."""
        return accounts.may_change(self.account, self.request.user)

    def get_page_subtitle(self) -> str:
        """Whose account it is."""
        return str(self.account)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the list, the account, this screen."""
        label = str(self.get_page_title())
        return [
            *self.breadcrumbs_items,
            {"url": reverse("govportal_accounts:index"), "label": _("Staff accounts")},
            {"url": self.account_url, "label": str(self.account)},
            {"url": "", "label": label},
        ]


class AccountView(AccountScreen, TemplateView):
    """An account: who it is, the roles in force and ended, and what may be done."""

    page_title = gettext_lazy("Staff account")
    template_name = "govportal/access/account.html"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the list, the account."""
        return [*super().get_breadcrumbs_items()[:-2], {"url": "", "label": str(self.account)}]

    def may_end(self, assignment: RoleAssignment) -> bool:
        """Whether the user may end this role of the account."""
        return accounts.may_end(self.account, assignment, self.request.user)

    @property
    def header_more_buttons(self) -> list[HeaderButton]:
        """The way to the history."""
        if not policy_for(Account).user_has_permission_for_instance(
            self.request.user, "change", self.account
        ):
            return []
        url = reverse("govportal_accounts:history", args=[self.account.pk])
        return [HeaderButton(_("History"), url=url, icon_name="history")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the account, its roles and the form for another role."""
        user = self.request.user
        may_change = self.may_change
        in_force: list[RoleAssignment] = getattr(self.account, "roles_in_force", [])
        past = self.account.assignments.exclude(ended_at=None)
        related = past.select_related("portal_site__site", "granted_by", "ended_by")
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context.setdefault("form", RoleForm(user=user) if may_change else None)
        return context | {
            "account": self.account,
            "roles": [(each, self.may_end(each)) for each in in_force],
            "past_roles": related.order_by("-ended_at")[:PAST_ROLES],
            "may_change": may_change,
            "may_send_link": may_change and password_links.are_links_used(),
        }


class _AccountForm(AccountScreen, FormView[forms.Form]):
    """A form about one account; what is refused is said next to its field."""

    template_name = "govportal/access/form.html"
    submit_label: Any = ""
    introduction: Any = ""
    done: Any = ""

    def is_allowed(self) -> bool:
        """Whether the user answers for the account."""
        return self.may_change

    def perform(self, data: dict[str, Any]) -> None:
        """Do what the form is for; a ``ValidationError`` is shown in the form."""
        raise NotImplementedError

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Perform it and go back to the account."""
        try:
            self.perform(form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
            return self.form_invalid(form)
        messages.success(self.request, self.done)
        return redirect(self.account_url)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the template of a form shows."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "account": self.account,
            "back_url": self.account_url,
            "introduction": self.introduction,
            "submit_label": self.submit_label,
        }


class GrantView(_AccountForm):
    """Another role for the account."""

    page_title = gettext_lazy("Grant a role")
    submit_label = gettext_lazy("Grant the role")
    done = gettext_lazy("The role was granted.")
    form_class = RoleForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form offers the sites of the user."""
        return super().get_form_kwargs() | {"user": self.request.user}

    def perform(self, data: dict[str, Any]) -> None:
        """Grant the role."""
        accounts.grant(self.account, data["portal_site"], data["role"], self.request.user)


class EndRoleView(_AccountForm):
    """The end of a role."""

    page_title = gettext_lazy("End a role")
    submit_label = gettext_lazy("End the role")
    done = gettext_lazy("The role has ended.")
    form_class = NoteForm

    @cached_property
    def assignment(self) -> RoleAssignment:
        """The role of the address."""
        return get_object_or_404(
            self.account.assignments.filter(ended_at=None).select_related("portal_site__site"),
            pk=self.kwargs["assignment"],
        )

    @property
    def introduction(self) -> str:
        """Which role on which site ends."""
        return _("%(role)s on %(site)s") % {
            "role": self.assignment.get_role_display(),
            "site": self.assignment.portal_site,
        }

    def is_allowed(self) -> bool:
        """The board of a site ends roles on its site, whoever answers for the account."""
        return accounts.may_end(self.account, self.assignment, self.request.user)

    def perform(self, data: dict[str, Any]) -> None:
        """End the role."""
        accounts.end_role(self.assignment, self.request.user, data["note"])


class LockView(_AccountForm):
    """The end of an account's use."""

    page_title = gettext_lazy("Lock the account")
    introduction = gettext_lazy(
        "The user is logged out and cannot log in again; all their roles end."
    )
    submit_label = gettext_lazy("Lock the account")
    done = gettext_lazy("The account is locked.")
    form_class = LockForm

    def perform(self, data: dict[str, Any]) -> None:
        """Lock the account."""
        accounts.lock(self.account, self.request.user, data["reason"], data["note"])


class UnlockView(_AccountForm):
    """The account is used again."""

    page_title = gettext_lazy("Unlock the account")
    introduction = gettext_lazy(
        "The user sets a new password and has no role until one is granted again."
    )
    submit_label = gettext_lazy("Unlock the account")
    done = gettext_lazy("The account is unlocked.")
    form_class = forms.Form

    def perform(self, data: dict[str, Any]) -> None:
        """Unlock the account."""
        accounts.unlock(self.account, self.request.user)


class SendLinkView(_AccountForm):
    """The link to set the password, once more."""

    page_title = gettext_lazy("Send the link to set the password")
    introduction = gettext_lazy("The link goes to the official e-mail of the user.")
    submit_label = gettext_lazy("Send the link")
    done = gettext_lazy("The link was sent.")
    form_class = forms.Form

    def perform(self, data: dict[str, Any]) -> None:
        """Send the link."""
        if not password_links.send_password_link(self.account):
            raise ValidationError(_("The mail was not sent. Try again later."))
        accounts.log_link(self.account, self.request.user)


class NewAccountView(WagtailAdminTemplateMixin, FormView[NewAccountForm]):
    """A new account on a site that the user administers."""

    page_title = gettext_lazy("New account")
    header_icon = "user"
    template_name = "govportal/access/form.html"
    form_class = NewAccountForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Refuse who administers no site."""
        if not policy_for(Account).user_has_permission(request.user, "add"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the list, this form."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("govportal_accounts:index"), "label": _("Staff accounts")},
            {"url": "", "label": str(self.page_title)},
        ]

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form offers the sites and agencies of the user."""
        return super().get_form_kwargs() | {"user": self.request.user}

    def get_initial(self) -> dict[str, Any]:
        """The site, where there is only one."""
        sites: list[PortalSite] = list(scope.administered_portal_sites(self.request.user)[:2])
        return {"portal_site": sites[0], "agency": sites[0].agency_id} if len(sites) == 1 else {}

    def form_valid(self, form: NewAccountForm) -> HttpResponse:
        """Create the account and open it."""
        try:
            account = accounts.create_account(user=self.request.user, **form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
            return self.form_invalid(form)
        messages.success(self.request, _("The account was created."))
        if not getattr(account, "link_was_sent", True):
            messages.warning(
                self.request, _("The link to set the password was not sent. Send it again.")
            )
        return redirect("govportal_accounts:edit", account.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the template of a form shows."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "back_url": reverse("govportal_accounts:index"),
            "submit_label": _("Create the account"),
        }
