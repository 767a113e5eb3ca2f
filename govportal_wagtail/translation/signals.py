"""What happened to a translation; receivers run inside the transaction of the step."""

from __future__ import annotations

from django.dispatch import Signal

#: Sent after every line of the log; arguments: ``event`` (``TranslationEvent``), ``translation``
#: and ``user`` or None. A receiver that sends something out does so in ``transaction.on_commit``.
translation_event = Signal()
