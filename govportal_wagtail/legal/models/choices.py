"""Fixed vocabularies of legal documents."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Validity(models.TextChoices):
    """State of a document on a given day, as the national database of legal documents names it."""

    IN_FORCE = "in_force", pgettext_lazy("validity", "in force")
    NOT_YET = "not_yet", pgettext_lazy("validity", "not yet in force")
    PARTLY_EXPIRED = "partly_expired", pgettext_lazy("validity", "partly expired")
    EXPIRED = "expired", pgettext_lazy("validity", "expired")
    SUSPENDED = "suspended", pgettext_lazy("validity", "suspended")
    OBSOLETE = "obsolete", pgettext_lazy("validity", "no longer suitable")
    DRAFT = "draft", pgettext_lazy("validity", "draft")
    UNKNOWN = "unknown", pgettext_lazy("validity", "not determined")


class Normativity(models.TextChoices):
    """Whether a document is normative; libraries keep the two kinds apart."""

    NORMATIVE = "normative", _("normative legal document")
    ADMINISTRATIVE = "administrative", _("administrative document")


class SigningCapacity(models.TextChoices):
    """In whose place a document was signed (Decree 30/2020/NĐ-CP, Article 13)."""

    OWN = "", _("in own name")
    TM = "TM.", _("TM. (on behalf of)")
    KT = "KT.", _("KT. (for the head)")
    TL = "TL.", _("TL. (by order)")
    TUQ = "TUQ.", _("TUQ. (by authorisation)")
    Q = "Q.", _("Q. (acting)")


class FileRole(models.TextChoices):
    """What a file of a document is."""

    SIGNED = "signed", _("signed original")
    SCAN = "scan", _("scan")
    EDITABLE = "editable", _("editable text")
    ANNEX = "annex", _("annex or form")
    OTHER = "other", _("other file")


class RelationKind(models.TextChoices):
    """The kinds of relation between documents on the national database."""

    BASED_ON = "based_on", _("is issued on the basis of")
    AMENDS = "amends", _("amends and supplements")
    REPLACES = "replaces", _("replaces")
    REPEALS = "repeals", _("repeals")
    GUIDES = "guides", _("guides the application of")
    DETAILS = "details", _("details and guides the implementation of")
    CORRECTS = "corrects", _("corrects")
    REFERS_TO = "refers_to", _("refers to")
    CONSOLIDATES = "consolidates", _("consolidates")
    SUSPENDS_EXECUTION = "suspends_execution", _("suspends the execution of")
    SUSPENDS = "suspends", _("suspends the effect of")
    INTERPRETS = "interprets", _("interprets")
    PUBLISHES = "publishes", _("publishes")
    RELATED = "related", _("is related to")


#: The same relations seen from the other document.
PASSIVE_LABELS = {
    RelationKind.BASED_ON: _("is the basis of"),
    RelationKind.AMENDS: _("is amended and supplemented by"),
    RelationKind.REPLACES: _("is replaced by"),
    RelationKind.REPEALS: _("is repealed by"),
    RelationKind.GUIDES: _("is guided by"),
    RelationKind.DETAILS: _("is detailed and guided by"),
    RelationKind.CORRECTS: _("is corrected by"),
    RelationKind.REFERS_TO: _("is referred to by"),
    RelationKind.CONSOLIDATES: _("is consolidated by"),
    RelationKind.SUSPENDS_EXECUTION: _("has its execution suspended by"),
    RelationKind.SUSPENDS: _("has its effect suspended by"),
    RelationKind.INTERPRETS: _("is interpreted by"),
    RelationKind.PUBLISHES: _("is published by"),
    RelationKind.RELATED: _("is related to"),
}


class RelationScope(models.TextChoices):
    """How much of the target a relation touches."""

    WHOLE = "whole", _("the whole document")
    ARTICLES = "articles", pgettext_lazy("parts of a document", "some articles")
