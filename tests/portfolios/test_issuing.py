"""What an organisation issues, checked as a stranger would: with the specification at hand and nothing of ours."""

import base64
import hashlib
import io
import json
import re
from datetime import UTC, datetime
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from PIL import Image

from organisations import tenancy
from organisations.models import AuditEntry
from portfolios.issuing import keys
from portfolios.models import Confirmation, Credential, SigningKey
from tests import make
from tests.budget import questions
from tests.portfolios.confirming import WORDS, ask, confirm, revoke

PUBLIC = ("issuer", "keys", "key", "revocations", "achievement")


def token_of(pair, **wording):
    confirm(pair, ask(pair, pair.evidence("Canary title", shows="canary-in-evidence"), **wording))
    with pair.inside(pair.maya):
        return Credential.objects.order_by("-issued_at", "-id").first().jwt


@pytest.fixture
def token(pair):
    return token_of(pair)


def part(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def opened(token):
    header, payload, _signature = token.split(".")
    return json.loads(part(header)), json.loads(part(payload))


def fetch(address, **headers):
    """Follow a public address as somebody without an account."""
    return Client(headers=headers).get(urlsplit(address).path)


def number(text):
    return int.from_bytes(part(text))


def verified(token):
    """Check the signature with the key that the header names, fetched from where it says; with cryptography alone."""
    header, _payload = opened(token)
    key = fetch(header["kid"]).json()
    public = rsa.RSAPublicNumbers(number(key["e"]), number(key["n"])).public_key()
    signed, _dot, signature = token.rpartition(".")
    public.verify(part(signature), signed.encode(), padding.PKCS1v15(), hashes.SHA256())
    return key


def addresses_in(token):
    header, payload = opened(token)
    issuer = payload["issuer"]["id"]
    return {
        "issuer": issuer,
        "keys": f"{issuer}keys/",
        "key": header["kid"],
        "revocations": payload["credentialStatus"]["id"],
        "achievement": payload["credentialSubject"]["achievement"]["id"],
    }


def test_the_signature_holds_by_the_published_key(keys_of_full_length, token):
    key = verified(token)
    assert key["kty"] == "RSA"
    assert number(key["n"]).bit_length() == 3072
    assert not {"d", "p", "q", "dp", "dq", "qi"} & set(key)
    assert key in fetch(addresses_in(token)["keys"]).json()["keys"]


def test_the_header_says_what_the_specification_allows_and_no_more(token):
    header, _payload = opened(token)
    assert {name: header[name] for name in ("alg", "typ")} == {"alg": "RS256", "typ": "JWT"}
    assert set(header) == {"alg", "kid", "typ"}


@pytest.mark.parametrize("change", ["name", "issuer", "validFrom", "evidence"])
def test_a_changed_credential_no_longer_holds(token, change):
    header, payload, signature = token.split(".")
    forged = json.loads(part(payload)) | {change: "Other"}
    forged = base64.urlsafe_b64encode(json.dumps(forged).encode()).rstrip(b"=").decode()
    with pytest.raises(InvalidSignature):
        verified(f"{header}.{forged}.{signature}")


def is_uri(value):
    return bool(re.fullmatch(r"(https?://\S+|urn:uuid:[0-9a-f-]{36})", value))


def assert_profile(profile):
    assert is_uri(profile["id"])
    assert "Profile" in profile["type"]
    assert profile["name"]


def test_the_credential_has_what_open_badges_requires(pair, token):
    """Each required property of OpenBadgeCredential, AchievementSubject, Achievement, IdentityObject and Evidence."""
    _header, payload = opened(token)
    assert payload["@context"][0] == "https://www.w3.org/ns/credentials/v2"
    assert re.fullmatch(
        r"https://purl\.imsglobal\.org/spec/ob/v3p0/context(-3\.0\.\d)?\.json", payload["@context"][1]
    )
    assert {"VerifiableCredential", "OpenBadgeCredential"} <= set(payload["type"])
    assert is_uri(payload["id"])
    assert payload["name"] == WORDS["achievement"]
    assert_profile(payload["issuer"])
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", payload["validFrom"])
    subject = payload["credentialSubject"]
    assert is_uri(subject["id"])
    assert "AchievementSubject" in subject["type"]
    achievement = subject["achievement"]
    assert is_uri(achievement["id"])
    assert "Achievement" in achievement["type"]
    assert achievement["name"] == WORDS["achievement"]
    assert achievement["description"] == WORDS["description"]
    assert achievement["criteria"] == {"narrative": WORDS["criteria"]}
    assert_profile(achievement["creator"])
    (identity,) = subject["identifier"]
    assert (identity["type"], identity["hashed"]) == ("IdentityObject", True)
    assert identity["identityType"] == "emailAddress"
    (evidence,) = payload["evidence"]
    assert evidence == {"type": ["Evidence"], "narrative": WORDS["narrative"]}
    assert payload["credentialStatus"]["type"] == "1EdTechRevocationList"
    assert not empties(payload)


def empties(value):
    """What the specification wants left out: nothing, and lists of nothing."""
    if isinstance(value, dict):
        return any(empties(each) for each in value.values())
    if isinstance(value, list):
        return not value or any(empties(each) for each in value)
    return value is None or value == ""


def test_the_tokens_own_claims_repeat_the_credential(token):
    _header, payload = opened(token)
    assert payload["iss"] == payload["issuer"]["id"]
    assert payload["jti"] == payload["id"]
    assert payload["sub"] == payload["credentialSubject"]["id"]
    begins = datetime.fromtimestamp(payload["nbf"], UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert payload["validFrom"] == begins
    assert payload["nbf"] <= datetime.now(UTC).timestamp()


def test_the_recipient_is_a_salted_hash_that_differs_each_time(pair):
    told = [opened(token_of(pair))[1]["credentialSubject"] for _again in range(2)]
    (first,), (second,) = (each["identifier"] for each in told)
    for identity in (first, second):
        known = hashlib.sha256((pair.maya.email + identity["salt"]).encode()).hexdigest()
        assert identity["identityHash"] == f"sha256${known}"
    assert first["salt"] != second["salt"]
    assert told[0]["id"] != told[1]["id"]


def test_nothing_of_the_person_but_the_approved_words_is_in_it(pair):
    token = token_of(pair, narrative="")
    said = json.dumps(opened(token), ensure_ascii=False)
    for word in (pair.maya.display_name, pair.maya.email, "canary", "Ines", str(pair.maya.pk)):
        assert word not in said
    assert "evidence" not in opened(token)[1]


def test_a_picture_carries_the_credential(pair, token):
    with pair.inside(pair.maya):
        held = Confirmation.objects.get()
    path = f"/riverside/portfolio/confirmations/{held.request_id}/credential/png/"
    content = pair.client(pair.maya).get(path).content
    picture = Image.open(io.BytesIO(content))
    assert picture.text == {"openbadgecredential": token}
    assert chunks(content, b"iTXt") == [b"openbadgecredential\0\0\0\0\0" + token.encode()]


def chunks(content, kind):
    """Read a PNG by hand: keyword, uncompressed, no method, no language, no translation, then the text."""
    found, place = [], 8
    while place < len(content):
        size = int.from_bytes(content[place : place + 4])
        if content[place + 4 : place + 8] == kind:
            found.append(content[place + 8 : place + 8 + size])
        place += 12 + size
    return found


def test_the_json_is_what_was_signed(pair, token):
    with pair.inside(pair.maya):
        held = Confirmation.objects.get()
    path = f"/riverside/portfolio/confirmations/{held.request_id}/credential/json/"
    _header, payload = opened(token)
    claims = {"iss", "jti", "nbf", "sub"}
    assert pair.client(pair.maya).get(path).json() == {
        name: value for name, value in payload.items() if name not in claims
    }


def test_public_addresses_say_who_issues_and_what_and_nothing_of_anybody(pair, token):
    where = addresses_in(token)
    _header, payload = opened(token)
    assert where["issuer"].endswith(f"/organisations/{pair.organisation.pk}/issuer/")
    for name in PUBLIC:
        answer = fetch(where[name])
        assert answer.status_code == 200, name
        assert answer.headers["Content-Type"] == "application/json"
        assert answer.headers["Cache-Control"].startswith("public, max-age=")
        assert "noindex" in answer.headers["X-Robots-Tag"]
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "Cookie" not in answer.headers.get("Vary", "")
        assert not answer.cookies
        said = answer.content.decode()
        for person in (pair.maya, pair.ines, pair.tomas):
            assert person.display_name not in said
            assert person.email not in said
            assert str(person.pk) not in said
        assert "canary" not in said
        assert WORDS["narrative"] not in said
    assert_profile(fetch(where["issuer"]).json())
    published = fetch(where["achievement"]).json()
    assert published.pop("@context")
    assert published == payload["credentialSubject"]["achievement"]
    assert fetch(where["revocations"]).json() == {
        "id": where["revocations"],
        "issuer": where["issuer"],
        "revokedCredentials": [],
    }


def test_a_revoked_credential_stands_on_the_list_without_a_reason(pair, token):
    where, (_header, payload) = addresses_in(token), opened(token)
    other = token_of(pair)
    with pair.inside(pair.maya):
        key = UUID(payload["id"].removeprefix("urn:uuid:"))
        first = Credential.objects.select_related("confirmation__request").get(key=key)
    revoke(pair, first.confirmation.request, why="canary-in-reason")
    listed = fetch(where["revocations"])
    assert listed.json()["revokedCredentials"] == [{"id": payload["id"], "revoked": True}]
    assert "canary" not in listed.content.decode()
    assert fetch(where["achievement"]).status_code == 404
    assert fetch(addresses_in(other)["achievement"]).status_code == 200
    verified(token)  # the signature still holds; that it is revoked, the list says


def test_what_is_published_costs_few_questions_however_much_there_is(pair, token):
    for _more in range(3):
        confirmed = confirm(pair, ask(pair, pair.evidence()))
        with pair.inside(pair.ines):
            revoke(pair, confirmed.request)
    for name, address in addresses_in(token).items():
        with questions() as asked:
            assert fetch(address).status_code == 200
        assert len(asked) <= 6, (name, asked)


def test_an_organisation_that_issued_nothing_is_not_there(pair):
    northgate = make.organisation("northgate")
    for key in (pair.organisation.pk, northgate.pk, UUID(int=5)):
        for name in ("", "keys/", "revocations/", f"keys/{key}/", f"achievements/{key}/"):
            answer = fetch(f"https://here/organisations/{key}/issuer/{name}")
            assert answer.status_code == 404
            assert b"Riverside" not in answer.content


def test_what_one_organisation_published_is_not_at_another_ones_address(pair, token):
    other = make.organisation("northgate")
    with tenancy.inside(other.pk):
        keys.rotate(other.pk)
    for name in ("key", "achievement"):
        there = addresses_in(token)[name].replace(str(pair.organisation.pk), str(other.pk))
        assert fetch(there).status_code == 404
    assert Client().post(urlsplit(addresses_in(token)["issuer"]).path).status_code == 405


def test_nobody_who_asks_for_a_page_reads_or_writes_a_key(pair, token):
    greta = make.member(pair.organisation, "Greta Holm", admin=True)
    for person in (pair.maya, pair.ines, pair.tomas, greta):
        with pair.inside(person):
            assert not SigningKey.objects.exists()
            assert SigningKey.objects.update(sealed="x") == 0
            with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
                SigningKey.objects.create(organisation=pair.organisation, public={}, sealed="x")
    stranger = make.member(make.organisation("northgate"), "Mallory Stranger", admin=True)
    for member in (None, stranger.pk):
        with tenancy.inside(stranger.organisation_id, member):
            assert not SigningKey.objects.exists()


def test_a_key_is_sealed_and_opens_only_for_its_own_organisation(pair, token, settings):
    with tenancy.inside(pair.organisation.pk):
        key = SigningKey.objects.get()
        stored = base64.b64decode(key.sealed)
        private = keys._opened(key)
        plain = private.private_numbers().d.to_bytes(384)
        assert plain[:16] not in stored
        key.organisation_id = UUID(int=7)
        with pytest.raises(keys.InvalidTag):
            keys._opened(key)
        key.organisation_id = pair.organisation.pk
        settings.SECRET_KEY = "another"
        with pytest.raises(keys.InvalidTag):
            keys._opened(key)


def test_one_key_signs_until_it_is_rotated_and_what_it_signed_stays_true(pair, token):
    again = token_of(pair)
    assert opened(again)[0] == opened(token)[0]
    call_command("rotate_signing_key", "riverside")
    later = token_of(pair)
    assert opened(later)[0]["kid"] != opened(token)[0]["kid"]
    for each in (token, later):
        verified(each)
    assert len(fetch(addresses_in(later)["keys"]).json()["keys"]) == 2
    with tenancy.inside(pair.organisation.pk):
        retired = SigningKey.objects.get(retired_at__isnull=False)
        assert retired.sealed == ""
        with pytest.raises(DatabaseError, match="stays as it was made"), transaction.atomic():
            SigningKey.objects.filter(pk=retired.pk).update(public={})
        with pytest.raises(IntegrityError), transaction.atomic():
            SigningKey.objects.create(organisation=pair.organisation, public={}, sealed="x")
    with pytest.raises(CommandError, match="nowhere"):
        call_command("rotate_signing_key", "nowhere")


def test_with_another_secret_a_new_key_signs_and_the_old_one_stays_published(pair, token, settings):
    settings.SECRET_KEY = "another"
    later = token_of(pair)
    assert opened(later)[0]["kid"] != opened(token)[0]["kid"]
    verified(token)
    verified(later)
    with tenancy.inside(pair.organisation.pk):
        said = set(
            AuditEntry.objects.filter(action__startswith="signing-key").values_list("action", flat=True)
        )
    assert said == {"signing-key.made", "signing-key.retired"}
