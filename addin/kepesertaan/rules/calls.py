"""When to act again after a call, on working days of the Indonesian calendar."""

from __future__ import annotations

from datetime import date

from kepesertaan.data.calls import call_words
from kepesertaan.data.holiday import free_days
from kepesertaan.domain.calendar import add_working_days, working_day_from
from kepesertaan.domain.calls import Call


def next_day(outcome: str, step: str, promised_on: date | None, day: date) -> date | None:
    """The day of the next action after a call on ``day``; None where none follows.

    A promise is looked at on its date, or the working day after it. A step without days ends the
    matter only where somebody was reached. Words that are not in calls.toml count as blank.
    """
    words = call_words()
    after, came = words.steps.get(step), words.outcomes.get(outcome)
    if after and after.promise and promised_on:
        return working_day_from(promised_on, _free_around(promised_on))
    if came and not (after and (after.days or came.reached)):
        after = came
    days = after.days if after else 0
    return add_working_days(day, days, _free_around(day)) if days else None


def working_day_after(day: date) -> date:
    """The first working day after a day."""
    return add_working_days(day, 1, _free_around(day))


def _free_around(day: date) -> set[date]:
    joint = call_words().joint_leave_is_free
    years = (day.year, day.year + 1)
    return {free for year in years for free in free_days(year, joint_leave=joint)}


def paused_until(call: Call) -> date | None:
    """Until when a company is not on a list because of what was agreed; None where nothing was."""
    step = call_words().steps.get(call.next_step)
    if step is None or not step.pause:
        return None
    return call.next_on or next_day(call.outcome, call.next_step, call.promised_on, call.day)
