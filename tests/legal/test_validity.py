"""Whether a document is in force follows from days and relations alone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from govportal_wagtail.legal.models import (
    RegisterEntry,
    RelationKind,
    RelationScope,
    Validity,
)
from govportal_wagtail.legal.validity import (
    ActingDocument,
    DocumentFacts,
    IncomingRelation,
    OwnEnding,
    boundaries,
    findings,
    timeline,
    validity_on,
)
from tests import builders

DAY = timedelta(days=1)
ISSUED = date(2020, 1, 1)
EFFECTIVE = date(2020, 2, 1)
ACT = date(2025, 6, 1)
FACTS = DocumentFacts("b", issued_on=ISSUED, effective_on=EFFECTIVE)


def acting(key: str = "a", **values) -> ActingDocument:
    values.setdefault("issued_on", date(2025, 5, 1))
    values.setdefault("effective_on", ACT)
    return ActingDocument(key, **values)


def relation(kind: RelationKind, by: ActingDocument | None = None, **values) -> IncomingRelation:
    return IncomingRelation(kind, by or acting(), **values)


def code(facts: DocumentFacts, relations: list[IncomingRelation], day: date) -> Validity:
    return validity_on(facts, relations, day).code


class OwnDatesTests:
    def test_before_its_first_day_a_document_is_not_yet_in_force(self):
        assert code(FACTS, [], EFFECTIVE - DAY) == Validity.NOT_YET

    def test_on_its_first_day_a_document_is_in_force(self):
        result = validity_on(FACTS, [], EFFECTIVE)
        assert (result.code, result.since) == (Validity.IN_FORCE, EFFECTIVE)

    def test_the_expiry_day_is_the_first_day_without_effect(self):
        facts = DocumentFacts("b", effective_on=EFFECTIVE, expires_on=ACT)
        assert code(facts, [], ACT - DAY) == Validity.IN_FORCE
        result = validity_on(facts, [], ACT)
        assert (result.code, result.since, result.causes) == (Validity.EXPIRED, ACT, ())

    def test_without_a_day_of_effect_the_state_is_unknown(self):
        assert code(DocumentFacts("b", issued_on=ISSUED), [], ACT) == Validity.UNKNOWN

    def test_a_draft_is_a_draft_whatever_its_days_say(self):
        facts = DocumentFacts("b", effective_on=EFFECTIVE, expires_on=EFFECTIVE, is_draft=True)
        assert code(facts, [], ACT) == Validity.DRAFT

    def test_what_an_editor_set_by_hand_comes_first(self):
        facts = DocumentFacts("b", effective_on=EFFECTIVE, override="obsolete", is_draft=True)
        result = validity_on(facts, [relation(RelationKind.REPEALS)], ACT)
        assert (result.code, result.is_override) == (Validity.OBSOLETE, True)


class EffectTests:
    @pytest.mark.parametrize("kind", [RelationKind.REPLACES, RelationKind.REPEALS])
    def test_a_whole_replacement_or_repeal_ends_the_document_on_the_day_of_effect(self, kind):
        done = relation(kind)
        assert code(FACTS, [done], ACT - DAY) == Validity.IN_FORCE
        result = validity_on(FACTS, [done], ACT)
        assert (result.code, result.since, result.causes) == (Validity.EXPIRED, ACT, (done,))

    @pytest.mark.parametrize("kind", [RelationKind.REPLACES, RelationKind.REPEALS])
    def test_a_partial_replacement_or_repeal_ends_it_in_part(self, kind):
        done = relation(kind, scope=RelationScope.ARTICLES, articles="Điều 5")
        assert code(FACTS, [done], ACT) == Validity.PARTLY_EXPIRED

    def test_an_amendment_ends_it_in_part(self):
        result = validity_on(FACTS, [relation(RelationKind.AMENDS)], ACT + DAY)
        assert (result.code, result.since) == (Validity.PARTLY_EXPIRED, ACT)

    def test_the_day_of_the_relation_beats_the_day_of_the_acting_document(self):
        done = relation(RelationKind.REPEALS, effective_on=date(2026, 1, 1))
        assert code(FACTS, [done], date(2025, 12, 31)) == Validity.IN_FORCE
        assert code(FACTS, [done], date(2026, 1, 1)) == Validity.EXPIRED

    def test_without_a_day_of_effect_the_day_of_issue_counts(self):
        by = acting(effective_on=None)
        assert code(FACTS, [relation(RelationKind.REPEALS, by)], date(2025, 5, 1)) == "expired"

    def test_without_any_day_nothing_happens_and_it_is_reported(self):
        done = relation(RelationKind.REPEALS, acting(effective_on=None, issued_on=None))
        assert code(FACTS, [done], ACT) == Validity.IN_FORCE
        assert [finding.code for finding in findings(FACTS, [done])] == ["undated"]

    @pytest.mark.parametrize("values", [{"is_draft": True}, {"is_published": False}])
    def test_a_draft_or_an_unpublished_document_has_no_effect(self, values):
        assert code(FACTS, [relation(RelationKind.REPEALS, acting(**values))], ACT) == "in_force"

    def test_an_effect_after_the_acting_document_ended_never_comes(self):
        done = relation(RelationKind.REPEALS, acting(ended_on=ACT - DAY))
        assert code(FACTS, [done], ACT) == Validity.IN_FORCE
        assert [finding.code for finding in findings(FACTS, [done])] == ["void"]

    def test_the_end_of_the_acting_document_does_not_revive_what_it_repealed(self):
        done = relation(RelationKind.REPEALS, acting(ended_on=ACT + 9 * DAY))
        assert code(FACTS, [done], ACT + 30 * DAY) == Validity.EXPIRED

    @pytest.mark.parametrize(
        "kind", [k for k in RelationKind if k not in ("amends", "replaces", "repeals")]
    )
    def test_other_relations_never_end_a_document(self, kind):
        assert code(FACTS, [relation(kind)], ACT) in (Validity.IN_FORCE, Validity.SUSPENDED)


class SuspensionTests:
    @pytest.mark.parametrize("kind", [RelationKind.SUSPENDS, RelationKind.SUSPENDS_EXECUTION])
    def test_a_suspension_holds_until_the_suspending_document_ends(self, kind):
        done = relation(kind, acting(ended_on=ACT + 10 * DAY))
        assert code(FACTS, [done], ACT) == Validity.SUSPENDED
        assert code(FACTS, [done], ACT + 9 * DAY) == Validity.SUSPENDED
        result = validity_on(FACTS, [done], ACT + 10 * DAY)
        assert (result.code, result.since) == (Validity.IN_FORCE, ACT + 10 * DAY)

    def test_suspensions_that_touch_are_one(self):
        first = relation(RelationKind.SUSPENDS, acting(ended_on=ACT + 10 * DAY))
        second = relation(
            RelationKind.SUSPENDS, acting("c", ended_on=None), effective_on=ACT + 10 * DAY
        )
        result = validity_on(FACTS, [second, first], ACT + 20 * DAY)
        assert (result.code, result.since, result.causes) == ("suspended", ACT, (second,))

    def test_the_suspension_of_some_articles_leaves_the_document_in_force(self):
        done = relation(RelationKind.SUSPENDS, scope=RelationScope.ARTICLES, articles="Điều 3")
        assert code(FACTS, [done], ACT) == Validity.IN_FORCE
        assert "partly_suspended" in [event.code for event in timeline(FACTS, [done])]

    def test_between_two_suspensions_the_document_is_in_force(self):
        first = relation(RelationKind.SUSPENDS, acting(ended_on=ACT + 5 * DAY))
        second = relation(RelationKind.SUSPENDS, acting("c"), effective_on=ACT + 50 * DAY)
        assert code(FACTS, [first, second], ACT + 20 * DAY) == Validity.IN_FORCE
        stored = boundaries(FACTS, [first, second], ACT + 20 * DAY)
        assert (stored.suspended_from, stored.suspended_until) == (ACT + 50 * DAY, None)


class CircleTests:
    def test_of_two_documents_that_replace_each_other_the_later_replacement_is_believed(self):
        later = ACT + 100 * DAY
        winner = DocumentFacts("b", ISSUED, EFFECTIVE, endings=(OwnEnding("a", later),))
        loser = DocumentFacts("a", ISSUED, EFFECTIVE, endings=(OwnEnding("b", ACT),))
        incoming = relation(RelationKind.REPLACES, acting("a"))
        outgoing = relation(RelationKind.REPLACES, acting("b", effective_on=later))
        assert code(winner, [incoming], later) == Validity.IN_FORCE
        assert code(loser, [outgoing], later) == Validity.EXPIRED
        assert [f.code for f in findings(winner, [incoming])] == ["circular"]
        assert [f.code for f in findings(loser, [outgoing])] == ["circular"]

    def test_on_equal_days_exactly_one_of_the_two_ends(self):
        first = DocumentFacts("b", ISSUED, EFFECTIVE, endings=(OwnEnding("a", ACT),))
        second = DocumentFacts("a", ISSUED, EFFECTIVE, endings=(OwnEnding("b", ACT),))
        by_a = relation(RelationKind.REPLACES, acting("a", issued_on=ISSUED))
        by_b = relation(RelationKind.REPLACES, acting("b", issued_on=ISSUED))
        states = {code(first, [by_a], ACT), code(second, [by_b], ACT)}
        assert states == {Validity.IN_FORCE, Validity.EXPIRED}

    def test_a_document_does_nothing_to_itself(self):
        done = relation(RelationKind.REPLACES, acting("b"))
        assert code(FACTS, [done], ACT) == Validity.IN_FORCE
        assert [finding.code for finding in findings(FACTS, [done])] == ["circular"]


class TimelineTests:
    def test_events_come_in_order_of_their_days(self):
        relations = [
            relation(RelationKind.REPLACES, acting("r"), effective_on=date(2026, 1, 1)),
            relation(RelationKind.AMENDS, acting("m"), effective_on=date(2022, 1, 1)),
            relation(
                RelationKind.SUSPENDS,
                acting("s", ended_on=date(2023, 6, 1)),
                effective_on=date(2023, 1, 1),
            ),
            relation(RelationKind.BASED_ON),
        ]
        events = [(event.on, event.code) for event in timeline(FACTS, relations)]
        assert events == [
            (ISSUED, "issued"),
            (EFFECTIVE, "in_force"),
            (date(2022, 1, 1), "amended"),
            (date(2023, 1, 1), "suspended"),
            (date(2023, 6, 1), "resumed"),
            (date(2026, 1, 1), "replaced"),
        ]

    def test_what_has_no_effect_is_not_told(self):
        done = relation(RelationKind.REPEALS, acting(is_draft=True))
        assert [event.code for event in timeline(FACTS, [done])] == ["issued", "in_force"]


days = st.dates(date(2019, 12, 25), date(2020, 3, 10))
maybe_days = st.none() | days
actors = st.builds(
    ActingDocument,
    key=st.sampled_from("abcde"),
    issued_on=maybe_days,
    effective_on=maybe_days,
    ended_on=maybe_days,
    is_published=st.booleans(),
    is_draft=st.booleans(),
)
incoming_relations = st.lists(
    st.builds(
        IncomingRelation,
        kind=st.sampled_from(RelationKind),
        by=actors,
        scope=st.sampled_from(RelationScope),
        effective_on=maybe_days,
    ),
    max_size=6,
)
all_facts = st.builds(
    DocumentFacts,
    key=st.sampled_from("ab"),
    issued_on=maybe_days,
    effective_on=maybe_days,
    expires_on=maybe_days,
    is_draft=st.booleans(),
    override=st.sampled_from(["", "", "", *Validity.values]),
    endings=st.lists(
        st.builds(OwnEnding, target_key=st.sampled_from("abc"), on=days), max_size=2
    ).map(tuple),
)


@given(all_facts, incoming_relations, days)
def test_a_state_begins_on_the_day_it_names(facts, relations, day):
    result = validity_on(facts, relations, day)
    if result.since is not None:
        assert result.since <= day
        assert code(facts, relations, result.since) == result.code
        before = validity_on(facts, relations, result.since - DAY)
        assert (before.code, before.since) != (result.code, result.since)


@given(all_facts, incoming_relations, days)
def test_the_order_of_relations_does_not_matter(facts, relations, day):
    there = validity_on(facts, relations, day)
    back = validity_on(facts, relations[::-1], day)
    assert (there.code, there.since, set(there.causes)) == (back.code, back.since, set(back.causes))
    assert timeline(facts, relations) == timeline(facts, relations[::-1])


@given(all_facts, incoming_relations)
def test_once_expired_a_document_stays_expired(facts, relations):
    states = [code(facts, relations, date(2019, 12, 20) + n * DAY) for n in range(90)]
    if Validity.EXPIRED in states:
        assert set(states[states.index(Validity.EXPIRED) :]) == {Validity.EXPIRED}


@pytest.fixture
def entry(db) -> RegisterEntry:
    library = builders.make_library(builders.make_site().root_page)
    page = builders.make_document(library)
    return RegisterEntry.objects.get(pk=page.pk)


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(all_facts, incoming_relations, days)
def test_the_register_tells_the_same_state_as_the_rules(entry, facts, relations, today):
    stored = boundaries(facts, relations, today)
    RegisterEntry.objects.filter(pk=entry.pk).update(
        is_draft=facts.is_draft,
        status_override=facts.override,
        effective_on=facts.effective_on,
        ended_on=stored.ended_on,
        partly_ended_on=stored.partly_ended_on,
        suspended_from=stored.suspended_from,
        suspended_until=stored.suspended_until,
    )
    # One suspension fits in a row: with several, today is what must be right.
    several = sum(event.code == "resumed" for event in timeline(facts, relations)) > 0
    for day in [today] if several else [date(2019, 12, 28) + n * DAY for n in range(0, 80, 4)]:
        asked = RegisterEntry.objects.with_status(on=day).get(pk=entry.pk)
        assert asked.status == code(facts, relations, day), day


def test_suspension_with_a_last_day_ends_the_day_after():
    facts = DocumentFacts("a", issued_on=date(2026, 1, 1), effective_on=date(2026, 1, 1))
    by = ActingDocument("b", issued_on=date(2026, 9, 18), effective_on=date(2026, 9, 21))
    suspension = IncomingRelation("suspends", by, last_day=date(2027, 3, 31))
    states = [
        validity_on(facts, [suspension], day).code
        for day in (date(2026, 9, 20), date(2026, 9, 21), date(2027, 3, 31), date(2027, 4, 1))
    ]
    assert states == ["in_force", "suspended", "suspended", "in_force"]
    stored = boundaries(facts, [suspension], today=date(2026, 10, 1))
    assert stored.suspended_until == date(2027, 4, 1)
