"""Addresses of the form for questions and of the page on which a question is followed."""

from __future__ import annotations

from django.urls import URLPattern, path

from . import ask_views, file_views, similar_views, tracking_steps, tracking_views

urlpatterns: list[URLPattern] = [
    path("hoi-dap/gui-cau-hoi/", ask_views.ask, name="ask"),
    path("hoi-dap/da-gui/", ask_views.sent, name="sent"),
    path("hoi-dap/tuong-tu/", similar_views.similar, name="similar"),
    path("hoi-dap/theo-doi/", tracking_views.tracking, name="tracking"),
    path("hoi-dap/theo-doi/ket-qua/", tracking_views.result, name="tracking_result"),
    path("hoi-dap/theo-doi/phan/", tracking_views.part, name="tracking_part"),
    path("hoi-dap/theo-doi/xong/", tracking_views.leave, name="tracking_leave"),
    path("hoi-dap/theo-doi/bo-sung/", tracking_steps.add, name="tracking_add"),
    path("hoi-dap/theo-doi/rut/", tracking_steps.withdraw, name="tracking_withdraw"),
    path("hoi-dap/theo-doi/dong-y/", tracking_steps.consents, name="tracking_consents"),
    path("hoi-dap/theo-doi/danh-gia/", tracking_steps.rate, name="tracking_rate"),
    path(
        "hoi-dap/theo-doi/tep/<str:kind>/<int:pk>/",
        file_views.tracking_file,
        name="tracking_file",
    ),
]
