"""Ten years of forty cohorts from one seed."""

import heapq
import traceback
from datetime import timedelta

import days
import people
import weather
from model import Cohort
from network import URNS, Network
from oracle import Broken
from reviews import peer_review
from walkthrus import walkthrus


class History(Network):
    themes = ["personal-development", "behaviour-and-attitudes", "send", "foundation-subjects", "quality-of-education"]

    def __init__(self, vnetd, seed, cohorts=40, years=10):
        super().__init__(vnetd, seed)
        self.heap, self.turn, self.followed, self.copied = [], 0, set(), None
        self.end = self.now + timedelta(days=365 * years)
        self.cohorts = cohorts

    def spawn(self, life, moment):
        self.turn += 1
        heapq.heappush(self.heap, (moment, self.turn, life))

    def found(self, number, programme):
        cohort = self.model.cohorts[number] = Cohort(number, programme)
        self.look_at(number)
        return cohort

    def school(self):
        return self.chance.choice([urn for urn in URNS if urn not in self.converted])

    def group_of(self, cohort, visit):
        return cohort.visit_groups[visit]

    def quarantined(self):
        return {(row["visit"], row["urn"]) for row in self.ask("concern.list", limit=1000)["concerns"]}

    def run(self):
        people.begin(self)
        for number in range(self.cohorts):
            life = walkthrus if number % 5 == 4 else peer_review
            gap = (self.end - self.now - timedelta(days=450)) / self.cohorts
            self.spawn(life(self, number), self.now + gap * number + timedelta(hours=self.chance.randrange(1, 48)))
        for life in (weather.enquiries, weather.staff, weather.erasures, weather.rarely, weather.mail, weather.purges,
                     weather.holds, weather.configuration, weather.older_copy):
            self.spawn(life(self), self.now + timedelta(hours=2))
        while self.heap and self.heap[0][0] < self.end:
            moment, _, life = heapq.heappop(self.heap)
            self.advance(moment)
            try:
                self.spawn(life, next(life))
            except StopIteration:
                pass
        self.advance(self.end)
        self.settle()
        self.oracle.once_and_for_all()
        weather.put_back(self)

    def failure(self, error):
        return (f"seed {self.seed}, step {self.step}, {days.local(self.now):%A %d %B %Y %H:%M}, after {self.last}:\n"
                f"  {error}\n  Replay: Tests/History/run --seed {self.seed}")


def history(vnetd, seed, keep=False, cohorts=40, years=10):
    """What went wrong, or None; the states and verbs that were reached; and how much there was of it."""
    world = History(vnetd, seed, cohorts, years)
    wrong = None
    try:
        world.run()
    except Exception as error:
        wrong = world.failure(error)
        if not isinstance(error, Broken):
            wrong += "\n" + traceback.format_exc()
    finally:
        world.daemon.close(keep)
    reached = world.reached | {("reminder", reminder.kind) for reminder in world.oracle.sent.values()}
    return wrong, reached, world.verbs, (world.step, len(world.oracle.mails), world.refusals)
