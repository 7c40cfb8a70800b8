"""Requests and a database server that went away and came back."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections

from tests import make
from tests.conftest import superuser


def cut_all() -> None:
    """End every session of this database, as its server does when it goes."""
    name = connection.settings_dict["NAME"]
    with superuser("postgres") as server:
        server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])


@pytest.mark.django_db(transaction=True)
def test_the_first_request_after_the_database_restarted_is_answered(client):
    person = make.member(make.organisation())
    client.force_login(person.user)
    assert client.get("/riverside/").status_code == 200
    connection.close()  # as at the end of a request: it goes back into the pool
    cut_all()
    assert client.get("/riverside/").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_so_it_is_when_many_connections_lay_in_the_pool(client):
    person = make.member(make.organisation())
    client.force_login(person.user)
    connection.close()
    together = Barrier(7)

    def one_of_many(_number):
        connections["default"].ensure_connection()
        together.wait()
        connections["default"].close()

    with ThreadPoolExecutor(together.parties) as crowd:
        list(crowd.map(one_of_many, range(together.parties)))
    cut_all()
    assert client.get("/riverside/").status_code == 200
