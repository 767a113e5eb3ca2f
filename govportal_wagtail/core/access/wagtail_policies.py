"""The permission policies of Wagtail's own models, on every version of Wagtail."""

from __future__ import annotations

from typing import Any

from wagtail.documents import get_document_model


def policy_of(model: Any) -> Any:
    """The policy of an image or document model, which knows collections."""
    try:
        from wagtail.permissions import policy_registry  # noqa: PLC0415 - since Wagtail 8.0
    except ImportError:
        return _before_registry(model)
    return policy_registry.get_by_type(model)


def _before_registry(model: Any) -> Any:
    from wagtail.documents.permissions import permission_policy as documents  # noqa: PLC0415
    from wagtail.images.permissions import permission_policy as images  # noqa: PLC0415

    return documents if model is get_document_model() else images
