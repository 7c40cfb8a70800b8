"""Saying things in a community, for tests."""

from typing import Any

from django.test import Client

from cop.actions import threads
from cop.models import Post, Thread
from cop.queries.communities import MemberCommunity, get_community
from organisations.models import Member


def begun(circle: Any, by: Member, **more: Any) -> Thread:
    fields = {"kind": "advice", "title": "How do you say no", "body": "To a *rewrite*"} | more
    with circle.inside(by):
        return threads.begin(community=circle.community, by=by, **fields)


def answered(circle: Any, thread: Thread, by: Member, body: str = "Kindly", **more: Any) -> Post:
    with circle.inside(by):
        return threads.answer(thread=thread, body=body, by=by, **more)


def opening(circle: Any, thread: Thread, by: Member) -> Post:
    with circle.inside(by):
        return Post.objects.with_words().select_related("thread", "community").get(thread=thread, number=0)


def place_of(circle: Any, member: Member) -> MemberCommunity:
    found = get_community(member, circle.community.pk)
    assert found
    return found


def browser(member: Member) -> Client:
    client = Client()
    client.force_login(member.user)
    return client


def url(circle: Any, rest: str = "") -> str:
    return f"/{circle.coordinator.organisation.slug}/communities/{circle.community.pk}/{rest}"
