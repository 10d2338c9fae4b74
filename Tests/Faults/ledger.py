"""What was acknowledged: each text, and how it is read; and what is said that nobody ought to be told."""

import re

from vnetd import Refused
from world import REVIEWER

# Nothing is damaged in any of this, and a disk that fails for a moment is no reason to go back to an older copy.
HARMFUL = {
    "advises to go back to a copy": r"[Rr]estore|recovery copy|[Bb]ackup",
    "says that something is damaged": r"damaged|changed by something else|should not",
    "says raw SQL": r"constraint failed|SQLITE_|\b(SELECT|INSERT|UPDATE|DELETE|PRAGMA)\b",
    "dumps Swift": r"Optional\(|VNet[A-Z]\w+\.|[a-z]Error\(|[a-z]+\(file:",
}
GONE = {"not_found", "record.gone"}


class Ledger:
    def __init__(self, world):
        self.kept = [(verb, params, field, {text}) for verb, params, field, text in world.kept]
        self.doomed, self.problems = world.doomed, []
        self.refused, self.doubtful, self.number = {}, set(), 0

    def wrong(self, what):
        if what not in self.problems:
            self.problems.append(what)

    # Going on writing

    def write(self, vnetd, visit, when, line="c"):
        """Records a text. True when it was acknowledged; False when it was refused, which has to be told from lost."""
        text = self.ask_to_write(vnetd, visit, when, line)
        return self.written(vnetd, text, line)

    def ask_to_write(self, vnetd, visit, when, line):
        self.number += 1
        text = f"Text {self.number}, written {when}."
        self.doubtful.add(text)
        vnetd.ask("evidence.record", {"visit": visit, "urn": REVIEWER, "text": text}, line)
        return text

    def written(self, vnetd, text, line):
        try:
            note = vnetd.reply("evidence.record", line)["id"]
        except Refused as refusal:
            self.refused[text] = str(refusal)
            self.doubtful.discard(text)
            return False
        self.kept.append(("evidence.get", {"note": note}, "text", {text}))
        self.doubtful.discard(text)
        return True

    def amend(self, vnetd, when):
        """Replaces the newest note's text; in doubt, either is right."""
        verb, params, field, texts = next(row for row in reversed(self.kept) if row[0] == "evidence.get")
        fresh = f"{min(texts)} Put right {when}."
        before = set(texts)
        texts.add(fresh)
        try:
            vnetd.call("evidence.amend", note=params["note"], text=fresh)
            texts -= before
        except Refused:
            texts.discard(fresh)

    # Looking

    def read_all(self, vnetd, when):
        """Everything that was acknowledged is there, with its text."""
        for verb, params, field, texts in self.kept:
            try:
                found = vnetd.call(verb, **params)[field]
            except Refused as refusal:
                self.wrong(f"{when}: what was acknowledged is refused: {verb}: {refusal.code}: {refusal}")
                continue
            if found not in texts:
                self.wrong(f"{when}: {verb} gives another text than was acknowledged")

    def read_doomed(self, vnetd, when):
        """Nothing that was purged opens."""
        for verb, params, field, text in self.doomed:
            try:
                vnetd.call(verb, **params)
            except Refused as refusal:
                if refusal.code not in GONE:
                    self.wrong(f"{when}: what was purged is {refusal.code}: {refusal}")
                continue
            self.wrong(f"{when}: {verb} gives what was purged")

    def look_at_notes(self, vnetd, visit):
        """There is no note but those that were acknowledged, or not answered at all; and each opens."""
        known = {params["note"] for verb, params, _, _ in self.kept if verb == "evidence.get"}
        for row in vnetd.call("evidence.list", visit=visit, limit=1000)["notes"]:
            if row["id"] in known:
                continue
            try:
                text = vnetd.call("evidence.get", note=row["id"])["text"]
            except Refused as refusal:
                self.wrong(f"a note that is listed does not open: {refusal}")
                continue
            if text in self.refused:
                self.wrong(f"a text is there that was refused: {self.refused[text]}")
            elif text not in self.doubtful:
                self.wrong("a note is there that nobody recorded")

    def hear(self, vnetd):
        """No refusal and no line of the log says what does harm."""
        for line in vnetd.said + vnetd.logged():
            for what, pattern in HARMFUL.items():
                if re.search(pattern, line):
                    self.wrong(f"{what}: {line}")
