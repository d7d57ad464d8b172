"""Sentences in three languages, and what varies in them: names, places, numbers, days."""

from __future__ import annotations

from random import Random

LANGUAGES = ("en", "fr", "ru")

# Each name as the three languages may spell it; spellings of different systems are parted by strokes.
FIRST = """
    Nikolai/Nikolay Nicolas/Nikolaï Николай|Sergei/Sergey Sergueï/Serge Сергей
    |Viktor/Victor Victor/Viktor Виктор|Andrei/Andrey Andreï/André Андрей|Farid Farid Фарид|Hassan Hassan Хасан
    |John John Джон|Peter/Pieter Peter Питер|Yusuf/Yousuf Youssouf/Yusuf Юсуф|Karim Karim Карим|Omar Omar Омар
    |Robert Robert Роберт|Thomas Thomas Томас|Mehmet Mehmet Мехмет|Arman Arman Арман|Daniel Daniel Даниэль
    |Vladimir Vladimir Владимир|Ivan Ivan Иван|Boris Boris Борис|Ahmed/Ahmad Ahmed Ахмед|Samuel Samuel Самуэль
    |David David Дэвид|Mikhail/Mihail Mikhaïl Михаил|Konstantin/Constantine Constantin/Konstantin Константин
    |Yevgeny/Evgeny Evgueni/Ievgueni Евгений|Timur/Timour Timour Тимур|Leonid Léonide/Leonid Леонид
    |Aleksandr/Alexander Alexandre Александр
"""
LAST = """
    Lazurin Lazourine/Lazurin Лазурин|Shevelenko/Shevelenko Chevelenko Шевеленко
    |Zhdanovich Jdanovitch/Zhdanovitch Жданович|Kurbatov/Kourbatov Kourbatov Курбатов
    |Vershinin Verchinine/Vershinin Вершинин|Tsarapkin Tsarapkine Царапкин
    |Khlebnikov/Hlebnikov Khlebnikov Хлебников|Chukhrai/Chukhray Tchoukhraï Чухрай|Bukharin Boukharine Бухарин
    |Halloway/Halloway Halloway Холлоуэй|Brannigan Brannigan Бранниган|Stenhouse Stenhouse Стенхаус
    |Mortimer Mortimer Мортимер|Al-Rashidi/al-Rashidi al-Rachidi Ар-Рашиди|Barzandeh Barzandeh Барзанде
    |Demirkan Demirkan Демиркан|Yildirimoglu Yildirimoglu Йылдырымоглу|Okonkwo Okonkwo Оконкво
    |Mandebele Mandebele Мандебеле|Tashkenbaev/Tashkenbayev Tachkenbaïev Ташкенбаев
    |Nazarbekov Nazarbekov Назарбеков|Petrosyants/Petrosiants Petrossiants Петросянц
    |Gvardeladze Gvardeladzé Гварделадзе|Voskresensky/Voskresenskii Voskressenski Воскресенский
    |Dobrolyubov/Dobroliubov Dobrolioubov Добролюбов|Zhuravlyov/Zhuravlev Jouravliov/Jouravlev Журавлёв
    |Shcherbinin Chtcherbinine Щербинин|Kvasnevsky Kwasnevski Квасневский|Rutherglen Rutherglen Резерглен
    |Castelnuovo Castelnuovo Кастельнуово|Fernandes Fernandes Фернандес|Lindqvist Lindqvist Линдквист
    |Grabowski Grabowski Грабовский|Novotny/Novotný Novotny Новотный|Szentmihalyi Szentmihályi Сентмихайи
    |Papadimas Papadimas Пападимас|Chandrakumar Chandrakumar Чандракумар|Mukherjee Mukherjee Мукерджи
    |Suryadarma Suryadarma Сурьядарма|Pham-Duong Pham-Duong Фам-Зыонг|Takenaka Takenaka Такэнака
    |Hosseinpour/Hoseinpur Hosseinpour Хосейнпур|Bashirov Bachirov Баширов|Ustyugov/Ustiugov Oustiougov Устюгов
    |Yakovenko Iakovenko Яковенко|Filatyev/Filatiev Filatiev Филатьев
    |Kolomeitsev/Kolomeytsev Kolomeïtsev Коломейцев|Trubnikov Troubnikov Трубников|Zavarzin Zavarzine Заварзин
    |Meshkov Mechkov Мешков|Oganesyan Oganessian Оганесян|Rybachenko Rybatchenko Рыбаченко
    |Sukhanov/Soukhanov Soukhanov Суханов|Delacroix Delacroix Делакруа|Montclair Montclair Монклер
    |Whitfield Whitfield Уитфилд|Carruthers Carruthers Каррутерс|Abdulrahmanov Abdoulrahmanov Абдулрахманов
    |Seidakhmetov Seïdakhmetov Сейдахметов
"""
PLACES = """
    Moscow Moscou Москва|Beijing Pékin Пекин|Ankara Ankara Анкара|Tehran Téhéran Тегеран
    |Brussels Bruxelles Брюссель|Washington Washington Вашингтон|Hanoi Hanoï Ханой|Jakarta Jakarta Джакарта
    |Cairo Caire Каир|Riyadh Riyad Эр-Рияд|Vladivostok Vladivostok Владивосток|Almaty Almaty Алматы
    |Tashkent Tachkent Ташкент|Islamabad Islamabad Исламабад|Nairobi Nairobi Найроби|Bamako Bamako Бамако
    |Caracas Caracas Каракас|Damascus Damas Дамаск|Baghdad Bagdad Багдад|Tripoli Tripoli Триполи
    |Khartoum Khartoum Хартум|Astrakhan Astrakhan Астрахань|Murmansk Mourmansk Мурманск
    |Novorossiysk Novorossiïsk Новороссийск|Bandar-Abbas Bandar-Abbas Бендер-Аббас
    |Samarkand Samarcande Самарканд|Sevastopol Sébastopol Севастополь|Odessa Odessa Одесса
    |Warsaw Varsovie Варшава|Geneva Genève Женева
"""
SPELLED = """
    seven sept семь|twelve douze двенадцать|seventeen dix-sept семнадцать|twenty-three vingt-trois двадцать~три
    |forty-two quarante-deux сорок~два|sixty soixante шестьдесят|eighty-five quatre-vingt-cinq восемьдесят~пять
    |ninety-one quatre-vingt-onze девяносто~один|two~hundred deux~cents двести
    |three~hundred~and~fifty trois~cent~cinquante триста~пятьдесят|nine~hundred neuf~cents девятьсот
    |six~thousand six~mille шесть~тысяч|fifteen~thousand quinze~mille пятнадцать~тысяч
    |thirty-four trente-quatre тридцать~четыре|eighteen dix-huit восемнадцать
    |seventy-six soixante-seize семьдесят~шесть
"""
_WORTH = [7, 12, 17, 23, 42, 60, 85, 91, 200, 350, 900, 6000, 15000, 34, 18, 76]
MONTHS = {
    "en": "January February March April May June July August September October November December".split(),
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split(),
}
_PARTS = {
    "en": "one two three four five six seven eight nine ten".split(),
    "fr": "première deuxième troisième quatrième cinquième sixième septième huitième neuvième dixième".split(),
    "ru": "первая вторая третья четвёртая пятая шестая седьмая восьмая девятая десятая".split(),
}

# p, q, r persons; c, d places; n, m, k numbers; y a year; t a day. After a stroke: the case, in Russian.
SENTENCES = [
    (
        "According to {p}, the port of {c} handled {n} containers in {y}, against {m} the year before.",
        "Selon {p}, le port de {c} a traité {n} conteneurs en {y}, contre {m} l’année précédente.",
        "По словам {p_g}, порт {c} обработал в {y} году {n} контейнеров против {m} годом ранее.",
    ),
    (
        "On {t} {p} flew to {c} and told reporters that the talks with {q} had not been broken off.",
        "Le {t}, {p} s’est envolé pour {c} et a dit à la presse que les pourparlers avec {q} n’étaient pas rompus.",
        "{t} {p} вылетел в город {c} и сказал журналистам, что переговоры с {q_i} не прерваны.",
    ),
    (
        "Nobody in {c} expected much of it: the last such meeting, in {y}, ended after {k} minutes.",
        "Personne, à {c}, n’en attendait grand-chose : la dernière réunion, en {y}, avait duré {k} minutes.",
        "В городе {c} многого не ждали: последняя такая встреча, в {y} году, закончилась через {k} минут.",
    ),
    (
        "The railway from {c} to {d} is {n} kilometres long, and {p} has walked along most of it.",
        "La voie ferrée de {c} à {d} est longue de {n} kilomètres, et {p} l’a presque toute parcourue à pied.",
        "Железная дорога {c} — {d} тянется на {n} километров, и {p} прошёл почти всю её пешком.",
    ),
    (
        "{p} calls this a turning point; his colleague {q} from {d} prefers to wait for the figures of {y}.",
        "{p} parle d’un tournant ; son collègue {q}, de {d}, préfère attendre les chiffres de {y}.",
        "{p} называет это поворотом; его коллега {q} из города {d} предпочитает дождаться цифр за {y} год.",
    ),
    (
        "A loan of {m} million was signed with the bank in {c}, at a rate that {q} has never made public.",
        "Un prêt de {m} millions a été signé avec la banque de {c}, à un taux que {q} n’a jamais rendu public.",
        "С банком в городе {c} подписан заём на {m} млн по ставке, которую {q} так и не обнародовал.",
    ),
    (
        "Of the {k} villages on the map of {y}, {p} found only a few that still had a school.",
        "Des {k} villages de la carte de {y}, {p} n’en a trouvé que quelques-uns qui avaient encore une école.",
        "Из {k} деревень на карте {y} года {p} нашёл лишь несколько, где ещё есть школа.",
    ),
    (
        "The grain left {c} on {t}; by the time it reached {d}, a third of the {n} tonnes had been sold twice.",
        "Le blé a quitté {c} le {t} ; à son arrivée à {d}, un tiers des {n} tonnes avait été vendu deux fois.",
        "Зерно вышло из порта {c} {t}; пока оно дошло до порта {d}, треть от {n} тонн продали дважды.",
    ),
    (
        "It was {q} who wrote to {p} in {y} that maps are made by those who stay at home.",
        "C’est {q} qui écrivait à {p}, en {y}, que les cartes sont faites par ceux qui restent chez eux.",
        "Именно {q} писал {p_d} в {y} году, что карты составляют те, кто сидит дома.",
    ),
    (
        "For {k} weeks the gates of the refinery near {d} stayed shut, and {n} people were sent on leave.",
        "Pendant {k} semaines, la raffinerie près de {d} est restée close, et {n} personnes mises en congé.",
        "{k} недель ворота завода близ города {d} были закрыты, и {n} человек отправили в отпуск.",
    ),
    (
        "The ministry’s answer to {r} takes {k} lines, of which none mentions {c}.",
        "La réponse du ministère à {r} tient en {k} lignes, dont aucune ne parle de {c}.",
        "Ответ министерства {r_d} занял {k} строк, и ни в одной нет слова «{c}».",
    ),
    (
        "In a book that came out in {y}, {r} counts {m} ships that were renamed on their way to {d}.",
        "Dans un livre paru en {y}, {r} compte {m} navires rebaptisés en route vers {d}.",
        "В книге, вышедшей в {y} году, {r} насчитал {m} судов, переименованных по пути в порт {d}.",
    ),
    (
        "“We shall build it ourselves,” said {p} on {t}, and asked {r} for the drawings.",
        "« Nous la construirons nous-mêmes », a dit {p} le {t}, et il a demandé les plans à {r}.",
        "«Построим сами», — сказал {t} {p} и попросил у {r_g} чертежи.",
    ),
    (
        "The poll of {n} households by {q}’s institute puts trust in the new coin at {k} in a hundred.",
        "Le sondage de {q} auprès de {n} foyers chiffre la confiance en la nouvelle monnaie à {k} sur cent.",
        "По опросу института {q_g} среди {n} семей новой монете доверяют {k} из ста.",
    ),
    (
        "Whether the corridor by way of {c} pays depends on insurance, and insurance depends on {d}.",
        "La rentabilité du couloir qui passe par {c} dépend des assurances, et les assurances dépendent de {d}.",
        "Окупится ли коридор через город {c}, зависит от страховки, а страховка — от решений в городе {d}.",
    ),
    (
        "{r}, who had left the committee on {t}, came back with {k} boxes of minutes.",
        "{r}, qui avait quitté la commission le {t}, est revenu avec {k} cartons de procès-verbaux.",
        "{r}, вышедший из комиссии {t}, вернулся с {k} коробками протоколов.",
    ),
    (
        "Water in the reservoir stands at {m} metres, lower than at any time since {y}.",
        "L’eau du réservoir est à {m} mètres, plus bas que jamais depuis {y}.",
        "Вода в водохранилище стоит на отметке {m} метров — ниже, чем когда-либо с {y} года.",
    ),
    (
        "The treaty has {k} articles; {q} and {r} still argue about the shortest.",
        "Le traité compte {k} articles ; {q} et {r} se disputent encore sur le plus court.",
        "В договоре {k} статей; {q} и {r} всё ещё спорят о самой короткой.",
    ),
]
THEMES = [
    ("A corridor to {c}", "Un couloir vers {c}", "Коридор в город {c}"),
    ("What {p} left unsaid", "Ce que {p} n’a pas dit", "О чём промолчал {p}"),
    ("Who pays for {c}?", "Qui paie pour {c} ?", "Кто заплатит за город {c}?"),
    ("The long road between {c} and {d}", "La longue route entre {c} et {d}", "Долгая дорога: {c} и {d}"),
    ("Ships, grain and silence", "Des navires, du blé et du silence", "Корабли, зерно и молчание"),
    ("Letters from {d}", "Lettres de {d}", "Письма из города {d}"),
]


def table(text: str) -> list[tuple[str, str, str]]:
    """The rows of one of the tables above."""
    return [(row[0], row[1], row[2]) for entry in text.split("|") if (row := entry.split())]


def name(random: Random, first: tuple[str, str, str], last: tuple[str, str, str], language: str) -> str:
    """A person, spelled by one of the systems of a language; now and then by the last name alone."""
    at = LANGUAGES.index(language)
    if random.random() < 0.35:
        return random.choice(last[at].split("/"))
    return f"{random.choice(first[at].split('/'))} {random.choice(last[at].split('/'))}"


def declined(name: str, case: str) -> str:
    """A Russian name of a man in another case: g, d or i; names that do not end in a consonant stay."""
    endings = {"g": "а", "d": "у", "i": "ом"}
    words = []
    for word in name.split():
        if word[-1] in "бвгджзклмнпрстфхцчшщ":
            word += "ым" if case == "i" and word.endswith(("ов", "ев", "ёв", "ин")) else endings[case]
        elif word.endswith("ский"):
            word = word[:-2] + {"g": "ого", "d": "ому", "i": "им"}[case]
        words.append(word)
    return " ".join(words)


def number(random: Random, value: float, language: str) -> str:
    """A number in one of the ways in which a language writes it."""
    if value in _WORTH and random.random() < 0.5:
        return table(SPELLED)[_WORTH.index(int(value))][LANGUAGES.index(language)].replace("~", " ")
    if value != int(value):
        return f"{value}".replace(".", "." if language == "en" else ",")
    signs = {"en": [",", ",", ","], "fr": [" ", "\u00a0", "\u202f"], "ru": [" ", "\u00a0", ""]}[language]
    sign = random.choice(signs)
    return f"{int(value):,}".replace(",", sign) if value >= 1000 else str(int(value))


def day(random: Random, number: int, month: int, language: str) -> str:
    """A day of the year in words."""
    words = MONTHS[language][month - 1]
    if language == "en" and random.random() < 0.5:
        return f"{words} {number}"
    return f"{'1er' if number == 1 and language == 'fr' else number} {words}"


def part(random: Random, number: int, language: str) -> str:
    """The part of a series, for a title."""
    forms = {
        "en": [f"Part {_PARTS['en'][number - 1]}", f"Part {number}"],
        "fr": [f"{_PARTS['fr'][number - 1].capitalize()} partie", f"Partie {number}"],
        "ru": [f"Часть {_PARTS['ru'][number - 1]}", f"Часть {number}"],
    }
    return random.choice(forms[language])


def any_number(random: Random) -> float:
    """A number such as texts have."""
    return random.choice(
        [
            random.choice(_WORTH),
            random.randint(4, 99),
            random.randint(100, 999),
            random.randint(1000, 99999),
            random.randint(11, 99) / 10,
        ]
    )
