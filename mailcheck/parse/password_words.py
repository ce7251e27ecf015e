"""The words by which passwords.py tells a password from what is merely said about one."""

import re

_SENTENCE = """
a about above again agreed all already also always an and any as asked at attached available be been before below
best between but by called can cannot case case-sensitive changed come coming correct could different disabled do
does easy enclosed enough expired for forgotten found from given going gone guessable had has have he helpful her
here his hopefully how if important in incorrect included is it its just kept known last later left letter like
long lost mandatory me missing more my necessary needed never new no none not now obvious of off ok old on one
only optional or our out over overleaf over-leaf phone please posted private protected protection provided reset
required right safe same secret secure sensitive sent separate separately she short shown simple so something
still stored strong text that the their them then there these they this to too true unchanged unique unknown
unnecessary up us used useful usual valid very via was we weak well were what when where which who why will with
without working wrong you your yours
"""

SENTENCE_WORDS = frozenset(_SENTENCE.split())
"""Words that go on with a sentence, so that what follows "the password is" is no password."""

SAID_OF_IT = re.compile(r"(?i).(?:[ai]ble|al|ant|ed|ent|ful|ing|ive|less|ly|ous|ary|ory)$")
"""How words end that say of what kind a password is, rather than what it is."""

NO_PASSWORD = re.compile(
    r"(?i)(?:https?:|www\.|mailto:)|[^\s@]{1,64}@[^\s@]{1,64}\.[a-z]{2,}$|\d{1,2}[:.]\d\d(?:am|pm)?$|\d{1,2}(?:st|nd|rd|th)$"
)
"""A link, an address, a time of day, an ordinal."""

PROGRAMS = re.compile(
    r"(?i)(?:aes|rsa|tls|ssl|sha|md5|rc4|pgp|7-?zip|win|mac|ios|office|word|excel|acrobat|adobe|reader|zip|pdf|v\d|m365"
    r"|microsoft|libre|office365|chrome|edge|egress|bit)"
)
"""Programs and ciphers: "open it with Word2016" tells no password."""

ELSEWHERE = re.compile(
    r"\b(?:zoom|meeting|webinar|teams|webex|skype|wi-?fi|wireless|router|portal|web ?site|log-?in|sign-?in"
    r"|log in|sign in|booking system|online account|my account|your account|door"
    r"|gate|entrance|entry|key ?safe|alarm|voicemail|dial-in|reset|phone unlock|bank)\b",
    re.IGNORECASE,
)
"""What else has a password: nothing that was attached."""

ANNOUNCED = re.compile(
    r"\b(?:by|via|through|over|on|in) (?:the |a |an )?(?:separate )?"
    r"(?:tele)?(?:phone|text|sms|whats ?app|signal|post|mobile|letter|person|call|voicemail)\b"
    r"|\b(?:text(?:ed)?|sms|whats ?app(?:ed)?|ring|rung|call(?:ed)?|phone[d]?|telephone[d]?|post(?:ed)?) "
    r"(?:you|me|us|it|them|him|her|the)\b"
    r"|\btext message|\bface[ -]to[ -]face\b|\bverbally\b|\bover the phone\b|\bby hand\b|\bin person\b"
    r"|\b(?:in|at|during) (?:our|your|the|my|this|next|last) (?:\w{1,12} )?"
    r"(?:session|appointment|meeting|call|supervision)\b"
    r"|\b(?:told|gave|given|tell|give) you (?:on|at|in|over|when)\b|\bwhen we (?:meet|speak|spoke|met|talk)\b",
    re.IGNORECASE,
)
"""Ways to tell a password that are not e-mail."""
