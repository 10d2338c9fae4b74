"""What lives are drawn with. A life is a generator that yields the moment at which it goes on."""

from datetime import timedelta

import days


def later(network, least, most=None):
    """A moment some days on, during office hours."""
    count = network.chance.randint(least, most or least)
    return days.at(network.today + days.days(max(count, 0)), days.EIGHT) + timedelta(
        minutes=network.chance.randrange(30, 540))


def working(network, least, most):
    return days.school(frozenset()).after(network.today + days.days(network.chance.randint(least, most)))


def alive(cohort):
    return cohort.state.now in ("recruiting", "running")


def chance(network, probability):
    return network.chance.random() < probability


def where(cohort, *states):
    return [urn for urn, fact in cohort.enrolments.items() if fact.now in states]
