"""Keeps programs from filling public forms, without a service outside and without locking out.

Mix it into a form, and let the view do three things::

    class QuestionForm(SpamDefence, forms.Form):
        spam_scope = "question"
        spam_text_fields = ("title", "text")

    form = QuestionForm(request.POST or None, request.FILES or None, request=request)
    if request.method == "POST":
        if form.is_flooded():             # before anything is read or checked
            return too_many(request)      # 429
        if form.is_valid():
            ...                           # store what was sent
            form.count_accepted()
            return redirect(...)
    return render(request, template, {"form": form})

The template writes ``{{ form.spam_fields }}`` inside ``<form>`` and loads
``govportal/editorial/public.css``, which moves the trap out of sight. A form whose data is not
the whole ``request.POST`` (a prefix) works as well: these fields have no prefix.

Layers: a field that people leave empty, a signed time stamp (too fast, too old, used before), a
rate for each range of addresses and for each site, the same text again, many links. What looks
suspicious is not refused: the form asks for a proof (``spam_challenge``). Only the hard limit of
``GOVPORTAL_FORM_LIMIT`` refuses. No address is stored, see ``spam_rates``.
"""

from __future__ import annotations

import re
import secrets
import time
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, Any, ClassVar, Final

from django import forms
from django.core import signing
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from .. import conf
from ..core.vietnamese import fold
from . import spam_challenge, spam_rates

#: Nobody reads a form and fills it in within so many seconds.
MIN_SECONDS: Final = 3
#: After so many seconds a form is filled in anew: a stamp is not kept for later use.
MAX_SECONDS: Final = 86_400
MAX_LINKS: Final = 3
_SALT: Final = "govportal.form.stamp"
_LINK = re.compile(r"https?://|www\.|\[url|<a\s", re.IGNORECASE)
_DUPLICATE: Final = (1, 86_400)

TRAP: Final = "gp_leave_empty"
STAMP: Final = "gp_stamp"
CHALLENGE: Final = "gp_challenge"
ANSWER: Final = "gp_answer"
PROOF: Final = "gp_proof"

if TYPE_CHECKING:
    _Base = forms.Form
else:
    # A plain class: it may stand before a model form as well.
    _Base = forms.BaseForm


class SpamDefence(_Base):
    """A form that programs cannot fill in by the thousand; see the module for its use."""

    #: Stamps and challenges of one kind of form are not good for another.
    spam_scope: ClassVar[str] = "form"
    #: The fields whose text is compared with what came before, and searched for links.
    spam_text_fields: ClassVar[tuple[str, ...]] = ()
    #: 0 where a person may well be as fast, as when pasting a code.
    spam_min_seconds: ClassVar[int] = MIN_SECONDS
    #: Whether a new proof opens the form even to a range of addresses at the hard limit, so that a
    #: program does not shut out the people who share its address.
    spam_proof_opens: ClassVar[bool] = False

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        """``request`` tells the site and the sender's range of addresses."""
        super().__init__(*args, **kwargs)
        self.request = request
        #: Why a proof was asked for; for tests and for the log of the server.
        self.suspicions: list[str] = []
        self.challenge: spam_challenge.Challenge | None = None
        self.challenge_error = ""
        self._has_proof = False
        self._is_crowded = False

    def is_flooded(self) -> bool:
        """Count this request, and whether its range of addresses has reached the hard limit.

        The fields are not read then; what was typed is still shown if the form is.
        """
        sender = spam_rates.sender_key(self.request)
        if not sender:
            return False
        try:
            sent = spam_rates.add(f"limit:{self.spam_scope}:{sender}", conf.FORM_LIMIT)
        except spam_rates.CacheDownError:
            return False
        if sent <= conf.FORM_LIMIT[0]:
            return False
        self._is_crowded = self.spam_proof_opens
        if self._is_crowded and self._solves_challenge:
            return False
        self._errors = self._unread_errors()
        self.cleaned_data: dict[str, Any] = {}
        return True

    def clean(self) -> dict[str, Any] | None:
        """Judge after the fields: whoever has a mistake to mend is not asked for a proof yet.

        Raises:
            ValidationError: if a proof is needed, or the form was sent before.
        """
        cleaned = super().clean()
        self._has_proof = bool(self._stamp.get("proof")) or self._solves_challenge
        if self.errors:
            return cleaned
        self.suspicions = self._suspicions()
        if self.suspicions and not self._has_proof:
            self.challenge = spam_challenge.ask(self.spam_scope)
            if self.data.get(CHALLENGE):
                self.challenge_error = _("This answer is not right. Here is another question.")
            raise ValidationError(spam_challenge.explanation(), code="challenge")
        self._claim_stamp()
        return cleaned

    def count_accepted(self, result: str = "") -> None:
        """Count what was sent; call it when it is stored.

        ``result`` is what ``sent_before`` gives to a second click on the same button.
        """
        names = [self._site_name]
        if sender := spam_rates.sender_key(self.request):
            names.append(f"sent:{self.spam_scope}:{sender}")
        try:
            for name in names:
                rate = conf.FORM_SITE_RATE if name == self._site_name else conf.FORM_RATE
                spam_rates.add(name, rate)
            if self._fingerprint:
                spam_rates.add(f"text:{self._fingerprint}", _DUPLICATE)
            if result and (nonce := self._stamp.get("nonce")):
                spam_rates.keep(f"result:{nonce}", result, MAX_SECONDS)
        except spam_rates.CacheDownError:
            # It is stored; that it is not counted must not undo it.
            return

    def sent_before(self) -> str:
        """What this very form, as it was shown, has led to already; empty for nothing."""
        nonce = self._stamp.get("nonce")
        return spam_rates.kept(f"result:{nonce}") if nonce else ""

    @property
    def spam_fields(self) -> SafeString:
        """The trap, the stamp and, where one is asked for, the challenge, as HTML."""
        if self._is_crowded and self.challenge is None:
            # The next try needs a proof as well: the one of this try is used up.
            self.challenge = spam_challenge.ask(self.spam_scope)
        context = {
            "trap": TRAP,
            "names": {"stamp": STAMP, "token": CHALLENGE, "answer": ANSWER, "proof": PROOF},
            "stamp": self._new_stamp(),
            "challenge": self.challenge,
            "challenge_error": self.challenge_error,
            "id": f"gp-spam-{self.spam_scope}",
        }
        return render_to_string("govportal/editorial/public/spam_fields.html", context)

    @property
    def _site_name(self) -> str:
        return f"site:{self.spam_scope}:{self.request.get_host().lower()[:100]}"

    @cached_property
    def _stamp(self) -> dict[str, Any]:
        """What the stamp of the sent form says; empty for none, an old and a forged one."""
        raw = self.data.get(STAMP, "") if self.is_bound else ""
        try:
            content = signing.loads(str(raw)[:2000], salt=_SALT, max_age=MAX_SECONDS)
        except signing.BadSignature:
            return {}
        is_ours = isinstance(content, dict) and content.get("scope") == self.spam_scope
        return content if is_ours else {}

    def _new_stamp(self) -> str:
        """A stamp of its own for every form shown; a form sent back keeps its time and proof."""
        content = {
            "scope": self.spam_scope,
            "nonce": secrets.token_hex(12),
            "since": self._stamp.get("since") or int(time.time()),
            "proof": self._has_proof,
        }
        return signing.dumps(content, salt=_SALT)

    def _suspicions(self) -> list[str]:
        found = []
        if self.data.get(TRAP):
            found.append("trap")
        if not self._stamp:
            found.append("stamp")
        elif time.time() - self._stamp["since"] < self.spam_min_seconds:
            found.append("too_fast")
        if len(_LINK.findall(self._text)) > MAX_LINKS:
            found.append("links")
        try:
            found.extend(self._counted_suspicions())
        except spam_rates.CacheDownError:
            found.append("uncounted")
        return found

    def _counted_suspicions(self) -> list[str]:
        found = []
        sender = spam_rates.sender_key(self.request)
        name = f"sent:{self.spam_scope}:{sender}"
        if sender and spam_rates.count(name, conf.FORM_RATE) >= conf.FORM_RATE[0]:
            found.append("rate")
        if spam_rates.count(self._site_name, conf.FORM_SITE_RATE) >= conf.FORM_SITE_RATE[0]:
            found.append("site_rate")
        if self._fingerprint and spam_rates.count(f"text:{self._fingerprint}", _DUPLICATE):
            found.append("duplicate")
        return found

    @property
    def _text(self) -> str:
        values = (self.cleaned_data.get(name) for name in self.spam_text_fields)
        return "\n".join(str(value) for value in values if value)

    @cached_property
    def _fingerprint(self) -> str:
        """The same for the same words, however they are spaced and accented; empty for none."""
        words = " ".join(re.findall(r"\w+", fold(self._text)))
        if not words:
            return ""
        host = self.request.get_host().lower()
        return sha256(f"{self.spam_scope} {host} {words}".encode()).hexdigest()[:32]

    @cached_property
    def _solves_challenge(self) -> bool:
        token = str(self.data.get(CHALLENGE, ""))
        if not token:
            return False
        nonce = spam_challenge.solved(
            self.spam_scope,
            token,
            answer=str(self.data.get(ANSWER, "")),
            proof=str(self.data.get(PROOF, "")),
        )
        return bool(nonce) and self._is_first(f"proof:{nonce}", spam_challenge.SECONDS)

    def _claim_stamp(self) -> None:
        """Two clicks on the button send one form."""
        nonce = self._stamp.get("nonce")
        if nonce and not self._is_first(f"stamp:{nonce}", MAX_SECONDS):
            raise ValidationError(
                _(
                    "This form was sent already, or is being sent now. If you see no confirmation, "
                    "please send it once more."
                ),
                code="sent",
            )

    @staticmethod
    def _is_first(name: str, seconds: int) -> bool:
        try:
            return spam_rates.claim(name, seconds)
        except spam_rates.CacheDownError:
            return True

    def _unread_errors(self) -> Any:
        errors = forms.utils.ErrorDict()
        message = limit_message()
        if self._is_crowded:
            self.challenge = spam_challenge.ask(self.spam_scope)
            message = crowded_message()
        errors[NON_FIELD_ERRORS] = self.error_class([message], error_class="nonfield")
        return errors


def limit_message() -> str:
    """What somebody is told who has reached the hard limit."""
    minutes = -(-spam_rates.seconds_left(conf.FORM_LIMIT) // 60)
    return _(
        "Very many forms came from your network in a short time. Please try again in %(minutes)s "
        "minutes; until then, write or telephone to us."
    ) % {"minutes": minutes}


def crowded_message() -> str:
    """What is told beyond the hard limit of a form that a proof opens."""
    return _(
        "Very many forms came from your network in a short time, so one more step is needed at "
        "the end of the form. Nothing that you wrote is lost; only files that you have just chosen "
        "must be chosen again."
    )


def too_many(request: HttpRequest) -> HttpResponse:
    """429 with a page that says why, and when to try again."""
    context = {"message": limit_message(), "robots": "noindex"}
    response = render(
        request, "govportal/editorial/public/spam_limit.html", context=context, status=429
    )
    return mark_limited(response)


def mark_limited(response: HttpResponse) -> HttpResponse:
    """Tell programs when to come back, and caches to keep nothing."""
    response.headers["Retry-After"] = str(spam_rates.seconds_left(conf.FORM_LIMIT))
    response.headers["Cache-Control"] = "no-store"
    return response
