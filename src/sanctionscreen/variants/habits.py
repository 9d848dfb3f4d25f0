"""Variants of whole words by habit: romanisation, short given names, legal forms, abbreviations.

The tables are made for measuring and are not those the matcher knows: one that were taken from its
own would find itself.
"""

import re
from typing import Final

from sanctionscreen.variants.chance import Chance
from sanctionscreen.variants.written import Written, in_case_of

#: Habits of romanisation: a sound as a regular expression, and how others write it. Of Arabic and
#: Persian, of Slavic, and of East Asian names.
_SOUNDS: Final = tuple(
    (re.compile(habit.split()[0]), habit.split()[1])
    for habit in """
    ^al- el-|^el- al-|^abdul abdel|^abdel abdul|^abdal abdul
    q k|q gh|gh q|kh h|kh k|ou u|ou oo|oo u|(?<=[bdkmnrst])u(?=[bdklmnrst]) ou
    ee i|(?<=[bdfhjklmnrst])i(?=[bdfklmnrst]) ee|ei ai|ai ay|ay ei|aa a
    dj j|(?<![dg])j(?=[aeiou]) dj|w v|dh d|dh z|th t|(?<=[ae])dd d|hs s
    mmad$ mmed|mmed$ mmad|med$ met|ein$ ayn|ayn$ ein|ain$ ein|ah$ a|eh$ a|(?<=..[bdrlmn])a$ ah
    (?<=.)ss s|(?<=.)ll(?=.) l|mm m|nn n|bb b|rr r|zz z
    iy$ y|ey$ ei|(?<=[kdntv])y$ iy|(?<=[kdntv])iy$ i|iy$ ii|ei$ ey|ai$ ay|(?<=[aeio])ev$ yev
    yev iev|yev$ ev|ov$ off|ev$ eff|ya ia|(?<=[a-z])ia iya|yu iu|yi ii|zh j|ts tz|shch sch
    ks x|x ks|^ye e|^e(?=[kv]) ye|ich$ itch|vich$ vic|khail hail|ck k|ph f|ie$ y
    ^zh ch|^x hs|^q ch|^ji chi|^park$ pak|^pak$ park|^lee$ ri|^ri$ lee|^kim$ gim|^choe$ choi
    ^jong$ jeong|^jung$ jeong|^chol$ cheol|^hyon hyun|^yong$ young|^chong$ jong|^son$ sun
    """.strip()
    .replace("\n", "|")
    .split("|")
    if habit.strip()
)
_MANY: Final = 4
_NICKNAMES: Final = {
    "abdul": "abdu", "abdullah": "abdallah", "alexander": "alex", "aleksandr": "sasha",
    "alexei": "alyosha", "aleksey": "alyosha", "andrei": "andrey", "anatoly": "tolya",
    "antonio": "toni", "boris": "borya", "carlos": "carlitos", "daniel": "dani", "dmitry": "dima",
    "dmitri": "dima", "dmitriy": "dima", "eduardo": "edu", "elena": "lena", "francisco": "paco",
    "gennady": "gena", "grigory": "grisha", "igor": "igorek", "ivan": "vanya", "jose": "pepe",
    "joseph": "joe", "jesus": "chuy", "konstantin": "kostya", "leonid": "lyonya", "luis": "lucho",
    "manuel": "manolo", "maria": "masha", "michael": "mike", "mikhail": "misha",
    "mohammad": "mo", "mohammed": "mo", "muhammad": "mo", "nikolai": "kolya", "nikolay": "kolya",
    "pavel": "pasha", "pedro": "perico", "rafael": "rafa", "ricardo": "ricky", "robert": "bob",
    "roberto": "beto", "sergei": "seryozha", "sergey": "seryozha", "tatiana": "tanya",
    "thomas": "tom", "valery": "valera", "viktor": "vitya", "vladimir": "volodya",
    "william": "bill", "yevgeny": "zhenya", "yuri": "yura", "yury": "yura",
}  # fmt: skip
#: Ways of writing one legal form; any one for any other in a row, at the end of a name.
_FORMS: Final = tuple(
    tuple(row.strip().split(" | "))
    for row in """
    llc | l.l.c. | limited liability company
    ltd | ltd. | limited | company limited
    co. ltd | co., ltd. | company limited | co ltd
    inc | inc. | incorporated
    corp | corp. | corporation
    company | co | co.
    plc | p.l.c. | public limited company
    gmbh | g.m.b.h. | gesellschaft mit beschrankter haftung
    s.a. | sa | sociedad anonima
    s.a.s. | sas
    sarl | s.a.r.l. | societe a responsabilite limitee
    ooo | obshchestvo s ogranichennoi otvetstvennostyu
    fze | f.z.e. | free zone establishment
    pte ltd | pte. ltd. | private limited
    jsc | joint stock company | ojsc
    a.s. | as | anonim sirketi
    s.r.l. | srl
    b.v. | bv
    """.strip().splitlines()
)
_SHORT_WORDS: Final = {
    "administration": "admin", "agency": "agcy", "aviation": "avn", "brothers": "bros",
    "building": "bldg", "center": "ctr", "chemical": "chem", "commercial": "comm",
    "company": "co", "construction": "constr", "corporation": "corp", "department": "dept",
    "development": "dev", "electronic": "elec", "electronics": "elec", "energy": "engy",
    "engineering": "engg", "enterprise": "ent", "enterprises": "ent", "equipment": "equip",
    "establishment": "est", "exchange": "exch", "export": "exp", "finance": "fin",
    "foundation": "fdn", "general": "gen", "group": "grp", "holding": "hldg", "holdings": "hldgs",
    "import": "imp", "industrial": "ind", "industries": "inds", "industry": "ind",
    "institute": "inst", "insurance": "ins", "international": "intl", "investment": "inv",
    "investments": "invs", "islamic": "isl", "laboratory": "lab", "limited": "ltd",
    "logistics": "log", "management": "mgmt", "manufacturing": "mfg", "marine": "mar",
    "maritime": "mar", "mechanical": "mech", "military": "mil", "mining": "min",
    "ministry": "min", "national": "natl", "organization": "org", "petrochemical": "petrochem",
    "petroleum": "petr", "products": "prod", "production": "prod", "real estate": "re",
    "republic": "rep", "research": "res", "science": "sci", "scientific": "sci",
    "security": "sec", "services": "svcs", "service": "svc", "shipping": "shpg",
    "society": "soc", "system": "sys", "systems": "sys", "technical": "tech",
    "technologies": "tech", "technology": "tech", "telecommunications": "telecom",
    "trading": "trdg", "transport": "trans", "transportation": "transp", "university": "univ",
}  # fmt: skip
#: Words of organisations in plain English, which nobody romanises.
_USUAL: Final = frozenset(_SHORT_WORDS) | {
    word for row in _FORMS for f in row for word in f.split()
}
_SHIPS: Final = ("M/V", "MV", "M.V.", "MT", "M/T", "S.S.", "Motor Vessel")


def romanised(name: Written, chance: Chance) -> str | None:
    """One or two sounds by another habit of romanisation: `Gh` for `Q`, `-iy` for `-y`."""
    return _respelt(name, chance, 1 + chance.below(2))


def romanised_much(name: Written, chance: Chance) -> str | None:
    """Three or four such changes."""
    return _respelt(name, chance, _MANY - chance.below(2), at_least=_MANY - 1)


def _respelt(name: Written, chance: Chance, count: int, *, at_least: int = 1) -> str | None:
    """The name with so many habits changed, each where it is still met."""
    words = list(name.words)
    made = 0
    names = [place for place, word in enumerate(words) if word.lower() not in _USUAL]
    habits = [(place, *habit) for place in names for habit in _SOUNDS]
    for place, sound, other in sorted(habits, key=lambda _: chance.number()):
        lower = words[place].lower()
        if made < count and sound.search(lower):
            words[place] = in_case_of(words[place], sound.sub(other, lower, count=1))
            made += 1
    variant = " ".join(words)  # one habit may undo another
    return variant if made >= at_least and variant != name.text else None


def nickname(name: Written, chance: Chance) -> str | None:
    """A given name in its short form: `Misha` for `Mikhail`."""
    at = [p for p, word in enumerate(name.words[: name.given]) if word.lower() in _NICKNAMES]
    if not at:
        return None
    place = chance.pick(at)
    short = in_case_of(name.words[place], _NICKNAMES[name.words[place].lower()])
    return " ".join((*name.words[:place], short, *name.words[place + 1 :]))


def legal_form(name: Written, chance: Chance) -> str | None:
    """The legal form left out, or written in another way; one added where there is none."""
    text = name.text
    lower = text.lower().rstrip()
    found = [
        (len(form), form, row)
        for row in _FORMS
        for form in row
        if re.search(rf"[ ,]{re.escape(form)}$", lower)
    ]
    if not found:
        return f"{text} {in_case_of(name.words[-1], chance.pick(chance.pick(_FORMS)))}"
    size, form, row = max(found)
    name_alone = text[: len(lower) - size].rstrip(" ,")
    other = chance.pick(("", *(one for one in row if one != form)))
    return f"{name_alone} {in_case_of(name.words[-1], other)}".strip() if name_alone else None


def abbreviated(name: Written, chance: Chance) -> str | None:
    """One or more usual words shortened: `Intl` for `International`, `Trdg` for `Trading`."""
    words = list(name.words)
    at = [place for place, word in enumerate(words) if word.lower().strip(",.") in _SHORT_WORDS]
    if not at:
        return None
    for place in chance.some(at, 1 + chance.below(len(at))):
        words[place] = in_case_of(words[place], _SHORT_WORDS[words[place].lower().strip(",.")])
    return " ".join(words)


def ship_prefix(name: Written, chance: Chance) -> str | None:
    """A ship's name with the letters that papers put before it."""
    return f"{chance.pick(_SHIPS)} {name.text}"
