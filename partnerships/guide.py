"""What each stage is about and what can be asked in it, in our words; the practices themselves are the programme's."""

from django.utils.translation import gettext_lazy as _

from partnerships import lifecycle
from web.labels import Words

ABOUT: dict[str, Words] = {
    "initiation": _(
        "You are getting to know each other. Listen more than you advise, and say what you are unsure of."
    ),
    "consolidation": _(
        "You know each other now. Name what is already there, and what is worth learning next."
    ),
    "construction": _("Now things are tried out, with someone near by who trusts that they will work."),
    "redefinition": _("Look back on what this has been for both of you, and choose how it goes on."),
}

ABOUT_PEERS: dict[str, Words] = {
    "initiation": _(
        "You are getting to know each other’s work. Agree on what each of you would like from the other."
    ),
    "consolidation": _(
        "You know what each of you is good at. Ask for it, and offer it before you are asked."
    ),
    "construction": _("Each of you tries something out, with the other near by to look, to ask and to tell."),
    "redefinition": _("Look back on what each gave and got, and choose how it goes on."),
}


def about(stage: str, *, peers: bool = False) -> Words:
    """Say what a stage is about, for a mentor and a mentee or for two peers."""
    return (ABOUT_PEERS if peers else ABOUT)[stage]


# What two peers can do for each other in a meeting: the word, and how one begins.
PEER_WAYS: list[tuple[Words, Words]] = [
    (
        _("Support"),
        _(
            "One tells what is on their mind; the other listens, asks and gives no advice unless asked for it."
        ),
    ),
    (
        _("Review"),
        _(
            "One brings a piece of work. The other says first what they see in it, then what they wonder about."
        ),
    ),
    (
        _("Feedback"),
        _(
            "One says beforehand what they want to hear about; the other answers that, with what they noticed."
        ),
    ),
]

# A question for one's next meeting as peers, another one after each.
PEER_QUESTIONS: list[Words] = [
    _("What would you like to be different by our next meeting, and what would help?"),
    _("Which piece of your work would you like a second pair of eyes on?"),
    _("What should I watch for, so that I can tell you afterwards what I noticed?"),
    _("What went better than you expected lately, and what did you do for that?"),
    _("Is each of us getting as much as they give? What would make it fairer?"),
]

# Where two peers begin when they write down what they agree on.
PEER_AGREEMENT: dict[str, Words] = {
    "focus": _("Each of us names one thing to work on. We take turns: half of the time is for each."),
    "rhythm": _(
        "We meet every three to four weeks for an hour, and each of us moves a date only with another in hand."
    ),
    "care": _("At the end of a meeting each of us says what was useful and what to do otherwise next time."),
    "boundaries": _("Neither of us is the other’s mentor: we ask and notice more than we advise."),
    "confidentiality": _(
        "What we tell each other stays between us, unless the one it is about says otherwise."
    ),
    "trouble": _(
        "Each of us may say that it is not working. Then we change it, or end it, and nobody is to blame."
    ),
}

# Where an agenda item comes from that nobody wrote: the word its row keeps, and what the page says.
FROM_REVIEW = "stage-review"
SOURCES: dict[str, Words] = {FROM_REVIEW: _("from your stage review")}

# How far a practice is present, from 0 to 3.
RATINGS: list[tuple[int, Words]] = [(0, _("Not yet")), (1, _("A little")), (2, _("Mostly")), (3, _("Fully"))]

# The three questions of the pulse, each answered from 1 to 5.
PULSE: list[tuple[str, Words, Words]] = [
    ("trust", _("Trust"), _("What I say here is safe, and I can count on you.")),
    ("openness", _("Openness"), _("I say what I really think, and hear it too.")),
    ("enthusiasm", _("Enthusiasm"), _("I look forward to our meetings.")),
]
PULSE_SCALE: list[tuple[int, Words]] = [
    (1, _("Hardly")),
    (2, _("A little")),
    (3, _("Partly")),
    (4, _("Largely")),
    (5, _("Fully")),
]

OUTCOMES: dict[str, Words] = {
    lifecycle.MOVED: _("You both want to move on, so you have."),
    lifecycle.STAYED: _("You both want to stay in this stage a while longer."),
    lifecycle.RETURNED: _("You both want to go back a stage, so you have."),
    lifecycle.DIFFERED: _(
        "You see it differently. That is worth a conversation: it is for your next meeting."
    ),
}

CONCLUSIONS: dict[str, Words] = {
    lifecycle.ENDED: _("We have reached what we set out for, and end here"),
    lifecycle.CONTINUED: _("The programme is behind us; we go on meeting informally"),
    lifecycle.EARLY: _("We stop before the end. That happens, and nobody is to blame"),
}

CONCLUDED: dict[str, Words] = {
    lifecycle.ENDED: _("You have reached what you set out for."),
    lifecycle.CONTINUED: _("The programme is behind you; you go on informally."),
    lifecycle.EARLY: _("This partnership ended before its last stage."),
}

# What to think of when writing each section of an agreement.
AGREEMENT_HINTS: dict[str, Words] = {
    "focus": _("What you want to work towards, whose wish it is, and how you will both know that it worked."),
    "rhythm": _("How often you meet, for how long, in which place or by which means."),
    "care": _("How you stay in touch between meetings, follow up on actions and review how it goes."),
    "boundaries": _("What this is for and what it is not; when you can be reached and when not."),
    "confidentiality": _("What stays between you, and what you may tell others after asking."),
    "trouble": _("How you would tell each other, and whom you would ask for help."),
}
