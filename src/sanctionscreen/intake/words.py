"""What people write into cells, in the languages we know of, and how it is compared."""

import re
import unicodedata
from typing import Final

from sanctionscreen.terms import EntityType, Gender


def fold(text: str) -> str:
    """The text as it is compared: no case, accents or signs, single spaces.

    >>> fold("Prénom_1"), fold("N/A"), fold("GmbH")
    ('prenom 1', 'n a', 'gmbh')
    """
    decomposed = unicodedata.normalize("NFKD", text.replace("ß", "ss"))
    plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    return re.sub(r"[\W_]+", " ", re.sub(r"['’]", "", plain)).strip().casefold()


def fold_camel(text: str) -> str:
    """The same, with words that are written together split at their capitals.

    >>> fold_camel("dateOfBirth"), fold_camel("IMONumber"), fold_camel("DOB")
    ('date of birth', 'imo number', 'dob')
    """
    return fold(re.sub(r"(?<=[^\W\d_A-Z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][^\W\d_A-Z])", " ", text))


def folded(words: str) -> list[str]:
    """The single words or phrases of a comma-separated text, folded, in order.

    >>> folded("date_of_birth, né_le")
    ['date of birth', 'ne le']
    """
    return [fold(word) for word in words.split(",")]


TYPES: Final[dict[EntityType, str]] = {
    EntityType.PERSON: """
        person, persons, individual, individuals, natural person,
        natural, human, private person, private individual, private,
        physical person, retail, p, i, ind, n, np, pers, natürliche
        person, privatperson, personne physique, particulier,
        persona física, persona natural, física, pessoa física,
        persona fisica, физическое лицо, физлицо, фл, 个人, 個人, 自然人
    """,
    EntityType.ORGANISATION: """
        organisation, organization, organisations, org, company,
        companies, corporate, corporation, corp, entity, legal
        entity, legal person, legal, juridical person, juristic
        person, business, firm, enterprise, institution, non
        individual, non person, nonindividual, bank, fund, trust,
        foundation, partnership, charity, ngo, association,
        government, c, o, b, e, l, j, le, co, firma, unternehmen,
        gesellschaft, juristische person, société, entreprise,
        personne morale, empresa, sociedad, persona jurídica,
        persona moral, pessoa jurídica, persona giuridica, società,
        юридическое лицо, юрлицо, юл, компания, организация, 公司, 企业,
        企業, 法人, 机构, 組織, 组织
    """,
    EntityType.VESSEL: """
        vessel, vessels, ship, boat, tanker, yacht, v, schiff,
        navire, buque, судно, 船舶, 船
    """,
    EntityType.AIRCRAFT: """
        aircraft, plane, airplane, aeroplane, helicopter, a,
        flugzeug, avion, aéronef, aeronave, avión, воздушное судно,
        самолет, самолёт, 飞机, 飛機, 航空器
    """,
}
GENDERS: Final[dict[Gender | None, str]] = {
    Gender.MALE: """
        m, male, man, mr, männlich, mann, herr, masculin, homme,
        masculino, hombre, maschio, мужской, муж, м, 男, 男性
    """,
    Gender.FEMALE: """
        f, female, woman, w, mrs, ms, miss, weiblich, frau, féminin,
        femme, femenino, mujer, femmina, женский, жен, ж, 女, 女性
    """,
    None: """
        x, d, o, u, diverse, divers, other, non binary, nonbinary, not stated, not specified,
        undisclosed
    """,
}

#: A name is of so many characters at most: longer is a text in the wrong column.
LONGEST: Final = 1000
#: One letter or digit written so often is no name, in any script.
REPEATED: Final = 4

#: What stands in a cell when nothing is known.
NOTHING: Final = frozenset(
    folded(
        """
        n a, na, none, null, nil, nan, nat, unknown, unk, undefined,
        undetermined, not available, not applicable, not known, not provided,
        not specified, not given, missing, empty, blank, tbd, tba, tbc, to be
        determined, to be confirmed, to be advised, keine angabe, k a,
        unbekannt, inconnu, inconnue, non renseigne, desconocido, desconocida,
        sconosciuto, desconhecido, неизвестно, неизвестен, не указано, нет,
        未知, 无, 無, 不详, 不明
        """
    )
)
#: What stands in a name field when no name is known; beside NOTHING.
NO_NAME: Final = frozenset(
    folded(
        """
        test, tests, testing, tester, testtest, dummy, sample, example, placeholder, default, xxx,
        xx, x, xxxx, xxxxx, yyy, zzz, asdf, asdfg, asdfgh, asdfasdf, qwerty, qwertz, foobar, mr,
        mrs, ms, miss, mister, dr, prof, sir, madam, herr, frau, monsieur, madame, mme, senor,
        senora, name, full name, first name, last name, surname, no name, noname, unnamed, fnu, lnu,
        fnu lnu, customer, client, company, person, individual, various, several, cash, self, same,
        same as above, 0, 00, 000
        """
    )
)
#: A part of a name that says the part is unknown. `Null` and `Na` are surnames and not among them.
NO_PART: Final = frozenset(
    {"n a", "fnu", "lnu", "nmn", "unknown", "not available", "not applicable"}
)
#: A heading with one of these among its words is a company: the file has no heading row.
LEGAL_FORMS: Final = frozenset(
    folded(
        """
        ltd, limited, llc, inc, plc, gmbh, ag, sarl, sa, bv, nv, srl, spa, ooo, oy, ab, pte
        """
    )
)
