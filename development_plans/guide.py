"""What each step of a plan asks, advises and shows as an example. Words alone."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from web.labels import Words


@dataclass(frozen=True)
class Guide:
    """The words of a step's page: ``example`` is a person's, ``advice`` one line each."""

    question: Words
    lede: Words
    advice: tuple[Words, ...]
    example: tuple[Words, ...]


STEPS: dict[int, Guide] = {
    1: Guide(
        _("What do you want to be able to do?"),
        _("One goal, in five short answers. Small and near beats grand and far."),
        (
            _("Describe what you will do, not what you will be: something another person could watch."),
            _("Ask yourself what you will notice on the day you are there."),
            _("Your mentor can help you to make it smaller. They will not choose it for you."),
        ),
        (
            _("I lead a seminar of twenty on my own."),
            _("At least twelve of them speak, and I have spoken for less than half of the hour."),
            _("I teach the Monday group anyway, and Tomás will watch once."),
            _("I want to apply for the lectureship, and I dread Mondays."),
        ),
    ),
    2: Guide(
        _("What will you do to get there?"),
        _("Each action with what you need for it. Three good ones are plenty."),
        (
            _("Begin each with a verb, and make it small enough for one sitting."),
            _("Mix ways of learning: watch somebody, try it, ask what they saw, read."),
            _("What you need may be a person. Who could open a door?"),
        ),
        (
            _("Watch two seminars that people talk about. I need: a word with Amara."),
            _("Write one open question for each half-hour. I need: an hour on Fridays."),
            _("Film ten minutes and watch them. I need: the small camera, and consent."),
        ),
    ),
    3: Guide(
        _("What could stand in the way?"),
        _(
            "Name each barrier and what you might do about it. One that you cannot get past can become your first goal."
        ),
        (
            _("Look for the quiet ones too: a habit, a fear, a calendar."),
            _("For each, one thing that would make it smaller."),
            _("If you see no way past one of them, that is not the end of the plan: it is where to begin."),
        ),
        (
            _("No time to prepare before Mondays. I swap the tutorial with Wei until March."),
            _("I freeze when nobody answers. I do not see a way yet, so this becomes my first goal."),
        ),
    ),
    4: Guide(
        _("When will it happen?"),
        _("Three days: when you start, when you are there, and when you look again."),
        (
            _("Start soon, with the smallest action."),
            _("Leave room: a plan that survives a bad week is a good plan."),
            _("Looking again some weeks later shows whether the new habit holds without the plan."),
        ),
        (_("I start on Monday, I am there before the spring break, and I look again in May."),),
    ),
    5: Guide(
        _("Carrying it out"),
        _("Tick off what is done, and write a line when something happened. Setbacks belong here too."),
        (
            _("Little and often: one line a week is a good log."),
            _("Do it once badly rather than never well, and note what you would change."),
            _("Actions from your meetings can come along."),
        ),
        (_("First seminar with open questions. Long silence, then Lena spoke, then five others."),),
    ),
    6: Guide(
        _("Looking back"),
        _("What came of it? Then keep what you learned, or choose what comes next."),
        (
            _("Go back to how you wanted to know that you are there. Are you?"),
            _("Ask somebody who saw you. Ask about what you did, not about who you are."),
            _("A plan that came out differently has taught you something too."),
        ),
        (_("Fourteen of them spoke. Waiting ten seconds is harder than any question. I keep the waiting."),),
    ),
}
