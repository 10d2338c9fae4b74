"""What lives are drawn with. A life is a generator that yields the moment at which it goes on."""

import random
from datetime import timedelta

import days


def later(network, least, most=None):
    """A moment some days on, during office hours."""
    count = network.chance.randint(least, most or least)
    return days.at(network.today + days.days(max(count, 0)), days.EIGHT) + timedelta(
        minutes=network.chance.randrange(30, 540))


def other_day(network, what):
    """Now and then a day of this week on which something took place, whatever day was set: parameters of “hold”."""
    # By chances of its own, so that the rest of the history is as it would be without.
    own = random.Random(f"{network.seed} {what} on {network.today}")
    return {"on": str(network.today - days.days(own.randrange(5)))} if own.random() < 0.1 else {}


def working(network, least, most):
    return days.school(frozenset()).after(network.today + days.days(network.chance.randint(least, most)))


def alive(cohort):
    return cohort.state.now in ("recruiting", "running")


def chance(network, probability):
    return network.chance.random() < probability


def where(cohort, *states):
    return [urn for urn, fact in cohort.enrolments.items() if fact.now in states]
