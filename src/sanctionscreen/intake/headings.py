"""What people write over columns, in the languages we know of, and the role it gives the column."""

from enum import StrEnum
from typing import Final

from sanctionscreen.intake.words import folded
from sanctionscreen.terms import IdentifierKind


class Role(StrEnum):
    """What a column of the user's file means."""

    QUERY_ID = "query_id"
    NAME = "name"
    ALIAS = "alias"
    NATIVE_NAME = "native_name"
    FIRST_NAME = "first_name"
    MIDDLE_NAME = "middle_name"
    LAST_NAME = "last_name"
    TYPE = "type"
    GENDER = "gender"
    BIRTH_DATE = "birth_date"
    COUNTRY = "country"
    NATIONALITY = "nationality"
    CITIZENSHIP = "citizenship"
    ID_NUMBER = "id_number"
    ID_TYPE = "id_type"
    ID_COUNTRY = "id_country"
    PASSPORT = "passport"
    NATIONAL_ID = "national_id"
    TAX_ID = "tax_id"
    REGISTRATION_NUMBER = "registration_number"
    LEI = "lei"
    BIC = "bic"
    IMO = "imo"
    MMSI = "mmsi"
    ADDRESS = "address"
    WALLET = "wallet"


#: Headings by role, the most telling first: of `id` and `reference` the first one is the id.
HEADINGS: Final[dict[Role, str]] = {
    Role.QUERY_ID: """
        query_id, id, customer_id, client_id, party_id,
        counterparty_id, account_id, customer_number, customer_no,
        client_number, client_no, account_number, account_no, uid,
        uuid, record_id, entity_id, external_id, ref_id,
        reference_id, reference_number, reference_no, reference,
        ref, key, kundennummer, kunden_nr, kundennr, kunden_id,
        lieferantennummer, debitorennummer, id_client,
        numero_client, identifiant, id_cliente, numero_cliente, код,
        编号, 客户编号, 編號
    """,
    Role.NAME: """
        name, full_name, fullname, complete_name, whole_name,
        name_full, query_name, customer_name, customer, client_name,
        client, party_name, party, counterparty_name, counterparty,
        beneficiary, beneficiary_name, payee, payee_name, payer,
        payer_name, debtor, debtor_name, creditor, creditor_name,
        ordering_customer, originator, originator_name, sender,
        sender_name, receiver, receiver_name, recipient,
        recipient_name, supplier, supplier_name, vendor,
        vendor_name, partner, partner_name, merchant_name, company,
        company_name, organisation, organization, organisation_name,
        organization_name, org_name, legal_name, registered_name,
        business_name, corporate_name, entity, entity_name,
        account_holder, account_holder_name, account_name,
        holder_name, owner_name, person_name, individual_name,
        contact_name, vessel, vessel_name, ship_name, aircraft_name,
        firma, firmenname, firmenbezeichnung, unternehmen,
        vollstandiger_name, kunde, kundenname, lieferant,
        kontoinhaber, name_des_kunden, nom_complet, raison_sociale,
        societe, entreprise, denomination, nom_et_prenom,
        nom_du_client, nombre_completo, razon_social, empresa,
        sociedad, titular, beneficiario, cliente, nome_completo,
        nome, razao_social, ragione_sociale, denominazione,
        имя_и_фамилия, фио, полное_имя, наименование, название,
        компания, организация, клиент, контрагент, 姓名, 名称, 名稱, 名字,
        公司, 公司名称, 公司名稱, 企业名称, 客户名称, 客戶名稱, 全名, 氏名, 이름, 성명
    """,
    Role.ALIAS: """
        alias, aliases, aka, a_k_a, also_known_as, other_name,
        other_names, alternative_name, alternative_names,
        alternate_name, alternate_names, alt_name, alt_names,
        trading_name, trading_names, trade_name, trading_as, dba,
        doing_business_as, former_name, former_names, fka,
        formerly_known_as, previous_name, previous_names,
        maiden_name, birth_name, nickname, short_name, aliasname,
        geburtsname, fruherer_name, nom_de_naissance,
        nom_de_jeune_fille, nom_commercial, nombre_comercial,
        псевдоним, прежнее_имя, 别名, 別名, 曾用名
    """,
    Role.NATIVE_NAME: """
        native_name, name_native, name_original, original_name,
        name_in_native_script, name_original_script,
        name_original_language, local_name, name_local,
        name_non_latin, chinese_name, name_chinese, name_zh,
        name_cn, name_ru, name_ar, cyrillic_name, arabic_name,
        khmer_name, name_in_chinese, 中文名, 中文姓名, 中文名称
    """,
    Role.FIRST_NAME: """
        first_name, firstname, first_names, given_name, given_names,
        givenname, forename, forenames, fname, vorname, vornamen,
        rufname, prenom, prenoms, nombre, nombres, primer_nombre,
        имя, 名
    """,
    Role.MIDDLE_NAME: """
        middle_name, middlename, middle_names, second_name, mname, patronymic, fathers_name,
        father_name, zweiter_vorname, deuxieme_prenom, segundo_nombre, отчество
    """,
    Role.LAST_NAME: """
        last_name, lastname, last_names, surname, surnames,
        family_name, familyname, lname, sname, nachname,
        familienname, zuname, nom, nom_de_famille, nom_usuel,
        apellido, apellidos, primer_apellido, segundo_apellido,
        cognome, sobrenome, apelido, фамилия, 姓, 姓氏
    """,
    Role.TYPE: """
        type, entity_type, party_type, customer_type, client_type,
        counterparty_type, person_type, record_type, legal_type,
        subject_type, kind, category_of_party, typ, kundentyp,
        personenart, type_de_client, tipo, tipo_de_persona, тип, 类型,
        類型
    """,
    Role.GENDER: "gender, sex, geschlecht, sexe, genre, sexo, genero, пол, 性别, 性別",
    Role.BIRTH_DATE: """
        birth_date, dob, date_of_birth, birthdate, birthday, birth,
        born, born_on, d_o_b, dateofbirth, year_of_birth,
        birth_year, yob, birthyear, geburtsdatum, geboren_am,
        geb_datum, gebdatum, geburtsjahr, geburtstag,
        date_de_naissance, naissance, ne_le, annee_de_naissance,
        fecha_de_nacimiento, fecha_nacimiento, nacimiento,
        data_de_nascimento, data_di_nascita, дата_рождения,
        год_рождения, 出生日期, 生日, 出生年月日, 出生年月, 생년월일
    """,
    Role.COUNTRY: """
        country, countries, country_code, country_name, country_iso,
        iso_country, residence, residency, country_of_residence,
        residence_country, residency_country, country_residence,
        jurisdiction, incorporation_country,
        country_of_incorporation, incorporation_jurisdiction,
        jurisdiction_of_incorporation, country_of_registration,
        registration_country, registered_country, domicile,
        country_of_domicile, address_country, vessel_flag,
        flag_state, land, staat, wohnsitz, wohnsitzland, sitz,
        sitzland, pays, pays_de_residence, pays_residence, pais,
        pais_de_residencia, paese, страна, страна_регистрации, 国家,
        國家, 国别
    """,
    Role.NATIONALITY: """
        nationality, nationalities, nationalitat, nationalite,
        nacionalidad, nacionalidade, nazionalita, национальность,
        国籍, 國籍
    """,
    Role.CITIZENSHIP: """
        citizenship, citizenships, citizen_of,
        country_of_citizenship, staatsangehorigkeit,
        staatsburgerschaft, citoyennete, ciudadania, гражданство,
        公民身份
    """,
    Role.ID_NUMBER: """
        id_number, id_no, id_num, id_nr, document_number,
        document_no, doc_number, doc_no, identification_number,
        identity_number, identifier, identification,
        identity_document_number, ausweisnummer, dokumentnummer,
        numero_de_document, numero_documento, numero_de_documento,
        документ, номер_документа, 证件号码, 證件號碼, 证件号
    """,
    Role.ID_TYPE: """
        id_type, document_type, doc_type, identification_type,
        identifier_type, type_of_id, type_of_document, ausweisart,
        dokumentart, type_de_document, tipo_de_documento,
        тип_документа, 证件类型, 證件類型
    """,
    Role.ID_COUNTRY: """
        id_country, document_country, doc_country, issuing_country, country_of_issue,
        id_issuing_country, passport_country, passport_issuing_country, ausstellungsland,
        pays_de_delivrance, pais_de_emision
    """,
    Role.PASSPORT: """
        passport, passport_number, passport_no, passport_num,
        passport_nr, pass_no, passnummer, reisepass,
        reisepassnummer, passeport, numero_de_passeport, pasaporte,
        numero_de_pasaporte, паспорт, номер_паспорта, 护照, 护照号, 护照号码,
        護照號碼
    """,
    Role.NATIONAL_ID: """
        national_id, national_id_number, national_identity_number,
        nin, nric, ssn, social_security_number, identity_card,
        identity_card_number, id_card, id_card_number, personal_id,
        personal_number, personalausweis, personalausweisnummer,
        carte_d_identite, cni, dni, cedula, curp, 身份证, 身份证号, 身份证号码,
        身份證號碼
    """,
    Role.TAX_ID: """
        tax_id, tax_number, tax_no, tax_identification_number,
        taxpayer_id, taxpayer_number, tin, vat, vat_number, vat_no,
        vat_id, ein, fein, steuernummer, steuer_id, ust_id, ustid,
        umsatzsteuer_id, numero_fiscal, numero_tva, nif, cif, rfc,
        ruc, nit, cuit, cpf, cnpj, инн, 税号
    """,
    Role.REGISTRATION_NUMBER: """
        registration_number, registration_no, registration_id,
        reg_number, reg_no, company_number, company_no,
        company_registration_number, company_reg_no,
        company_id_number, business_registration_number,
        commercial_register_number, crn, uen, abn, acn,
        handelsregisternummer, hrb, hr_nummer, registernummer,
        siren, siret, rcs, numero_de_registro, огрн, uscc,
        unified_social_credit_code, 统一社会信用代码, 注册号
    """,
    Role.LEI: "lei, lei_code, legal_entity_identifier, lei_number",
    Role.BIC: """
        bic, swift, swift_code, bic_code, swift_bic, bic_swift, swiftcode, bank_identifier_code
    """,
    Role.IMO: "imo, imo_number, imo_no, imo_code, imo_nummer",
    Role.MMSI: "mmsi, mmsi_number, mmsi_no",
    Role.ADDRESS: """
        address, full_address, postal_address, street_address,
        registered_address, residential_address, mailing_address,
        home_address, business_address, address_line, street,
        street_name, house_number, city, town, postcode,
        postal_code, post_code, zip, zip_code, zipcode, adresse,
        anschrift, strasse, hausnummer, plz, ort, stadt, wohnort,
        ville, rue, code_postal, direccion, domicilio, calle,
        ciudad, codigo_postal, indirizzo, endereco, адрес, город,
        地址, 住址, 城市
    """,
    Role.WALLET: """
        wallet, wallets, wallet_address, wallet_addresses,
        wallet_id, crypto_address, crypto_wallet,
        cryptocurrency_address, blockchain_address,
        digital_currency_address, onchain_address, btc_address, btc,
        bitcoin_address, bitcoin, eth_address, eth,
        ethereum_address, trx_address, tron_address, usdt_address,
        xmr_address, ltc_address, sol_address, xrp_address, кошелек,
        钱包, 钱包地址, 錢包地址
    """,
}

#: What the number in such a column is, or in a column that is called so in `id_type`.
NUMBER_KINDS: Final = {
    Role.PASSPORT: IdentifierKind.PASSPORT,
    Role.NATIONAL_ID: IdentifierKind.NATIONAL_ID,
    Role.TAX_ID: IdentifierKind.TAX_ID,
    Role.REGISTRATION_NUMBER: IdentifierKind.REGISTRATION,
    Role.LEI: IdentifierKind.LEI,
    Role.BIC: IdentifierKind.BIC,
    Role.IMO: IdentifierKind.IMO,
    Role.MMSI: IdentifierKind.MMSI,
}

#: Words before a heading that say whose it is: `customer_dob`, `beneficiary country`.
OWNERS: Final = frozenset(
    folded(
        """
        customer, client, party, counterparty, beneficiary, supplier, vendor, partner, account,
        payee, payer, debtor, creditor, contact, person, individual, entity, company, organisation,
        organization, business, query, sender, receiver, recipient, originator, holder, owner,
        subject, primary, main
        """
    )
)
