-- Around the article: who is marked as banned, which countries are named, whom it cites, whose bio it has, what it is
-- a part of. Of articles read by an older version, a rebuild fills all of it.

alter table links add column part text not null default 'body';  -- lead, body, footnote, bio
alter table links add column block integer;  -- of the body, from 1
alter table links add column site text;  -- what was registered: bbc.co.uk
alter table links add column internal integer not null default 0;  -- 1: to the publisher's own site
alter table links add column anchor_kind text not null default 'words';  -- words, url, here, none
create index links_cited on links(article_id, site, internal, target_id, anchor_kind);

alter table images add column upload text;  -- path below the uploads, without a size: 2025/07/7790.jpg
create index images_upload on images(upload, article_id);

create index versions_seen on versions(article_id, number, id, first_seen, last_seen);
create index article_sections_both on article_sections(section_id, article_id);

create table disclaimers (
    version_id text not null references versions(id) on delete cascade,
    position integer not null,
    article_id integer not null references articles(id),
    kind text not null,      -- banned, foreign-agent, undesirable, extremist, terrorist, unexplained
    form text not null,      -- footnote, inline, mark
    language text not null,  -- of the words
    entity text,             -- as printed; null: a note that names nobody
    entity_key text,         -- its words by their stems
    block integer,           -- of the body, from 1; 0: lead; null: title or footnote
    words text not null,     -- as printed
    primary key (version_id, position)
) strict, without rowid;
create index disclaimers_article on disclaimers(article_id, version_id);
create index disclaimers_entity on disclaimers(entity_key, kind);

create table author_bios (
    author_id text not null references authors(id),
    edition text not null,
    bio text not null,
    about text not null,     -- without the author's name
    first_seen text not null,
    last_seen text not null,
    primary key (author_id, edition, bio)
) strict, without rowid;
create index author_bios_about on author_bios(about, author_id);

create table article_bios (
    article_id integer not null references articles(id),
    position integer not null,
    author_id text references authors(id),  -- null: it does not say whose it is
    bio text not null,
    primary key (article_id, position)
) strict, without rowid;
create index article_bios_author on article_bios(author_id);

create table series (
    article_id integer primary key references articles(id),
    edition text not null,
    series_key text not null,  -- the rest of the title, folded
    title text not null,
    number integer not null,
    words text not null      -- as printed: "Deuxième partie"
) strict;
create index series_key on series(edition, series_key, number);

create table countries (     -- not made of anything: names and codes, as the CLDR and ISO 3166-1 have them
    code text primary key,   -- alpha-2; XK for Kosovo
    alpha3 text,
    numeric text,
    name_en text not null,
    name_fr text not null,
    name_ru text not null
) strict, without rowid;
insert into countries (code, alpha3, numeric, name_en, name_fr, name_ru) values
    ('AD', 'AND', '020', 'Andorra', 'Andorre', 'Андорра'),
    ('AE', 'ARE', '784', 'United Arab Emirates', 'Émirats arabes unis', 'ОАЭ'),
    ('AF', 'AFG', '004', 'Afghanistan', 'Afghanistan', 'Афганистан'),
    ('AG', 'ATG', '028', 'Antigua & Barbuda', 'Antigua-et-Barbuda', 'Антигуа и Барбуда'),
    ('AI', 'AIA', '660', 'Anguilla', 'Anguilla', 'Ангилья'),
    ('AL', 'ALB', '008', 'Albania', 'Albanie', 'Албания'),
    ('AM', 'ARM', '051', 'Armenia', 'Arménie', 'Армения'),
    ('AO', 'AGO', '024', 'Angola', 'Angola', 'Ангола'),
    ('AQ', 'ATA', '010', 'Antarctica', 'Antarctique', 'Антарктида'),
    ('AR', 'ARG', '032', 'Argentina', 'Argentine', 'Аргентина'),
    ('AS', 'ASM', '016', 'American Samoa', 'Samoa américaines', 'Американское Самоа'),
    ('AT', 'AUT', '040', 'Austria', 'Autriche', 'Австрия'),
    ('AU', 'AUS', '036', 'Australia', 'Australie', 'Австралия'),
    ('AW', 'ABW', '533', 'Aruba', 'Aruba', 'Аруба'),
    ('AX', 'ALA', '248', 'Åland Islands', 'Îles Åland', 'Аландские о-ва'),
    ('AZ', 'AZE', '031', 'Azerbaijan', 'Azerbaïdjan', 'Азербайджан'),
    ('BA', 'BIH', '070', 'Bosnia & Herzegovina', 'Bosnie-Herzégovine', 'Босния и Герцеговина'),
    ('BB', 'BRB', '052', 'Barbados', 'Barbade', 'Барбадос'),
    ('BD', 'BGD', '050', 'Bangladesh', 'Bangladesh', 'Бангладеш'),
    ('BE', 'BEL', '056', 'Belgium', 'Belgique', 'Бельгия'),
    ('BF', 'BFA', '854', 'Burkina Faso', 'Burkina Faso', 'Буркина-Фасо'),
    ('BG', 'BGR', '100', 'Bulgaria', 'Bulgarie', 'Болгария'),
    ('BH', 'BHR', '048', 'Bahrain', 'Bahreïn', 'Бахрейн'),
    ('BI', 'BDI', '108', 'Burundi', 'Burundi', 'Бурунди'),
    ('BJ', 'BEN', '204', 'Benin', 'Bénin', 'Бенин'),
    ('BL', 'BLM', '652', 'St. Barthélemy', 'Saint-Barthélemy', 'Сен-Бартелеми'),
    ('BM', 'BMU', '060', 'Bermuda', 'Bermudes', 'Бермудские о-ва'),
    ('BN', 'BRN', '096', 'Brunei', 'Brunei', 'Бруней'),
    ('BO', 'BOL', '068', 'Bolivia', 'Bolivie', 'Боливия'),
    ('BQ', 'BES', '535', 'Caribbean Netherlands', 'Pays-Bas caribéens', 'Бонэйр, Синт-Эстатиус и Саба'),
    ('BR', 'BRA', '076', 'Brazil', 'Brésil', 'Бразилия'),
    ('BS', 'BHS', '044', 'Bahamas', 'Bahamas', 'Багамы'),
    ('BT', 'BTN', '064', 'Bhutan', 'Bhoutan', 'Бутан'),
    ('BV', 'BVT', '074', 'Bouvet Island', 'Île Bouvet', 'о-в Буве'),
    ('BW', 'BWA', '072', 'Botswana', 'Botswana', 'Ботсвана'),
    ('BY', 'BLR', '112', 'Belarus', 'Biélorussie', 'Беларусь'),
    ('BZ', 'BLZ', '084', 'Belize', 'Belize', 'Белиз'),
    ('CA', 'CAN', '124', 'Canada', 'Canada', 'Канада'),
    ('CC', 'CCK', '166', 'Cocos (Keeling) Islands', 'Îles Cocos', 'Кокосовые о-ва'),
    ('CD', 'COD', '180', 'Congo - Kinshasa', 'Congo-Kinshasa', 'Конго - Киншаса'),
    ('CF', 'CAF', '140', 'Central African Republic', 'République centrafricaine', 'Центрально-Африканская Республика'),
    ('CG', 'COG', '178', 'Congo - Brazzaville', 'Congo-Brazzaville', 'Конго - Браззавиль'),
    ('CH', 'CHE', '756', 'Switzerland', 'Suisse', 'Швейцария'),
    ('CI', 'CIV', '384', 'Côte d’Ivoire', 'Côte d’Ivoire', 'Кот-д’Ивуар'),
    ('CK', 'COK', '184', 'Cook Islands', 'Îles Cook', 'о-ва Кука'),
    ('CL', 'CHL', '152', 'Chile', 'Chili', 'Чили'),
    ('CM', 'CMR', '120', 'Cameroon', 'Cameroun', 'Камерун'),
    ('CN', 'CHN', '156', 'China', 'Chine', 'Китай'),
    ('CO', 'COL', '170', 'Colombia', 'Colombie', 'Колумбия'),
    ('CR', 'CRI', '188', 'Costa Rica', 'Costa Rica', 'Коста-Рика'),
    ('CU', 'CUB', '192', 'Cuba', 'Cuba', 'Куба'),
    ('CV', 'CPV', '132', 'Cape Verde', 'Cap-Vert', 'Кабо-Верде'),
    ('CW', 'CUW', '531', 'Curaçao', 'Curaçao', 'Кюрасао'),
    ('CX', 'CXR', '162', 'Christmas Island', 'Île Christmas', 'о-в Рождества'),
    ('CY', 'CYP', '196', 'Cyprus', 'Chypre', 'Кипр'),
    ('CZ', 'CZE', '203', 'Czechia', 'Tchéquie', 'Чехия'),
    ('DE', 'DEU', '276', 'Germany', 'Allemagne', 'Германия'),
    ('DJ', 'DJI', '262', 'Djibouti', 'Djibouti', 'Джибути'),
    ('DK', 'DNK', '208', 'Denmark', 'Danemark', 'Дания'),
    ('DM', 'DMA', '212', 'Dominica', 'Dominique', 'Доминика'),
    ('DO', 'DOM', '214', 'Dominican Republic', 'République dominicaine', 'Доминиканская Республика'),
    ('DZ', 'DZA', '012', 'Algeria', 'Algérie', 'Алжир'),
    ('EC', 'ECU', '218', 'Ecuador', 'Équateur', 'Эквадор'),
    ('EE', 'EST', '233', 'Estonia', 'Estonie', 'Эстония'),
    ('EG', 'EGY', '818', 'Egypt', 'Égypte', 'Египет'),
    ('EH', 'ESH', '732', 'Western Sahara', 'Sahara occidental', 'Западная Сахара'),
    ('ER', 'ERI', '232', 'Eritrea', 'Érythrée', 'Эритрея'),
    ('ES', 'ESP', '724', 'Spain', 'Espagne', 'Испания'),
    ('ET', 'ETH', '231', 'Ethiopia', 'Éthiopie', 'Эфиопия'),
    ('FI', 'FIN', '246', 'Finland', 'Finlande', 'Финляндия'),
    ('FJ', 'FJI', '242', 'Fiji', 'Fidji', 'Фиджи'),
    ('FK', 'FLK', '238', 'Falkland Islands', 'Îles Malouines', 'Фолклендские о-ва'),
    ('FM', 'FSM', '583', 'Micronesia', 'Micronésie', 'Федеративные Штаты Микронезии'),
    ('FO', 'FRO', '234', 'Faroe Islands', 'Îles Féroé', 'Фарерские о-ва'),
    ('FR', 'FRA', '250', 'France', 'France', 'Франция'),
    ('GA', 'GAB', '266', 'Gabon', 'Gabon', 'Габон'),
    ('GB', 'GBR', '826', 'United Kingdom', 'Royaume-Uni', 'Великобритания'),
    ('GD', 'GRD', '308', 'Grenada', 'Grenade', 'Гренада'),
    ('GE', 'GEO', '268', 'Georgia', 'Géorgie', 'Грузия'),
    ('GF', 'GUF', '254', 'French Guiana', 'Guyane française', 'Французская Гвиана'),
    ('GG', 'GGY', '831', 'Guernsey', 'Guernesey', 'Гернси'),
    ('GH', 'GHA', '288', 'Ghana', 'Ghana', 'Гана'),
    ('GI', 'GIB', '292', 'Gibraltar', 'Gibraltar', 'Гибралтар'),
    ('GL', 'GRL', '304', 'Greenland', 'Groenland', 'Гренландия'),
    ('GM', 'GMB', '270', 'Gambia', 'Gambie', 'Гамбия'),
    ('GN', 'GIN', '324', 'Guinea', 'Guinée', 'Гвинея'),
    ('GP', 'GLP', '312', 'Guadeloupe', 'Guadeloupe', 'Гваделупа'),
    ('GQ', 'GNQ', '226', 'Equatorial Guinea', 'Guinée équatoriale', 'Экваториальная Гвинея'),
    ('GR', 'GRC', '300', 'Greece', 'Grèce', 'Греция'),
    ('GS', 'SGS', '239', 'South Georgia & South Sandwich Islands', 'Géorgie du Sud-et-les Îles Sandwich du Sud', 'Южная Георгия и Южные Сандвичевы о-ва'),
    ('GT', 'GTM', '320', 'Guatemala', 'Guatemala', 'Гватемала'),
    ('GU', 'GUM', '316', 'Guam', 'Guam', 'Гуам'),
    ('GW', 'GNB', '624', 'Guinea-Bissau', 'Guinée-Bissau', 'Гвинея-Бисау'),
    ('GY', 'GUY', '328', 'Guyana', 'Guyana', 'Гайана'),
    ('HK', 'HKG', '344', 'Hong Kong SAR China', 'R.A.S. chinoise de Hong Kong', 'Гонконг (САР)'),
    ('HM', 'HMD', '334', 'Heard & McDonald Islands', 'Îles Heard-et-MacDonald', 'о-ва Херд и Макдональд'),
    ('HN', 'HND', '340', 'Honduras', 'Honduras', 'Гондурас'),
    ('HR', 'HRV', '191', 'Croatia', 'Croatie', 'Хорватия'),
    ('HT', 'HTI', '332', 'Haiti', 'Haïti', 'Гаити'),
    ('HU', 'HUN', '348', 'Hungary', 'Hongrie', 'Венгрия'),
    ('ID', 'IDN', '360', 'Indonesia', 'Indonésie', 'Индонезия'),
    ('IE', 'IRL', '372', 'Ireland', 'Irlande', 'Ирландия'),
    ('IL', 'ISR', '376', 'Israel', 'Israël', 'Израиль'),
    ('IM', 'IMN', '833', 'Isle of Man', 'Île de Man', 'о-в Мэн'),
    ('IN', 'IND', '356', 'India', 'Inde', 'Индия'),
    ('IO', 'IOT', '086', 'British Indian Ocean Territory', 'Territoire britannique de l’océan Indien', 'Британская территория в Индийском океане'),
    ('IQ', 'IRQ', '368', 'Iraq', 'Irak', 'Ирак'),
    ('IR', 'IRN', '364', 'Iran', 'Iran', 'Иран'),
    ('IS', 'ISL', '352', 'Iceland', 'Islande', 'Исландия'),
    ('IT', 'ITA', '380', 'Italy', 'Italie', 'Италия'),
    ('JE', 'JEY', '832', 'Jersey', 'Jersey', 'Джерси'),
    ('JM', 'JAM', '388', 'Jamaica', 'Jamaïque', 'Ямайка'),
    ('JO', 'JOR', '400', 'Jordan', 'Jordanie', 'Иордания'),
    ('JP', 'JPN', '392', 'Japan', 'Japon', 'Япония'),
    ('KE', 'KEN', '404', 'Kenya', 'Kenya', 'Кения'),
    ('KG', 'KGZ', '417', 'Kyrgyzstan', 'Kirghizstan', 'Киргизия'),
    ('KH', 'KHM', '116', 'Cambodia', 'Cambodge', 'Камбоджа'),
    ('KI', 'KIR', '296', 'Kiribati', 'Kiribati', 'Кирибати'),
    ('KM', 'COM', '174', 'Comoros', 'Comores', 'Коморы'),
    ('KN', 'KNA', '659', 'St. Kitts & Nevis', 'Saint-Christophe-et-Niévès', 'Сент-Китс и Невис'),
    ('KP', 'PRK', '408', 'North Korea', 'Corée du Nord', 'КНДР'),
    ('KR', 'KOR', '410', 'South Korea', 'Corée du Sud', 'Республика Корея'),
    ('KW', 'KWT', '414', 'Kuwait', 'Koweït', 'Кувейт'),
    ('KY', 'CYM', '136', 'Cayman Islands', 'Îles Caïmans', 'о-ва Кайман'),
    ('KZ', 'KAZ', '398', 'Kazakhstan', 'Kazakhstan', 'Казахстан'),
    ('LA', 'LAO', '418', 'Laos', 'Laos', 'Лаос'),
    ('LB', 'LBN', '422', 'Lebanon', 'Liban', 'Ливан'),
    ('LC', 'LCA', '662', 'St. Lucia', 'Sainte-Lucie', 'Сент-Люсия'),
    ('LI', 'LIE', '438', 'Liechtenstein', 'Liechtenstein', 'Лихтенштейн'),
    ('LK', 'LKA', '144', 'Sri Lanka', 'Sri Lanka', 'Шри-Ланка'),
    ('LR', 'LBR', '430', 'Liberia', 'Liberia', 'Либерия'),
    ('LS', 'LSO', '426', 'Lesotho', 'Lesotho', 'Лесото'),
    ('LT', 'LTU', '440', 'Lithuania', 'Lituanie', 'Литва'),
    ('LU', 'LUX', '442', 'Luxembourg', 'Luxembourg', 'Люксембург'),
    ('LV', 'LVA', '428', 'Latvia', 'Lettonie', 'Латвия'),
    ('LY', 'LBY', '434', 'Libya', 'Libye', 'Ливия'),
    ('MA', 'MAR', '504', 'Morocco', 'Maroc', 'Марокко'),
    ('MC', 'MCO', '492', 'Monaco', 'Monaco', 'Монако'),
    ('MD', 'MDA', '498', 'Moldova', 'Moldavie', 'Молдова'),
    ('ME', 'MNE', '499', 'Montenegro', 'Monténégro', 'Черногория'),
    ('MF', 'MAF', '663', 'St. Martin', 'Saint-Martin', 'Сен-Мартен'),
    ('MG', 'MDG', '450', 'Madagascar', 'Madagascar', 'Мадагаскар'),
    ('MH', 'MHL', '584', 'Marshall Islands', 'Îles Marshall', 'Маршалловы о-ва'),
    ('MK', 'MKD', '807', 'North Macedonia', 'Macédoine du Nord', 'Северная Македония'),
    ('ML', 'MLI', '466', 'Mali', 'Mali', 'Мали'),
    ('MM', 'MMR', '104', 'Myanmar (Burma)', 'Myanmar (Birmanie)', 'Мьянма (Бирма)'),
    ('MN', 'MNG', '496', 'Mongolia', 'Mongolie', 'Монголия'),
    ('MO', 'MAC', '446', 'Macao SAR China', 'R.A.S. chinoise de Macao', 'Макао (САР)'),
    ('MP', 'MNP', '580', 'Northern Mariana Islands', 'Îles Mariannes du Nord', 'Северные Марианские о-ва'),
    ('MQ', 'MTQ', '474', 'Martinique', 'Martinique', 'Мартиника'),
    ('MR', 'MRT', '478', 'Mauritania', 'Mauritanie', 'Мавритания'),
    ('MS', 'MSR', '500', 'Montserrat', 'Montserrat', 'Монтсеррат'),
    ('MT', 'MLT', '470', 'Malta', 'Malte', 'Мальта'),
    ('MU', 'MUS', '480', 'Mauritius', 'Maurice', 'Маврикий'),
    ('MV', 'MDV', '462', 'Maldives', 'Maldives', 'Мальдивы'),
    ('MW', 'MWI', '454', 'Malawi', 'Malawi', 'Малави'),
    ('MX', 'MEX', '484', 'Mexico', 'Mexique', 'Мексика'),
    ('MY', 'MYS', '458', 'Malaysia', 'Malaisie', 'Малайзия'),
    ('MZ', 'MOZ', '508', 'Mozambique', 'Mozambique', 'Мозамбик'),
    ('NA', 'NAM', '516', 'Namibia', 'Namibie', 'Намибия'),
    ('NC', 'NCL', '540', 'New Caledonia', 'Nouvelle-Calédonie', 'Новая Каледония'),
    ('NE', 'NER', '562', 'Niger', 'Niger', 'Нигер'),
    ('NF', 'NFK', '574', 'Norfolk Island', 'Île Norfolk', 'о-в Норфолк'),
    ('NG', 'NGA', '566', 'Nigeria', 'Nigeria', 'Нигерия'),
    ('NI', 'NIC', '558', 'Nicaragua', 'Nicaragua', 'Никарагуа'),
    ('NL', 'NLD', '528', 'Netherlands', 'Pays-Bas', 'Нидерланды'),
    ('NO', 'NOR', '578', 'Norway', 'Norvège', 'Норвегия'),
    ('NP', 'NPL', '524', 'Nepal', 'Népal', 'Непал'),
    ('NR', 'NRU', '520', 'Nauru', 'Nauru', 'Науру'),
    ('NU', 'NIU', '570', 'Niue', 'Niue', 'Ниуэ'),
    ('NZ', 'NZL', '554', 'New Zealand', 'Nouvelle-Zélande', 'Новая Зеландия'),
    ('OM', 'OMN', '512', 'Oman', 'Oman', 'Оман'),
    ('PA', 'PAN', '591', 'Panama', 'Panama', 'Панама'),
    ('PE', 'PER', '604', 'Peru', 'Pérou', 'Перу'),
    ('PF', 'PYF', '258', 'French Polynesia', 'Polynésie française', 'Французская Полинезия'),
    ('PG', 'PNG', '598', 'Papua New Guinea', 'Papouasie-Nouvelle-Guinée', 'Папуа — Новая Гвинея'),
    ('PH', 'PHL', '608', 'Philippines', 'Philippines', 'Филиппины'),
    ('PK', 'PAK', '586', 'Pakistan', 'Pakistan', 'Пакистан'),
    ('PL', 'POL', '616', 'Poland', 'Pologne', 'Польша'),
    ('PM', 'SPM', '666', 'St. Pierre & Miquelon', 'Saint-Pierre-et-Miquelon', 'Сен-Пьер и Микелон'),
    ('PN', 'PCN', '612', 'Pitcairn Islands', 'Îles Pitcairn', 'о-ва Питкэрн'),
    ('PR', 'PRI', '630', 'Puerto Rico', 'Porto Rico', 'Пуэрто-Рико'),
    ('PS', 'PSE', '275', 'Palestinian Territories', 'Territoires palestiniens', 'Палестинские территории'),
    ('PT', 'PRT', '620', 'Portugal', 'Portugal', 'Португалия'),
    ('PW', 'PLW', '585', 'Palau', 'Palaos', 'Палау'),
    ('PY', 'PRY', '600', 'Paraguay', 'Paraguay', 'Парагвай'),
    ('QA', 'QAT', '634', 'Qatar', 'Qatar', 'Катар'),
    ('RE', 'REU', '638', 'Réunion', 'La Réunion', 'Реюньон'),
    ('RO', 'ROU', '642', 'Romania', 'Roumanie', 'Румыния'),
    ('RS', 'SRB', '688', 'Serbia', 'Serbie', 'Сербия'),
    ('RU', 'RUS', '643', 'Russia', 'Russie', 'Россия'),
    ('RW', 'RWA', '646', 'Rwanda', 'Rwanda', 'Руанда'),
    ('SA', 'SAU', '682', 'Saudi Arabia', 'Arabie saoudite', 'Саудовская Аравия'),
    ('SB', 'SLB', '090', 'Solomon Islands', 'Îles Salomon', 'Соломоновы о-ва'),
    ('SC', 'SYC', '690', 'Seychelles', 'Seychelles', 'Сейшельские о-ва'),
    ('SD', 'SDN', '729', 'Sudan', 'Soudan', 'Судан'),
    ('SE', 'SWE', '752', 'Sweden', 'Suède', 'Швеция'),
    ('SG', 'SGP', '702', 'Singapore', 'Singapour', 'Сингапур'),
    ('SH', 'SHN', '654', 'St. Helena', 'Sainte-Hélène', 'о-в Св. Елены'),
    ('SI', 'SVN', '705', 'Slovenia', 'Slovénie', 'Словения'),
    ('SJ', 'SJM', '744', 'Svalbard & Jan Mayen', 'Svalbard et Jan Mayen', 'Шпицберген и Ян-Майен'),
    ('SK', 'SVK', '703', 'Slovakia', 'Slovaquie', 'Словакия'),
    ('SL', 'SLE', '694', 'Sierra Leone', 'Sierra Leone', 'Сьерра-Леоне'),
    ('SM', 'SMR', '674', 'San Marino', 'Saint-Marin', 'Сан-Марино'),
    ('SN', 'SEN', '686', 'Senegal', 'Sénégal', 'Сенегал'),
    ('SO', 'SOM', '706', 'Somalia', 'Somalie', 'Сомали'),
    ('SR', 'SUR', '740', 'Suriname', 'Suriname', 'Суринам'),
    ('SS', 'SSD', '728', 'South Sudan', 'Soudan du Sud', 'Южный Судан'),
    ('ST', 'STP', '678', 'São Tomé & Príncipe', 'Sao Tomé-et-Principe', 'Сан-Томе и Принсипи'),
    ('SV', 'SLV', '222', 'El Salvador', 'Salvador', 'Сальвадор'),
    ('SX', 'SXM', '534', 'Sint Maarten', 'Saint-Martin (partie néerlandaise)', 'Синт-Мартен'),
    ('SY', 'SYR', '760', 'Syria', 'Syrie', 'Сирия'),
    ('SZ', 'SWZ', '748', 'Eswatini', 'Eswatini', 'Эсватини'),
    ('TC', 'TCA', '796', 'Turks & Caicos Islands', 'Îles Turques-et-Caïques', 'Тёркс и Кайкос'),
    ('TD', 'TCD', '148', 'Chad', 'Tchad', 'Чад'),
    ('TF', 'ATF', '260', 'French Southern Territories', 'Terres australes françaises', 'Французские Южные территории'),
    ('TG', 'TGO', '768', 'Togo', 'Togo', 'Того'),
    ('TH', 'THA', '764', 'Thailand', 'Thaïlande', 'Таиланд'),
    ('TJ', 'TJK', '762', 'Tajikistan', 'Tadjikistan', 'Таджикистан'),
    ('TK', 'TKL', '772', 'Tokelau', 'Tokelau', 'Токелау'),
    ('TL', 'TLS', '626', 'Timor-Leste', 'Timor oriental', 'Восточный Тимор'),
    ('TM', 'TKM', '795', 'Turkmenistan', 'Turkménistan', 'Туркменистан'),
    ('TN', 'TUN', '788', 'Tunisia', 'Tunisie', 'Тунис'),
    ('TO', 'TON', '776', 'Tonga', 'Tonga', 'Тонга'),
    ('TR', 'TUR', '792', 'Türkiye', 'Turquie', 'Турция'),
    ('TT', 'TTO', '780', 'Trinidad & Tobago', 'Trinité-et-Tobago', 'Тринидад и Тобаго'),
    ('TV', 'TUV', '798', 'Tuvalu', 'Tuvalu', 'Тувалу'),
    ('TW', 'TWN', '158', 'Taiwan', 'Taïwan', 'Тайвань'),
    ('TZ', 'TZA', '834', 'Tanzania', 'Tanzanie', 'Танзания'),
    ('UA', 'UKR', '804', 'Ukraine', 'Ukraine', 'Украина'),
    ('UG', 'UGA', '800', 'Uganda', 'Ouganda', 'Уганда'),
    ('UM', 'UMI', '581', 'U.S. Outlying Islands', 'Îles mineures éloignées des États-Unis', 'Внешние малые о-ва (США)'),
    ('US', 'USA', '840', 'United States', 'États-Unis', 'Соединенные Штаты'),
    ('UY', 'URY', '858', 'Uruguay', 'Uruguay', 'Уругвай'),
    ('UZ', 'UZB', '860', 'Uzbekistan', 'Ouzbékistan', 'Узбекистан'),
    ('VA', 'VAT', '336', 'Vatican City', 'État de la Cité du Vatican', 'Ватикан'),
    ('VC', 'VCT', '670', 'St. Vincent & Grenadines', 'Saint-Vincent-et-les Grenadines', 'Сент-Винсент и Гренадины'),
    ('VE', 'VEN', '862', 'Venezuela', 'Venezuela', 'Венесуэла'),
    ('VG', 'VGB', '092', 'British Virgin Islands', 'Îles Vierges britanniques', 'Виргинские о-ва (Великобритания)'),
    ('VI', 'VIR', '850', 'U.S. Virgin Islands', 'Îles Vierges des États-Unis', 'Виргинские о-ва (США)'),
    ('VN', 'VNM', '704', 'Vietnam', 'Viêt Nam', 'Вьетнам'),
    ('VU', 'VUT', '548', 'Vanuatu', 'Vanuatu', 'Вануату'),
    ('WF', 'WLF', '876', 'Wallis & Futuna', 'Wallis-et-Futuna', 'Уоллис и Футуна'),
    ('WS', 'WSM', '882', 'Samoa', 'Samoa', 'Самоа'),
    ('XK', 'XKX', null, 'Kosovo', 'Kosovo', 'Косово'),
    ('YE', 'YEM', '887', 'Yemen', 'Yémen', 'Йемен'),
    ('YT', 'MYT', '175', 'Mayotte', 'Mayotte', 'Майотта'),
    ('ZA', 'ZAF', '710', 'South Africa', 'Afrique du Sud', 'Южно-Африканская Республика'),
    ('ZM', 'ZMB', '894', 'Zambia', 'Zambie', 'Замбия'),
    ('ZW', 'ZWE', '716', 'Zimbabwe', 'Zimbabwe', 'Зимбабве');

create table country_mentions (
    article_id integer not null references articles(id),
    country text not null references countries(code),
    mentions integer not null,
    first_block integer,     -- of the body, from 1; 0: lead; null: only in the title
    in_title integer not null,
    primary key (article_id, country)
) strict, without rowid;
create index country_mentions_country on country_mentions(country, article_id, mentions);

create table profiles (
    article_id integer primary key references articles(id),
    sentences integer not null,
    sentence_words real not null,  -- mean
    guillemets integer not null,
    curly integer not null,
    low integer not null,
    straight integer not null,
    curly_apostrophes integer not null,
    straight_apostrophes integer not null,
    em_dashes integer not null,
    en_dashes integer not null,
    other_dashes integer not null,
    ellipses integer not null,
    dots integer not null
) strict;

create table related_seen (
    article_id integer not null references articles(id),
    href text not null,
    target_id integer,
    title text not null,     -- as seen last
    first_seen text not null,
    last_seen text not null,
    primary key (article_id, href)
) strict, without rowid;
create index related_seen_target on related_seen(target_id, first_seen, last_seen, title);
create index related_target on related(target_id);

-- Where a text marks somebody whom the version before did not, or no longer does.
create view disclaimer_changes as
    select d.article_id, 'added' as change, n.first_seen as seen, o.last_seen as before,
           d.kind, d.form, d.entity, d.entity_key, d.language, d.words, o.id as version_before, n.id as version_after
      from disclaimers d
      join versions n on n.article_id = d.article_id and n.id = d.version_id and n.number > 1
      join versions o on o.article_id = d.article_id and o.number = n.number - 1
     where not exists (
           select 1 from disclaimers x where x.version_id = o.id and x.kind = d.kind
              and coalesce(x.entity_key, x.words) = coalesce(d.entity_key, d.words))
     union all
    select d.article_id, 'dropped', n.first_seen, o.last_seen,
           d.kind, d.form, d.entity, d.entity_key, d.language, d.words, o.id, n.id
      from disclaimers d
      join versions o on o.article_id = d.article_id and o.id = d.version_id
      join versions n on n.article_id = d.article_id and n.number = o.number + 1
     where not exists (
           select 1 from disclaimers x where x.version_id = n.id and x.kind = d.kind
              and coalesce(x.entity_key, x.words) = coalesce(d.entity_key, d.words));

create view series_overview as
    select s.edition, s.series_key, min(s.title) as title, count(*) as articles,
           group_concat(distinct s.number) as numbers, max(s.number) as highest,
           max(s.number) - count(distinct s.number) as missing,
           min(a.published_date) as first, max(a.published_date) as last, min(s.article_id) as article_id
      from series s join articles a on a.id = s.article_id
     group by s.edition, s.series_key;
