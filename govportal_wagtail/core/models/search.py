"""The tables of the search: what can be found, by which keys, how common words are, what is asked.

Everything here but the log is derived from published pages and can be made again.
"""

from __future__ import annotations

from django.db import connections, models
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils.translation import gettext_lazy as _

from ..search_keys import FTS_TABLE, UNIT_TABLE, Condition, Fulfils, written
from .agency import Agency


class SearchUnitQuerySet(models.QuerySet["SearchUnit"]):
    """Questions asked of the index."""

    def matching(self, condition: Condition | None) -> SearchUnitQuerySet:
        """Units that fulfil a condition on their keys; none where there is no condition."""
        if condition is None:
            return self.none()
        return self.filter(Fulfils(condition))

    def led_by(self, condition: Condition) -> SearchUnitQuerySet:
        """As `matching`, for a query that begins with this condition and is no part of another.

        SQLite then goes from key to unit one by one, instead of listing all keys beforehand.
        """
        vendor = connections[self.db].vendor
        if vendor != "sqlite":
            return self.matching(condition)
        joined = f"{FTS_TABLE}.rowid = {UNIT_TABLE}.id"
        where = [f"{FTS_TABLE} MATCH %s", joined]
        found: SearchUnitQuerySet = self.extra(  # type: ignore[assignment]  # noqa: S610
            tables=[FTS_TABLE], where=where, params=[written(condition, vendor)]
        )
        return found


def _text(column: str) -> Coalesce:
    text = models.TextField()
    return Coalesce(Cast(column, text), models.Value("", output_field=text), output_field=text)


def _bar() -> models.Value:
    return models.Value("|", output_field=models.TextField())


class SearchUnit(models.Model):
    """A live page, or a part of one that is found by itself, such as an article.

    Narrow, since a common word has a great many rows to count; texts are in `SearchText`.
    """

    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="+")
    fragment = models.CharField(
        max_length=130, blank=True, help_text="Of a part: what follows the address of the page."
    )
    position = models.PositiveIntegerField(default=0)
    source = models.CharField(max_length=30)
    # Without indexes of their own: without statistics SQLite would take them for selective.
    locale = models.ForeignKey(
        "wagtailcore.Locale", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    site = models.ForeignKey(
        "wagtailcore.Site", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    path = models.CharField(max_length=255, db_index=True)
    url_path = models.TextField()
    is_public = models.BooleanField(
        default=True, help_text="False below a page with a view restriction."
    )
    is_part = models.BooleanField(default=False)
    category = models.CharField(max_length=80, blank=True)
    agency = models.ForeignKey(Agency, null=True, on_delete=models.SET_NULL, related_name="+")
    year = models.PositiveSmallIntegerField(null=True)
    date = models.DateField(null=True)
    published_at = models.DateTimeField(null=True)
    cell = models.GeneratedField(
        expression=Concat(
            *(_text("agency_id"), _bar(), _text("year"), _bar(), _text("site_id")),
            *(_bar(), _text("source"), _bar(), _text("category")),
            output_field=models.TextField(),
        ),
        output_field=models.TextField(),
        db_persist=True,
        help_text="All that facets ask for, so that one column is counted.",
    )
    keys = models.TextField(
        blank=True, help_text="Parted by blanks; read through the index of keys."
    )

    objects = SearchUnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("search entry")
        verbose_name_plural = _("search entries")
        constraints = [
            models.UniqueConstraint(fields=["page", "fragment"], name="govportal_search_unit"),
        ]
        indexes = [
            models.Index(fields=["-date", "-page"], name="govportal_search_date"),
        ]

    def __str__(self) -> str:
        return f"{self.page_id}{self.fragment}"


class SearchText(models.Model):
    """What a unit says: as shown, and as a sequence of words for ranking."""

    unit = models.OneToOneField(
        SearchUnit, primary_key=True, on_delete=models.CASCADE, related_name="text"
    )
    title = models.TextField()
    number = models.CharField(max_length=120, blank=True)
    text = models.TextField(blank=True)
    words = models.TextField(
        blank=True, help_text="Three lines: what it belongs to, its heading, its text."
    )

    class Meta:
        verbose_name = _("search text")
        verbose_name_plural = _("search texts")

    def __str__(self) -> str:
        return self.title


class SearchTerm(models.Model):
    """How many units have a word or a pair of words; rare ones have no row."""

    key = models.CharField(max_length=130, primary_key=True)
    count = models.PositiveIntegerField()
    shown = models.CharField(
        max_length=130, blank=True, help_text="As most texts write it, to propose it."
    )

    class Meta:
        verbose_name = _("search term")
        verbose_name_plural = _("search terms")

    def __str__(self) -> str:
        return self.key


class SearchIndexState(models.Model):
    """What holds for the index as a whole; one row."""

    version = models.PositiveSmallIntegerField(default=0, help_text="Of the keys.")
    units = models.PositiveIntegerField(default=0, help_text="When words were counted.")
    heading_length = models.FloatField(default=0, help_text="Words in a heading, on average.")
    text_length = models.FloatField(default=0, help_text="Words in a unit, on average.")
    counted_at = models.DateTimeField(null=True)
    rebuilt_to = models.PositiveBigIntegerField(
        null=True, help_text="The last page of a rebuilding that has not come to its end."
    )

    class Meta:
        verbose_name = _("state of the search index")
        verbose_name_plural = _("states of the search index")

    def __str__(self) -> str:
        return f"v{self.version}, {self.units}"


class SearchLogEntry(models.Model):
    """How often something was searched for on a day; nobody is known by it."""

    day = models.DateField(_("day"))
    site = models.ForeignKey(
        "wagtailcore.Site", verbose_name=_("site"), on_delete=models.CASCADE, related_name="+"
    )
    query = models.CharField(_("search text"), max_length=200)
    count = models.PositiveIntegerField(_("searches"), default=0)
    results = models.PositiveIntegerField(_("results"), default=0)

    class Meta:
        verbose_name = _("search log entry")
        verbose_name_plural = _("search log entries")
        constraints = [
            models.UniqueConstraint(
                fields=["day", "site", "query"], name="govportal_search_log_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.query}"
