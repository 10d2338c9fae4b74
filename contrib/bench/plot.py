"""The figures as a picture: SVG, written by hand, for a plotting library would outweigh the bench."""
import math
import statistics

WIDTH, HEIGHT, LEFT, TOP, INNER_W, INNER_H = 1300, 460, 90, 100, 320, 270
COLOURS = ["#0b5fa5", "#c8553d", "#4f7942"]


class Panel:
    """Axes on logarithmic scales; `across` gives the places of named columns instead."""

    def __init__(self, place, title, up, low, high, across=None, x_label="", x_range=None):
        self.x0, self.across, self.x_range = LEFT + place * 425, across, x_range
        self.low, self.high = math.floor(math.log10(low)), math.ceil(math.log10(high))
        self.out = [text(self.x0, TOP - 22, title, size=15, weight="bold")]
        middle = TOP + INNER_H / 2
        self.out.append(f'<g transform="rotate(-90 {self.x0 - 64} {middle})">'
                        + text(self.x0 - 64, middle, up, anchor="middle") + "</g>")
        for power in range(self.low, self.high + 1):
            y = self.y(10 ** power)
            self.out.append(f'<path d="M{self.x0} {y:.1f}h{INNER_W}" stroke="#ddd"/>')
            self.out.append(text(self.x0 - 6, y + 4, f"{10 ** power:,.10g}", anchor="end"))
        for place, label in across if across else x_range:
            self.out.append(text(self.x(place), TOP + INNER_H + 20, label, anchor="middle"))
        self.out.append(text(self.x0 + INNER_W / 2, TOP + INNER_H + 42, x_label, anchor="middle"))

    def x(self, value):
        if self.across:
            return self.x0 + INNER_W * (value + 0.5) / len(self.across)
        first, last = (math.log10(place) for place in (self.x_range[0][0], self.x_range[-1][0]))
        return self.x0 + 20 + (INNER_W - 40) * (math.log10(value) - first) / (last - first)

    def y(self, value):
        return TOP + INNER_H * (1 - (math.log10(value) - self.low) / (self.high - self.low))

    def points(self, name, number, places, values, joined=True):
        """A series with its name in the legend, each value beside its point."""
        colour = COLOURS[number]
        spots = [(self.x(place), self.y(value)) for place, value in zip(places, values)]
        if joined:
            self.out.append(f'<polyline fill="none" stroke="{colour}" stroke-width="2" points="'
                            + " ".join(f"{x:.1f},{y:.1f}" for x, y in spots) + '"/>')
        for (x, y), value in zip(spots, values):
            self.out.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4.5" fill="{colour}"/>')
            self.out.append(text(x, y - 9, f"{value:,.0f}", colour=colour, anchor="middle"))
        self.out.append(text(self.x0 + number * 110, TOP + INNER_H + 66, f"● {name}", colour=colour))


def text(x, y, words, size=12, anchor="start", colour="#222", weight="normal"):
    place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"'
    return f'<text {place} font-size="{size}" fill="{colour}" font-weight="{weight}">{words}</text>'


def peers_panel(place, title, up, standings, series):
    values = [(name, [(n, statistics.median(getattr(s, field)) / scale) for n, s in enumerate(standings)
                      if getattr(s, field)]) for name, field, scale in series]
    every = [value for _, pairs in values for _, value in pairs]
    panel = Panel(place, title, up, min(every), max(every), x_label="server",
                  across=[(n, s.name) for n, s in enumerate(standings)])
    for number, (name, pairs) in enumerate(values):
        # Beside one another, or one would hide the other.
        panel.points(name, number, [place + number * 0.4 - 0.2 for place, _ in pairs], [y for _, y in pairs], False)
    return panel


def svg(standings, costs, machine):
    sizes = [size for size in costs["tick"] if size > 1]
    medians = {name: [statistics.median(costs[name][size]) * 1e6 for size in sizes] for name in costs}
    every = sum(medians.values(), [])
    growth = Panel(2, "What one piece of work costs", "processor time, µs, logarithmic", min(every), max(every), None,
                   "cohorts on record, logarithmic", [(size, f"{size:,}") for size in sizes])
    for number, name in enumerate(medians):
        growth.points(name, number, sizes, medians[name])
    panels = [
        peers_panel(0, "How long one reply takes", "µs, logarithmic", standings, [("p50", "p50", 1), ("p99", "p99", 1)]),
        peers_panel(1, "Requests a second", "thousand a second, logarithmic", standings,
                    [("64 in flight", "in_flight", 1e3), ("50 connections", "crowd", 1e3)]), growth]
    return (f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" font-family="sans-serif">'
            '<rect width="100%" height="100%" fill="white"/>'
            + text(LEFT, 34, "vnetd beside its peers: ping, PING, query-name, echo", size=18, weight="bold")
            + text(LEFT, 54, f"Medians; {machine}", colour="#555")
            + "\n".join(part for panel in panels for part in panel.out) + "</svg>\n")
