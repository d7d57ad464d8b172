"""The words of furniture in English."""

from __future__ import annotations

from collections.abc import Mapping

MORE = (
    "this|on|by|to|via|the|it|with|your|article|story|page|link|friends|for|later|"
    "facebook|twitter|x|e-?mail|whatsapp|telegram|linkedin|messenger|reddit"
)
FORMS: Mapping[str, str] = {
    "advert-mark": r"""
        ^(?:advertisements?|adverts?|ads?|advertorial|sponsored(?: content)?|promoted|loading)$
        ^(?:advertisement\W+)?(?:page|story|article) continues (?:below|after)\b.{0,40}$
        ^(?:continue|continues) (?:after|below)[^.]{0,30}$
        ^scroll (?:down )?to continue[^.]{0,30}$
        ^skip (?:advertisement|past|to)\b[^.]{0,40}$
        ^(?:don['’]t want to see this\W+)?remove ads$
        ^this (?:slideshow|video|content|page) requires javascript$
        ^watch (?:now|live)$
    """,
    "read-more": r"""
        ^(?:read|see|watch|listen|view|learn|find out|discover)(?: also| more| next| the full| our full|:)
        ^also (?:read|see|on|check)\b
        ^related(?: articles?| stor(?:y|ies)| posts?| coverage| content| links?| news| topics?)?\W*(?::|\Z)
        ^related (?:articles?|stories|posts|coverage|content|links|news|reading|reports?|resources)\b[^.]{0,60}$
        ^more (?:from|on|about|in|stories|news|information)\b
        ^more\W*:$
        ^recommended(?: (?:for you|reading|stories|articles))?$
        ^you (?:may|might) (?:also|like|enjoy|be interested)
        ^this (?:may|might) (?:also )?(?:be interesting|interest)
        ^don['’]t miss\b
        ^most (?:read|popular|viewed|shared)
        ^popular (?:now|posts|stories|articles|categories)$
        ^(?:up|read) next\b
        ^(?:in other news|top stories|other (?:\w+ )?(?:top )?stories|editor['’]?s['’]? picks?|around the web)$
        ^trending
        ^click here
        ^continue reading
        ^see also
    """,
    "aside": r"""
        (?:read|see|watch) (?:more|also|next)|related(?: stor(?:y|ies))?
    """,
    "share-words": r"""
        ^(?:share|tweet|pin|e-?mail|print|like|save|bookmark|listen|play|pause|mute){more}$
        ^(?:copy link|copied|facebook|twitter|whatsapp|linkedin|telegram|pinterest|reddit){more}$
        ^\d+ (?:shares?|views?|likes?)$
        ^(?:reading|read) time\b.{0,15}$
        ^\d+[ -]min(?:ute)?s?[ -]read$
    """,
    "tags": r"""
        ^(?:tags?|topics?|keywords?|filed under|categor(?:y|ies)|labels?)\s*(?::|\Z)
    """,
    "copyright": r"""
        ^(?:©|\(c\)|copyright\b)
        all rights reserved
        may not be (?:published|reproduced|copied)
        material may not be
    """,
    "newsletter": r"""
        ^(?:sign up|subscribe|register|donate|support us)\b
        \b(?:sign up|subscribe)\b.{0,40}\b(?:now|today|here|below|free|newsletters?|e-?mails?|updates|channel)\b
        \b(?:sign up|subscribe) (?:to|for) (?:our|the|this)\b
        thanks for (?:signing up|subscribing)|haven['’]t subscribed
        (?:our|free|daily|weekly|morning|evening) (?:\w+ ){0,2}newsletters?\b
        (?:to|in|into) your inbox|mailing list
        download (?:the|our) (?:\w+ )?app|get the app
        ^(?:start|get|try)\b.{0,30}\bfree trial
        become a (?:member|supporter|patron|subscriber)
        support (?:our work|our journalism|us|independent)
        make a (?:donation|contribution)
        donate (?:now|today|here)
    """,
    "follow": r"""
        \bfollow\b[^.]{0,80}(?:@|\bon (?:twitter|facebook|instagram|telegram|linkedin|x|youtube|google news)\b)
        \b(?:like|join|find|follow|connect with) (?:us|me|our)\b[^.]{0,80}(?:@|twitter|facebook|instagram|telegram)
        \b(?:like|join|find|follow|connect with) (?:us|me|our)\b[^.]{0,80}(?:whatsapp|youtube|linkedin|google news)
        \b(?:contact|reach|e-?mail|tweet|write to|message)\b[^.]{0,80}@
        ^to contact the
        contact the (?:author|reporter|editor|writer|newsroom)
        (?:can|may) be (?:reached|contacted) (?:at|on|via|by)\b[^.]{0,60}[@\d]
        (?:have|got) a (?:news )?tip\b
        got a story\?
        send (?:us )?(?:your )?tips
    """,
    "comments": r"""
        ^(?:\d+\s+)?comments?\b.{0,40}$
        ^(?:have your say|tell us what you think)\b
        leave a (?:comment|reply)|post a comment|add (?:a|your) comment|be the first to comment
        join the (?:conversation|discussion)$
        comments? (?:are|is) (?:closed|moderated)
        log in to (?:comment|reply)
        your email address will not
        let us know (?:what you think )?in the comments
    """,
    "wall": r"""
        already (?:a subscriber|have an account|registered\?)
        (?:log|sign) in\b.{0,40}(?:account|read|continue)
        ^(?:register (?:for free|now)|create (?:an|your) (?:free )?account)\b.{0,60}$
        register (?:for free |now )?to (?:read|continue|comment)
        to (?:continue|keep) reading
        this (?:article|content|story) is (?:only )?(?:available |for )?(?:to |for )?(?:subscribers|members)
    """,
    "wall-end": r"""
        to (?:continue|keep) reading
    """,
    "report-error": r"""
        (?:spot(?:ted)?|found|see|report) (?:a|an|any) (?:typo|mistake|errors?|inaccuracy)\b.{0,60}\?
        report (?:a|an) (?:typo|mistake|error|inaccuracy)$
    """,
    "credit": r"""
        ^(?:photos?|images?|pictures?|video|illustration|graphic|credits?|source|file photo|screenshot){of}
        (?:getty images|shutterstock|istock|unsplash|wikimedia|imago|picture alliance|epa-efe)\)?$
        (?:/ ?afp|/ ?reuters|/ap photo|\(reuters\)|via ap|associated press)\)?$
    """,
    "caption-mark": r"""
        ^(?:photos?|images?|pictures?|video|illustration|graphic|credits?|source|file photo|screenshot)\b
    """,
    "caption-end": r"""
        \((?:(?:ap|file|courtesy) )?(?:photo|video|image|picture)\b[^()]{0,80}\)$
        \([^()]{0,60}/ ?(?:ap|afp|reuters|epa|pool|sipa|getty(?: images)?)\)$
        \bphotos? ?©
    """,
    "update-note": r"""
        ^\((?:updates?|corrects?)\b.{0,200}\)$
    """,
    "byline": r"""
        ^(?:by|from)\b[\s:]
        ^(?:written|reported|edited|reviewed|posted|published|words|story|text|editing|reporting) by\b
        ^additional reporting\b
    """,
    "author-bio": r"""
        \b(?:is|was|are|has been) (?:a|an|the|our|one|based|also)\b
        \b(?:writes|covers|reports|joined|lives|works|worked)\b
    """,
    "about": r"""
        ^about (?:the )?(?:authors?|writers?|reviewers?|us)\b
        ^meet the (?:author|writer)
        ^who curated
        ^the author is
    """,
    "mark-up": r"""
        ^<(?:!|/?(?:a|b|br|center|div|em|font|h\d|iframe|img|li|link|meta|p|script|span|strong|style|table|ul)\b)
        ^\[/?\w+\s\w+=
        ^function\s*\(
        ^(?:var |window\.|@media)
        ^\w+\s*\{
    """,
    "date-words": r"""
        {<}(?:published|updated|posted|modified|created|last (?:updated|modified|reviewed)|date|views?|hours?|ago){>}
        {<}(?:at|on|by|am|pm|a\.m|p\.m|est|edt|gmt|utc|bst|min(?:ute)?s?|read|comments?){>}
        \d{1,2}[:.h]\d{2}
        \d+
    """,
}
