"""What a change of policy would do to the register: cases for amounts, rules that would break."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from linli.policy.data import (
    ChangeState,
    Effect,
    Example,
    PolicyBook,
    Preview,
    PreviewChange,
    Rule,
    Sample,
    Vocabulary,
)
from linli.registry.models import Compound, CompoundTrait, ServiceContract
from linli.registry.selectors.words import CLASS, CLASS_REQUIRES_SERVICE, ITEMS, MODE, NATURE

MOST_LISTED = 200


def samples(district: str) -> Iterator[Sample]:
    """Every compound of a district with the facts calculations ask for. One query."""
    rows = Compound.objects.filter(district=district).order_by("community_id", "id")
    for public_id, name, area, households in rows.values_list(
        "public_id", "name", "area", "households"
    ):
        facts: dict[str, object] = {}
        if area:
            facts["area"] = Decimal(area).scaleb(-2)
        if households:
            facts["total_households"] = households
        if facts:
            yield Sample(name, facts, reverse("registry:compound", args=[public_id]))


def failing_rules(change: Preview) -> Iterator[PreviewChange]:
    """Compounds and contracts that would break a rule, or no longer break one."""
    yield from _class_without_service(change)
    yield from _unknown_words(change)


def _class_without_service(change: Preview) -> Iterator[PreviewChange]:
    """Compounds of a class that needs service in place, without any. At most two queries."""
    before = _blocked_class(change.before, change)
    after = _blocked_class(change.after, change)
    if before == after:
        return
    for code, state in ((after, ChangeState.BREAKS), (before, ChangeState.MENDED)):
        if code is None:
            continue
        rows = (
            Compound.objects.filter(district=change.district)
            .uncovered_on(change.on)
            .of_class(code, change.on)
            .order_by("community_id", "id")
        )
        found = list(rows.values_list("public_id", "name"))
        if found:
            book = change.after if state is ChangeState.BREAKS else change.before
            rule = book.provision(Rule, CLASS_REQUIRES_SERVICE, on=change.on)
            yield _breach(rule.body.message.in_language(_language()), state, found)


def _blocked_class(book: PolicyBook, change: Preview) -> str | None:
    rule = book.find(Rule, CLASS_REQUIRES_SERVICE, on=change.on)
    if rule is None or rule.body.effect is not Effect.BLOCK:
        return None
    return rule.body.when.get("class")


def _breach(subject: str, state: ChangeState, compounds: list[tuple[object, str]]) -> PreviewChange:
    breaks = state is ChangeState.BREAKS
    words = (_("keeps the rule"), _("breaks the rule"))
    return PreviewChange(
        subject=subject,
        before=words[not breaks],
        after=words[breaks],
        state=state,
        count=len(compounds),
        examples=tuple(
            Example(name, reverse("registry:compound", args=[public_id]))
            for public_id, name in compounds[:MOST_LISTED]
        ),
    )


# --- words in use that the policy would no longer know --------------------------------------------


def _unknown_words(change: Preview) -> Iterator[PreviewChange]:
    """Codes the register uses and the policy would have no word for. One query per vocabulary."""
    for key in (CLASS, NATURE, MODE, ITEMS):
        before, after = (_terms(book, key, change) for book in (change.before, change.after))
        gone = before - after
        if not gone:
            continue
        for code, count in sorted(_in_use(key, change.district).items()):
            if code in gone:
                subject = _("%(word)s is in use and would be no word of the policy any more")
                yield PreviewChange(
                    subject=subject % {"word": _word(change, key, code)},
                    before=pgettext("policy word", "known"),
                    after=pgettext("policy word", "unknown"),
                    state=ChangeState.BREAKS,
                    count=count,
                )


def _terms(book: PolicyBook, key: str, change: Preview) -> frozenset[str]:
    found = book.find(Vocabulary, key, on=change.on)
    return frozenset(term.code for term in found.body.terms) if found else frozenset()


def _word(change: Preview, key: str, code: str) -> str:
    found = change.before.find(Vocabulary, key, on=change.on)
    term = found.body.term(code) if found else None
    return term.label.in_language(_language()) if term else code


def _in_use(key: str, district: str) -> dict[str, int]:
    """How often the register uses each code of a vocabulary."""
    open_contracts = ServiceContract.objects.filter(district=district, ended_on__isnull=True)
    if key == CLASS:
        traits = CompoundTrait.objects.filter(
            district=district, trait="class", valid_to__isnull=True
        )
        return _counted(traits.values_list("value").annotate(n=Count("id")))
    if key == ITEMS:
        lists = open_contracts.values_list("service_items", flat=True)
        return dict(Counter(code for items in lists for code in items))
    field = "nature" if key == NATURE else "mode"
    return _counted(open_contracts.values_list(field).annotate(n=Count("id")))


def _counted(rows: Iterable[tuple[str, int]]) -> dict[str, int]:
    return dict(rows)


def _language() -> str:
    return get_language() or "zh"
