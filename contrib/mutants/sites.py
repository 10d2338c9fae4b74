"""Where the sources can be changed so that they are wrong, and how: without a parser, by operators and functions of our own.

Each mutant is written into the source beside what it replaces, and an environment variable chooses at run time, so that all of
them are built at once. An operator becomes one with the number of the mutant in its spelling, of the same precedence:
`a < b` is `a <^~~^ b`, which is `a <= b` when that mutant is chosen.
"""

import random
import re
from collections import namedtuple

Site = namedtuple("Site", "target path line column length kind was")

SWAPS = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "==", "&&": "||", "||": "&&", "+": "-", "-": "+"}
PATTERNS = [
    ("operator", re.compile(r"(?<= )(<=|>=|==|!=|&&|\|\||<|>|\+|-)(?= )")),
    ("not", re.compile(r"(?<=[ (])!(?=[A-Za-z(])")),
    ("number", re.compile(r"(?<=[ (\[])[0-9][0-9_]*(?=[ ),\]]|$)")),
    ("truth", re.compile(r"(?<=[ (])(true|false)(?=[ ),]|$)")),
]
# A call that is a statement of its own.
CALL = re.compile(r"^ {8,}(try )?[a-z][A-Za-z0-9_.!?]*\([^{}]*\)$")
# What no expression is in, or none that can be taken apart by its line alone.
DECLARES = re.compile(
    r"\b(func|where|typealias|associatedtype|struct|enum|extension|protocol|import|case|operator|default)\b|^\s*@|^\s*#|\bnil\b"
    r"|precondition|assert|fatalError")
BLOCK = re.compile(r'"""')


def code(line):
    """The line with its strings and comments blanked out, as long as it was."""
    line = re.sub(r'"(\\.|[^"\\])*"', lambda found: "\0" * len(found[0]), line)
    return re.sub(r"//.*", lambda found: "\0" * len(found[0]), line)


def sites(target, path, lines):
    """Every place in a file."""
    is_text = False
    for number, line in enumerate(lines):
        marks = len(BLOCK.findall(line))
        if marks % 2:
            is_text = not is_text
            continue
        if is_text or marks or DECLARES.search(code(line)) or not line.startswith("    "):
            continue
        plain = code(line)
        for kind, pattern in PATTERNS:
            for found in pattern.finditer(plain):
                yield Site(target, path, number, found.start(), len(found[0]), kind, found[0])
        if CALL.match(plain) and is_alone(lines, number):
            start = len(line) - len(line.lstrip())
            yield Site(target, path, number, start, len(line) - start, "statement", line.strip())


def is_alone(lines, number):
    """Whether the line before and the one after are of other statements."""
    before, after = lines[number - 1].rstrip(), lines[number + 1].strip()
    indent = len(lines[number]) - len(lines[number].lstrip())
    is_first = len(lines[number - 1]) - len(lines[number - 1].lstrip()) <= indent
    return is_first and before.endswith(("{", ")", "}", ";")) | bool(re.search(r"[a-z0-9\]\"]$", before)) \
        and not before.endswith(("return", "=", "in", "else")) and not after.startswith((".", "?", "&&", "||", "+", ")"))


def spelling(kind, was, number):
    """An operator that no other mutant has."""
    return was + "".join("^~"[int(bit)] for bit in f"{number:b}")


def written(site, number, text):
    """What stands in the place of `text`."""
    if site.kind in ("operator", "not"):
        return spelling(site.kind, site.was, number)
    if site.kind == "number":
        return f"mutated({number}, {text}, {int(text.replace('_', '')) + 1})"
    if site.kind == "truth":
        return f"mutated({number}, {text}, {'false' if text == 'true' else 'true'})"
    return f"if !isMutant({number}) {{ {text} }}"


def words(site):
    """For the report."""
    change = {"operator": lambda: f"{site.was} becomes {SWAPS[site.was]}", "not": lambda: "! is left out",
              "number": lambda: f"{site.was} becomes {int(site.was.replace('_', '')) + 1}",
              "truth": lambda: f"{site.was} is turned round", "statement": lambda: f"left out: {site.was}"}[site.kind]()
    return f"{site.path}:{site.line + 1}:{site.column + 1}: {change}"


HEADER = """import Glibc

// Written by contrib/mutants.

private let chosen = getenv("VNET_MUTANT").flatMap { Int(String(cString: $0)) } ?? 0
private let trace = getenv("VNET_MUTANT_TRACE").map { open($0, O_WRONLY | O_APPEND | O_CREAT, 0o600) } ?? -1
nonisolated(unsafe) private let met: UnsafeMutablePointer<UInt8> = {
    let seen = UnsafeMutablePointer<UInt8>.allocate(capacity: 1 << 12)
    seen.initialize(repeating: 0, count: 1 << 12)
    return seen
}()

func isMutant(_ number: Int) -> Bool {
    if trace >= 0, met[number] == 0 {
        met[number] = 1
        let line = Array("\\(number)\\n".utf8)
        write(trace, line, line.count)
    }
    return number == chosen
}

func mutated<T>(_ number: Int, _ right: T, _ wrong: T) -> T { isMutant(number) ? wrong : right }
"""


def support(numbered):
    """The file that makes the mutants of one target work."""
    text = HEADER
    for number, site in numbered:
        name = spelling(site.kind, site.was, number)
        if site.kind == "not":
            text += f"\nprefix operator {name}\nprefix func {name} (a: Bool) -> Bool {{ isMutant({number}) ? a : !a }}\n"
        if site.kind != "operator":
            continue
        was, other = site.was, SWAPS[site.was]
        if was in ("&&", "||"):
            precedence = "LogicalConjunctionPrecedence" if was == "&&" else "LogicalDisjunctionPrecedence"
            function = (f"func {name} (a: Bool, b: @autoclosure () throws -> Bool) rethrows -> Bool {{\n"
                        f"    isMutant({number}) ? try a {other} b() : try a {was} b()\n}}")
        elif was in ("+", "-"):
            precedence = "AdditionPrecedence"
            function = f"func {name} <T: Numeric>(a: T, b: T) -> T {{ isMutant({number}) ? a {other} b : a {was} b }}"
        else:
            precedence = "ComparisonPrecedence"
            kind = "Equatable" if was in ("==", "!=") else "Comparable"
            function = f"func {name} <T: {kind}>(a: T, b: T) -> Bool {{ isMutant({number}) ? a {other} b : a {was} b }}"
        text += f"\ninfix operator {name}: {precedence}\n{function}\n"
    return text


def choose(found, seed, count):
    """A drawing that is the same for the same sources: from each target by its size, no more than one from a line, all kinds."""
    chance, taken, chosen = random.Random(seed), set(), []
    by_kind = {}
    for site in sorted(found):
        by_kind.setdefault(site.kind, []).append(site)
    for some in by_kind.values():
        chance.shuffle(some)
    kinds = ["operator", "statement", "operator", "not", "operator", "number", "statement", "truth"]
    while len(chosen) < count and any(by_kind.values()):
        for kind in kinds:
            if by_kind.get(kind) and len(chosen) < count:
                site = by_kind[kind].pop()
                if (site.path, site.line) not in taken:
                    taken.add((site.path, site.line))
                    chosen.append(site)
    return chosen
