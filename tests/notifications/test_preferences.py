"""What somebody is told by e-mail, chosen on a page."""

import pytest

from notifications import kinds
from tests import make

pytestmark = pytest.mark.django_db


def test_choices_stand_under_what_they_are_about(client):
    maya = make.member(make.organisation("riverside"))
    client.force_login(maya.user)
    groups = client.get("/riverside/notifications/").context["groups"]
    names = [str(name) for name, _choices in groups]
    assert names == sorted(names)
    assert {"Communities", "Development plans", "Meetings", "Partnerships"} <= set(names)
    shown = [kind.name for _name, choices in groups for kind, _wanted in choices]
    assert sorted(shown) == sorted(kind.name for kind in kinds.optional())
