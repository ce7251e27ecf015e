"""Scripts such as people and webmail programs write them, and what each sends to whom.

`home` is the member's other account, `own` the account itself, `?` somebody unknown, `…` an address that is only made
up when a letter arrives. "always" stands in no condition, "sometimes" in one, "never" cannot be reached; "unless" may
be ended first by an earlier condition.
"""

from dataclasses import dataclass

HOME, OWN, THIRD = "anna@home.example", "anna@harbour.example", "bo@elsewhere.example"


@dataclass(frozen=True)
class Sample:
    """A script and what it does."""

    name: str
    text: str
    does: tuple[str, ...] = ()
    troubles: tuple[str, ...] = ()
    pigeonhole: bool = True
    """Pigeonhole, with every extension switched on, takes it as valid."""


SAMPLES = (
    Sample("forward everything", f'redirect "{HOME}";', ("redirect home always",)),
    Sample(
        "forward a copy of everything",
        f'require ["copy"];\r\n# rule:[to home]\r\nredirect :copy "{HOME}";\r\n',
        ("redirect home always",),
    ),
    Sample(
        "Roundcube: file, then forward what is left",
        f"""require ["fileinto","copy","imap4flags"];
# rule:[spam]
if header :contains "x-spam-flag" "YES"
{{
        addflag "\\\\Seen";
        fileinto "Junk";
        stop;
}}
# rule:[home]
if true
{{
        redirect :copy "{HOME}";
}}
""",
        ("redirect home always unless",),
    ),
    Sample(
        "forward some",
        f'if anyof (header :contains "subject" ["invoice", "rechnung"], size :over 100K) {{ redirect "{HOME}"; }}',
        ("redirect home sometimes",),
    ),
    Sample(
        "elsif and else",
        f"""if address :is "from" "a@b.example" {{ keep; }}
elsif address :is "to" "{OWN}" {{ redirect "{HOME}"; }}
else {{ redirect "{THIRD}"; }}""",
        ("redirect home sometimes", "redirect ? sometimes"),
    ),
    Sample(
        "switched off by a webmail program",
        f'if false # header :contains "subject" "x"\n{{ redirect "{HOME}"; }}',
        ("redirect home never",),
    ),
    Sample(
        "not true, and true nested",
        f'if not true {{ redirect "{HOME}"; }}\nif anyof (false, allof (true, not false)) {{ redirect "{OWN}"; }}',
        ("redirect home never", "redirect own always"),
    ),
    Sample("stop comes first", f'keep;\nstop;\nredirect "{HOME}";', ("redirect home never unless",)),
    Sample(
        "every branch stops",
        f'if exists "x-a" {{ discard; stop; }} else {{ stop; }}\nredirect "{HOME}";',
        ("redirect home never unless",),
    ),
    Sample(
        "only talk of redirecting",
        f"""require ["vacation"]; # redirect "{HOME}";
/* redirect "{HOME}";
   if true {{ redirect "{HOME}"; }} */
vacation :days 7 :subject "redirect \\"{HOME}\\";" text:
redirect "{HOME}";
..
.
;
""",
    ),
    Sample(
        "automatic reply that tells the other address",
        f'require "vacation"; vacation :days 3 :from "Anna <{HOME}>" :addresses ["{OWN}", "{HOME}"] "I am away.";',
        ("reveal home always", "reveal own always"),
    ),
    Sample(
        "automatic reply as a text block",
        f"""require ["vacation","relational","date"];
if allof(currentdate :value "ge" "date" "2026-12-20", currentdate :value "le" "date" "2027-01-03") {{
  vacation :addresses ["{OWN}"] :mime text: # the words
Content-Type: text/plain

I am away. Write to {HOME}.
.
  ;
}}""",
        ("reveal own sometimes",),
    ),
    Sample(
        "variables",
        f"""require ["variables"];
set :lower "name" "ANNA";
set "home" "${{name}}@home.example";
redirect "${{home}}";
redirect "${{nothing}}{THIRD}";""",
        ("redirect home always", "redirect ? always"),
    ),
    Sample(
        "a variable set in a branch",
        f"""require ["variables"];
set "to" "{HOME}";
if header :is "x" "y" {{ set "to" "{OWN}"; redirect "${{to}}"; }}
redirect "${{to}}";""",
        ("redirect own sometimes", "redirect home sometimes"),
    ),
    Sample(
        "an address out of the letter",
        'require ["variables"]; if header :matches "x-forward" "*" { redirect "${1}"; }',
        ("redirect … sometimes",),
    ),
    Sample(
        "no variables without being asked for",
        f'if true {{ redirect "{THIRD}"; }} fileinto "${{x}}";',
        ("redirect ? always",),
        pigeonhole=False,
    ),
    Sample(
        "encoded characters",
        'require "encoded-character"; redirect "${hex:61 6e 6e 61}${unicode:40}home.${hex: 65}xample";',
        ("redirect home always",),
    ),
    Sample(
        "delivery status options",
        f'require ["redirect-dsn","redirect-deliverby"];\nredirect :notify "NEVER" :ret "HDRS" "{HOME}";',
        ("redirect home always",),
        pigeonhole=False,
    ),
    Sample(
        "an outside list",
        'require "extlists"; redirect :list "tag:example.org,2026:family";',
        ("redirect … always",),
        pigeonhole=False,
    ),
    Sample(
        "notices by mail",
        """require ["enotify"];
notify :importance "3" :message "New mail" "mailto:anna%40home.example?cc=bo@elsewhere.example&subject=x;y";
notify "xmpp:anna@home.example";""",
        ("notify home always", "notify ? always"),
        pigeonhole=False,
    ),
    Sample(
        "notices by the older draft",
        f'require ["notify"]; notify :method "mailto" :options ["{HOME}"] :low :message "mail";',
        ("notify home always",),
        pigeonhole=False,
    ),
    Sample(
        "duplicate, ihave, addheader",
        f"""require ["duplicate","ihave","editheader","variables"];
if duplicate :seconds 600 {{ discard; stop; }}
if ihave "vnd.example.unknown" {{ addheader :last "X-Seen" "redirect"; deleteheader "X-Old"; }}
redirect "{HOME}";""",
        ("redirect home always unless",),
    ),
    Sample(
        "a test with JSON, as Fastmail writes",
        f"""require ["vnd.cyrus.jmapquery", "variables", "fileinto", "mailboxid"];
if allof(not string :is "${{stop}}" "Y", jmapquery text:
  {{
     "conditions" : [ {{ "from" : "\\"redirect\\"" }} ],
     "operator" : "OR"
  }}
.
) {{
  fileinto :mailboxid "P2-abc" "INBOX.redirect";
  set "stop" "Y";
}}
if not string :is "${{stop}}" "Y" {{ redirect :copy "{HOME}"; }}""",
        ("redirect home sometimes",),
        pigeonhole=False,
    ),
    Sample(
        "a loop over parts",
        f'require ["foreverypart","mime"];\nforeverypart {{ if exists :mime "x" {{ redirect "{HOME}"; break; }} }}',
        ("redirect home sometimes",),
    ),
    Sample(
        "a program on the server",
        'require ["vnd.dovecot.pipe", "copy"]; pipe :copy "archive" ["--all"];',
        ("program … always",),
        pigeonhole=False,
    ),
    Sample(
        "nested blocks",
        f"""if exists "list-id" {{
  if not header :contains "list-id" "practice" {{
    if anyof (true, false) {{ redirect "{THIRD}"; }} else {{ redirect "{HOME}"; }}
  }}
}}""",
        ("redirect ? sometimes", "redirect home sometimes never"),
    ),
    Sample("discard alone", 'require "reject"; if size :over 10M { reject "too big"; } else { discard; }'),
    Sample("nothing at all", "  # nothing\n"),
    Sample("damaged", f'redirect "{HOME}"; if', troubles=("unreadable",), pigeonhole=False),
    Sample("a string without an end", f'redirect "{HOME};', troubles=("unreadable",), pigeonhole=False),
    Sample("else alone", f'keep; else {{ redirect "{HOME}"; }}', troubles=("unreadable",), pigeonhole=False),
    Sample(
        "includes what is not there",
        'require "include"; include :personal "holidays"; include :global :once "spam"; include :optional "more";',
        troubles=("an included script is missing", "an included script belongs to the provider"),
        pigeonhole=False,
    ),
)
