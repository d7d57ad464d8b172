"""Names that are translated, not transliterated: the beginnings of their words in English, French and Russian."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

# A stroke between two names; capitals mean an abbreviation, the whole word.
_NAMES = """
    russia russe росси русск / china chinese chine chinois китай китае китая кита /
    india indian inde indien инди индийск / germany german allemagne allemand германи немец немецк /
    france french france français франци французск / italy italian italie italien итали /
    spain spanish espagne espagnol испани / greece greek grèce grec греци греческ /
    britain british britannique britannia британи британск / england english angleterre anglais англи /
    scotland scottish écosse écossais шотланд / ireland irish irlande irlandais ирланд /
    poland polish pologne polonais польш польск / ukraine ukrainian ukrainien украин /
    turkey turkish turquie turc turque турци турецк турц / egypt egyptian égypte égyptien egypte егип египет египт /
    iran iranian iranien иран иранск / iraq iraqi irak irakien ирак иракск / israel israeli israël israélien израил /
    palestin палестин / syria syrian syrie syrien сири сирийск / lebanon lebanese liban ливан /
    jordan jordanie иордан / saudi saoudite саудов / yemen yémen йемен / qatar катар катарск / kuwait koweït кувейт /
    japan japanese japon japonais япони японск / korea corée coréen коре корейск / vietnam viêt вьетнам /
    thailand thaïlande таиланд / philippines филиппин / indonesia indonésie индонези / malaysia malaisie малайзи /
    myanmar birmanie мьянм / pakistan пакистан / afghan афган / bangladesh бангладеш / nepal népal непал /
    mongol монгол / kazakh казах / uzbek ouzbek узбек / kyrgyz kirghiz киргиз / tajik tadjik таджик /
    turkmen turkmène туркмен / azerbaij azerbaïd азербайдж / armenia arménie arménien армени армянск /
    georgia géorgie грузи / africa african afrique africain африк / ethiopia éthiopie эфиоп / sudan soudan судан /
    libya libye ливи ливийск / algeria algérie алжир / morocco maroc марок / tunisia tunisie тунис / nigeria нигери /
    niger нигер / mali мали малийск / burkina буркин / senegal sénégal сенегал / kenya кени кенийск / somali сомали /
    congo конго / angola ангол / zimbabwe зимбабв / brazil brésil бразили / mexico mexique мексик /
    argentin аргентин / venezuela venezuel венесуэл / cuba куба кубы кубе кубу кубой кубинск /
    canada canadian canadien канад /
    australia australi австрали / europe européen европ / asia asian asie asiatique ази азиатск /
    america american amérique américain америк / arab араб арабск / islam musulm muslim ислам мусульман /
    hungar hongr венгр венгер / czech tchèque чех чешск / serbia serbe сербск серби / sweden suède швед швеци /
    norway norvège норвег / finland finnish finlande финлянд финск / denmark danemark дани датск /
    dutch netherlands néerlandais нидерланд голланд / belgi бельги / switzerland swiss suisse швейцар /
    austria autrich австри / romania roumanie румын / bulgaria bulgarie болгар / baltic baltique балти /
    black_sea чёрное / caspian caspien каспи / moscow moscou москв московск / beijing pékin пекин /
    london londres лондон / washington вашингтон / brussels bruxelles брюссел / geneva genève женев /
    vienna vienne вену венск / warsaw varsovie варшав / kiev kyiv киев / jerusalem jérusalem иерусалим /
    cairo caire каир / damascus damas дамаск / baghdad bagdad багдад / tehran téhéran тегеран / istanbul стамбул /
    UN ONU ООН / EU UE ЕС евросоюз / NATO OTAN НАТО / US USA сша états_unis états / UK великобритан / BRICS брикс /
    WHO OMS ВОЗ / IMF FMI МВФ / WTO OMC ВТО / AIEA IAEA МАГАТЭ / OPEC OPEP ОПЕК / OSCE ОБСЕ / SCO ШОС OCS /
    ASEAN АСЕАН ANASE / CIA ЦРУ / FBI ФБР / GDP PIB ВВП / AI IA ИИ / EAEU ЕАЭС UEE / CSTO ОДКБ OTSC / ICC МУС CPI
"""


def _table() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for entry in " ".join(_NAMES.split()).split(" / "):
        words = entry.split()
        for word in words:
            key = word if word.isupper() else word.lower()
            found.setdefault(key, f"={words[0].lower()}")
    return MappingProxyType(found)


_TABLE = _table()
_SHORTEST, _LONGEST = 3, max(map(len, _TABLE))


def known(word: str) -> str | None:
    """The key of a name of the table that a word is, or begins with; None for any other."""
    if word.isupper() and len(word) <= 6 and (found := _TABLE.get(word)):
        return found
    low = word.lower()
    for end in range(min(len(low), _LONGEST), _SHORTEST - 1, -1):
        found = _TABLE.get(low[:end])
        short = end <= 4 and (len(low) - end > 3 or word[0].islower())  # "Куба" is Cuba, "кубок" is none
        if found and not short:
            return found
    return None
