import pytest

from sanctionscreen.errors import InputError
from sanctionscreen.intake.headings import HEADINGS, Role
from sanctionscreen.intake.roles import recognise
from sanctionscreen.intake.words import folded


def found(*columns: str) -> dict[str, tuple[str, ...]]:
    """The roles of the columns, with one more that makes the file worth screening."""
    roles = recognise(["wallet", *columns])
    return {role: given for role, given in roles.columns.items() if role is not Role.WALLET}


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        pytest.param("name", "name", id="plain"),
        pytest.param("FULL NAME", "name", id="capitals and space"),
        pytest.param("fullName", "name", id="camelCase"),
        pytest.param("Full-Name:", "name", id="hyphen and colon"),
        pytest.param("Name_2", "name", id="numbered"),
        pytest.param("name1", "name", id="numbered without a space"),
        pytest.param("Beneficiary Name", "name", id="beneficiary"),
        pytest.param("Company", "name", id="company"),
        pytest.param("organisation_name", "name", id="organisation"),
        pytest.param("Account Holder", "name", id="account holder"),
        pytest.param("Firma", "name", id="German company"),
        pytest.param("Raison sociale", "name", id="French company"),
        pytest.param("Razón Social", "name", id="Spanish company"),
        pytest.param("姓名", "name", id="Chinese name"),
        pytest.param("ФИО", "name", id="Russian name"),
        pytest.param("AKA", "alias", id="aka"),
        pytest.param("a.k.a.", "alias", id="aka with points"),
        pytest.param("trading_name", "alias", id="trading name"),
        pytest.param("NameNative", "native_name", id="native"),
        pytest.param("中文名", "native_name", id="Chinese native"),
        pytest.param("Vorname", "first_name", id="German first"),
        pytest.param("Prénom", "first_name", id="French first"),
        pytest.param("nombre", "first_name", id="Spanish first"),
        pytest.param("Отчество", "middle_name", id="Russian patronymic"),
        pytest.param("SURNAME", "last_name", id="surname"),
        pytest.param("Nachname", "last_name", id="German last"),
        pytest.param("Nom", "last_name", id="French last"),
        pytest.param("Apellidos", "last_name", id="Spanish last"),
        pytest.param("Entity Type", "type", id="type"),
        pytest.param("Geschlecht", "gender", id="German gender"),
        pytest.param("DOB", "birth_date", id="dob"),
        pytest.param("dateOfBirth", "birth_date", id="date of birth"),
        pytest.param("Date of birth (YYYY-MM-DD)", "birth_date", id="with a hint in brackets"),
        pytest.param("customer_dob", "birth_date", id="of the customer"),
        pytest.param("year of birth", "birth_date", id="year"),
        pytest.param("Geb.-Datum", "birth_date", id="German birth, short"),
        pytest.param("Дата рождения", "birth_date", id="Russian birth"),
        pytest.param("出生日期", "birth_date", id="Chinese birth"),
        pytest.param("Country of Residence", "country", id="residence"),
        pytest.param("jurisdiction", "country", id="jurisdiction"),
        pytest.param("Nationalité", "nationality", id="French nationality"),
        pytest.param("Staatsangehörigkeit", "citizenship", id="German citizenship"),
        pytest.param("Document No.", "id_number", id="document"),
        pytest.param("id_type", "id_type", id="id type"),
        pytest.param("Issuing country", "id_country", id="issuing country"),
        pytest.param("PassportNumber", "passport", id="passport"),
        pytest.param("身份证号码", "national_id", id="Chinese id card"),
        pytest.param("VAT no", "tax_id", id="VAT"),
        pytest.param("ИНН", "tax_id", id="Russian tax id"),
        pytest.param("Company Number", "registration_number", id="company number"),
        pytest.param("LEI", "lei", id="LEI"),
        pytest.param("SWIFT/BIC", "bic", id="SWIFT"),
        pytest.param("IMONumber", "imo", id="IMO"),
        pytest.param("mmsi", "mmsi", id="MMSI"),
        pytest.param("Straße", "address", id="German street"),
        pytest.param("address_line_1", "address", id="address line"),
        pytest.param("Customer ID", "query_id", id="customer id"),
        pytest.param("Kunden-Nr.", "query_id", id="German customer number"),
    ],
)
def test_usual_headings(heading: str, role: str) -> None:
    assert found(heading) == {role: (heading,)}


@pytest.mark.parametrize(
    "heading", ["Crypto Address", "btc_address", "walletAddress", "Wallet 2", "钱包地址"]
)
def test_wallet_headings(heading: str) -> None:
    assert recognise([heading]).of(Role.WALLET) == (heading,)


@pytest.mark.parametrize(
    "heading",
    ["amount", "bank_name", "city_code", "email", "phone", "filename", "Umsatz", "name_score", "x"],
)
def test_other_headings_mean_nothing(heading: str) -> None:
    assert found(heading) == {}
    assert recognise(["name", heading]).ignored == (heading,)


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        pytest.param(("reference", "id", "name"), {"query_id": ("id",), "name": ("name",)},
                     id="the more telling id wins"),
        pytest.param(("name1", "name2"), {"name": ("name1", "name2")}, id="several names"),
        pytest.param(("type", "customer type"), {"type": ("type",)}, id="one type"),
        pytest.param(("dob", "year of birth"), {"birth_date": ("dob", "year of birth")},
                     id="several births"),
    ],
)  # fmt: skip
def test_several_columns_of_one_role(
    columns: tuple[str, ...], expected: dict[str, tuple[str, ...]]
) -> None:
    assert found(*columns) == expected


def test_no_heading_stands_in_two_roles() -> None:
    seen: dict[str, Role] = {}
    for role, words in HEADINGS.items():
        for word in folded(words):
            assert seen.setdefault(word, role) is role, word


def test_overrides_win() -> None:
    roles = recognise(
        ["name", "Bezeichnung", "country"], {"name": ["bezeichnung"], "alias": ["name"]}
    )
    assert roles.columns == {"name": ("Bezeichnung",), "alias": ("name",), "country": ("country",)}
    assert recognise(["name", "x"], {"name": ["x"]}).ignored == ("name",)


@pytest.mark.parametrize(
    ("columns", "overrides", "says"),
    [
        pytest.param(["a"], {"nmae": ["a"]}, "no role 'nmae': use one of query_id, name,",
                     id="unknown role"),
        pytest.param(["a", "b"], {"name": ["c"]}, "no column 'c': the input has 'a', 'b'",
                     id="unknown column"),
        pytest.param(["name", "a", "b"], {"type": ["a", "b"]}, "type has one column, not 2",
                     id="two columns for one"),
        pytest.param(["amount", "Bezeichnung"], {},
                     "'amount', 'Bezeichnung': .* --column name=COLUMN", id="nothing known"),
        pytest.param(["dob", "country", "id"], {}, "--column name=COLUMN", id="nothing to screen"),
        pytest.param(["middle_name"], {}, "--column name=COLUMN", id="a middle name is no name"),
    ],
)  # fmt: skip
def test_bad_columns(columns: list[str], overrides: dict[str, list[str]], says: str) -> None:
    with pytest.raises(InputError, match=says):
        recognise(columns, overrides)


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(["Anna Probe", "1962-01-31"], id="date"),
        pytest.param(["1", "Anna Probe"], id="number"),
        pytest.param(["Anna Probe", "Germany"], id="country"),
        pytest.param(["Probe Handels GmbH"], id="company"),
        pytest.param(["Anna Probe", "anna@example.org"], id="mail"),
        pytest.param(["Anna Probe", "bc1qinvented0invented0invented0inv"], id="address"),
    ],
)
def test_a_file_without_headings_shows_nobody(row: list[str]) -> None:
    with pytest.raises(InputError, match="first row seems to be data") as caught:
        recognise(row)
    assert not any(cell in str(caught.value) for cell in row if len(cell) > 1)
