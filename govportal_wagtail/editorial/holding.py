"""Files that suppliers sent: checked, private until their page is posted, then the site's.

They lie in a collection below the site's own that only staff may read. When a page is posted, what
it shows moves to the site's collection; what the newsroom took out of it stays private.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any, Final

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import ProtectedError
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.fields import WagtailImageField
from wagtail.models import Collection, CollectionViewRestriction, Page, ReferenceIndex

from ..core import file_inspection
from ..core.models import PortalSite
from ..core.vietnamese import normalise
from .models import SupplySlip

_NAME: Final = gettext_noop("Supplied files")
_TITLE_LENGTH: Final = 255


def collection_for(portal_site: PortalSite) -> Collection:
    """The private collection of the site; made when it is first needed.

    Safe to repeat, also at the same moment: the record of the site is locked meanwhile.
    """
    with transaction.atomic():
        site = PortalSite.objects.select_for_update().get(pk=portal_site.pk)
        parent = site.collection or Collection.get_first_root_node()
        found = parent.get_children().filter(name__in=_names()).order_by("path").first()
        if found is None:
            with override(settings.LANGUAGE_CODE):
                found = Collection.objects.get(pk=parent.pk).add_child(name=_(_NAME))
        CollectionViewRestriction.objects.get_or_create(
            collection=found, defaults={"restriction_type": CollectionViewRestriction.LOGIN}
        )
    return found


def held() -> Any:
    """The private collections of all sites."""
    parents = Collection.objects.filter(
        pk__in=PortalSite.objects.exclude(collection=None).values("collection")
    )
    named = Collection.objects.filter(name__in=_names())
    return named.filter(
        pk__in=[
            each.pk for parent in parents for each in named.filter(path__startswith=parent.path)
        ]
    )


def keep_document(
    portal_site: PortalSite, upload: UploadedFile[Any], *, title: str = "", user: Any = None
) -> Any:
    """Check an upload and store it as a document that is not public.

    Raises:
        ValidationError: with what is wrong with the file, for the uploader.
    """
    report = file_inspection.inspect_file(upload, upload.name or "")
    document = get_document_model()(
        title=_title(title, upload),
        collection=collection_for(portal_site),
        uploaded_by_user=user if getattr(user, "pk", None) else None,
    )
    document.file = upload
    document.file_size = upload.size
    file_inspection.remember(document, report)
    document.save()
    return document


def keep_image(
    portal_site: PortalSite, upload: UploadedFile[Any], *, title: str = "", user: Any = None
) -> Any:
    """Check an upload and store it as an image that is not public.

    Raises:
        ValidationError: with what is wrong with the picture, for the uploader.
    """
    checked = WagtailImageField().clean(upload)
    image = get_image_model()(
        title=_title(title, upload),
        collection=collection_for(portal_site),
        uploaded_by_user=user if getattr(user, "pk", None) else None,
    )
    image.file = checked
    image.file_size = upload.size
    image.save()
    return image


def discard(slip: SupplySlip) -> None:
    """Delete the files of a slip that nothing else uses and that are still private."""
    private = set(held().values_list("pk", flat=True))
    files = [row.document for row in slip.attachments.all()]
    files += [row.image for row in slip.photos.all()]
    slip.attachments.all().delete()
    slip.photos.all().delete()
    for file in files:
        drop_unused(file, private)


def drop_unused(file: Any, private: set[int] | None = None) -> None:
    """Delete a private document or image that nothing uses any more."""
    private = set(held().values_list("pk", flat=True)) if private is None else private
    if file.collection_id not in private:
        return
    in_slips = SupplySlip.objects.filter(attachments__document=file.pk)
    if isinstance(file, get_image_model()):
        in_slips = SupplySlip.objects.filter(photos__image=file.pk)
    # The index may still hold the row of the slip that was deleted a moment ago.
    elsewhere = ReferenceIndex.get_references_to(file).exclude(
        content_type__app_label=SupplySlip._meta.app_label
    )
    if in_slips.exists() or elsewhere.exists():
        return
    with suppress(ProtectedError), transaction.atomic():
        file.delete()


def release(page: Page) -> int:
    """Move the private files that the page shows into its site's collection; returns how many."""
    specific = page.specific
    ReferenceIndex.create_or_update_for_object(specific)
    shown: dict[str, list[str]] = {}
    rows = ReferenceIndex.get_references_for_object(specific)
    for model_name, key in rows.values_list("to_content_type__model", "to_object_id"):
        shown.setdefault(model_name, []).append(key)
    models = (get_document_model(), get_image_model())
    if not any(model._meta.model_name in shown for model in models):
        return 0
    moved = 0
    for collection in held():
        public = collection.get_parent()
        for model in models:
            keys = shown.get(model._meta.model_name, [])
            for file in model.objects.filter(pk__in=keys, collection=collection):
                file.collection = public
                # One by one, so that the search index and the page cache hear of it.
                file.save(update_fields=["collection"])
                moved += 1
    return moved


def _names() -> list[str]:
    """The name of the collection in the languages of the project."""
    names = set()
    for code, _label in settings.LANGUAGES:
        with override(code):
            names.add(_(_NAME))
    return sorted({*names, _NAME})


def _title(title: str, upload: UploadedFile[Any]) -> str:
    given = normalise(title).strip() or (upload.name or "").rsplit("/", 1)[-1]
    return str(Truncator(given).chars(_TITLE_LENGTH))
