"""Signal receivers of the legal app; what they do is in ``publishing``."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from django.dispatch import receiver
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from ..core.signals import file_inspected
from . import publishing
from .models import DocumentRelation, LegalDocumentPage


@receiver(page_published, dispatch_uid="govportal_legal.published")
def on_published(instance: Page, **kwargs: Any) -> None:
    """A document was published, or published again."""
    if isinstance(instance, LegalDocumentPage):
        publishing.published(instance)


@receiver(page_unpublished, dispatch_uid="govportal_legal.unpublished")
def on_unpublished(instance: Page, **kwargs: Any) -> None:
    """A document was withdrawn."""
    if isinstance(instance, LegalDocumentPage):
        publishing.unpublished(instance)


@receiver(post_page_move, dispatch_uid="govportal_legal.moved")
def on_moved(instance: Page, **kwargs: Any) -> None:
    """A page was moved, perhaps with documents below it."""
    publishing.tree_changed(instance)


@receiver(page_slug_changed, dispatch_uid="govportal_legal.renamed")
def on_renamed(instance: Page, **kwargs: Any) -> None:
    """The address of a page changed, and with it those of all pages below."""
    publishing.tree_changed(instance)


@receiver(pre_delete, sender=LegalDocumentPage, dispatch_uid="govportal_legal.deleting")
def on_deleting(instance: LegalDocumentPage, **kwargs: Any) -> None:
    """A document is about to go; its relations are still readable."""
    instance._govportal_related = publishing.before_deletion(instance)  # type: ignore[attr-defined]


@receiver(post_delete, sender=LegalDocumentPage, dispatch_uid="govportal_legal.deleted")
def on_deleted(instance: LegalDocumentPage, **kwargs: Any) -> None:
    """A document is gone."""
    publishing.after_deletion(instance, getattr(instance, "_govportal_related", ()))


@receiver(
    [post_save, post_delete], sender=PageViewRestriction, dispatch_uid="govportal_legal.access"
)
def on_access_changed(**kwargs: Any) -> None:
    """A branch of the tree was closed or opened to the public."""
    publishing.access_changed()


@receiver(file_inspected, dispatch_uid="govportal_legal.file_inspected")
def on_file_inspected(document: Any, **kwargs: Any) -> None:
    """The text of a file is known now."""
    publishing.file_read(document.pk)


@receiver(pre_save, sender=DocumentRelation, dispatch_uid="govportal_legal.relation_saving")
def on_relation_saving(instance: DocumentRelation, raw: bool = False, **kwargs: Any) -> None:
    """Keep a found document when a revision that never knew it is published.

    Remembers a document that the relation lets go of, because its validity may change back.
    """
    if raw or not instance.pk:
        return
    old = DocumentRelation.objects.filter(pk=instance.pk).values("target_id", "target_key").first()
    if not old or not old["target_id"] or old["target_id"] == instance.target_id:
        return
    if instance.target_id is None and old["target_key"] == instance.target_key:
        instance.target_id = old["target_id"]
    else:
        instance._govportal_released = old["target_id"]  # type: ignore[attr-defined]


@receiver(post_save, sender=DocumentRelation, dispatch_uid="govportal_legal.relation_saved")
def on_relation_saved(instance: DocumentRelation, **kwargs: Any) -> None:
    """A relation now points elsewhere."""
    if released := instance.__dict__.pop("_govportal_released", None):
        publishing.refresh_targets([released])


@receiver(post_delete, sender=DocumentRelation, dispatch_uid="govportal_legal.relation_deleted")
def on_relation_deleted(instance: DocumentRelation, origin: Any = None, **kwargs: Any) -> None:
    """A relation was taken out of a document; with a deleted document its neighbours follow."""
    if instance.target_id and isinstance(origin, DocumentRelation):
        publishing.refresh_targets([instance.target_id])
