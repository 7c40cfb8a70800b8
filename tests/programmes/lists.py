"""Lists of people as a coordinator uploads and maps them in the browser."""

from django.core.files.uploadedfile import SimpleUploadedFile

from organisations.models import Member
from programmes.models import Enrolment, EnrolmentAnswer
from tests.programmes import people

HEAD = "name,email address,both mentor and mentee,grade,department\n"
LIST = HEAD + "Ada Lovelace,ada@example.org,no,Manager,Joy\nBob Noyce,bob@example.org,yes,Officer,Truth\n"


def upload(where, content, name="people.csv", role="mentor"):
    data = content if isinstance(content, bytes) else content.encode()
    return people.browser(where.ines).post(
        people.url(where.ines, f"cohorts/{where.cohort.pk}/imports/new/"),
        {"role": role, "file": SimpleUploadedFile(name, data)},
    )


def address_of(answer):
    """The rest of the address of the list that an upload started."""
    return answer["Location"].split("/programmes/")[1].removesuffix("mapping/")


def confirm(where, client, rest, **other):
    """Confirm the mapping that the page suggests, with other values where given."""
    form = client.get(people.url(where.ines, f"{rest}mapping/")).context["form"]
    data = {name: form[name].value() or "" for name in form.fields}
    return client.post(people.url(where.ines, f"{rest}mapping/"), data | other)


def answers(where, email, role):
    with where.inside():
        found = EnrolmentAnswer.objects.filter(enrolment__member__email=email, enrolment__role=role)
        return {each.question.key: each.value for each in found.select_related("question")}


def counts(where):
    with where.inside():
        return (Member.objects.count(), Enrolment.objects.count(), EnrolmentAnswer.objects.count())
