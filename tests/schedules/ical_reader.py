"""A reader of iCalendar files that knows nothing of the library that wrote them (RFC 5545)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_LINE = re.compile(
    r'(?P<name>[A-Za-z0-9-]+)(?P<params>(?:;[A-Za-z0-9-]+=(?:"[^"]*"|[^";:,]+))*):(?P<value>.*)',
    re.DOTALL,
)
_ESCAPED = re.compile(r"\\(.)")


@dataclass
class Component:
    """A component with its properties and parts."""

    name: str
    properties: dict[str, list[tuple[dict[str, str], str]]] = field(default_factory=dict)
    parts: list[Component] = field(default_factory=list)

    def one(self, name: str) -> str:
        """The value of a property that stands there exactly once."""
        ((_parameters, value),) = self.properties[name]
        return value

    def parameters(self, name: str) -> dict[str, str]:
        """The parameters of such a property."""
        ((parameters, _value),) = self.properties[name]
        return parameters

    def text(self, name: str) -> str:
        """A TEXT value without its escapes."""
        return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], self.one(name))

    def named(self, name: str) -> list[Component]:
        """The parts of a kind."""
        return [part for part in self.parts if part.name == name]


def read(content: bytes) -> Component:
    """The calendar in a file; an AssertionError tells where it breaks the format."""
    assert content.endswith(b"\r\n")
    physical = content[:-2].split(b"\r\n")
    for line in physical:
        assert b"\n" not in line
        assert b"\r" not in line
        assert len(line) <= 75, line
        line.decode()  # no character is cut in two
    logical: list[str] = []
    for line in physical:
        if line[:1] in (b" ", b"\t"):
            logical[-1] += line[1:].decode()
        else:
            logical.append(line.decode())
    stack = [Component("")]
    for text in logical:
        found = _LINE.fullmatch(text)
        assert found, text
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f]", text), text
        name, value = found["name"].upper(), found["value"]
        if name == "BEGIN":
            stack.append(Component(value))
        elif name == "END":
            done = stack.pop()
            assert done.name == value
            stack[-1].parts.append(done)
        else:
            pairs = (each.partition("=") for each in found["params"].split(";")[1:])
            parameters = {key.upper(): text_.strip('"') for key, _sign, text_ in pairs}
            stack[-1].properties.setdefault(name, []).append((parameters, value))
    assert len(stack) == 1
    (calendar,) = stack[0].parts
    assert calendar.name == "VCALENDAR"
    return calendar
