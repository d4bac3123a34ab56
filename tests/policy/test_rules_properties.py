"""Properties of dated lookup: no day without or with two, the lower layer wins, always the same."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from linli.kernel.explain import Citation
from linli.kernel.periods import DatePeriod
from linli.policy import rules
from linli.policy.data import UNSET, Answer, Duty, HolidayShift, Target, Text
from linli.policy.data.bodies import Row
from linli.policy.rules import DatedAnswer, Entry, LayerHistory, LayerRelease, Policy
from linli.territory.data import BodyKind

WORDS = Text(zh="甲", en="A")
FIRST = date(2020, 1, 1)
days = st.integers(0, 400).map(lambda n: FIRST + timedelta(days=n))
cuts = st.lists(days, min_size=1, max_size=6, unique=True).map(sorted)


def target(value: str) -> Target:
    return Target.model_validate(
        {
            "label": WORDS,
            "unit": "share",
            "values": [{"by": "2020-12-31", "value": value}],
            "compare_places": "2",
            "rounding": "half_up",
        }
    )


DUTY = Duty.model_validate(
    {
        "label": WORDS,
        "by": BodyKind.STREET_TOWN,
        "each": "street",
        "receiver": WORDS,
        "recurrence": "FREQ=DAILY",
        "fulfilled_by": "a.b",
        "holiday_shift": "unset",
    }
)


def entry(layer: str, row: Row, start: date, end: date | None, kind: str = "target") -> Entry:
    return Entry(kind, "key", DatePeriod(start, end), row, Citation(layer, layer, layer))


def joined(starts: list[date], layer: str) -> tuple[Entry, ...]:
    """One value per stretch, each ending where the next begins; the last has no end."""
    ends: list[date | None] = [*starts[1:], None]
    return tuple(
        entry(layer, target(f"0.{i + 1}"), start, end)
        for i, (start, end) in enumerate(zip(starts, ends, strict=True))
    )


def release(
    layer: str, entries: tuple[Entry, ...], since: date = FIRST, kind: str = "target"
) -> LayerRelease:
    return LayerRelease(layer, f"{layer}@{since}", since, {(kind, "key"): entries})


def policy(*layers: LayerHistory, answers: tuple[DatedAnswer, ...] = ()) -> Policy:
    return Policy("370406", layers, answers)


@given(cuts, days)
def test_joined_values_give_every_day_exactly_one(starts: list[date], day: date) -> None:
    entries = joined(starts, "st")
    assert list(rules.seams([e.period for e in entries])) == []
    holding = rules.entries_on(release("st", entries), "target", "key", day)
    assert len(holding) == (1 if day >= starts[0] else 0)


@given(cuts, st.integers(0, 5), st.integers(1, 30))
def test_a_moved_end_is_found(starts: list[date], which: int, shift: int) -> None:
    """Ending a value earlier leaves a gap, later an overlap: exactly one seam speaks up."""
    if len(starts) < 2:
        return
    which %= len(starts) - 1
    periods = [e.period for e in joined(starts, "st")]
    moved = starts[which + 1] + timedelta(days=shift)
    periods[which] = DatePeriod(starts[which], moved)
    assert ("overlap", which, which + 1) in list(rules.seams(periods))
    early = starts[which + 1] - timedelta(days=shift)
    if early > starts[which]:
        periods[which] = DatePeriod(starts[which], early)
        assert list(rules.seams(periods)) == [("gap", which, which + 1)]


@given(st.permutations(range(4)))
def test_seams_do_not_depend_on_the_order_written(order: list[int]) -> None:
    starts = [FIRST + timedelta(days=10 * n) for n in range(4)]
    periods = [e.period for e in joined(starts, "st")]
    assert list(rules.seams([periods[n] for n in order])) == []


@given(cuts, cuts, days)
def test_the_lower_layer_wins_and_names_the_other(
    lower: list[date], higher: list[date], day: date
) -> None:
    stack = policy(
        LayerHistory("st", (release("st", joined(lower, "st")),)),
        LayerHistory("sd", (release("sd", joined(higher, "sd")),)),
    )
    found = stack.find(Target, "key", on=day)
    speaks_low, speaks_high = day >= lower[0], day >= higher[0]
    if not (speaks_low or speaks_high):
        assert found is None
        return
    assert found is not None
    assert found.citation.clause == ("st" if speaks_low else "sd")
    overridden = [citation.clause for citation in found.overrides]
    assert overridden == (["sd"] if speaks_low and speaks_high else [])


@given(cuts, days)
def test_resolving_twice_gives_the_same(starts: list[date], day: date) -> None:
    layers = LayerHistory("st", (release("st", joined(starts, "st")),))
    once, again = policy(layers), policy(layers)
    assert once.find(Target, "key", on=day) is once.find(Target, "key", on=day)
    assert once.find(Target, "key", on=day) == again.find(Target, "key", on=day)


@given(cuts, days)
def test_a_new_release_leaves_earlier_days_alone(since: list[date], day: date) -> None:
    """Whatever is activated later, a day is read under the release that governed it."""
    releases = tuple(release("st", joined([FIRST], "st"), start) for start in since)
    for count in range(1, len(releases) + 1):
        governing = LayerHistory("st", releases[:count]).on(day)
        assert governing is not None
        if count < len(releases) and day < since[count]:
            assert governing == LayerHistory("st", releases).on(day)


@given(st.lists(st.tuples(days, st.sampled_from(list(HolidayShift))), max_size=6), days)
def test_the_answer_of_a_day_is_the_latest_begun(
    given_answers: list[tuple[date, HolidayShift]], day: date
) -> None:
    answers = tuple(
        DatedAnswer("duty", "key", order, Answer("holiday_shift", shift.value, since, "r", "d"))
        for order, (since, shift) in enumerate(given_answers)
    )
    history = LayerHistory(
        "st", (release("st", (entry("st", DUTY, FIRST, None, "duty"),), kind="duty"),)
    )
    found = policy(history, answers=answers).provision(Duty, "key", on=day)
    begun = [
        (since, order, shift) for order, (since, shift) in enumerate(given_answers) if since <= day
    ]
    assert found.body.holiday_shift == (max(begun)[2] if begun else UNSET)
    assert found.unset == (() if begun else ("holiday_shift",))
