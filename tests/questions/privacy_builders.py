"""Builders for what is kept of a person and what is published of a question."""

from __future__ import annotations

from typing import Any

from wagtail.models import Page

from govportal_wagtail.questions.models import Question, QuestionIndexPage, QuestionPage


def index_page_of(portal_site: Any) -> QuestionIndexPage:
    """The section of questions and answers of the site."""
    home: Page = portal_site.site.root_page
    found = QuestionIndexPage.objects.descendant_of(home).first()
    if found is None:
        found = home.add_child(instance=QuestionIndexPage(title="Hỏi - Đáp", slug="hoi-dap"))
    return found


def publish_page(question: Question, **fields: Any) -> QuestionPage:
    """The published question and answer, without personal data, as the screen leaves it."""
    values = {
        "title": "Thời hạn cấp đổi giấy chứng nhận",
        "slug": f"hoi-dap-{question.pk}",
        "question": "Người hỏi muốn biết thời hạn cấp đổi giấy chứng nhận.",
        "answer": "<p>Thời hạn là bảy ngày làm việc.</p>",
        "topic": question.topic,
        "agency": question.agency,
        "asked_on": question.received_on,
        "answered_on": question.received_on,
        "live": False,
        **fields,
    }
    page = index_page_of(question.portal_site).add_child(instance=QuestionPage(**values))
    question.page = page
    question.save(update_fields=["page"])
    page.save_revision().publish()
    page.refresh_from_db()
    return page
