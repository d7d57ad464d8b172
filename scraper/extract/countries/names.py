"""What countries are called, in English, French and Russian: the CLDR's names, and those that people write."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from babel import Locale

LANGUAGES = ("en", "fr", "ru")
# Regions and codes of the CLDR that are no country's: unions, outlying territories without a code of their own, tests.
_NO_COUNTRIES = frozenset("AC CP CQ DG EA EU EZ IC QO TA UN XA XB ZZ".split())

# Names that the CLDR does not have; "-" is none: the words name something else, or nobody knows which country.
WRITTEN: Mapping[str, Mapping[str, str]] = {
    "en": {
        "US": "US|U.S.|U.S.A.|USA|United States of America",
        "GB": "UK|U.K.|Britain|Great Britain|England|Northern Ireland",
        "RU": "Russian Federation",
        "CN": "PRC|People’s Republic of China|Mainland China",
        "KP": "DPRK|North Korea|Democratic People’s Republic of Korea",
        "KR": "South Korea|Republic of Korea",
        "AE": "UAE|U.A.E.",
        "SA": "KSA",
        "CD": "DRC|DR Congo|Democratic Republic of the Congo|Democratic Republic of Congo",
        "CG": "Republic of the Congo|Republic of Congo|Congo Republic",
        "TR": "Turkey|Türkiye|Turkiye",
        "CI": "Ivory Coast|Cote d’Ivoire",
        "MM": "Myanmar|Burma",
        "CZ": "Czech Republic",
        "MK": "Macedonia",
        "SZ": "Swaziland",
        "CV": "Cape Verde",
        "TL": "East Timor",
        "VA": "Holy See|Vatican",
        "PS": "Palestine",
        "HK": "Hong Kong",
        "MO": "Macau",
        "NL": "Holland",
        "BA": "Bosnia|Bosnia and Herzegovina",
        "SY": "Syrian Arab Republic",
        "IR": "Islamic Republic of Iran",
        "LA": "Laos",
        "VN": "Viet Nam",
        "TT": "Trinidad and Tobago",
        "AG": "Antigua and Barbuda",
        "ST": "Sao Tome and Principe",
        "GE": "Republic of Georgia",
        "-": "New Mexico|New England|South China Sea|East China Sea|Gulf of Guinea|Gulf of Mexico|Gulf of Oman"
        "|Sea of Japan|Lake Chad|Mexico City|Kuwait City|Panama City|Guatemala City|Niger River|Niger Delta"
        "|River Niger|River Jordan|Jordan River|Jordan Valley|Korea|Congo|Congo River",
    },
    "fr": {
        "US": "USA|É.-U.|États-Unis d’Amérique",
        "GB": "Grande-Bretagne|Angleterre|Irlande du Nord",
        "RU": "Fédération de Russie",
        "CN": "RPC|République populaire de Chine",
        "KP": "RPDC|Corée du Nord",
        "KR": "Corée du Sud|République de Corée",
        "AE": "EAU|Émirats arabes unis|Émirats Arabes Unis|Émirats",
        "CD": "RDC|République démocratique du Congo|RD Congo",
        "CG": "République du Congo",
        "CF": "RCA|Centrafrique",
        "MM": "Birmanie",
        "CZ": "République tchèque",
        "MD": "Moldova",
        "MK": "Macédoine",
        "SZ": "Swaziland",
        "BY": "Bélarus",
        "PS": "Palestine",
        "HK": "Hong Kong",
        "MO": "Macao",
        "VA": "Vatican|Saint-Siège",
        "BA": "Bosnie",
        "KG": "Kirghizie",
        "TL": "Timor-Leste|Timor oriental",
        "IR": "République islamique d’Iran",
        "NG": "Nigéria",
        "MU": "Île Maurice",
        "-": "Nouveau-Mexique|Nouvelle-Angleterre|Corée|Congo",
    },
    "ru": {
        "US": "США|Соединённые Штаты|Соединённые Штаты Америки|Штаты",
        "GB": "Британия|Англия|Соединённое Королевство|Северная Ирландия",
        "RU": "РФ|Российская Федерация",
        "CN": "КНР|Китайская Народная Республика",
        "KP": "Северная Корея",
        "KR": "Южная Корея",
        "AE": "ОАЭ|Объединённые Арабские Эмираты|Эмираты",
        "SA": "КСА",
        "CD": "ДРК|Демократическая Республика Конго|ДР Конго",
        "CG": "Республика Конго",
        "CF": "ЦАР|Центральноафриканская Республика",
        "ZA": "ЮАР|Южно-Африканская Республика",
        "DE": "ФРГ",
        "BY": "Белоруссия|Белорусь",
        "MD": "Молдавия",
        "KG": "Кыргызстан|Киргизстан",
        "TM": "Туркмения",
        "MM": "Бирма",
        "NL": "Голландия",
        "MK": "Македония",
        "SZ": "Свазиленд",
        "PS": "Палестина",
        "HK": "Гонконг",
        "MO": "Макао",
        "SY": "САР|Сирийская Арабская Республика",
        "IR": "ИРИ|Исламская Республика Иран",
        "BA": "Босния",
        "VA": "Святой Престол",
        "CZ": "Чешская Республика",
        "DO": "Доминиканская Республика",
        "-": "Корея|Конго|Новая Англия",
    },
}
# Names of the CLDR that people and things have as well.
_LEFT_OUT = {"en": {"JE"}, "fr": {"DM", "JE", "MU", "RE"}, "ru": {"DM", "JE"}}


def codes() -> list[str]:
    """ISO 3166-1 alpha-2 of every country and territory that has a name, and XK for Kosovo."""
    known = map(str, Locale("en").territories)
    return sorted(code for code in known if len(code) == 2 and code not in _NO_COUNTRIES)


def names(language: str) -> Iterator[tuple[str, str | None]]:
    """Every name in a language, and whose it is; None for words that name no country."""
    called: Mapping[str, str] = dict(Locale(language).territories)
    for code in codes():
        if code not in _LEFT_OUT[language]:
            for name in _parted(called[code]):
                yield name, code
    for code, written in WRITTEN[language].items():
        for name in written.split("|"):
            yield name, None if code == "-" else code


def _parted(name: str) -> Iterator[str]:
    """A name of the CLDR as people write it: "Myanmar (Burma)" is Myanmar, "St. Lucia" Saint Lucia as well."""
    bare = name.split(" (")[0].replace("о-ва", "острова")
    if bare[0].isupper():
        yield bare
    if "&" in bare:
        yield bare.replace("&", "and")
    if bare.startswith("St. "):
        yield f"Saint {bare[4:]}"
