"""Covenants that nobody thought of: random agreements, as the text of their file.

Amounts are small, so that ceilings are met often. The first party is there from the first day and promises
something; others may join later, promise nothing or twice, for any line or for some.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from hypothesis import strategies as st

from ledger.core.calendar import yearly_dates
from ledger.core.money import format_plain

FIRST_DAYS = (date(2014, 1, 1), date(2015, 3, 14), date(2015, 7, 1), date(2016, 2, 29))
LINES = ("trees", "benches", "lamps", "paths")
DUE_ON = ("01-31", "02-29", "06-30", "07-01", "12-31")


@dataclass(frozen=True)
class Agreed:
    """A covenant file: its text, its slugs, and the days of its term.

    Of the parties it names the funders, and one that promised nothing, if there is one.
    """

    text: str
    parties: tuple[str, ...]
    lines: tuple[str, ...]
    first_day: date
    last_day: date


@st.composite
def agreements(draw: st.DrawFn) -> Agreed:
    """Draw a covenant of two to six parties and one to four programme lines, for one to four years."""
    first_day = draw(st.sampled_from(FIRST_DAYS))
    last_day = first_day + timedelta(days=draw(st.integers(300, 1400)))
    lines = LINES[: draw(st.integers(1, 4))]
    parties = tuple(f"party-{number}" for number in range(1, draw(st.integers(2, 6)) + 1))
    joining = {
        slug: first_day + timedelta(days=draw(st.sampled_from([0, 0, 31, 200])) if place else 0)
        for place, slug in enumerate(parties)
    }
    pledges = [parties[0], *draw(st.lists(st.sampled_from(parties), max_size=5))]
    text = "\n".join(
        [
            _covenant(draw, first_day, last_day),
            *(_party(slug, joins_on) for slug, joins_on in joining.items()),
            *(
                f'[[programme_line]]\nslug = "{slug}"\nname_nl = "{slug}"\nname_en = "{slug}"'
                for slug in lines
            ),
            *(_pledge(draw, slug, (joining[slug], last_day), lines) for slug in pledges),
            '[decisions.budget]\nvoters = "funders"\nquorum = "1/6"\nmajority = ">=1/6"',
            '[[mandate]]\napprovals = 1\nvoters = "parties"',
        ]
    )
    funders = tuple(dict.fromkeys(pledges))
    others = tuple(slug for slug in parties if slug not in funders)
    return Agreed(text, funders + others[:1], lines, first_day, last_day)


def _covenant(draw: st.DrawFn, first_day: date, last_day: date) -> str:
    starts = draw(st.sampled_from(["01-01", "07-01", "02-29", f"{first_day:%m-%d}"]))
    cash = draw(st.sampled_from(["refuse", "warn"]))
    charging = draw(st.sampled_from(["proportional", "narrowest_first"]))
    return (
        '[covenant]\nslug = "random"\nname = "Random"\nplace = "Venlo"\ncurrency = "EUR"\n'
        f"starts_on = {first_day}\nends_on = {last_day}\n"
        f'fiscal_year_starts = "{starts}"\ncash_rule = "{cash}"\ncharging = "{charging}"'
    )


def _party(slug: str, joins_on: date) -> str:
    return f'[[party]]\nslug = "{slug}"\nname = "{slug.title()}"\nkind = "firm"\njoins_on = {joins_on}'


def _pledge(draw: st.DrawFn, slug: str, term: tuple[date, date], lines: tuple[str, ...]) -> str:
    earmark = draw(st.lists(st.sampled_from(lines), unique=True, max_size=len(lines)))
    listed = ", ".join(f'"{line}"' for line in earmark)
    words = [f'[[pledge]]\nparty = "{slug}"']
    if earmark:
        words.append(f"earmark = [{listed}]")
    cents = st.integers(1, 5_000)
    yearly = [each for each in DUE_ON if yearly_dates(int(each[:2]), int(each[3:]), *term)]
    is_yearly = draw(st.booleans())
    if yearly and is_yearly:
        words.append(f'amount = "{format_plain(draw(cents))}"\nbasis = "per_year"')
        words.append(f'due_on = "{draw(st.sampled_from(yearly))}"')
    else:
        days = st.integers(0, (term[1] - term[0]).days)
        parts = draw(st.lists(st.tuples(days, cents), min_size=1, max_size=4))
        words.append(f'amount = "{format_plain(sum(part for _, part in parts))}"\nbasis = "total"')
        each = (
            f'{{ due_on = {term[0] + timedelta(days=day)}, amount = "{format_plain(part)}" }}'
            for day, part in parts
        )
        words.append(f"instalments = [{', '.join(each)}]")
    return "\n".join(words)
