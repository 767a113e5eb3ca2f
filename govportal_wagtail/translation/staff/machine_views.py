"""Has a machine translate what nobody has translated yet."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .. import machine
from ..errors import TranslationError
from .translation_views import SaveView


class MachineView(SaveView):
    """Stores what was typed, then has the rest translated."""

    http_method_names = ["post"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Answer only where the portal has a machine translator.

        Raises:
            Http404: where it has none.
        """
        if not machine.is_on():
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def tell_saved(self) -> None:
        """Translate, and say what came of it."""
        try:
            done = machine.translate(self.translation, self.request.user)
        except TranslationError as error:
            messages.error(self.request, " ".join(error.messages))
            return
        if done.stored:
            said = ngettext(
                "A machine translated %(count)d text. Read it, then confirm or change it.",
                "A machine translated %(count)d texts. Read them, then confirm or change them.",
                done.stored,
            )
            messages.success(self.request, said % {"count": done.stored})
        if done.refused:
            said = ngettext(
                "%(count)d text came back without its marks and was left untranslated.",
                "%(count)d texts came back without their marks and were left untranslated.",
                done.refused,
            )
            messages.warning(self.request, said % {"count": done.refused})
        if done.left:
            said = _("Texts for another time, since there are many: %(count)d.")
            messages.info(self.request, said % {"count": done.left})
        if not (done.stored or done.refused):
            messages.info(self.request, _("Every text has a translation already."))
