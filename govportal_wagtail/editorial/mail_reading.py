"""Reads an e-mail that was saved as a file (``.eml``), so that it fills in a slip.

Mail comes from everywhere: nothing in it is trusted, nothing in it makes the reading fail, and
whatever could not be read is told in ``warnings``. The text stays text; HTML is never kept.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes, policy
from email.headerregistry import Address
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from typing import Any, Final, NamedTuple

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from ..core import legacy_text
from ..core.vietnamese import normalise
from .mail_html import text_of

MAX_BYTES: Final = 40 * 1024 * 1024
MAX_ATTACHMENTS: Final = 20
MAX_TEXT: Final = 200_000
#: Messages that carry messages that carry messages: nobody reads deeper by hand either.
MAX_DEPTH: Final = 5
MAX_PARTS: Final = 500
_SUBJECT_LENGTH: Final = 500
_NAME_LENGTH: Final = 200
_TNEF: Final = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})
_OUTLOOK: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: So much of a text tells whether it was typed for an old font.
_LOOKED_AT: Final = 20_000
_ALIASES: Final = {
    "utf8mb4": "utf-8",
    "unicode-1-1-utf-8": "utf-8",
    "cp-1258": "windows-1258",
    "x-cp1258": "windows-1258",
    "unknown-8bit": "",
    "default": "",
}
_BLANK_LINES = re.compile(r"\n{3,}")
_TRAILING = re.compile(r"[ \t]+$", re.MULTILINE)


class MailError(ValidationError):
    """The file is no e-mail, or one that is too large to be read."""


class MailAttachment(NamedTuple):
    """A file of an e-mail; it was not inspected yet."""

    name: str
    #: As the sender's program stated it.
    content_type: str
    content: bytes


@dataclass(slots=True)
class MailContent:
    """What an e-mail says, in the form in which the portal stores text."""

    subject: str = ""
    #: What its writer wrote as plain text; empty where there was none.
    text: str = ""
    #: The text of its HTML version without markup, scripts and styles.
    html_as_text: str = ""
    sender_name: str = ""
    sender_address: str = ""
    date: datetime | None = None
    message_id: str = ""
    attachments: list[MailAttachment] = field(default_factory=list)
    #: For the person who enters the slip: what was left out, and why.
    warnings: list[str] = field(default_factory=list)

    @property
    def body(self) -> str:
        """The better of the two versions of the text."""
        return self.text or self.html_as_text


def read_eml(data: bytes) -> MailContent:
    """What the saved e-mail says.

    Raises:
        MailError: for a file that is no e-mail or too large; a ``ValidationError``. Nothing else.
    """
    if len(data) > MAX_BYTES:
        raise MailError(_("The e-mail is larger than 40 MB. Save its attachments one by one."))
    if data.startswith(_OUTLOOK):
        raise MailError(
            _("This is an Outlook file (.msg). Save the e-mail as .eml or as text and try again.")
        )
    found = MailContent()
    try:
        message = message_from_bytes(data, policy=policy.default)
        _read_head(message, found)
        _read_parts(message, found)
    except MailError:
        raise
    except Exception as error:
        # The parser of the standard library promises to be lenient, and is not always.
        raise MailError(_("The file could not be read as an e-mail.")) from error
    if not (found.subject or found.body or found.attachments or found.sender_address):
        raise MailError(_("The file is no e-mail: it has no sender, no subject and no text."))
    return found


def _read_head(message: Message, found: MailContent) -> None:
    found.subject = _line(_header(message, "Subject"))[:_SUBJECT_LENGTH]
    found.message_id = _line(_header(message, "Message-ID")).strip("<> ")[:255]
    found.sender_name, found.sender_address = _sender(message)
    with suppress(TypeError, ValueError, OverflowError, IndexError):
        read = parsedate_to_datetime(_header(message, "Date"))
        # A date without a zone was written in the zone of the sender, most likely ours.
        found.date = timezone.make_aware(read) if timezone.is_naive(read) else read


def _header(message: Message, name: str) -> str:
    """A header decoded; raw where its encoding is broken."""
    try:
        value = message.get(name)
    except Exception:  # noqa: BLE001
        # Headers are parsed when they are asked for, and some stop the parser itself.
        raw = [text for key, text in message.raw_items() if key.lower() == name.lower()]  # type: ignore[attr-defined]
        value = str(raw[0]) if raw else ""
    return _repaired(str(value or ""))


def _repaired(text: str) -> str:
    """Bytes beyond ASCII that stood in a header as they are, read as the text they were."""
    with suppress(UnicodeError):
        raw = text.encode("ascii", "surrogateescape")
        if not raw.isascii():
            return _guessed(raw)
    with suppress(UnicodeError):
        return _guessed(text.encode("utf-8", "surrogateescape"))
    return text


def _sender(message: Message) -> tuple[str, str]:
    for name in ("From", "Reply-To", "Sender"):
        addresses: Any = ()
        with suppress(Exception):
            addresses = getattr(message.get(name), "addresses", ())
        for each in addresses:
            if isinstance(each, Address) and each.addr_spec.strip("<> "):
                return _name(_repaired(each.display_name)), _line(_repaired(each.addr_spec))[:254]
        for shown, address in getaddresses([_header(message, name)]):
            if "@" in address:
                return _name(shown), _line(address)[:254]
    return "", ""


def _name(text: str) -> str:
    return _line(text).strip("\"' ")[:255]


def _line(text: str) -> str:
    return " ".join(normalise(text).split())


def _read_parts(message: Message, found: MailContent) -> None:
    plain: list[str] = []
    html: list[str] = []
    for number, part in enumerate(_walk(message, found, 0)):
        if number >= MAX_PARTS:
            found.warnings.append(_("The e-mail has very many parts; not all of them were read."))
            break
        kind = part.get_content_type()
        if _is_text(part, kind):
            read = _text(part, found)
            (html if kind == "text/html" else plain).append(read)
        else:
            _attach(part, kind, found)
    found.text = _tidy("\n\n".join(filter(None, plain)))
    found.html_as_text = _tidy("\n\n".join(filter(None, map(text_of, html))))
    if not found.body:
        found.warnings.append(_("The e-mail has no text of its own."))


def _walk(message: Message, found: MailContent, depth: int) -> Iterator[Message]:
    """All parts that are no containers, messages inside the message as well."""
    if depth > MAX_DEPTH * 4:
        found.warnings.append(_("Messages inside messages were left out: they lie too deep."))
        return
    if not message.is_multipart():
        yield message
        return
    payload: Any = message.get_payload()
    if message.get_content_type() == "message/rfc822" and depth:
        _note_forwarded(payload, found)
    for part in payload:
        if isinstance(part, Message):
            yield from _walk(part, found, depth + 1)


def _note_forwarded(payload: list[Any], found: MailContent) -> None:
    inner = next((each for each in payload if isinstance(each, Message)), None)
    if inner is not None:
        subject = _line(_header(inner, "Subject"))[:100]
        said = _("It contains another e-mail, whose text and files were taken too: %(subject)s")
        found.warnings.append(said % {"subject": subject or "–"})


def _is_text(part: Message, kind: str) -> bool:
    if kind not in ("text/plain", "text/html"):
        return False
    return part.get_content_disposition() != "attachment" and not _file_name(part)


def _text(part: Message, found: MailContent) -> str:
    raw = _bytes(part, found)
    stated = ""
    with suppress(Exception):
        stated = str(part.get_content_charset() or "")
    return _decoded(raw, stated, found)


def _decoded(raw: bytes, stated: str, found: MailContent) -> str:
    charset = _ALIASES.get(stated.lower(), stated)
    text = ""
    if charset and charset.lower() not in ("ascii", "us-ascii"):
        try:
            codecs.lookup(charset)
            text = raw.decode(charset)
        except (LookupError, UnicodeError, ValueError):
            found.warnings.append(
                _("The text is not in the encoding that it states (%(charset)s); please check it.")
                % {"charset": _line(stated)[:40]}
            )
    text = text or _guessed(raw)
    old = legacy_text.detect(text[:_LOOKED_AT])
    if old:
        text = legacy_text.convert(text, old)
        found.warnings.append(
            _("The text was typed for an old font (%(font)s) and has been converted.")
            % {"font": old.upper()}
        )
    return text


def _guessed(raw: bytes) -> str:
    with suppress(UnicodeError):
        return raw.decode("utf-8")
    western = raw.decode("latin-1")
    # Fonts such as .VnTime give Western letters the look of Vietnamese ones.
    if legacy_text.detect(western[:_LOOKED_AT]):
        return western
    with suppress(UnicodeError):
        return raw.decode("windows-1258")
    return western


def _bytes(part: Message, found: MailContent) -> bytes:
    """The content of a part after its transfer encoding, as far as that can be undone."""
    try:
        raw = part.get_payload(decode=True)
    except Exception:  # noqa: BLE001
        found.warnings.append(_("A part of the e-mail is damaged and was left out."))
        return b""
    return raw if isinstance(raw, bytes) else b""


def _file_name(part: Message) -> str:
    name: Any = ""
    with suppress(Exception):
        name = part.get_filename()
    return _repaired(str(name or ""))


def _attach(part: Message, kind: str, found: MailContent) -> None:
    name = _safe_name(_file_name(part), kind, len(found.attachments) + 1)
    if kind in _TNEF or name.lower() == "winmail.dat":
        found.warnings.append(
            _(
                "Files that Outlook packed into winmail.dat were left out. Ask the sender to send "
                "the e-mail as plain text or HTML."
            )
        )
        return
    if len(found.attachments) >= MAX_ATTACHMENTS:
        said = _("The file %(name)s was left out: no more than %(limit)s are taken.")
        found.warnings.append(said % {"name": name, "limit": MAX_ATTACHMENTS})
        return
    content = _bytes(part, found)
    if content:
        found.attachments.append(MailAttachment(name, kind, content))
    elif _file_name(part):
        found.warnings.append(_("The file %(name)s is empty and was left out.") % {"name": name})


def _safe_name(name: str, kind: str, number: int) -> str:
    """The name without folders and control characters; a number where there is none."""
    plain = _line(name.replace("\\", "/").rsplit("/", 1)[-1]).strip(". ")
    if plain:
        return _shortened(plain)
    endings = {"message/rfc822": ".eml", "application/pdf": ".pdf", "text/plain": ".txt"}
    main, _slash, sub = kind.partition("/")
    guessed = f".{sub}" if main == "image" and sub.isalnum() else ""
    return f"{number}{endings.get(kind, guessed)}"


def _shortened(name: str) -> str:
    if len(name) <= _NAME_LENGTH:
        return name
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > 10:
        return name[:_NAME_LENGTH]
    return f"{stem[: _NAME_LENGTH - len(ending) - 1]}.{ending}"


def _tidy(text: str) -> str:
    text = normalise(text).replace("\x0b", "\n")
    text = _BLANK_LINES.sub("\n\n", _TRAILING.sub("", text)).strip()
    return text[:MAX_TEXT]
