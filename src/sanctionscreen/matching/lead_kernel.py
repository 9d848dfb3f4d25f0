"""The inner loop of leads: what words meet, put in order for the search (`gate_kernel.py`).

Plain Python that numba can compile as it stands (`compiled.py`): both give the same bits.
"""

from typing import Final

#: Columns and sorts as in `gate_kernel`; here, for numba keeps what it compiled by the file.
_START: Final = 0
_END: Final = 2
_MOST: Final = 4
_LETTERS: Final = 6
_LEAST: Final = 7
_CROWDED: Final = 0
_NEAR: Final = 1
_OWN: Final = 2
_SORTS: Final = 3


def sort_of(unit, like, about, crowd):
    """Of what sort a lead is."""
    if about[unit, _END] - about[unit, _START] > crowd:
        return _CROWDED
    return _NEAR if like < 1.0 else _OWN


def arrange(at, unit, like, kind, about, one, crowd, lead_at, lead, likes, tells, names):
    """Writes the leads of each word by sort, and what is known of those of each sort."""
    place = 0
    for word in range(len(at) - 1):
        for sort in range(_SORTS):
            row = _SORTS * word + sort
            lead_at[row] = place
            for t in range(at[word], at[word + 1]):
                u = unit[t]
                if sort_of(u, like[t], about, crowd) != sort:
                    continue
                told = like[t] * like[t]
                lead[place, 0] = u
                lead[place, 1] = kind[t]
                for column in range(3):
                    lead[place, 2 + column] = about[u, _START + column]
                lead[place, 5] = about[u, _LEAST]
                likes[place, 0] = like[t]
                likes[place, 1] = told * (about[u, _MOST] / one)
                likes[place, 2] = told * (about[u, _MOST + 1] / one)
                tells[row, 0] = max(tells[row, 0], told)
                tells[row, 1] = max(tells[row, 1], likes[place, 1])
                tells[row, 2] = max(tells[row, 2], likes[place, 2])
                if names[row, 0] == 0 or about[u, _LEAST] < names[row, 2]:
                    names[row, 2] = about[u, _LEAST]
                names[row, 0] += about[u, _END] - about[u, _START]
                names[row, 1] = max(names[row, 1], about[u, _LETTERS])
                place += 1
    lead_at[_SORTS * (len(at) - 1)] = place
