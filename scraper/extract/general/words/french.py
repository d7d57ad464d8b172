"""The words of furniture in French."""

from __future__ import annotations

from collections.abc import Mapping

MORE = (
    "cet?|cette|l|le|la|les|mes|vos|aux?|à|en|sur|par|plus|tard|lien|articles?|page|favoris?|sélections?|ajouté|"
    "courriel|e-?mail|ami|réseaux|sociaux"
)
FORMS: Mapping[str, str] = {
    "advert-mark": r"""
        ^(?:publicité|annonces?|contenu sponsorisé|la suite après (?:cette|la) publicité)$
        ^(?:passer|fermer|ignorer) la publicité$
        ^chargement(?: en cours)?$
    """,
    "read-more": r"""
        ^(?:à )?lire (?:aussi|également|la suite|plus|ensuite|l['’]article)
        ^(?:à )?(?:voir|écouter|relire|revoir) (?:aussi|également)
        ^voir (?:d['’]autres|tous les|toutes les) (?:articles|actualités|vidéos)
        ^(?:sur|dans) l[ea] même (?:sujet|thème|rubrique|dossier|thématique)
        ^à lire\b
        ^lire\s*:
        ^(?:retrouvez|découvrez) (?:aussi|également|tous|toute)
        ^en savoir plus
        ^pour aller plus loin
        ^articles? (?:liés?|similaires|connexes|associés?|recommandés?|suivants?|précédents?)
        ^plus sur ce sujet
        ^(?:nos|les autres|autres|derniers) articles
        ^nos (?:vidéos|services|lecteurs ont|dossiers|newsletters|podcasts|offres)\b.{0,30}$
        ^(?:les )?(?:plus|articles les plus) (?:lus|populaires|partagés|commentés)
        ^(?:vous aimerez|cela peut vous|ça peut vous|ces articles|vous pourriez)\b.{0,40}$
        ^(?:à la une|à ne pas manquer|en ce moment|recommandé pour vous|contenus sponsorisés)\W*$
        ^à la «\s*une\s*»$
        ^(?:le )?dossier complet
        ^(?:audios|vidéos|photos) (?:et \w+ )?sur (?:le|ce) sujet
        ^suite de l['’]article
    """,
    "aside": r"""
        (?:à )?(?:lire|voir|relire) (?:aussi|également)|(?:à )?lire(?=\s*:)
    """,
    "share-words": r"""
        ^(?:partage[rz]?|imprimer|envoyer|enregistrer|écouter|ajouter|sauvegarder|offrir|copier|copié){more}$
        ^imprimer\b.{0,30}$
        ^article (?:ajouté|retiré|enregistré|sauvegardé)\b.{0,40}$
        ^mettre en favoris?\b.{0,40}$
        ^permalien\b
        ^(?:agrandir|réduire) (?:la |le |l['’])?(?:texte|police|image)?$
        ^(?:temps|durée) de lecture\b.{0,20}$
        ^lecture\W+\d+ ?min\w*$
        ^\d+ ?min(?:utes?)?\.? de lecture$
        ^\d+ (?:partages?|vues?)$
    """,
    "tags": r"""
        ^(?:mots[- ]cl[ée]f?s|thèmes?|étiquettes|catégories?|sujets|autour de)\s*(?::|\Z)
    """,
    "copyright": r"""
        tous droits (?:réservés|de reproduction)
        reproduction (?:interdite|totale)
    """,
    "newsletter": r"""
        ^(?:s['’]abonner|abonnez|je m['’]abonne|s['’]inscrire|inscrivez|je m['’]inscris|j['’]offre)
        \b(?:abonnez|inscrivez)-vous\b
        ^(?:ne (?:ratez|manquez)|recevez|recevoir)\b
        newsletters?\b|infolettre|nos lettres d['’]information
        (?:offres?|formules?) d['’]abonnement|votre (?:abonnement|inscription)\b|offre (?:découverte|d['’]essai)
        sans engagement$
        faites un don|faire un don|soutenez[- ](?:nous|notre|le|la|un)\b
        téléchargez (?:l['’]|notre )appli
    """,
    "follow": r"""
        suivez[- ](?:nous|le|la|l['’]|notre)|rejoignez[- ](?:nous|notre|la)|retrouvez[- ]nous|écrivez[- ]nous
        contactez[- ](?:nous|la rédaction|l['’]auteur)
        retrouvez\b[^.]{0,60}\bsur (?:facebook|twitter|x|instagram|telegram|whatsapp|youtube|les réseaux)
    """,
    "comments": r"""
        ^(?:\d+\s+)?(?:commentaires?|réactions?)\b.{0,40}$
        ^(?:commenter|réagir|réagissez)$
        ^(?:voir|lire|afficher|tous|suivre) (?:les|vos|nos) (?:\d+ )?(?:commentaires?|réactions?)
        ^(?:soyez (?:le|la) premi(?:er|ère) à|aucun commentaire|pour réagir\W)
        laisse[rz] un commentaire|(?:ajouter|poster|écrire|publier|rédiger) un commentaire
        commentaires? (?:sont |est )?(?:fermés?|modérés?|clos)
    """,
    "wall": r"""
        (?:article|contenu|suite|lecture|accès)\b.{0,40}\bréservée?s? (?:aux|à nos) (?:abonnés|inscrits|membres)
        il (?:vous )?reste \d[\d.,]*\s*% de (?:cet|ce|l)
        ^pour (?:lire la suite|ajouter l['’]article|accéder (?:à|gratuitement|en illimité)|profiter de cet article)
        ^(?:identifiez|connectez)-vous\b.{0,30}$
        ^(?:se connecter|je me connecte|je m['’]identifie|créer un compte|créez votre compte|je crée mon compte)
        ^mot de passe oublié
        (?:avez|possédez) déjà un compte|^déjà (?:un compte|(?:abonné|inscrit))
        article à vos sélections
        sur (?:un seul|un autre|l['’]autre) appareil
        ^(?:accès|profitez)\b.{0,60}(?:illimité|offre|à tous les articles)
        sauvegarde[rz]? (?:cet|cette|de vos) articles?
    """,
    "wall-end": r"""
        il (?:vous )?reste \d[\d.,]*\s*% de (?:cet|ce|l)
        (?:suite|contenu|article|accès)\b.{0,30}\b(?:est|sont) réservée?s? aux (?:abonnés|inscrits)
        ^pour lire la suite\b.{0,80}$
    """,
    "report-error": r"""
        signale[rz] (?:une|un) (?:erreur|faute|abus|contenu|problème|coquille)
        une erreur (?:dans (?:cet|l['’])article|s['’]est glissée)
        vous avez (?:repéré|trouvé|constaté|vu) une (?:erreur|faute|coquille)
    """,
    "credit": r"""
        ^crédits?(?: photos?)?{of}
        ^légende\s*:
    """,
    "caption-mark": r"""
        ^crédits?(?: photos?)?\b
    """,
    "caption-end": r"""
        [,(–-] ?photos? ?: ?\S[^.!?]{0,80}$
    """,
    "byline": r"""
        ^(?:par|écrit par|publié par|propos recueillis par|texte|[ée]dition|auteur|rédaction)\b[\s:]
        ^(?:\w+ )?avec (?:l['’])?(?:afp|ap|reuters|belga|ats|agences?)$
    """,
    "author-bio": r"""
        est (?:un|une|journaliste|le|la|rédact)
    """,
    "about": r"""
        ^à propos (?:de l['’]auteur|des auteurs|du journaliste)
        ^source de l['’]article$
    """,
    "date-words": r"""
        {<}(?:publiée?|mise? à jour|modifiée?|créée?|posté|le|à|et|par|temps|de|lecture|commentaires?){>}
    """,
}
