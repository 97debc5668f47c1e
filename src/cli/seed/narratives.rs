//! Synthetic reports for `nuandong seed` and the demonstration: invented people, firms and sums, one seed, one text.

mod complaints;
mod english;
mod leads;
mod venue;
mod voices;

use chrono::NaiveDate;
use rand::{RngExt, SeedableRng, rngs::StdRng, seq::IndexedRandom};

use self::venue::{Venue, nowhere};
use super::words;
use crate::domain::{
    answers::Answers,
    court::{Court, Courts},
    questions,
    report::{Category, Channel, Content, Livelihood, Reporter, Respondent, RespondentKind},
    submission::Submission,
};

/// Slots may stand inside slots; the bound only guards against a list that names itself.
const DEEPEST: u8 = 4;
/// Courts elsewhere whose numbers turn up on paper here.
const ELSEWHERE: &[&str] = &["京0105", "豫0105", "苏0102", "粤0304", "冀0104", "津0101", "浙0106", "皖0104", "辽0102"];
/// Codes of courts that ended; their numbers remain on paper. Those of Laiwu are by far the most frequent.
const RETIRED: &[&str] = &["鲁1202", "鲁1202", "鲁1203", "鲁0181", "鲁0282", "鲁1626", "鲁1523"];

/// One synthetic report, fully determined by the generator's state.
#[derive(Clone)]
pub struct Synthetic {
    pub submission: Submission,
    /// What the citizen added later, at most two.
    pub messages: Vec<String>,
    /// The court's answers that fit the kind.
    pub replies: Vec<String>,
    /// What a handler noted that he did.
    pub measure: String,
}

/// Whom a claim or a story is about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Who {
    Any,
    Person,
    Company,
}

/// On which side of the case a story's teller stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Claimant,
    Debtor,
    Outsider,
}

/// How somebody speaks.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Voice {
    Neighbour,
    ExEmployee,
    Creditor,
    Lawyer,
    Daughter,
    Angry,
    Afraid,
    Debtor,
    Outsider,
}

/// What a debtor owes.
struct Claim {
    livelihood: Option<Livelihood>,
    who: Who,
    /// The debtor's trade where the claim implies one, else empty.
    trade: &'static str,
    /// Smallest and largest sum in yuan.
    range: (u32, u32),
    own: &'static str,
    debt: &'static str,
}

/// A story: one sentence out of each part, in order.
struct Story {
    side: Side,
    who: Who,
    titles: &'static [&'static str],
    details: &'static [(&'static str, &'static str)],
    parts: &'static [&'static [&'static str]],
    measures: &'static [&'static str],
}

/// The facts of one report; each is made up when first needed and stays the same to the end.
struct Scene<'a> {
    venue: &'a Venue,
    claim: &'static Claim,
    facts: Vec<(&'static str, String)>,
    year_now: i32,
    case_year: i32,
}

impl Scene<'_> {
    fn known(&self, slot: &str) -> Option<&str> {
        self.facts.iter().find(|(name, _)| *name == slot).map(|(_, value)| value.as_str())
    }
}

/// What the report says about its case.
struct CaseMention {
    number: Option<String>,
    court: Option<String>,
    year: i32,
    flags: Vec<&'static str>,
}

/// The generator.
pub struct Narrator {
    rng: StdRng,
    venues: Vec<Venue>,
    /// Running sums of the courts' weights.
    reach: Vec<u32>,
    retired: Vec<String>,
    elsewhere: Vec<String>,
}

impl Narrator {
    /// `seed` fixes everything; the reports are about the living courts of the tree.
    pub fn new(seed: u64, courts: &Courts) -> Self {
        let tree: Vec<&Court> = courts.tree();
        let venues: Vec<Venue> = tree.iter().filter_map(|court| Venue::new(court)).collect();
        // A city's weight is shared by its courts, so that many counties do not make a city large.
        let scale: Vec<u32> = venues
            .iter()
            .map(|venue| venues.iter().filter(|other| other.city == venue.city).map(|other| other.share).sum())
            .collect();
        let mut total = 0;
        let mut reach = Vec::with_capacity(venues.len());
        for (venue, city_sum) in venues.iter().zip(scale) {
            total += (venue.share * venue.city_weight * 100 / city_sum.max(1)).max(1);
            reach.push(total);
        }
        let existing = |codes: &[&str], wanted: &dyn Fn(&str) -> bool| {
            codes.iter().filter(|code| wanted(code)).map(|code| (*code).to_owned()).collect()
        };
        Self {
            rng: StdRng::seed_from_u64(seed),
            venues,
            reach,
            retired: existing(RETIRED, &|code| courts.in_tree(code).is_some()),
            elsewhere: existing(ELSEWHERE, &|code| courts.find(code).is_some() && courts.in_tree(code).is_none()),
        }
    }

    /// The next report, as if written in `year_now`; every day in it lies before that year.
    pub fn next(&mut self, year_now: i32) -> Synthetic {
        let venues = std::mem::take(&mut self.venues);
        let at = self.reach.last().map_or(0, |total| self.rng.random_range(0..*total));
        let chosen = venues.get(self.reach.partition_point(|sum| *sum <= at)).or_else(|| venues.first());
        let fallback;
        let venue = if let Some(venue) = chosen {
            venue
        } else {
            fallback = nowhere();
            &fallback
        };
        let report = self.tell(venue, year_now);
        self.venues = venues;
        report
    }

    fn tell(&mut self, venue: &Venue, year_now: i32) -> Synthetic {
        let channel = if self.chance(60) { Channel::Lead } else { Channel::Complaint };
        let category = self.category(channel);
        let told_in_english = english::stories(category);
        let in_english = !told_in_english.is_empty() && self.rng.random_bool(0.04);
        let stories = match (in_english, channel) {
            (true, _) => told_in_english,
            (_, Channel::Lead) => leads::stories(category),
            (_, Channel::Complaint) => complaints::stories(category),
        };
        let story = &stories[self.rng.random_range(0..stories.len())];
        let claim = self.claim(story.who, in_english);
        let mention = self.case_mention(channel, venue, year_now);
        let mut scene = Scene { venue, claim, facts: Vec::with_capacity(24), year_now, case_year: mention.year };
        let who = if claim.who == Who::Company { Who::Company } else { Who::Person };
        let debtor = if who == Who::Company { self.company(venue, claim.trade) } else { self.person().0 };
        scene.facts.push(("d", debtor.clone()));
        let voice = self.voice(channel, story.side, claim);

        let narrative = if in_english {
            self.english_narrative(&mut scene, story)
        } else {
            self.narrative(&mut scene, story, voice, who, channel)
        };
        let title = self.chance(50).then(|| self.one_of(&mut scene, story.titles));
        let mut details = std::collections::BTreeMap::new();
        for (code, template) in story.details {
            // Every question may be left open.
            if self.chance(80) {
                let is_choice = questions::find(code).is_some_and(|question| question.answer.options().is_some());
                let value = if is_choice { (*template).to_owned() } else { self.fill(&mut scene, template) };
                details.insert((*code).to_owned(), value);
            }
        }
        // A branch whose gate was left open was not asked.
        details = Answers { category: category.to_string(), details, ..Answers::default() }
            .details_to_send(channel, chrono::NaiveDate::MAX);
        let reporter = self.reporter(&mut scene, channel, voice, in_english);
        let respondent = match (story.side, &reporter) {
            (Side::Debtor, Some(reporter)) => reporter.name.clone().map(|name| (name, RespondentKind::Person)),
            (Side::Debtor, None) => None,
            _ => {
                Some((debtor, if who == Who::Company { RespondentKind::Organisation } else { RespondentKind::Person }))
            }
        };
        // Only a story that names a day has one; the rest is “yesterday”, which nobody types into a date field.
        let occurred_on = scene.known("when").is_some().then(|| self.day(&scene)).flatten().filter(|_| self.chance(60));
        let livelihood = claim.livelihood.filter(|_| story.side == Side::Claimant && self.chance(88));

        let wishes = if in_english { english::MESSAGES } else { voices::messages(category, channel) };
        let mut messages = Vec::new();
        for _ in 0..[0, 0, 0, 0, 0, 1, 1, 1, 2, 2][self.rng.random_range(0..10)] {
            let message = self.one_of(&mut scene, wishes);
            if !messages.contains(&message) {
                messages.push(message);
            }
        }
        let answers = if in_english { &[english::REPLIES] } else { voices::replies(category, channel) };
        let replies = answers.iter().map(|list| self.one_of(&mut scene, list)).collect();
        let measure = self.one_of(&mut scene, story.measures);
        Synthetic {
            submission: Submission {
                channel,
                category,
                court: mention.court,
                content: Content {
                    title,
                    narrative,
                    case_number: mention.number,
                    respondent: respondent.map(|(name, kind)| Respondent { name, kind: Some(kind), id_number: None }),
                    occurred_on,
                    details,
                    asked: Vec::new(),
                },
                reporter,
                livelihood,
                language: if in_english { "en" } else { "zh-CN" }.to_owned(),
                flags: mention.flags,
            },
            messages,
            replies,
            measure,
        }
    }

    fn chance(&mut self, percent: u32) -> bool {
        self.rng.random_ratio(percent, 100)
    }

    fn weighted<T: Copy>(&mut self, choices: &[(T, u32)], otherwise: T) -> T {
        let total: u32 = choices.iter().map(|(_, weight)| weight).sum();
        let mut at = self.rng.random_range(0..total.max(1));
        for (choice, weight) in choices {
            if at < *weight {
                return *choice;
            }
            at -= weight;
        }
        otherwise
    }

    fn category(&mut self, channel: Channel) -> Category {
        use Category::{
            Asset, Consumption, Contact, Crime, Delay, Evasion, Funds, Integrity, Other, Passive, Suspension,
            Whereabouts, Wrongful,
        };
        match channel {
            Channel::Lead => self.weighted(
                &[(Asset, 40), (Whereabouts, 24), (Evasion, 14), (Consumption, 11), (Crime, 6), (Other, 5)],
                Other,
            ),
            Channel::Complaint => self.weighted(
                &[
                    (Passive, 30),
                    (Funds, 20),
                    (Delay, 15),
                    (Wrongful, 11),
                    (Contact, 10),
                    (Suspension, 8),
                    (Integrity, 3),
                    (Other, 3),
                ],
                Other,
            ),
        }
    }

    /// A claim that fits the story; about every third one feeds a family.
    fn claim(&mut self, who: Who, in_english: bool) -> &'static Claim {
        let livelihood = !in_english && self.chance(37);
        let fits = |claim: &&Claim| claim.livelihood.is_some() == livelihood && (who == Who::Any || claim.who == who);
        let count = voices::CLAIMS.iter().filter(fits).count();
        let at = self.rng.random_range(0..count.max(1));
        voices::CLAIMS.iter().filter(fits).nth(at).unwrap_or(&voices::CLAIMS[0])
    }

    fn voice(&mut self, channel: Channel, side: Side, claim: &Claim) -> Voice {
        match side {
            Side::Debtor => return Voice::Debtor,
            Side::Outsider => return Voice::Outsider,
            Side::Claimant => {}
        }
        let family = matches!(claim.livelihood, Some(Livelihood::Child | Livelihood::Parents | Livelihood::Spouse));
        match self.weighted(voices::voices(channel), Voice::Creditor) {
            Voice::ExEmployee if claim.who != Who::Company => Voice::Neighbour,
            // A daughter does not speak of her father's ex-husband.
            Voice::Daughter | Voice::Lawyer if family => Voice::Creditor,
            // Whoever is afraid of a court's officials is a party, not a bystander.
            Voice::Afraid if channel == Channel::Complaint => Voice::Creditor,
            voice => voice,
        }
    }

    fn case_mention(&mut self, channel: Channel, venue: &Venue, year_now: i32) -> CaseMention {
        let latest = (year_now - 1).max(2016);
        let year = (latest - [0, 0, 0, 1, 1, 2, 3, 4][self.rng.random_range(0..8)]).max(venue.first_year).min(latest);
        let chosen = Some(venue.code.clone());
        let mut mention = CaseMention { number: None, court: chosen.clone(), year, flags: Vec::new() };
        if self.chance(if channel == Channel::Lead { 48 } else { 12 }) {
            mention.court = chosen.filter(|_| self.chance(94));
            return mention;
        }
        let serial = self.rng.random_range(11..9_800);
        match self.rng.random_range(0..100) {
            0..3 if !self.retired.is_empty() => {
                let code = self.retired[self.rng.random_range(0..self.retired.len())].clone();
                mention.year = self.rng.random_range(2016..=2018);
                mention.number = Some(format!("（{}）{code}执{serial}号", mention.year));
                mention.court = Some(code);
            }
            3..5 if !self.elsewhere.is_empty() => {
                let code = self.elsewhere[self.rng.random_range(0..self.elsewhere.len())].clone();
                mention.number = Some(format!("（{year}）{code}执{serial}号"));
                mention.court = if self.chance(50) { chosen } else { Some(code) };
            }
            5..8 => {
                // Before 2016 an abbreviation stood there, often the first character of the place.
                mention.year = self.rng.random_range(2011..=2015);
                let mark = venue
                    .place
                    .strip_prefix(&format!("{}市", venue.city))
                    .unwrap_or(&venue.place)
                    .chars()
                    .next()
                    .unwrap_or('鲁');
                mention.number = Some(format!("（{}）{mark}执字第{serial}号", mention.year));
            }
            8..10 => {
                let typed = ["执行案{}号", "案号忘了，好像是{}", "{}号判决", "{}", "调解书{}号，找不到了"]
                    [self.rng.random_range(0..5)];
                mention.number = Some(typed.replace("{}", &serial.to_string()));
                mention.flags.push("case_number_unrecognised");
            }
            _ => {
                let kind = self.weighted(&[("执", 84), ("执恢", 11), ("执保", 3), ("执异", 2)], "执");
                mention.number = Some(format!("（{year}）{}{kind}{serial}号", venue.code));
            }
        }
        mention
    }

    fn reporter(&mut self, scene: &mut Scene, channel: Channel, voice: Voice, in_english: bool) -> Option<Reporter> {
        // Whoever introduces himself in the story, or asks for secrecy, is not given the other treatment in the form.
        let names_himself = matches!(voice, Voice::Lawyer | Voice::Debtor | Voice::Outsider);
        let named = match (channel, voice) {
            (_, Voice::Afraid) => 0,
            (Channel::Lead, Voice::Lawyer | Voice::Creditor | Voice::Daughter) => 45,
            (Channel::Lead, _) => 7,
            (Channel::Complaint, _) if names_himself => 97,
            (Channel::Complaint, _) => 82,
        };
        if !self.chance(named) {
            return None;
        }
        // A lawyer and a daughter write about somebody else's name.
        let (name, latin) = match voice {
            Voice::Lawyer | Voice::Daughter => self.person(),
            _ => (self.fill(scene, "{name}"), "citizen"),
        };
        let number = self.rng.random_range(0..10_000);
        let role = match voice {
            _ if in_english => "applicant",
            Voice::Creditor | Voice::Angry | Voice::Afraid => "applicant",
            Voice::Lawyer => "lawyer",
            Voice::Daughter => "family",
            Voice::Debtor => "respondent",
            Voice::Outsider => "third_party",
            Voice::Neighbour | Voice::ExEmployee => "other",
        };
        Some(Reporter {
            name: Some(name),
            phone: self.chance(85).then(|| format!("1380000{number:04}")),
            email: self
                .chance(30)
                .then(|| format!("{latin}{number}@example.{}", if number % 2 == 0 { "cn" } else { "com" })),
            role: self.chance(92).then(|| role.to_owned()),
            claims_reward: channel == Channel::Lead
                && matches!(voice, Voice::Neighbour | Voice::ExEmployee | Voice::Angry)
                && self.chance(70),
        })
    }

    fn narrative(&mut self, scene: &mut Scene, story: &Story, voice: Voice, who: Who, channel: Channel) -> String {
        let mut text = self.one_of(scene, voices::openings(voice, who, channel));
        if self.chance(12) {
            text.push('\n');
        }
        for part in story.parts {
            text += &self.one_of(scene, part);
        }
        if self.chance(55) {
            text += &self.one_of(scene, voices::asides(channel));
        }
        text += &self.one_of(scene, voices::endings(voice, channel));
        if who == Who::Company {
            text = self.in_short(scene, &text);
        }
        if voice == Voice::Angry { self.without_breath(&text) } else { text }
    }

    /// Nobody writes a firm's whole name twice.
    fn in_short(&mut self, scene: &Scene, text: &str) -> String {
        let Some((name, (before, after))) = scene.known("d").and_then(|name| Some((name, text.split_once(name)?)))
        else {
            return text.to_owned();
        };
        let short: String = name.chars().take(scene.venue.city.chars().count() + 3).collect();
        let short = [short.as_str(), "该公司", "这家公司", "他们公司"][self.rng.random_range(0..4)];
        format!("{before}{name}{}", after.replace(name, short))
    }

    /// Somebody angry types few stops and many exclamation marks.
    fn without_breath(&mut self, text: &str) -> String {
        let mut shouted = String::with_capacity(text.len());
        for c in text.chars() {
            match c {
                '，' | '、' if self.chance(75) => {}
                '。' => match self.rng.random_range(0..4) {
                    0 => shouted.push_str("！！"),
                    1 => shouted.push('，'),
                    _ => shouted.push(' '),
                },
                c => shouted.push(c),
            }
        }
        shouted.truncate(shouted.trim_end_matches([' ', '，']).len());
        shouted
    }

    fn english_narrative(&mut self, scene: &mut Scene, story: &Story) -> String {
        let mut text = self.one_of(scene, english::OPENINGS);
        for part in story.parts {
            text += &self.one_of(scene, part);
        }
        text + &self.one_of(scene, english::ENDINGS)
    }

    fn one_of(&mut self, scene: &mut Scene, list: &'static [&'static str]) -> String {
        let template = list.choose(&mut self.rng).copied().unwrap_or_default();
        self.fill(scene, template)
    }

    fn fill(&mut self, scene: &mut Scene, template: &'static str) -> String {
        let mut text = String::with_capacity(template.len() * 2);
        self.fill_into(scene, template, &mut text, 0);
        text
    }

    fn fill_into(&mut self, scene: &mut Scene, template: &'static str, text: &mut String, depth: u8) {
        let mut rest = template;
        while let Some((before, tail)) = rest.split_once('{') {
            text.push_str(before);
            let Some((slot, after)) = tail.split_once('}') else { break };
            if scene.known(slot).is_none() && depth < DEEPEST {
                let value = self.fact(scene, slot, depth);
                scene.facts.push((slot, value));
            }
            text.push_str(scene.known(slot).unwrap_or_default());
            rest = after;
        }
        text.push_str(rest);
    }

    /// Makes up the value of a slot; a number at its end asks for another value of the same sort.
    fn fact(&mut self, scene: &mut Scene, slot: &'static str, depth: u8) -> String {
        let venue = scene.venue;
        match slot.trim_end_matches(|c: char| c.is_ascii_digit()) {
            "city_en" => venue.profile.english.to_owned(),
            "place" => venue.place.clone(),
            "court" => venue.spoken.clone(),
            "court_en" => venue.name_en.clone(),
            "judge" => format!("{}法官", self.person_parts().0),
            "sur" => self.person_parts().0.to_owned(),
            "name" | "rel_name" => self.person().0,
            "company" => self.company(venue, ""),
            "plate" => self.plate(venue),
            "money" => {
                let (low, high) = scene.claim.range;
                self.sum(low, high)
            }
            "price" => self.sum(15_000, 1_800_000),
            // Less than the smallest price, so that a part is never more than the whole.
            "part" => self.sum(2_000, 14_000),
            "alimony" => format!("{}元", self.rng.random_range(6..26) * 100),
            "rmb" => format!("{},000", self.rng.random_range(12..880)),
            "months" => self.rng.random_range(3..15).to_string(),
            "month_left" => format!("{}年{}月", scene.year_now - 1, self.rng.random_range(1..13)),
            "years" => ["两", "三", "四", "五", "六", "七"][self.rng.random_range(0..6)].to_owned(),
            "years_en" => ["two", "three", "four", "five", "six"][self.rng.random_range(0..5)].to_owned(),
            "days" => self.rng.random_range(31..190).to_string(),
            "times" => self.rng.random_range(4..40).to_string(),
            "age" => self.rng.random_range(68..91).to_string(),
            "day" => self.rng.random_range(5..29).to_string(),
            "floor" => self.rng.random_range(2..19).to_string(),
            "tail" => format!("{:04}", self.rng.random_range(0..10_000)),
            "job" => ["会计", "仓库保管", "司机", "车间工人", "业务员", "保安", "食堂师傅"]
                [self.rng.random_range(0..7)]
            .to_owned(),
            // The judgment, the filing and what happened since follow each other.
            "since" => format!("{}年{}月", scene.case_year - 1, self.rng.random_range(4..13)),
            "filed" => format!("{}年{}月", scene.case_year, self.rng.random_range(1..7)),
            "filed_en" => {
                format!("{} {}", ["January", "March", "April", "June"][self.rng.random_range(0..4)], scene.case_year)
            }
            "when" if self.chance(50) => format!("去年{}月", self.rng.random_range(7..13)),
            "when" => format!("{}年{}月", scene.year_now - 1, self.rng.random_range(7..13)),
            "judged" => self.nested(scene, voices::JUDGED, depth),
            "own" => self.nested(scene, std::slice::from_ref(&scene.claim.own), depth),
            "debt" => self.nested(scene, std::slice::from_ref(&scene.claim.debt), depth),
            name => self.nested(scene, words::list(name), depth),
        }
    }

    fn nested(&mut self, scene: &mut Scene, list: &[&'static str], depth: u8) -> String {
        let template = list.choose(&mut self.rng).copied().unwrap_or_default();
        let mut text = String::new();
        self.fill_into(scene, template, &mut text, depth + 1);
        text
    }

    fn person_parts(&mut self) -> (&'static str, &'static str) {
        words::SURNAMES.choose(&mut self.rng).copied().unwrap_or_default()
    }

    /// A name, and its family name in Latin letters.
    fn person(&mut self) -> (String, &'static str) {
        if self.rng.random_ratio(1, 80) {
            let pick = |list: &[&'static str], rng: &mut StdRng| list.choose(rng).copied().unwrap_or_default();
            return (
                format!("{}·{}", pick(words::LONG_GIVEN, &mut self.rng), pick(words::LONG_FATHER, &mut self.rng)),
                "citizen",
            );
        }
        let (family, latin) = self.person_parts();
        (format!("{family}{}", words::GIVEN.choose(&mut self.rng).copied().unwrap_or_default()), latin)
    }

    fn company(&mut self, venue: &Venue, trade: &'static str) -> String {
        let mut pick = |list: &[&'static str]| list.choose(&mut self.rng).copied().unwrap_or_default();
        let trade = if trade.is_empty() { pick(venue.profile.trades) } else { trade };
        let form = pick(&["有限公司", "有限公司", "有限公司", "有限责任公司"]);
        format!("{}{}{}{}{trade}{form}", venue.city, pick(words::FIRM_A), pick(words::FIRM_B), pick(words::FIRM_C))
    }

    fn plate(&mut self, venue: &Venue) -> String {
        const LETTERS: &[u8] = b"ABCDEFGHJKLMNPQRSTUVWXYZ";
        let mut plate = format!("鲁{}", venue.profile.letters.choose(&mut self.rng).copied().unwrap_or('A'));
        if self.chance(18) {
            // New energy: D or F, a sign, four digits.
            plate.push(if self.chance(80) { 'D' } else { 'F' });
            for _ in 0..5 {
                plate.push(char::from(b'0' + self.rng.random_range(0..10_u8)));
            }
            return plate;
        }
        let letter_at = self.rng.random_range(0..5);
        for at in 0..5 {
            if at == letter_at {
                plate.push(char::from(LETTERS.choose(&mut self.rng).copied().unwrap_or(b'A')));
            } else {
                plate.push(char::from(b'0' + self.rng.random_range(0..10_u8)));
            }
        }
        plate
    }

    /// A sum as people write sums: small ones are more frequent than large ones.
    fn sum(&mut self, low: u32, high: u32) -> String {
        let span = f64::from(high) / f64::from(low);
        let yuan = f64::from(low) * span.powf(self.rng.random_range(0.0..1.0));
        match self.rng.random_range(0..5) {
            0 if yuan < 100_000.0 => format!("{yuan:.0}元"),
            1 if yuan >= 100_000.0 => format!("{:.0}多万", (yuan / 10_000.0).floor()),
            _ if yuan < 10_000.0 => format!("{:.0}元", (yuan / 100.0).round() * 100.0),
            _ if yuan >= 1_000_000.0 => format!("{:.0}万元", yuan / 10_000.0),
            _ => format!("{:.1}万元", yuan / 10_000.0),
        }
    }

    /// The day behind “when”; always in an earlier year, so that it is past on any day of this one.
    fn day(&mut self, scene: &Scene) -> Option<NaiveDate> {
        let month = scene.known("when")?.split_once('年')?.1.trim_end_matches('月');
        let month = month.parse().ok()?;
        NaiveDate::from_ymd_opt(scene.year_now - 1, month, self.rng.random_range(1..29))
    }
}

#[cfg(test)]
mod tests;
