"""Rows of the addresses of organisations, notifications and dashboards."""

from tests.access.table import EVERY_MEMBER, Row

ROWS = {
    "entrance": Row(get=EVERY_MEMBER, post=EVERY_MEMBER),
    "home": Row(get=EVERY_MEMBER),
    "cohort": Row(get="coordinator", args=lambda world: [world.cohort.pk]),
    "member_settings": Row(get=EVERY_MEMBER, post=EVERY_MEMBER, as_shown=True),
    "preferences": Row(get=EVERY_MEMBER, post=EVERY_MEMBER),
    "organisation_settings": Row(get="admin", post="admin", as_shown=True),
    "people": Row(get="admin", post="admin", refused="admin"),
    "dismissal": Row(
        get="admin",
        post="admin",
        args=lambda world: [world.appointment.pk],
        data=lambda world: {"successor": world.coordinator.pk},
    ),
    "reinvitation": Row(post="admin", args=lambda world: [world.member.pk]),
    "invitation_withdrawal": Row(post="admin", args=lambda world: [world.invited.pk]),
    "audit_log": Row(get="admin"),
}

# Outside of any organisation: what the anonymous one and a signed-in person get.
PLATFORM = {
    "entrance": ("sign-in", 302),
    "new_organisation": ("sign-in", 200),
    "join": (404, 404),
    "unsubscribe": (404, 404),
    "healthz": (503, 503),
    "calendar_feed": (404, 404),
    "showcase_shown": (404, 404),
    "showcase_shown_file": (404, 404),
    "showcase_shown_pdf": (404, 404),
    "showcase_shown_credential": (404, 404),
    "feedback": (404, 404),
    "issuer": (404, 404),
    "issuer_keys": (404, 404),
    "issuer_key": (404, 404),
    "issuer_revocations": (404, 404),
    "issuer_achievement": (404, 404),
}
NOBODY = "01a200b6-5a33-7e5a-bfec-0556e0c9c787"
PLATFORM_ARGS = {
    "issuer": [NOBODY],
    "issuer_keys": [NOBODY],
    "issuer_key": [NOBODY, NOBODY],
    "issuer_revocations": [NOBODY],
    "issuer_achievement": [NOBODY, NOBODY],
    "join": ["riverside", "no-token"],
    "unsubscribe": ["no-token"],
    "calendar_feed": ["no-token"],
    "showcase_shown": ["no-token"],
    "showcase_shown_pdf": ["no-token"],
    "showcase_shown_credential": ["no-token", NOBODY, "jwt"],
    "showcase_shown_file": ["no-token", NOBODY],
    "feedback": ["no-token"],
}


def furnish(world, canary):
    from organisations import actions
    from organisations.models import Appointment
    from tests import make

    world.rows["invited"] = make.member(world.organisation, "Ida Invited", joined=False)
    actions.invite(member=world.invited, by=world.admin)
    world.rows["appointment"] = Appointment.objects.get(member=world.other_coordinator)
