#!/usr/bin/env python3
"""Checks the texts in locales/ against each other and against the sources.

  scripts/check-texts.py            prints what is wrong, exit 1 if anything is
  scripts/check-texts.py --unused   also lists keys that nothing in src asks for

Checked: each key once in a language; the same keys and values ({ $name }) in both; every key that src names; every
key that src builds with format! (the codes are read from src/domain); a few rules of tone and length.
A new format! that builds a key must be added to BUILT below; the script says so.
"""

import re
import sys
from itertools import chain
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SRC = ROOT / "src"
problems = []


def wrong(text):
    problems.append(text)


# ---- texts -------------------------------------------------------------------------------------------------------

MESSAGE = re.compile(r"^([a-z][a-z0-9-]*) = (.+)$")
LITERAL_BRACE = re.compile(r'\{"[{}]"\}')
PLACEABLE = re.compile(r"\{ ?\$([a-z_]+) ?\}")


def read_language(code):
    texts, where = {}, {}
    for file in sorted((ROOT / "locales" / code).glob("*.ftl")):
        for n, line in enumerate(file.read_text("utf-8").splitlines(), 1):
            place = f"{code}/{file.name}:{n}"
            if not line.strip() or line.startswith("#"):
                continue
            found = MESSAGE.match(line)
            if not found:
                wrong(f"{place}: not “key = text” on one line")
                continue
            key, text = found.groups()
            if key in texts:
                wrong(f"{place}: {key} stands in {where[key]} already")
            texts[key], where[key] = text, place
            if re.search(r"[{}]", PLACEABLE.sub("", LITERAL_BRACE.sub("", text))):
                wrong(f"{place}: {key} has a brace that is no {{ $value }} and no {{\"{{\"}}")
            if text[0] in "[*.}":
                wrong(f"{place}: {key} begins with a sign that Fluent reads as its own")
    return texts


ZH, EN = read_language("zh-CN"), read_language("en")
for key in sorted(ZH.keys() ^ EN.keys()):
    wrong(f"{key}: only in {'zh-CN' if key in ZH else 'en'}")
for key in sorted(ZH.keys() & EN.keys()):
    zh, en = (sorted(set(PLACEABLE.findall(texts[key]))) for texts in (ZH, EN))
    if zh != en:
        wrong(f"{key}: values differ: zh-CN {zh}, en {en}")
    holes = [sorted(re.findall(r'\{"\{"\}(\w+)\{"\}"\}', texts[key])) for texts in (ZH, EN)]
    if holes[0] != holes[1]:
        wrong(f"{key}: holes for islands differ: {holes}")

# ---- codes -------------------------------------------------------------------------------------------------------


def source(name):
    return (SRC / name).read_text("utf-8")


def enums(text):
    """The members of each `codes!` enumeration."""
    found = {}
    for block in re.findall(r"codes! \{\n(.*?)\n\}", text, re.S):
        name = re.search(r"^\s*(?:pub )?(\w+) \{", block, re.M).group(1)
        found[name] = re.findall(r'\w+ = "([^"]+)"', block)
    return found


def slug(code):
    return code.replace("_", "-")


REPORT, WORKFLOW = source("domain/report.rs"), source("domain/workflow.rs")
CODES = {}
SOURCES = (
    "domain/report.rs",
    "domain/workflow.rs",
    "domain/staff.rs",
    "domain/answers.rs",
    "domain/doubt.rs",
    "domain/priority.rs",
    "pages/staff/queue/columns.rs",
    "storage/queue.rs",
    "storage/related.rs",
    "domain/notification.rs",
    "domain/rule.rs",
)
for name in SOURCES:
    CODES |= enums(source(name))
INTAKE = enums(source("domain/intake.rs"))
NOTICE = enums(source("domain/notice.rs"))
MEASURE_RESULTS = enums(source("domain/measure.rs"))["MeasureResult"]
LETTER_VARIABLES = enums(source("domain/letter.rs"))["Variable"]
BULK_STATES = enums(source("storage/bulk.rs"))["ItemState"]
STANDINGS = re.findall(r'Self::\w+ => "(\w+)"', source("actions/notices/mod.rs").split("impl Standing")[1].split("\n}")[0])
CHANNELS, STATUSES, ACTIONS = CODES["Channel"], [slug(code) for code in CODES["Status"]], [slug(code) for code in CODES["Action"]]
MEMBERS = dict(re.findall(r'(\w+) = "([^"]+)"', REPORT))
CATEGORIES = {
    channel.lower(): [MEMBERS[name.strip()] for name in list_.split(",")]
    for channel, list_ in re.findall(r"Self::(Lead|Complaint) => &\[([^\]]+)\]", REPORT)
}
PAIRS = [f"{channel}-{category}" for channel, list_ in CATEGORIES.items() for category in list_]
LIVELIHOODS = [slug(code) for code in CODES["Livelihood"]]
STEPS = CODES["FormStep"]
FIELDS = [slug(name) for name in re.findall(r"pub (\w+): String,", source("domain/answers.rs"))]
FLAGS = sorted({"not_settled_again"} | set(re.findall(r'(?:flags\.push\(|const ABOUT_HOME: &str = )"(\w+)"', source("domain/responsibility.rs") + source("domain/submission.rs"))) | set(CODES["Doubt"]))

# Questions and what can be chosen: `ask!("code", answer)`, where the answer may be a constant, a list of the taxonomy or groups.
QUESTIONS = "\n".join(source(f"domain/questions{part}.rs") for part in ("", "/leads", "/complaints"))
TAXONOMY = [line.split(",")[:2] for line in source("domain/data/taxonomy.csv").splitlines() if not line.startswith("#")]
LISTS = {name: [code for list_, code in TAXONOMY if list_ == value] for name, value in re.findall(r'(\w+) = "(\w+)"', source("domain/taxonomy.rs"))}
CONSTANTS = dict(re.findall(r"const (\w+): Answer =\s*(.+?);", QUESTIONS, re.S))
GROUPS = re.findall(r'\("(\w+)", &\[(.*?)\]\)', QUESTIONS.split("ASSET_GROUPS")[1].split("];")[0], re.S)


def options_of(answer):
    answer = CONSTANTS.get(answer.strip(), answer)
    if named := re.search(r"Of\(List::(\w+)\)", answer):
        return LISTS[named[1]]
    if "Groups(" in answer:
        return LISTS["AssetType"]
    return re.findall(r'"(\w+)"', answer)


ASKED = {
    code: options_of(answer)
    for code, answer in re.findall(r'ask!\(\s*"(\w+)",\s*((?:[^()]|\((?:[^()]|\([^()]*\))*\))+)\)', QUESTIONS)
}

REASONS = [
    renamed or re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()
    for renamed, name in re.findall(
        r'(?:rename = "(\w+)"\)\]\s*)?\b([A-Z]\w+),', re.search(r"pub enum Reason \{(.*?)\n\}", source("domain/case_number.rs"), re.S).group(1)
    )
]

# Kinds of timeline entries, problems, file states: as src writes them.
ALL_SOURCES = {file.relative_to(SRC).as_posix(): file.read_text("utf-8") for file in sorted(SRC.rglob("*.rs"))}
EVERYTHING = "\n".join(ALL_SOURCES.values())
ENTRIES = sorted(set(re.findall(r'Entry \{\s*kind: "(\w+)"', EVERYTHING)) | set(CODES["Action"]))
KINDS = set(re.findall(r'(?:Problem|Self)::new\(StatusCode::\w+, "(\w+)"\)', EVERYTHING)) | set(re.findall(r'=> "(\w+)",', ALL_SOURCES["web/api/problem.rs"].split("fn of_status")[-1])) | {"not_understood"}
ROLES_OF_REPORTERS = re.findall(r'"(\w+)"', re.search(r"const ROLES: \[&str; \d+\] =\s*\[(.*?)\]", source("pages/public/report/fields.rs")).group(1))
# Situations of /check with their dates, and the answers of the compass.
SITUATIONS = {
    code: re.findall(r'"(\w+)"', dates)
    for code, dates in re.findall(r'Situation \{ code: "(\w+)", dates: &\[(.*?)\]', source("domain/case_clocks.rs"))
}
COMPASS = [line.split(",") for line in source("domain/data/compass.csv").splitlines() if line[:1] != "#"][1:]
SECTIONS = re.findall(r'section\(&v, "(\w+)", "(\w+)"\)', EVERYTHING)


def listed(file, name):
    """The codes of a `const NAME: [&str; N] = […];`."""
    return re.findall(r'"([\w-]+)"', re.search(rf"const {name}: \[&str; \d+\] =\s*\[(.*?)\];", source(file), re.S).group(1))


def product(pattern, codes):
    return [pattern.replace("{}", slug(code)) for code in codes]


# Shortcuts with words of their own; steps and lanes have theirs.
KEYS = [
    code
    for place, code in re.findall(r'(?:key\(Place::(\w+)|go\(), ?"[^"]+", "([\w-]+)"', source("pages/staff/keys.rs").replace('go("', 'go(, "'))
    if code == "back" or place != "Report" and not code.startswith("view-")
]

# field → codes that src can report of it
ERRORS = {
    "category": "empty unknown", "case-number": "too-long", "court": "empty same conflict unknown", "respondent-name": "too-long",
    "respondent-kind": "unknown", "respondent-id": "checksum too-long", "title": "too-long", "narrative": "empty too-long",
    "occurred-on": "incomplete short-year not-a-date future too-early", "details": "too-long too-many", "livelihood": "unknown",
    "name": "empty too-long closed busy", "phone": "wrong-form", "email": "wrong-form too-soon too-many", "role": "too-long",
    "file": "empty type archive locked too-large too-many report-too-large interrupted store none", "message": "empty too-long closed",
    "password": "empty too-short too-long like-name", "again": "differs", "one-time": "empty wrong",
    "code": "empty wrong-form unknown too-many resume", "q": "empty", "channel": "empty unknown", "action": "unknown", "note": "empty too-long",
    "text": "empty too-long", "reason": "empty too-long", "assignee": "empty unknown", "outcome": "empty unknown",
    "receipt": "empty not-a-receipt cut-off changed unknown-key future-version too-large",
        "notice-code": "empty wrong-form wrong over too-soon too-many stopped closed unknown refused",
    "due": "empty not-a-date too-early too-late", "body": "empty too-long", "number": "empty unknown linked not-linked", "relation": "unknown", "withdraw": "closed busy too-long",
    "received": "wrong-form future too-early", "way": "unknown",
    "change": "too-late closed elsewhere too-many", "result": "empty unknown not-closed", "rating-text": "too-long",
    "ground": "empty", "kind": "empty", "on": "empty future", "amount": "wrong-form", "boost": "wrong-form", "numbers": "empty too-many",
    "letter-code": "empty wrong-form taken", "letter-act": "unknown", "letter-name": "empty too-long", "letter-name-en": "empty too-long",
    "letter-body": "empty too-long", "letter-body-en": "empty too-long",
    "view-name": "empty too-long too-many", "view-address": "too-long", "view-share": "unknown not-yours", "view-every": "unknown",
    "view-at-least": "not-a-number", "rule-name": "empty too-long", "rule-address": "too-long words mine", "rule-deed": "empty",
    "rule-boost": "range", "rule-answer": "too-long", "rule-court": "unknown fence", "rule-team": "unknown elsewhere",
    "rule-turn": "unknown elsewhere", "rule-tag": "unknown", "team-name": "empty too-long", "team-member": "unknown",
    "tag-word": "empty too-long", "tag-code": "wrong-form taken", "hour": "unknown", "weekday": "unknown",
    "mail-code": "empty wrong-form wrong over",
    "any": "empty too-long unknown wrong-form checksum not-a-date future too-early too-late incomplete too-many closed busy same "
    "conflict differs too-short like-name wrong",
}
WAYS = re.findall(r'way\("/\w+", "(\w+)"\)', source("pages/public/home.rs"))
PAGES = ["not-found", "not-here", "foreign", "too-large", "too-many", "trouble", "not-understood", "receipt-over", "set-up-gone"]

# What src builds: the format string → the keys it can become. Optional ones become nothing here.
BUILT = {
    "way-{way}": product("way-{}", NOTICE["Way"]),
    "standing-{}": product("standing-{}", STANDINGS),
    # The desk's keys, live updates and conflicts.
    "keys-place-{place}": product("keys-place-{}", enums(source("pages/staff/keys.rs"))["Place"]),
    "key-{}": product("key-{}", KEYS),
    "live-{name}": product("live-{}", re.findall(r'"([\w-]+)"', re.search(r"let names = \[(.*?)\];", source("pages/staff/keys.rs"), re.S).group(1))),
    "presence-{state}": product("presence-{}", enums(source("storage/presence.rs"))["State"]),
    "seen-{}": product("seen-{}", re.findall(r'^        \("(\w+)", ', source("pages/staff/report/seen.rs"), re.M)),
    "notices-code-{name}": product("notices-code-{}", NOTICE["Way"]),
    "notices-{}": product("notices-{}", [standing for standing in STANDINGS if standing != "unconfirmed"]),
    "notice-{state}": product("notice-{}", "queued queued-again sent failed held-unconfirmed held-hour held-day held-night suppressed-stopped suppressed-changed suppressed-newer".split()),
    "link-{}": product("link-{}", STANDINGS),
    "link-{}-text": product("link-{}-text", STANDINGS),
    "status-{}": product("status-{}", STATUSES),
    "status-{slug}": product("status-{}", STATUSES),
    "status-{slug}-text": product("status-{}-text", STATUSES),
    "relation-{}": product("relation-{}", CODES["Relation"]),
    "relation-{relation}": product("relation-{}", CODES["Relation"]),
    "tie-{}": product("tie-{}", CODES["Relation"]),
    "how-{how}": product("how-{}", CODES["How"]),
    "outcome-{}": product("outcome-{}", CODES["Outcome"]),
    "entry-{}": product("entry-{}", ENTRIES),
    "action-{}": product("action-{}", ACTIONS),
    "action-{slug}": product("action-{}", ACTIONS),
    "action-{}": [],
    "need-{need}": product("need-{}", CODES["Need"]),
    "need-{need}-{}": [],
    "role-{}": product("role-{}", CODES["Role"]),
    "view-{view}": product("view-{}", CODES["View"]),
    "view-{lane}": product("view-{}", CODES["View"]),
    "view-{}": product("view-{}", CODES["View"]),
    "column-{self}": product("column-{}", CODES["Column"]),
    "column-{column}": product("column-{}", CODES["Column"]),
    "filter-{}": product("filter-{}", "received-from received-to due-from due-to".split()) + product("filter-{}", [slug(code) for code in CODES["Same"]]),
    "quick-{name}": product("quick-{}", "due assignee status".split()),
    "action-{}": product("action-{}", ACTIONS),
    "fresh-{left}": product("fresh-{}", [str(left) for left in range(6)]),
    "points-{part}": product("points-{}", CODES["Part"]),
    "flag-{}": product("flag-{}", FLAGS),
    "file-state-{}": product("file-state-{}", ["stored", "ready", "broken", "infected"]),
    "file-state-{state}": [],
    "scan-{}": product("scan-{}", ["none", "waiting", "clean", "infected", "unscannable"]),
    "error-file-{}": [],
    "channel-{channel}": product("channel-{}", CHANNELS),
    "channel-{value}": product("channel-{}", CHANNELS),
    "category-{channel}-{category}": product("category-{}", PAIRS),
    "category-{channel}-{}": product("category-{}", PAIRS),
    "category-{}-{}": product("category-{}", PAIRS),
    "category-short-{}-{}": product("category-short-{}", PAIRS),
    "{id}-help": ["anonymous-yes-help", "anonymous-no-help"],
    "anonymous-{code}": ["anonymous-yes", "anonymous-no"],
    "filter-category-{category}": product("filter-category-{}", CODES["Category"]),
    "filter-category-{value}": product("filter-category-{}", CODES["Category"]),
    "filter-due-{due}": product("filter-due-{}", CODES["DueFilter"]),
    "filter-due-{value}": product("filter-due-{}", CODES["DueFilter"]),
    "livelihood-{class}": [],
    "filter-{name}": product("filter-{}", ["channel", "category", "status", "due", "livelihood", "assignee", "court", "result"]),
    "livelihood-{}": product("livelihood-{}", LIVELIHOODS),
    "livelihood-short-{}": product("livelihood-short-{}", LIVELIHOODS),
    # An option without words of its own has those that many questions share.
    "opt-{}-{}": [
        key if (key := f"opt-{slug(question)}-{slug(option)}") in ZH else f"opt-any-{slug(option)}"
        for question, options in ASKED.items()
        for option in options
    ],
    "opt-any-{}": [],
    "q-{}": product("q-{}", ASKED),
    "q-{}-help": [],
    "q-{}-alone": [],
    "paper-title-{channel}": product("paper-title-{}", CHANNELS),
    "group-{}-{group}": [f"group-asset-type-{group}" for group, _ in GROUPS],
    "error-answer-{}": product("error-answer-{}", ["too-long", "incomplete", "short-year", "not-a-date", "future", "too-early"]),
    "respondent-{kind}": product("respondent-{}", CODES["RespondentKind"]),
    "respondent-{}": product("respondent-{}", CODES["RespondentKind"]),
    "reporter-role-{}": product("reporter-role-{}", ROLES_OF_REPORTERS),
    "field-{}-{channel}": [],
    "field-{}": product("field-{}", [name for name in FIELDS if name not in ("title", "year", "month", "day")]),
    "field-{slug}": [],
    "field-{name}-{channel}": [],
    "paper-choose-{channel}": product("paper-choose-{}", CHANNELS),
    "paper-secrecy-{channel}": product("paper-secrecy-{}", CHANNELS),
    "field-{}-help": [],
    "field-{name}": product("field-{}", ["name", "phone", "email"]),
    "field-{name}-help": [],
    "short-{slug}": ["short-files"],
    "step-{step}-{channel}": [f"step-{step}-{channel}" for step in STEPS for channel in CHANNELS if f"step-{step}" not in ZH],
    "step-{step}": [],
    "step-{step}-{channel}-{kind}": [],
    "section-{step}": product("section-{}", [step for step in STEPS if step != "check"]),
    "date-{part}": product("date-{}", ["year", "month", "day"]),
    "intake-way-{}": product("intake-way-{}", INTAKE["IntakeWay"]),
    "intake-way-{way}": product("intake-way-{}", INTAKE["IntakeWay"]),
    "intake-way-{code}": product("intake-way-{}", INTAKE["IntakeWay"]),
    "export-column-{self}": product("export-column-{}", enums(source("export/table.rs"))["Column"]),
    "export-{}": product("export-{}", enums(source("storage/exports.rs"))["ExportState"]),
    "channel-{}": product("channel-{}", CHANNELS),
    "category-short-{channel}-{category}": product("category-short-{}", PAIRS),
    "rating-{}": product("rating-{}", CODES["Rating"]),
    "rating-{rating}": product("rating-{}", CODES["Rating"]),
    "rating-{result}": product("rating-{}", CODES["Rating"]),
    "rating-{value}": product("rating-{}", CODES["Rating"]),
    "rating-{code}": product("rating-{}", CODES["Rating"]),
    "case-{}": product("case-{}", REASONS),
    "error-{}-{}": [f"error-{field}-{code}" for field, codes in ERRORS.items() for code in codes.split()],
    "error-any-{}": [],
    "error-{}-{}-{}": ["error-note-empty-remind", "error-note-too-long-remind", "error-note-empty-hand-over", "error-note-empty-measure"],
    "error-code-{}": [],
    "error-resume-{code}": product("error-resume-{}", "empty wrong-form unknown too-many sent expired deleted receipt".split()),
    "twin-{}": product("twin-{}", CHANNELS),
    "error-sign-in-{code}": ["error-sign-in-wrong", "error-sign-in-too-many"],
    "error-{kind}-title": product("error-{}-title", PAGES),
    "error-{kind}-body": product("error-{}-body", PAGES),
    "problem-{}-{part}": [f"problem-{slug(kind)}-{part}" for kind in KINDS for part in ("title", "detail")],
    "ask-{code}": product("ask-{}", ["case", "money", "judge", "aid"]),
    "ask-{code}-hint": product("ask-{}-hint", ["case", "money", "judge", "aid"]),
    "home-{channel}": product("home-{}", CHANNELS),
    "home-{channel}-text": product("home-{}-text", CHANNELS),
    "home-{channel}-button": product("home-{}-button", CHANNELS),
    "start-{channel}-{part}": [f"start-{channel}-{part}" for channel in CHANNELS for part in "title for ready-1 ready-2 ready-3 time name goes".split()],
    "ready-{n}": [],
    "check-truth-{channel}": product("check-truth-{}", CHANNELS),
    "send-{channel}": product("send-{}", CHANNELS),
    "weekday-{}": product("weekday-{}", map(str, range(1, 8))),
    "receipt-court-{}": product("receipt-court-{}", CHANNELS),
    "receipt-court-{channel}": product("receipt-court-{}", CHANNELS),
    "check-about-{slug}": product("check-about-{}", SITUATIONS),
    "check-date-{slug}-{}": [f"check-date-{slug(situation)}-{slug(date)}" for situation, dates in SITUATIONS.items() for date in dates],
    "{text}-help": [],
    "date-{part}": product("date-{}", ["year", "month", "day"]),
    "error-check-{code}": product("error-check-{}", "about-empty about-unknown number-too-long date-empty date-incomplete date-short-year date-not-a-date date-too-early date-future".split()),
    "case-{code}": product("case-{}", REASONS),
    "clock-{}-{name}": [f"clock-{whose}-{name}" for whose in ("court", "you", "from") for name in ("left", "today", "over")],
    "nature-{nature}": product("nature-{}", ["law", "practice", "target"]),
    "standing-tag-{slug}": product("standing-tag-{}", ["second-hand", "unproven"]),
    "standing-{}": product("standing-{}", ["read-in-source", "second-hand", "unproven"]),
    "compass-ask-{question}": product("compass-ask-{}", ["who", "what", "stage"]),
    "compass-{question}-{}": [f"compass-{name}-{slug(line[n])}" for line in COMPASS for n, name in enumerate(("who", "what", "stage"))],
    "remedy-report-{channel}": product("remedy-report-{}", CHANNELS),
    "{page}-{section}": [f"{page}-{section}" for page, section in SECTIONS],
    "{page}-{section}-text": [f"{page}-{section}-text" for page, section in SECTIONS],
    "help-group-{group}": product("help-group-{}", listed("pages/public/help/articles.rs", "GROUPS")),
    "privacy-kept-{code}": product("privacy-kept-{}", listed("pages/public/privacy.rs", "KEPT")),
    "privacy-kept-{code}-long": product("privacy-kept-{}-long", listed("pages/public/privacy.rs", "KEPT")),
    "privacy-law-{code}": product("privacy-law-{}", listed("pages/public/privacy.rs", "LAWS")),
    "security-protects-{code}": product("security-protects-{}", listed("pages/public/security.rs", "PROTECTS")),
    "security-not-{code}": product("security-not-{}", listed("pages/public/security.rs", "NOT")),
    "home-{code}": product("home-{}", WAYS),
    "home-{code}-text": product("home-{}-text", WAYS),
    "measure-result-{code}": product("measure-result-{}", MEASURE_RESULTS),
    "letter-sample-{}": product("letter-sample-{}", LETTER_VARIABLES),
    "bulk-why-{}": product("bulk-why-{}", "unknown changed not-in-this-status not-for-this-role unopened".split()),
    "bulk-those-{state}": product("bulk-those-{}", BULK_STATES),
    # Views, rules, notifications.
    "every-{}": product("every-{}", CODES["Every"]),
    "every-{every}": product("every-{}", CODES["Every"]),
    "flaw-{}": product("flaw-{}", CODES["Flaw"]),
    "deed-{code}": product("deed-{}", CODES["Deed"]),
    "deed-left-{code}": product("deed-left-{}", CODES["Deed"]),
    "notify-kind-{}": product("notify-kind-{}", CODES["NotificationKind"]),
    "notify-{}": product("notify-{}", [kind for kind in CODES["NotificationKind"] if kind != "view"]),
    "rule-{slug}": ["rule-go-on", "rule-stop"],
    "role-{role}": product("role-{}", CODES["Role"]),
    "weekday-{day}": product("weekday-{}", map(str, range(1, 8))),
    # In elder mode a text with such a twin is said more plainly.
    "{id}-simple": [],
}
# format! strings that look like keys and are none: identities and classes in a page, file names.
NO_KEYS = {
    "form-{}", "form-{action}", "press-{action}", "step-{}", "step-{action}",
    "none-of-{name}", "tick-{}", "{action}-before", "{action}-kept", "show-{shown}",
    "act-{}", "act-{action}", "letter-{action}", "p-{action}-{n}", "letter_version {}", "letter_version {version}",
    "{}-help", "{}-error", "{name}-{value}", "{action}-{need}", "{}-{field}", "row-{}", "row-{step}", "by-{}", "{}-{}", "{file}-{part}",
    "kind-{value}", "{channel}-{category}", "format-{format}",
    "new-{}", "nuandong-{}", "elder elder-{}", "description-{id}", "replace-{id}", "file-{id}", "upload-{id}", "code-{way}", "language-{}", "{}-{reason}", "{}-again", "{name}-help", "{name}-error", "about-{code}", "date-{}", "clock-{n}", "unlink-reason-{number}", "{base}-help", "{base}-error", "{members_id}-error",
    "{field}-{}", "{field}-{prefix}", "{field}-{suffix}", "member-{username}-{suffix}", "team_name-{suffix}", "team_member-{suffix}", "tag_word-{}",
}

for key in sorted(key for key in ZH if key.endswith("-simple") and key.removesuffix("-simple") not in ZH):
    wrong(f"{key}: is the plainer twin of no text")

# ---- keys that src asks for ---------------------------------------------------------------------------------------


def arguments(text, start):
    """What stands between the parenthesis that opens before `start` and its partner."""
    depth, at = 1, start
    while depth and at < len(text):
        depth += {"(": 1, ")": -1}.get(text[at], 0)
        at += 1
    return text[start : at - 1]


asked = {}
KEY = re.compile(r'"([a-z][a-z0-9]*(?:-[a-z0-9]+)*)"')
# Keys chosen beside the call, by their first word.
BESIDE = re.compile(r'"((?:column|due|receipt|elder|tag|fact)-[a-z0-9-]+)"')
for name, text in ALL_SOURCES.items():
    if name.startswith(("cli/", "crypto/", "storage/", "files/", "domain/")):
        continue
    text = text.split("\n#[cfg(test)]")[0]
    text = re.sub(r"(?m)//.*$", "", text)
    for call in re.finditer(r"\b(?:t|ta|try_t)\(", text):
        inside = arguments(text, call.end())
        inside = inside.split("&[")[0] if not inside.startswith("&format!") else ""
        if inside.startswith("&id("):
            continue
        for key in KEY.findall(inside):
            asked.setdefault(key, name)
    if name.startswith(("pages/", "web/")) and name != "pages/public/help/articles.rs":
        for key in BESIDE.findall(text):
            if key not in PAGES:
                asked.setdefault(key, name)
    for built in re.findall(r'format!\(\s*"([a-z{][a-z0-9_{}-]*-[a-z0-9_{}-]*)"', text):
        if "{" not in built or built in NO_KEYS:
            continue
        if built not in BUILT:
            wrong(f"src/{name}: format!(\"{built}\") is unknown to this script: add it to BUILT or NO_KEYS")
for key, name in sorted(asked.items()):
    if key not in ZH:
        wrong(f"src/{name} asks for {key}, which is no text")
for built, keys in BUILT.items():
    for key in keys:
        if key not in ZH:
            wrong(f"format!(\"{built}\") can become {key}, which is no text")

# Options of a question that ask nobody, help of categories that do not exist and the like.
FAMILIES = {
    "opt-": [*BUILT["opt-{}-{}"], "opt-any-other"], "entry-": BUILT["entry-{}"], "outcome-": BUILT["outcome-{}"], "flag-": BUILT["flag-{}"],
    "category-": [*BUILT["category-{}-{}"], *BUILT["category-short-{}-{}"], *(f"{key}-help" for key in BUILT["category-{}-{}"])],
    "q-": [*BUILT["q-{}"], *(f"{key}{tail}" for key in BUILT["q-{}"] for tail in ("-help", "-alone"))],
}
for prefix, keys in FAMILIES.items():
    for key in sorted(key for key in ZH if key.startswith(prefix) and key not in keys):
        wrong(f"{key}: no code in src leads here")

# ---- tone and length ----------------------------------------------------------------------------------------------

for texts, words in ((ZH, "请|无效|哎呀|抱歉|非法|失败"), (EN, r"\b(?:please|invalid|oops|sorry|illegal)\b")):
    for key, text in texts.items():
        if key.startswith(("error-", "case-", "problem-")) and (found := re.search(words, text, re.I)):
            wrong(f"{key}: says “{found[0]}” instead of what to do")
if len(re.findall(r"[㐀-鿿]", ZH.get("home-title", ""))) > 20:
    wrong("home-title has more than 20 Han characters")
for key, text in ZH.items():
    if key.startswith("category-short-") and not re.fullmatch(r"[㐀-鿿]{2,6}", text):
        wrong(f"{key}: a dense table wants 2 to 6 Han characters")
    if re.search(r"[㐀-鿿][,;:?!]|[,;:?!][㐀-鿿]", text):
        wrong(f"{key}: half-width punctuation beside Han characters")
for key, text in EN.items():
    shown = re.sub(r"（2019）鲁0102执1234号|终本|执(?:恢|异)?|鲁|号|终结本次执行程序", "", text)
    if found := re.search(r"[㐀-鿿，。：；！？]", shown):
        wrong(f"{key}: Chinese “{found[0]}” in the English text")

# Keys the sources do not reach (help texts are asked for with try_t and stand beside their key).
if "--unused" in sys.argv:
    reached = set(asked) | set(chain.from_iterable(BUILT.values()))
    helped = {f"{key}{tail}" for key in reached for tail in ("-help", "-lead", "-complaint")} | {f"need-{need}-{action}" for need in CODES["Need"] for action in ACTIONS}
    helped |= {f"short-{field}" for field in FIELDS} | {"short-occurred-on"} | {f"step-{step}" for step in STEPS} | {f"step-{step}-{channel}" for step in STEPS for channel in CHANNELS}
    for key in sorted(ZH.keys() - reached - helped):
        print(f"unused: {key}")

for problem in problems:
    print(problem, file=sys.stderr)
print(f"{len(ZH)} keys in zh-CN, {len(EN)} in en, {len(problems)} problems")
sys.exit(bool(problems))
