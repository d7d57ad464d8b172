"""The words of furniture in English, French and Russian newspapers: a form a line, rule by rule.

A form is a regular expression, case aside. `^` before it means that a line begins so, `$` behind
it that a line ends so; punctuation around is not looked at.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

FORMS: Mapping[str, str] = {
    "advert-mark": r"""
        ^(?:advertisements?|ads?|advertorial|sponsored(?: content)?|promoted|loading)$
        ^story continues below(?: advertisement)?$
        ^(?:article )?continues? (?:after|below)[^.]{0,30}$
        ^scroll (?:down )?to continue[^.]{0,30}$
        ^(?:publicité|annonces?|la suite après (?:cette|la) publicité)$
        ^(?:реклама|на правах рекламы|загрузка)$
    """,
    "read-more": r"""
        ^(?:read|see|watch|listen|view|learn|find out|discover)(?: also| more| next| the full| our full|:)
        ^also (?:read|see|on)\b
        ^related(?: articles?| stor(?:y|ies)| posts?| coverage| content| links?| news| topics?)?\W*(?::|\Z)
        ^more (?:from|on|about|in|stories|news|information)\b
        ^recommended(?: (?:for you|reading|stories|articles))?$
        ^you (?:may|might) also
        ^don['’]t miss\b
        ^most (?:read|popular|viewed|shared)
        ^(?:up|read) next\b
        ^trending
        ^click here
        ^continue reading
        ^see also
        ^(?:à )?lire (?:aussi|également|la suite|plus|ensuite)
        ^(?:à )?voir (?:aussi|également)
        ^sur le même (?:sujet|thème)
        ^à lire\b
        ^lire\s*:
        ^(?:retrouvez|découvrez) (?:aussi|également|tous|toute)
        ^en savoir plus
        ^articles? (?:liés?|similaires|connexes)
        ^plus sur ce sujet
        ^nos articles
        ^(?:читай(?:те)?|смотри(?:те)?|слушайте)\s*(?:также|ещё|еще|далее|по теме|:)
        ^(?:ещё|еще|больше) (?:по теме|новост|на тему)
        ^(?:материалы|новости|статьи|ссылки|документы|публикации)\s+по\s+теме
        ^(?:также )?по (?:этой )?теме\b
        ^подробнее\b
        ^похожие
        ^(?:другие|последние|главные) (?:новости|материалы|статьи)
        ^см\. также
        ^далее\s*[:»>]*$
        ^рекомендуем
        ^самое (?:читаемое|популярное|интересное)
        ^новости партн[её]ров
        ^обсудить
    """,
    "share-words": r"""
        ^(?:share|tweet|pin|e-?mail|print|like|save|bookmark|listen|play|pause|mute){more}$
        ^(?:copy link|copied|facebook|twitter|whatsapp|linkedin|telegram|pinterest|reddit){more}$
        ^(?:partage[rz]?|imprimer|envoyer|enregistrer|écouter){more}$
        ^(?:поделиться|распечатать|твитнуть|отправить|печать|нравится|сохранить|слушать){more}$
        ^(?:версия для печати|в избранное|в закладки){more}$
    """.replace(
        "{more}",
        r"(?:\W+(?:this|on|by|to|via|the|it|with|your|article|story|page|friends|facebook|twitter|x|email|link|whatsapp"
        r"|telegram|cet?|sur|par|l|в|с|друзьями|статью|ссылк\w*|новость\w*|эту|\d+))*",
    ),
    "tags": r"""
        ^(?:tags?|topics?|keywords?|filed under|categor(?:y|ies)|labels?)\s*(?::|\Z)
        ^(?:mots[- ]clés|thèmes?|étiquettes|catégories?)\s*(?::|\Z)
        ^(?:теги?|метки|ключевые слова|рубрик[аи]|раздел|темы|(?:в )?сюжете?)\s*(?::|\Z)
    """,
    "copyright": r"""
        ^(?:©|\(c\)|copyright\b)
        all rights reserved
        may not be (?:published|reproduced|copied)
        material may not be
        tous droits réservés
        reproduction (?:interdite|totale)
        все права защищены
        при (?:использовании|перепечатке|копировании|цитировании) (?:материал|информац)
        перепечатка
        гиперссылк
    """,
    "newsletter": r"""
        newsletter|sign up|subscribe|subscription|inbox
        download (?:the|our) (?:\w+ )?app|get the app
        free trial
        become a (?:member|supporter|patron|subscriber)
        support (?:our|us|independent)
        make a (?:donation|contribution)
        donate\b
        s['’](?:inscrire|abonner)|abonnez|inscrivez|infolettre|abonnés|abonnements?\b
        faites un don|soutenez
        подпи(?:шитесь|сывайтесь|саться|ска|сывайся)|рассылк
        поддержите
    """,
    "follow": r"""
        \b(?:follow|like|join|find|connect with)\b[^.]{0,80}(?:@|twitter|facebook|instagram|telegram|linkedin|on x\b)
        \b(?:follow|like|join|find|connect with)\b[^.]{0,80}(?:whatsapp|youtube|google news)
        \b(?:contact|reach|e-?mail|tweet|write to|message)\b[^.]{0,80}(?:@|twitter|facebook)
        ^to contact the
        contact the (?:author|reporter|editor|writer|newsroom)
        (?:can|may) be (?:reached|contacted)
        (?:have|got) a (?:news )?(?:tip|story)
        send (?:us )?(?:your )?tips
        suivez[- ](?:nous|le|la|l['’])|rejoignez|contactez|écrivez-nous|retrouvez[- ]nous
        (?:читай|следи|подписывай(?:тесь|ся)|присоединяй|оставай)[^.]{0,40}(?:в|на)\s+(?:наш|telegram|телеграм|яндекс)
        (?:читай|следи|подписывай(?:тесь|ся)|присоединяй|оставай)[^.]{0,40}(?:facebook|twitter|вконтакте|google|дзен|соц)
        наш(?:ем|у|ей)? (?:telegram|телеграм|канал|групп|сообществ|страниц)
        есть что сказать
    """,
    "comments": r"""
        ^(?:\d+\s+)?(?:comments?|commentaires?|réactions?|комментари(?:и|ев|й|я)|отзывы|обсуждение)\b.{0,40}$
        leave a (?:comment|reply)|post a comment|add (?:a|your) comment|be the first to comment
        join the (?:conversation|discussion)
        comments? (?:are|is) (?:closed|moderated)
        log in to (?:comment|reply)
        your email address will not
        let us know (?:what you think )?in the comments
        laisse[rz] un commentaire|(?:ajouter|poster|écrire) un commentaire|commentaires? (?:sont )?fermés|réagir\b
        (?:оставить|добавить|написать|оставьте) (?:свой )?(?:комментарий|отзыв)
        комментарии (?:закрыты|отключены)
        можете комментировать|зарегистрированны|войдите
    """,
    "wall": r"""
        already (?:a subscriber|have an account|registered)
        (?:log|sign) in\b.{0,40}(?:account|read|continue)
        register (?:for free|now|to)
        to (?:continue|keep) reading
        this (?:article|content|story) is (?:only )?(?:available |for )?(?:to |for )?(?:subscribers|members)
        (?:article|contenu|suite|lecture) (?:est )?réservée? aux abonnés
        il (?:vous )?reste \d
        pour (?:lire la suite|ajouter l)|article à vos sélections
        sur un (?:seul|autre) appareil
        déjà abonné
        полная версия|доступ(?:на|ен|но) только
    """,
    "wall-end": r"""
        to (?:continue|keep) reading
        il (?:vous )?reste \d
        (?:la )?suite (?:de l['’]article )?est réservée
        полная версия (?:статьи )?доступна
    """,
    "report-error": r"""
        (?:spot(?:ted)?|found|see|report) (?:a|an|any) (?:typo|mistake|errors?|inaccuracy)
        signaler une (?:erreur|faute)|une erreur dans (?:cet|l['’])article
        ctrl\W*enter
        (?:нашли|заметили|увидели|обнаружили) (?:ошибку|опечатку|неточность)
        сообщи(?:ть|те) (?:об|о) (?:ошибке|опечатке)
    """,
    "credit": r"""
        ^(?:photos?|images?|pictures?|video|illustration|graphic|credits?|source|file photo|screenshot){of}
        ^crédits?(?: photo)?{of}
        ^(?:фото|фотография|иллюстрация|видео|снимок|изображение|источник){of}
        (?:getty images|shutterstock|istock|unsplash|wikimedia|imago|picture alliance|epa-efe)\)?$
        (?:/ ?afp|/ ?reuters|/ap photo|\(reuters\)|via ap|associated press)\)?$
        (?:риа новости|/ тасс)\)?$
    """.replace("{of}", r"\b(?: (?:by|de|credit|illustration|courtesy)\b|\s*[:/©|(])"),
    "caption-mark": r"""
        ^(?:photos?|images?|pictures?|video|illustration|graphic|credits?|source|file photo|screenshot)\b
        ^crédits?(?: photo)?\b
        ^(?:фото|фотография|иллюстрация|видео|снимок|изображение|источник)\b
    """,
    "update-note": r"""
        ^\(?updates? (?:with|to|throughout|story)
        ^\(?corrects?\b
        ^this (?:story|article) (?:has been|was) (?:updated|corrected|originally)
        ^editor['’]s note
    """,
    "byline": r"""
        ^(?:by|from)\b[\s:]
        ^(?:written|reported|edited|reviewed|posted|published|words|story|text|editing|reporting) by\b
        ^additional reporting\b
        ^(?:par|écrit par|publié par|propos recueillis par)\b[\s:]
        ^автор(?:ы)?(?: текста| материала)?\b[\s:]
        ^(?:текст|корреспондент|редактор)\b[\s:]
        ^(?:подготовил|записал|беседовал)[аи]?\b
        ^беседу вёл
    """,
    "author-bio": r"""
        \b(?:is|was|are|has been) (?:a|an|the|our|one|based|also)\b
        \b(?:writes|covers|reports|joined|lives|works|worked)\b
        est (?:un|une|journaliste|le|la|rédact)
        журналист|корреспондент|обозреватель|автор|писатель
    """,
    "about": r"""
        ^about (?:the )?(?:authors?|writers?|us)\b
        ^meet the (?:author|writer)
        ^who curated
        ^the author is
        ^à propos (?:de|du)
        ^об авторе
    """,
    "mark-up": r"""
        ^</?[a-z!]
        ^\[/?\w+\s
        ^function\s*\(
        ^(?:var |window\.|@media)
        ^\w+\s*\{
    """,
    "date-words": r"""
        \b(?:published|updated|posted|modified|created|last (?:updated|modified|reviewed)|date|views?|hours?|ago)\b
        \b(?:at|on|by|am|pm|a\.m|p\.m|est|edt|gmt|utc|bst|min(?:ute)?s? read)\b
        \b(?:publié|mis à jour|modifié|créé|le|à|et)\b
        \b(?:опубликовано|обновлено|дата|размещено|добавлено|время|мск|просмотр(?:ов|ы))\b
        \d{1,2}[:.h]\d{2}
        \d+
    """,
}


def pattern(rule: str) -> re.Pattern[str]:
    """The forms of a rule as one expression."""
    return re.compile("|".join(_form(line.strip()) for line in FORMS[rule].strip().splitlines()), re.I)


def _form(form: str) -> str:
    begin = r"^\W*" if form.startswith("^") else ""
    end = r"\W*$" if form.endswith("$") else ""
    return f"{begin}(?:{form.removeprefix('^').removesuffix('$')}){end}"


def test(rule: str) -> Callable[[str], bool]:
    """Whether a line has a form of that rule. Rules whose forms all stand at the beginning look nowhere else."""
    found = pattern(rule)
    every = all(line.strip().startswith("^") for line in FORMS[rule].strip().splitlines())
    look = found.match if every else found.search
    return lambda text: bool(look(text))
