"""Builders of test content: real records, published the way an editor publishes them.

Each returns the saved instance and takes any field as a keyword. Start with ``make_site()``.
"""

from __future__ import annotations

import io
from datetime import date
from itertools import count
from typing import Any

from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from PIL import Image as PillowImage
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Locale, Page, Site

from govportal_wagtail.core.models import AdministrativeField, Agency, AgencyKind, AgencyLevel
from govportal_wagtail.core.vietnamese import slugify
from govportal_wagtail.legal.models import (
    DocumentFile,
    DocumentRelation,
    DocumentType,
    LegalDocumentIndexPage,
    LegalDocumentPage,
    Normativity,
)
from govportal_wagtail.pages.models import (
    ArticleCategory,
    ArticlePage,
    HomePage,
    SectionPage,
    StandardPage,
)

_numbers = count(1)


def add_page(parent: Page, page: Page, *, publish: bool = True) -> Any:
    """Add a page as the last child; live and published by a revision unless told otherwise."""
    page.slug = page.slug or f"{slugify(page.title)[:40]}-{next(_numbers)}"
    page.live = False
    # A parent that was built earlier does not know the children added since.
    parent = Page.objects.get(pk=parent.pk)
    page.locale = parent.locale if parent.depth > 1 else page.locale or parent.locale
    parent.add_child(instance=page)
    if publish:
        publish_page(page)
    return page


def publish_page(page: Page) -> None:
    """Publish what the instance holds, with the signals that an editor's publishing sends."""
    page.save_revision().publish()
    page.refresh_from_db()


def make_locale(code: str = "en") -> Locale:
    """A locale; languages outside LANGUAGES need ``override_settings``."""
    return Locale.objects.get_or_create(language_code=code)[0]


def make_home(*, parent: Page | None = None, **fields: Any) -> HomePage:
    """A published home page below the root of the tree; belongs to no site yet."""
    fields.setdefault("title", "Cổng thông tin điện tử")
    fields.setdefault("locale", make_locale("vi"))
    return add_page(parent or Page.objects.get(depth=1), HomePage(**fields))


def make_site(hostname: str = "localhost", port: int = 80, **fields: Any) -> Site:
    """A site with a fresh home page; the first one becomes the default site.

    Also clears the cache, which outlives a test's transaction.
    """
    cache.clear()
    home = fields.pop("root_page", None) or make_home()
    is_default = fields.pop("is_default_site", hostname == "localhost")
    if is_default:
        Site.objects.filter(is_default_site=True).exclude(hostname=hostname, port=port).update(
            is_default_site=False
        )
    site, _created = Site.objects.update_or_create(
        hostname=hostname,
        port=port,
        defaults={"root_page": home, "is_default_site": is_default, **fields},
    )
    return site


def make_section(parent: Page, title: str = "Tin tức - Sự kiện", **fields: Any) -> SectionPage:
    """A published section that shows in menus."""
    publish = fields.pop("publish", True)
    fields.setdefault("show_in_menus", True)
    return add_page(parent, SectionPage(title=title, **fields), publish=publish)


def make_standard(parent: Page, title: str = "Giới thiệu", **fields: Any) -> StandardPage:
    """A published standard page."""
    publish = fields.pop("publish", True)
    return add_page(parent, StandardPage(title=title, **fields), publish=publish)


def make_category(code: str = "kinh-te", **fields: Any) -> ArticleCategory:
    """An article category, the same one for the same code."""
    fields.setdefault("name", "Kinh tế")
    return ArticleCategory.objects.get_or_create(code=code, defaults=fields)[0]


def make_article(
    parent: Page, title: str = "Khánh thành cầu sông Trà", **fields: Any
) -> ArticlePage:
    """A published article."""
    publish = fields.pop("publish", True)
    fields.setdefault("published_on", date(2026, 11, 5))
    fields.setdefault("author", "Nguyễn Văn An")
    return add_page(parent, ArticlePage(title=title, **fields), publish=publish)


def make_agency(code: str = "ubnd-tinh", **fields: Any) -> Agency:
    """An agency, the same one for the same code."""
    defaults = {
        "name": "Ủy ban nhân dân tỉnh",
        "issuer_code": "UBND",
        "kind": AgencyKind.PEOPLES_COMMITTEE,
        "level": AgencyLevel.PROVINCE,
        **fields,
    }
    return Agency.objects.get_or_create(code=code, defaults=defaults)[0]


def make_field(code: str = "dat-dai", **fields: Any) -> AdministrativeField:
    """A field of administration, the same one for the same code."""
    fields.setdefault("name", "Đất đai")
    return AdministrativeField.objects.get_or_create(code=code, defaults=fields)[0]


def make_doc_type(code: str = "quyet-dinh", **fields: Any) -> DocumentType:
    """A document type, the same one for the same code."""
    defaults = {"name": "Quyết định", "abbreviation": "QĐ", "can_be_normative": True, **fields}
    return DocumentType.objects.get_or_create(code=code, defaults=defaults)[0]


def make_library(parent: Page, title: str = "Văn bản", **fields: Any) -> LegalDocumentIndexPage:
    """A published document library that shows in menus."""
    publish = fields.pop("publish", True)
    fields.setdefault("show_in_menus", True)
    return add_page(parent, LegalDocumentIndexPage(title=title, **fields), publish=publish)


def make_document(library: Page, symbol: str = "", **fields: Any) -> LegalDocumentPage:
    """A published legal document.

    Without a symbol it gets one of the year 2026. ``fields_of_administration``, ``files`` (Wagtail
    documents or ``DocumentFile``) and ``relations`` (``DocumentRelation`` or dicts) are lists.
    """
    publish = fields.pop("publish", True)
    administrative_fields = fields.pop("fields_of_administration", [])
    files = fields.pop("files", [])
    relations = fields.pop("relations", [])
    if not symbol and not fields.get("is_draft"):
        symbol = f"{next(_numbers)}/2026/QĐ-UBND"
    fields.setdefault("title", f"Quyết định {symbol}"[:255])
    fields.setdefault("abstract", "Ban hành Quy chế hoạt động của Cổng thông tin điện tử")
    fields.setdefault("normativity", Normativity.NORMATIVE)
    fields.setdefault("issued_on", date(2026, 10, 1))
    fields.setdefault("effective_on", date(2026, 10, 15))
    if "doc_type" not in fields:
        fields["doc_type"] = make_doc_type()
    if "issuer" not in fields:
        fields["issuer"] = make_agency()
    page = LegalDocumentPage(symbol=symbol, **fields)
    page.derive()
    page.administrative_fields = administrative_fields
    page.files = [
        file if isinstance(file, DocumentFile) else DocumentFile(document=file) for file in files
    ]
    page.relations = [_relation(relation) for relation in relations]
    return add_page(library, page, publish=publish)


def _relation(value: DocumentRelation | dict[str, Any]) -> DocumentRelation:
    relation = value if isinstance(value, DocumentRelation) else DocumentRelation(**value)
    relation.derive()
    return relation


def make_image(title: str = "Ảnh", *, size: tuple[int, int] = (640, 480)) -> Any:
    """An image of one colour in Wagtail's library."""
    data = io.BytesIO()
    PillowImage.new("RGB", size, "teal").save(data, "PNG")
    return get_image_model().objects.create(
        title=title, file=ImageFile(io.BytesIO(data.getvalue()), name=f"anh-{next(_numbers)}.png")
    )


def make_file(title: str = "Tệp", *, name: str = "tep.txt", content: bytes = b"Noi dung") -> Any:
    """A file in Wagtail's document library."""
    return get_document_model().objects.create(title=title, file=ContentFile(content, name=name))


def make_user(username: str = "bien-tap", *, superuser: bool = False, **fields: Any) -> Any:
    """A user; ``superuser=True`` may do everything in the admin."""
    manager = get_user_model().objects
    create = manager.create_superuser if superuser else manager.create_user
    return create(username, f"{username}@example.com", "mat-khau", **fields)
