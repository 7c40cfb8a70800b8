"""Where the agreement stands."""

from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Max, OuterRef, QuerySet, Subquery

from organisations.models import Member
from organisations.prepared_queries import prepared_query
from partnerships.models import Agreement, Partnership, Signature
from partnerships.queries.partnerships import MemberPartnership
from web.differences import Piece, compare


@dataclass(frozen=True)
class AgreementState:
    """Where the agreement stands: its newest version, and who has signed that."""

    agreement: Any  # an Agreement with `signers` and `signed_at`
    place: MemberPartnership

    @property
    def signed_by_me(self) -> bool:
        return self.place.me.member_id in self.agreement.signers

    @property
    def signed_by_all(self) -> bool:
        return self.signed_by_me and not self.missing

    @property
    def signed_before(self) -> Agreement | None:
        """The version that I signed last, where a newer one waits for my signature."""
        if self.signed_by_me:
            return None
        mine = Signature.objects.filter(partnership=self.place.partnership, member=self.place.me.member_id)
        last = mine.order_by("-version").values("version")[:1]
        return self.place.partnership.agreements.filter(version=Subquery(last)).first()

    @property
    def changes(self) -> list[tuple[str, list[Piece]]]:
        """Each section that is different from what I signed last: its name, and both texts as one."""
        before = self.signed_before
        if before is None:
            return []
        pairs = zip(before.sections, self.agreement.sections, strict=True)
        return [(name, compare(old, new)) for (name, old), (_name, new) in pairs if old != new]

    @property
    def missing(self) -> list[Member]:
        """The others whose signature is still to come."""
        return [party.member for party in self.place.others if party.member_id not in self.agreement.signers]


@prepared_query
def _agreement(partnership: Partnership) -> "QuerySet[Agreement]":
    """The newest version, with who has signed it and when the last did."""
    signatures = Signature.objects.filter(partnership=OuterRef("partnership"), version=OuterRef("version"))
    latest = signatures.order_by().values("partnership").annotate(last=Max("at")).values("last")
    versions = Agreement.objects.filter(partnership=partnership).order_by("-version")
    return versions.annotate(signers=ArraySubquery(signatures.values("member")), signed_at=Subquery(latest))[
        :1
    ]


def get_agreement_state(place: MemberPartnership) -> AgreementState:
    """Read the newest version and its signatures in one query; an empty version 0 before there is a draft."""
    for newest in _agreement(place.partnership):
        return AgreementState(newest, place)
    none_yet: Any = Agreement(partnership=place.partnership, version=0)
    none_yet.signers, none_yet.signed_at = [], None
    return AgreementState(none_yet, place)
