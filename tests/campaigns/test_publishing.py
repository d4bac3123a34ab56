"""What becomes public of a campaign, and what never does."""

from __future__ import annotations

import json

import pytest

from linli.campaigns import services
from linli.disclosure import selectors as disclosure
from linli.disclosure.data import PublicationKind
from linli.kernel.errors import Forbidden
from linli.registry.data import NewEnterprise
from tests import personas
from tests.campaigns.campaign import AT, DISTRICT, TODAY, task, task_id, terms


@pytest.fixture
def served_now(district: None) -> None:
    """One more compound has its provider, with a person and a telephone in the contract."""
    services.register_entry(
        actor=personas.actor("shancheng"),
        at=AT,
        task=task_id("福源公寓"),
        enterprise=NewEnterprise(name="测试物业服务有限公司"),
        terms=terms(),
    )


@pytest.mark.clause("ST-1.1", "ST-3.2b")
def test_communities_and_compounds_become_public_persons_do_not(served_now: None) -> None:
    officer = personas.actor("qu-zhujian")
    published = services.publish_coverage(actor=officer, at=AT)
    items = {item.name: item.data for item in disclosure.items_of(published)}
    assert items["梅园社区"]["covered"] == 3
    assert items["福源公寓"]["enterprise"] == "测试物业服务有限公司"
    assert items["福源公寓"]["since"] == TODAY.isoformat()
    said = json.dumps(list(items.values()), ensure_ascii=False)
    assert "测试甲" not in said
    assert "0632" not in said
    assert len(items) == 4 + 41 - 1  # 紫薇社区 is a community and a compound


@pytest.mark.clause("ST-1.1")
def test_publishing_anew_replaces_the_former_publication(served_now: None) -> None:
    before = disclosure.latest(PublicationKind.COVERAGE, DISTRICT, TODAY)
    published = services.publish_coverage(actor=personas.actor("qu-zhujian"), at=AT)
    after = disclosure.latest(PublicationKind.COVERAGE, DISTRICT, TODAY)
    assert before is not None
    assert after is not None
    assert (after.pk, before.pk) == (published.pk, before.pk)
    assert after.pk != before.pk


def test_the_draft_says_what_would_be_published_and_publishes_nothing(served_now: None) -> None:
    officer = personas.actor("qu-zhujian")
    before = disclosure.publications_visible_to(officer).count()
    draft = services.draft_coverage(actor=officer, at=AT)
    assert "41个住宅小区中21个已有物业服务，覆盖率51.22%" in draft.lead
    assert len(draft.items) == 45
    assert disclosure.publications_visible_to(officer).count() == before


@pytest.mark.parametrize("login", ["shancheng", "qu-lingdao", "meiyuan"])
def test_only_the_housing_authority_publishes(district: None, login: str) -> None:
    with pytest.raises(Forbidden):
        services.publish_coverage(actor=personas.actor(login), at=AT)


def test_the_compound_that_carries_a_communitys_name_stays_a_compound(district: None) -> None:
    draft = services.draft_coverage(actor=personas.actor("qu-zhujian"), at=AT)
    named = {item.key: item.kind for item in draft.items if item.name == "紫薇社区"}
    assert named == {
        "370406001016": "coverage",
        str(task("紫薇社区").compound.public_id): "compound",
    }
