"""The Content-Security-Policy of public pages, with the hosts that other settings bring along."""

from __future__ import annotations

from urllib.parse import urlsplit

from .. import conf


def public_policy() -> str:
    """The policy of the settings; where a map asks another host, that host is allowed and no other.

    Tiles are images; the outline is fetched by the script. An empty policy stays empty: then none
    is sent. An address that ``govportal.E004`` refuses adds nothing.
    """
    policy = conf.CSP_PUBLIC
    # Of several hosts that take turns ("https://{s}.tiles.example/") every one is asked.
    tiles = conf.MAP_TILES.replace("{s}", "*")
    return _with_host(_with_host(policy, "img-src", tiles), "connect-src", conf.MAP_OUTLINE)


def _with_host(policy: str, directive: str, address: str) -> str:
    """The policy in which ``directive`` also allows the host of ``address``, if it names one."""
    parts = urlsplit(address)
    if not policy or parts.scheme != "https" or not parts.netloc:
        return policy
    origin = f"https://{parts.netloc}"
    rules: dict[str, list[str]] = {
        words[0].lower(): words[1:] for rule in policy.split(";") if (words := rule.split())
    }
    # What a policy does not name follows its default; naming it must not take that away.
    sources = rules.get(directive, rules.get("default-src"))
    if sources is None or "*" in sources or origin in sources:
        return policy
    rules[directive] = [source for source in sources if source != "'none'"] + [origin]
    return "; ".join(" ".join([name, *values]) for name, values in rules.items())
