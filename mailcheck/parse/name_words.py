"""The words by which names.py tells people from practices, and one person from two."""

JOINING = frozenset({"and", "und", "et", "&", "+", "/"})
TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "rev", "sir", "lady", "lord"})
FAMILIES = frozenset({"family", "familie", "famille", "household"})

WORK = (
    "therap",
    "counsel",
    "psych",
    "practi",
    "clinic",
    "centre",
    "center",
    "mediat",
    "support",
    "doctor",
    "surgery",
    "medic",
    "dental",
    "health",
    "wellbeing",
    "supervis",
    "coach",
    "training",
    "consult",
    "service",
    "solicitor",
    "legal",
    "associat",
    "partner",
    "limited",
    "ltd",
    "llp",
    "trust",
    "school",
    "college",
    "hospital",
    "institute",
    "society",
    "company",
)
"""Beginnings and parts of words that speak of work; a name that holds one is not a private one."""

PRONE_TO_BE_SHARED = frozenset(
    {
        # RFC 2142
        *("info", "marketing", "sales", "support", "abuse", "noc", "security", "postmaster", "hostmaster", "usenet"),
        *("news", "webmaster", "www", "uucp", "ftp"),
        # practices
        *("office", "admin", "administration", "administrator", "reception", "enquiries", "enquiry", "inquiries"),
        *("hello", "bookings", "booking", "appointments", "clinic", "team", "practice", "contact", "mail", "post"),
        *("accounts", "referrals", "secretary", "manager"),
    }
)

NO_FAMILY_NAMES = frozenset(
    {
        *("oaks", "willows", "elms", "pines", "cedars", "beeches", "limes", "firs", "hollies", "laurels", "poplars"),
        *("rooms", "studios", "offices", "friends", "samaritans", "gardens", "trees", "hills", "woods", "fields"),
        *("cottages", "stables", "barns", "mews", "docks", "arches", "works", "times", "news", "arts", "lakes"),
        *("listeners", "helpers", "carers", "volunteers", "minds", "others", "thesis", "oasis", "basis", "paths"),
        *("ways", "steps", "doors", "windows", "waves", "books", "letters", "meadows", "springs", "orchards"),
    }
)
"""What stands behind "The …" and is no family: houses, places, groups."""

_COMPOUND = """
alexandre analisa anamaria annalee annalisa annamaria annamarie annelouise annemargaret annemarie annmarie bethann
bettyann bettysue billyjean billyjoe bobbyjo carolann carolanne claireann donella dorothyann emmajane emmalouise
frederic frederica fredrick georgeann georgeanna glendora jeanclaude jeanlouis jeanmarie jeanpaul joana joanna joannie
jodyann joeann joella joellen johnpaul jolynn josejuan josemaria josue juancarlos juanjose juanmanuel juliaann
julieann julieanne lauralee leeann leeanna leeanne leonida lisabeth lisamarie loriann lorilee luisjose marcella
mariaelena marialuisa mariarosa mariateresa maryalice maryann maryanna maryanne marybeth marycarol maryellen maryjane
maryjean maryjo marykate marylee marylou marylouise marylynn maryrose marysue patriciaann peggysue rosalee rosalinda
rosamaria rosanna roseann roseanna roseanne roselee rosemarie rosemary ruthann ruthanne sallyann sallyanne sarahann
sarahjane sarahlouise sueann suellen terrylynn vickilynn
"""

COMPOUND_NAMES = frozenset(_COMPOUND.split())
"""One person's given name that reads as if it were made of two."""

SHORT_FORMS = (
    frozenset({"william", "bill", "billy", "willie", "will"}),
    frozenset({"robert", "bob", "bobby", "rob"}),
    frozenset({"richard", "rick", "ricky", "dick"}),
    frozenset({"elizabeth", "liz", "beth", "betty", "eliza", "lisa", "bessie"}),
    frozenset({"margaret", "maggie", "peggy", "meg", "megan"}),
    frozenset({"katherine", "catherine", "kathryn", "kathleen", "kathy", "cathy", "kate", "katie"}),
    frozenset({"james", "jim", "jimmy", "jamie"}),
    frozenset({"john", "jack", "johnny", "jon"}),
    frozenset({"edward", "ted", "eddie", "ed"}),
    frozenset({"theodore", "ted", "theo"}),
    frozenset({"anthony", "tony"}),
    frozenset({"patricia", "pat", "tricia", "patsy"}),
    frozenset({"rebecca", "becky"}),
    frozenset({"susan", "sue", "suzanne", "sally"}),
    frozenset({"sarah", "sally", "sara"}),
    frozenset({"mary", "molly", "polly", "maria", "marie"}),
    frozenset({"anna", "ann", "anne", "nancy", "annie", "ana"}),
    frozenset({"helen", "nell", "nellie", "ellen", "eleanor"}),
    frozenset({"michael", "mike", "micheal"}),
    frozenset({"charles", "charlie", "chuck"}),
    frozenset({"henry", "harry", "hank"}),
    frozenset({"lawrence", "larry", "laurie"}),
    frozenset({"deborah", "debra", "debbie"}),
    frozenset({"dorothy", "dora", "dolly"}),
    frozenset({"frances", "fran", "fanny"}),
    frozenset({"victoria", "vicki"}),
    frozenset({"virginia", "ginny"}),
    frozenset({"eugene", "gene"}),
    frozenset({"gerald", "jerry", "gerry", "jerome"}),
    frozenset({"stephen", "steven", "steve"}),
    frozenset({"phillip", "philip", "phil"}),
    frozenset({"thomas", "tom", "tommy"}),
    frozenset({"theresa", "teresa", "terri", "terry"}),
    frozenset({"christina", "christine", "tina"}),
    frozenset({"alfred", "frederick", "fred"}),
    frozenset({"josephine", "joanne", "joann", "joan", "jo"}),
    frozenset({"cynthia", "cindy"}),
    frozenset({"loretta", "lorraine", "laura", "lori"}),
    frozenset({"jeremy", "jerry"}),
    frozenset({"regina", "gina"}),
    frozenset({"harold", "harry"}),
    frozenset({"gillian", "jill"}),
)
"""Names that one person goes by."""
