"""Working days and London time, worked out without vnetd: bank holidays by the rules that make them, terms by ours."""

import json
from datetime import date, datetime, time, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
EIGHT = time(8)


def at(day, hour=EIGHT):
    return datetime.combine(day, hour, LONDON).astimezone(timezone.utc)


def local(instant):
    return instant.astimezone(LONDON)


def days(count):
    return timedelta(days=count)


def easter(year):
    """The anonymous Gregorian computus."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    l = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * l) // 451
    month, day = divmod(h + l - 7 * m + 114, 31)
    return date(year, month, day + 1)


def monday(day, last=False):
    """The first Monday not before `day`; with `last`, the last one not after it."""
    return day - days(day.weekday()) if last else day + days(-day.weekday() % 7)


def bank_holidays(year):
    """Those of England and Wales; one at a weekend is kept on the next working day."""
    kept = {easter(year) - days(2), easter(year) + days(1), monday(date(year, 5, 1)), monday(date(year, 5, 31), True),
            monday(date(year, 8, 31), True)}
    for day in (date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)):
        while day.weekday() >= 5 or day in kept:
            day += days(1)
        kept.add(day)
    return kept


YEARS = range(2026, 2039)
HOLIDAYS = set().union(*map(bank_holidays, YEARS))


def holiday_file():
    events = [{"title": "Bank holiday", "date": day.isoformat(), "notes": "", "bunting": True} for day in sorted(HOLIDAYS)]
    return json.dumps({"england-and-wales": {"division": "england-and-wales", "events": events}})


def school_holidays():
    """First and last day of each holiday of the local authority."""
    for year in YEARS:
        autumn, spring = monday(date(year, 10, 24)), monday(date(year, 2, 12))
        yield date(year, 7, 23), date(year, 9, 2)
        yield autumn, autumn + days(4)
        yield date(year, 12, 21), date(year + 1, 1, 3)
        yield spring, spring + days(4)
        yield easter(year) - days(6), easter(year) + days(5)
        yield monday(date(year, 5, 31), True), monday(date(year, 5, 31), True) + days(4)


def calendar_file(closures, title):
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//history//EN"]
    for number, (first, last) in enumerate(closures):
        lines += event_lines(f"{title.split()[0]}{number}{first:%Y%m%d}", title, first, last)
    return "\r\n".join(lines + ["END:VCALENDAR", ""])


def term_file(year):
    """The terms of a school year, with their half terms, that leave open what `school_holidays` closes."""
    autumn, spring, easter_day = monday(date(year, 10, 24)), monday(date(year + 1, 2, 12)), easter(year + 1)
    summer = monday(date(year + 1, 5, 31), True)
    events = [
        ("Autumn term", date(year, 9, 3), date(year, 12, 20)), ("Autumn half term", autumn, autumn + days(4)),
        ("Spring term", date(year + 1, 1, 4), easter_day - days(7)), ("Spring half term", spring, spring + days(4)),
        ("Summer term", easter_day + days(6), date(year + 1, 7, 22)), ("Summer half term", summer, summer + days(4))]
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//history//EN"]
    for number, (title, first, last) in enumerate(events):
        lines += event_lines(f"{number}-{year}", title, first, last)
    return "\r\n".join(lines + ["END:VCALENDAR", ""])


def event_lines(uid, title, first, last):
    return ["BEGIN:VEVENT", f"UID:{uid}@la.example", "DTSTAMP:20260101T000000Z", f"SUMMARY:{title}",
            f"DTSTART;VALUE=DATE:{first:%Y%m%d}", f"DTEND;VALUE=DATE:{last + days(1):%Y%m%d}", "END:VEVENT"]


def span(first, last):
    return {first + days(n) for n in range((last - first).days + 1)}


TERMS_CLOSED = set().union(*(span(*holiday) for holiday in school_holidays()))


class Office:
    """The network's office: bank holidays, and no terms."""

    closed = frozenset(HOLIDAYS)

    def works(self, day):
        return day.weekday() < 5 and day not in self.closed

    def before(self, day):
        while not self.works(day):
            day -= days(1)
        return day

    def after(self, day):
        while not self.works(day):
            day += days(1)
        return day

    def count(self, offset, day):
        """`offset` working days from `day`; with 0, the day itself or the working day before."""
        step = days(1 if offset > 0 else -1)
        for _ in range(abs(offset)):
            day += step
            while not self.works(day):
                day += step
        return self.before(day) if offset == 0 else day


class School(Office):
    def __init__(self, inset=frozenset()):
        self.closed = frozenset(HOLIDAYS | TERMS_CLOSED | inset)


OFFICE = Office()


@lru_cache(maxsize=None)
def school(inset):
    return School(inset)
