"""Which profile a site follows, on which day."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Site

from .. import conf
from . import catalogue
from .models import RegulationSettings
from .schema import Profile


def adopted_code(site: Site | None = None) -> str:
    """The code chosen for the site, else for the default site, else by the project's setting.

    A code whose file is gone counts as not chosen; the start-up checks say so.
    """
    known = catalogue.profiles()
    for each in (site, Site.objects.filter(is_default_site=True).first()):
        # Not ``for_site``: it would write a row for whoever reads a public page first.
        chosen = RegulationSettings.objects.filter(site=each) if each else None
        code = chosen.values_list("profile", flat=True).first() if chosen is not None else None
        if code in known:
            return str(code)
    return conf.PROFILE if conf.PROFILE in known else catalogue.NATIONAL


def profile_for(site: Site | None = None, *, on: date | None = None) -> Profile:
    """The version of the site's profile that applies on the day; today where none is given."""
    return catalogue.in_force(adopted_code(site), on=on or timezone.localdate())


def adopt(site: Site, code: str) -> bool:
    """Choose a profile for a site, logged; returns whether that changed anything.

    Raises:
        UnknownProfile: if there is no profile with the code.
    """
    catalogue.get(code)
    with transaction.atomic():
        chosen = RegulationSettings.for_site(site)
        if chosen.profile == code:
            return False
        data = {"from": chosen.profile, "to": code}
        chosen.profile = code
        chosen.save()
        log(instance=chosen, action="wagtail.edit", data=data)
    return True
