"""Writing the agreement, in versions, and signing one of them."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from notifications import outbox
from organisations import audit
from organisations.models import Member
from partnerships.actions.checks import locked
from partnerships.actions.notices import tell, tell_others
from partnerships.errors import AgreementChangedError, PartnershipError
from partnerships.models import Agreement, Partnership, Signature


@transaction.atomic
def edit_agreement(
    *, partnership: Partnership, based_on: int, texts: Mapping[str, str], by: Member
) -> Agreement:
    """Write the next version of the agreement; who signed an earlier one has signed that one only.

    Args:
        based_on: the version that these texts were compared with: the newest, unless somebody writes at this moment.
        texts: the sections by name; those left out stay as they were.

    Gives the newest version: the one there was when nothing changed.

    Raises:
        AgreementChangedError: someone else wrote a version in the meantime.
        PartnershipError: it is not theirs, or has ended.
    """
    partnership = locked(partnership, by)
    newest = _newest_agreement(partnership)
    if newest.version != based_on:
        raise AgreementChangedError(
            newest,
            _(
                "While you were writing, version %(version)d was saved. Nothing is saved of yours yet: save again to "
                "see both."
            )
            % {"version": newest.version},
        )
    written = {name: texts.get(name, getattr(newest, name)) for name in Agreement.SECTIONS}
    if all(getattr(newest, name) == text for name, text in written.items()):
        return newest
    agreement = Agreement.objects.create(
        organisation_id=partnership.organisation_id,
        partnership=partnership,
        version=newest.version + 1,
        written_by=by,
        **written,
    )
    partnership.agreement_version = agreement.version
    partnership.save(update_fields=["agreement_version"])
    outbox.cancel(newest.pk)  # nobody needs to hear any more that the version before waits
    audit.record("agreement.changed", on=partnership, by=by, version=agreement.version)
    tell_others(partnership, by, "agreement-changed", about=agreement, page="partnership_agreement")
    return agreement


@transaction.atomic
def sign(*, partnership: Partnership, version: int, by: Member) -> Signature:
    """Sign the agreement. Signing twice changes nothing; when all have signed, all are told.

    Args:
        version: the one that was on the screen: nobody signs what they have not read.

    Raises:
        AgreementChangedError: there is a newer version.
        PartnershipError: nothing is agreed on yet; it is not theirs, or has ended.
    """
    partnership = locked(partnership, by)
    newest = _newest_agreement(partnership)
    if newest.version != version:
        raise AgreementChangedError(
            newest,
            _(
                "The agreement changed while you were reading. This is version %(version)d: read it before you sign."
            )
            % {"version": newest.version},
        )
    if newest.is_blank:
        raise PartnershipError(_("There is nothing to sign yet. Write down first what you agree on."))
    signature, added = Signature.objects.get_or_create(
        organisation_id=partnership.organisation_id, partnership=partnership, version=version, member=by
    )
    if not added:
        return signature
    audit.record("agreement.signed", on=partnership, by=by, version=version)
    signed = set(
        Signature.objects.filter(partnership=partnership, version=version).values_list("member", flat=True)
    )
    if all(party.member_id in signed for party in partnership.parties.all()):
        for party in partnership.parties.all():
            tell(party.member, "agreement-signed", of=partnership, about=newest, page="partnership_agreement")
    else:
        tell_others(partnership, by, "agreement-to-sign", about=newest, page="partnership_agreement")
    return signature


def _newest_agreement(partnership: Partnership) -> Agreement:
    """Return the newest version, or an empty version 0 where nobody has drafted one."""
    newest = partnership.agreements.order_by("-version").first()
    return newest or Agreement(
        organisation_id=partnership.organisation_id, partnership=partnership, version=0
    )
