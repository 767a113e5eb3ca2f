"""The upload form of the importer of documents: a mapping may add agencies to the register."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ...core.importing.upload_form import UploadForm
from ...core.models import Agency
from ..importing.feature import DOCUMENTS
from ..importing.mapping import Mapping


def adds_agencies(mapping: Mapping) -> bool:
    """Whether an import with this mapping can add agencies to the register."""
    known = Agency.objects.filter(code__in=mapping.agencies).count()
    return mapping.create_missing_agencies or known < len(mapping.agencies)


class DocumentUploadForm(UploadForm):
    """The upload of a register of documents."""

    feature = DOCUMENTS
    target_label = _("Library")

    def check_mapping(self, mapping: Mapping) -> None:
        """Refuse a mapping that adds agencies to a user who may not.

        Raises:
            ValidationError: next to the mapping.
        """
        if not self.user.has_perm("govportal_core.add_agency") and adds_agencies(mapping):
            message = gettext("This mapping adds agencies, which your account may not do.")
            raise ValidationError({"mapping": message})
