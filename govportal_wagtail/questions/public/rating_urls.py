"""Addresses at which the information on a page is rated."""

from __future__ import annotations

from django.urls import URLPattern, path

from . import rating_views

urlpatterns: list[URLPattern] = [
    path("danh-gia/<int:page_pk>/", rating_views.rating, name="rating"),
    path("danh-gia/<int:page_pk>/cam-on/", rating_views.thanks, name="rating_thanks"),
]
