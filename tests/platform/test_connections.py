"""Requests and a database server that went away and came back."""

import pytest
from django.db import connection

from tests import make
from tests.conftest import _superuser


def cut_all() -> None:
    """End every session of this database, as its server does when it goes."""
    name = connection.settings_dict["NAME"]
    with _superuser("postgres") as server:
        server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])


@pytest.mark.django_db(transaction=True)
def test_the_first_request_after_the_database_restarted_is_answered(client):
    person = make.member(make.organisation())
    client.force_login(person.user)
    assert client.get("/riverside/").status_code == 200
    connection.close()  # as at the end of a request: it goes back into the pool
    cut_all()
    assert client.get("/riverside/").status_code == 200
