"""People and the posts they hold; personal data stays in these tables."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Coalesce, Least
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable
from wagtail.search import index

from ..vietnamese import normalise
from .agency import Agency
from .names import localized


class TermQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Records that hold from one day to another."""

    def current(self, *, on: date) -> TermQuerySet:
        """Those that hold on the given day, the last day included."""
        return self.filter(
            models.Q(starts_on__isnull=True) | models.Q(starts_on__lte=on),
            models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=on),
        )


class PostQuerySet(TermQuerySet):
    """Questions asked of the register of posts."""

    def in_office(self, *, on: date) -> PostQuerySet:
        """Posts held on the given day, in the order of the agency: its head first.

        Nobody is in office in an agency that does not exist on the day.
        """
        held: Any = self.current(on=on).filter(
            models.Q(agency__valid_from__isnull=True) | models.Q(agency__valid_from__lte=on),
            models.Q(agency__valid_to__isnull=True) | models.Q(agency__valid_to__gte=on),
        )
        found: PostQuerySet = held.order_by("agency_id", "-is_head", "rank", "sort_order", "pk")
        return found

    def over(self, *, on: date) -> PostQuerySet:
        """Posts that were held and are not any more, each with its last day as ``left_on``.

        A post ends with its agency at the latest.
        """
        first, last = "ends_on", "agency__valid_to"
        # With one of them unknown the databases do not agree on which is the smaller.
        ended = Coalesce(Least(first, last), first, last, output_field=models.DateField())
        found: PostQuerySet = self.annotate(left_on=ended).filter(left_on__lt=on)
        return found

    def heads(self, *, on: date) -> PostQuerySet:
        """The posts of those who lead their agency on the given day."""
        return self.in_office(on=on).filter(is_head=True)

    def focal_officers(self, *, on: date) -> PostQuerySet:
        """The posts of those who supply their agency's information on the given day."""
        return self.in_office(on=on).filter(is_focal_officer=True)


class Person(index.Indexed, ClusterableModel):
    """Somebody who holds posts; the name is all that is known here besides."""

    name = models.CharField(_("full name"), max_length=120)
    #: Who sees and changes the record: the agency that entered it.
    agency = models.ForeignKey(
        Agency,
        verbose_name=_("kept by"),
        on_delete=models.PROTECT,
        related_name="people",
        help_text=_("The agency whose administrators keep this record."),
    )
    note = models.CharField(_("internal note"), max_length=255, blank=True)

    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Bring name and note into their stored form.

        Raises:
            ValidationError: on ``name``, where nothing of it can be seen.
        """
        super().clean()
        given = self.name
        self.name = " ".join(normalise(given).split())
        self.note = normalise(self.note).strip()
        # Where nothing was given, the field itself has said so.
        if given and not any(sign.isalpha() for sign in self.name):
            raise ValidationError({"name": _("Enter the full name in letters.")})


class Post(Orderable):
    """A post held by a person in an agency, from one day to another."""

    person = ParentalKey(Person, on_delete=models.CASCADE, related_name="posts")
    agency = models.ForeignKey(
        Agency, verbose_name=_("agency"), on_delete=models.PROTECT, related_name="posts"
    )
    title = models.CharField(_("post"), max_length=255)
    title_en = models.CharField(_("post in English"), max_length=255, blank=True)
    title_ru = models.CharField(_("post in Russian"), max_length=255, blank=True)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    rank = models.PositiveSmallIntegerField(
        _("order in the agency"), default=100, help_text=_("The head of the agency comes first.")
    )
    is_head = models.BooleanField(_("head of the agency"), default=False)
    is_focal_officer = models.BooleanField(
        _("focal officer for the portal"),
        default=False,
        help_text=_("The officer in charge of supplying the agency's information."),
    )
    phone = models.CharField(_("phone"), max_length=60, blank=True)
    fax = models.CharField(_("fax"), max_length=60, blank=True)
    email = models.EmailField(_("official e-mail"), blank=True)
    is_public = models.BooleanField(_("shown to the public"), default=True)

    objects = PostQuerySet.as_manager()

    class Meta(Orderable.Meta):
        verbose_name = _("post")
        verbose_name_plural = _("posts")

    def __str__(self) -> str:
        return f"{self.title}, {self.agency}"

    @property
    def localized_title(self) -> str:
        """The post in the active language, or in Vietnamese where it is not translated."""
        return localized(self, "title")

    @property
    def last_day(self) -> date | None:
        """The day on which the post ends; its agency's last day at the latest."""
        ends = [day for day in (self.ends_on, self.agency.valid_to) if day is not None]
        return min(ends, default=None)

    def holds(self, *, on: date) -> bool:
        """Whether the post is held on the given day, the last day included."""
        started = self.starts_on is None or self.starts_on <= on
        return started and (self.ends_on is None or self.ends_on >= on)

    def clean(self) -> None:
        """Bring texts into their stored form; refuse a term that ends before it starts.

        Raises:
            ValidationError: on ``ends_on``.
        """
        super().clean()
        for name in ("title", "title_en", "title_ru", "phone", "fax"):
            setattr(self, name, " ".join(normalise(getattr(self, name) or "").split()))
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": _("The last day is before the first day.")})
