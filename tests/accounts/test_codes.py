"""One-time codes on paper, accounts in bulk, tokens: what each does and what it refuses."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from kientoan.accounts import actions
from kientoan.accounts.models import SignInCode, User
from kientoan.core import clock
from kientoan.core.access import Refused
from kientoan.core.recording import recorded
from kientoan.orgs import actions as org_actions
from kientoan.orgs.rules.roles import Role
from tests import make

WRONG = "không khớp|do not go together"


@pytest.fixture
def secretary(db: None) -> User:
    """The secretary of a cell, who has no password."""
    cache.clear()
    return make.account("bithu.chibo1")


def test_a_code_signs_in_once(secretary: User) -> None:
    _code, text = actions.hand_out_code(user=secretary, by=make.operator())
    assert actions.use_code(username="bithu.chibo1", text=text.lower().replace("-", " ")) == secretary
    with pytest.raises(Refused, match=WRONG):
        actions.use_code(username="bithu.chibo1", text=text)


def test_a_new_code_ends_the_old_one(secretary: User) -> None:
    _old, first = actions.hand_out_code(user=secretary, by=make.operator())
    _new, second = actions.hand_out_code(user=secretary, by=make.operator())
    with pytest.raises(Refused, match=WRONG):
        actions.use_code(username="bithu.chibo1", text=first)
    assert actions.use_code(username="bithu.chibo1", text=second) == secretary


def test_an_ended_code_and_an_unknown_name_get_the_same_answer(secretary: User) -> None:
    code, text = actions.hand_out_code(user=secretary, by=make.operator())
    with recorded("test.end", by=None):
        SignInCode.objects.filter(pk=code.pk).update(
            made_at=clock.now() - timedelta(days=9), ends_at=clock.now() - timedelta(days=2)
        )
    sentences = set()
    for name in ("bithu.chibo1", "khong.co"):
        with pytest.raises(Refused) as refused:
            actions.use_code(username=name, text=text)
        sentences.add(str(refused.value.sentence))
    assert len(sentences) == 1


def test_a_service_account_gets_no_code(db: None) -> None:
    with pytest.raises(Refused):
        actions.hand_out_code(user=make.operator(), by=make.operator())


def test_the_page_signs_in_and_limits_tries(secretary: User, client: Client) -> None:
    _code, text = actions.hand_out_code(user=secretary, by=make.operator())
    for _n in range(4):
        assert client.post("/accounts/code/", {"username": "bithu.chibo1", "code": "SAI"}).status_code == 200
    answer = client.post("/accounts/code/", {"username": "bithu.chibo1", "code": text})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    for _n in range(2):
        last = client.post("/accounts/code/", {"username": "bithu.chibo1", "code": "SAI"})
    assert last.status_code == 429


def test_accounts_come_in_bulk_with_their_grants_all_or_none(db: None) -> None:
    units = make.city()
    rows = [
        org_actions.Entrant("a1", "Lò Văn Ất", Role.BASE_SECRETARY, "X1"),
        org_actions.Entrant("a2", "Vi Thị Bính", Role.CLERK, "KHONG"),
        org_actions.Entrant("a1", "Trùng", Role.CLERK, "X2"),
    ]
    with pytest.raises(Refused) as refused:
        org_actions.admit(entrants=rows, day=make.START, by=make.operator())
    assert "KHONG" in str(refused.value)
    with pytest.raises(Refused, match="a1"):
        org_actions.admit(entrants=[rows[0], rows[2]], day=make.START, by=make.operator())
    assert not User.objects.filter(username="a1").exists()
    [user] = org_actions.admit(entrants=rows[:1], day=make.START, by=make.operator())
    assert user.grants.get().unit == units["X1"]


def test_a_specialist_makes_accounts_only_within_reach(db: None) -> None:
    units = make.city()
    user = make.grant(make.account("cv"), Role.HEAD, units["H2"])
    org_actions.admit(entrants=[org_actions.Entrant("b1", "Một", Role.CLERK, "X1")], day=clock.today(), by=user)
    with pytest.raises(Refused):
        org_actions.admit(entrants=[org_actions.Entrant("b2", "Hai", Role.CLERK, "P1")], day=clock.today(), by=user)


def test_a_token_is_shown_once_and_can_be_withdrawn(db: None) -> None:
    token, text = actions.make_token(user=make.account("may"), name="kho số liệu", by=make.operator())
    assert text not in repr(vars(token))
    actions.revoke_token(token=token, by=make.operator())
    with pytest.raises(Refused):
        actions.revoke_token(token=token, by=make.operator())
