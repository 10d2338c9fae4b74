"""What was measured, against what it was to be: collected as it comes, printed as one table at the end."""
import dataclasses
import statistics


def ratios(first, second):
    return [a / b for a, b in zip(first, second)]


def turns(count, *measures):
    """Measures in turn, so that what else the machine does strikes all alike: a list of results for each."""
    rounds = [[measure() for measure in measures] for _ in range(count)]
    return [list(results) for results in zip(*rounds)]


@dataclasses.dataclass
class Figure:
    what: str
    values: list
    detail: str = ""
    #: "≤ 2" or "≥ 0.8"; nothing where a figure is only told.
    target: str = ""
    unit: str = "×"

    @property
    def median(self):
        return statistics.median(self.values)

    @property
    def met(self):
        if not self.target:
            return None
        sign, bound = self.target.split()
        return self.median <= float(bound) if sign == "≤" else self.median >= float(bound)

    def number(self, value):
        return f"{value:.0f}" if value >= 100 or self.unit == "" else f"{value:.2f}"

    def row(self):
        spread = ""
        if len(self.values) > 1:
            low, _, high = statistics.quantiles(self.values, n=4, method="inclusive")
            spread = f"{self.number(low)}–{self.number(high)}"
        met = {None: "", True: "yes", False: "NO"}[self.met]
        return [self.what, f"{self.number(self.median)}{' ' if self.unit.isalpha() else ''}{self.unit}", spread,
                self.target, met, self.detail]


def table(rows, heading, right=()):
    """Columns as wide as what is in them; those in `right` end in line."""
    widths = [max(len(row[column]) for row in [heading, *rows]) for column in range(len(heading))]
    for row in [heading, ["─" * width for width in widths], *rows]:
        cells = [cell.rjust(width) if column in right else cell.ljust(width)
                 for column, (cell, width) in enumerate(zip(row, widths))]
        print("  " + "  ".join(cells).rstrip())


def summary(figures):
    table([figure.row() for figure in figures], ["figure", "median", "middle half", "target", "met", ""], right=(1, 2))
    aimed = [figure.met for figure in figures if figure.target]
    print(f"\n{sum(aimed)} of {len(aimed)} targets met.")
