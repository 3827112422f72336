//! The word lists of `data/lexicon`: common nouns with their types, pronouns, titles, kinds and patterns of names.

use std::sync::LazyLock;

use compact_str::CompactString;
use regex::Regex;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

use crate::document::EntityType;
use crate::document::Gender;
use crate::text::normalized;

/// What a common noun says of the thing it refers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Noun {
    /// Type of a single one.
    pub entity_type: EntityType,
    /// `man`, `woman`.
    pub gender: Option<Gender>,
    /// A group even in the singular: `crew`.
    pub is_collective: bool,
    /// `the ~` may stand for the latest entity of the type that shares no word with it.
    pub refers_by_type: bool,
}

/// Grammatical person of a pronoun, and what it can stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pronoun {
    /// 1, 2 or 3.
    pub person: u8,
    /// `they`, `we`.
    pub is_plural: bool,
    /// `he`, `she`, `it`.
    pub kind: PronounKind,
}

/// Kinds of thing a pronoun can stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PronounKind {
    /// A man.
    Male,
    /// A woman.
    Female,
    /// A thing, body or country.
    Neuter,
    /// Whatever.
    Any,
}

/// Where in a name the word of a [`Kind`] must stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Where {
    /// At the start.
    First,
    /// At the end.
    Last,
    /// Anywhere.
    Any,
}

/// Words that tell the type of a name.
#[derive(Debug)]
pub struct Kind {
    /// The type.
    pub entity_type: EntityType,
    /// Where one of the words must stand.
    pub place: Where,
    /// The words, lower case.
    pub words: FxHashSet<CompactString>,
}

/// A regular expression whose matches are names of a type.
#[derive(Debug)]
pub struct Pattern {
    /// The type.
    pub entity_type: EntityType,
    /// What a name looks like.
    pub pattern: Regex,
    /// What must match somewhere in the article.
    pub in_article: Option<Regex>,
}

/// All word lists.
#[derive(Debug, Default)]
pub struct Lexicon {
    /// By lemma, or by lemma of modifier and head: `threat actor`.
    pub nouns: FxHashMap<CompactString, Noun>,
    /// By lower-case form.
    pub pronouns: FxHashMap<CompactString, Pronoun>,
    /// Given names in their usual spelling; `None`: borne by men and women.
    pub given_names: FxHashMap<CompactString, Option<Gender>>,
    /// Gender of further given names, which do not tell that something is the name of a person: `Sierra`.
    name_genders: FxHashMap<CompactString, Gender>,
    /// Nouns for people of a country, to its key: `Ukrainians`.
    pub demonyms: FxHashMap<CompactString, CompactString>,
    /// Titles, lower case without final dot.
    pub titles: FxHashSet<CompactString>,
    /// Titles that are part of the name.
    pub kept_titles: FxHashSet<CompactString>,
    /// What tells children from parents of the same name: `jr`.
    pub generations: FxHashSet<CompactString>,
    /// Forms of address: what follows is a person.
    pub honorifics: FxHashSet<CompactString>,
    /// Titles of men and of women.
    pub gendered_titles: FxHashMap<CompactString, Gender>,
    /// Last words of company names.
    pub company_suffixes: FxHashSet<CompactString>,
    /// Words that never start a name.
    pub leading_noise: FxHashSet<CompactString>,
    /// Words that are no name though written with a capital.
    pub never_names: FxHashSet<CompactString>,
    /// Aliases that need the model's word.
    pub doubtful: FxHashSet<CompactString>,
    /// Words that tell the type of a name, in order.
    pub kinds: Vec<Kind>,
    /// Forms of names, in order.
    pub patterns: Vec<Pattern>,
    /// Believers and peoples without a country, singular and plural: `Muslims`.
    pub peoples: FxHashSet<CompactString>,
    /// Offices that one person at a time holds in a country.
    pub heads_of_state: FxHashSet<CompactString>,
    /// Words for an office without saying which: `role`.
    pub any_office: FxHashSet<CompactString>,
    /// Adjectives by which a thing is another than the one without: `previous`.
    pub contrasting: FxHashSet<CompactString>,
    /// Bodies whose names go on with what they are for: `Ministry of Land`.
    pub bodies_for: FxHashSet<CompactString>,
    /// Ranks, written short, that stand between an office and a name: `lt`.
    pub ranks: FxHashSet<CompactString>,
    /// Nouns for people that are no office in front of a name: `rival`.
    pub no_titles: FxHashSet<CompactString>,
    /// Words before a title that its holder has no more: `former`.
    pub past_titles: FxHashSet<CompactString>,
    /// Words before a title of which its holder is not the first: `vice` president.
    pub lesser_titles: FxHashSet<CompactString>,
    /// Nouns by which a text calls armed men again whom it has named: the `group`.
    pub bands: FxHashSet<CompactString>,
    /// The words behind a number that make it an age: `30-year-old`.
    pub age: Vec<CompactString>,
    /// Nouns by which it calls a police service again: the `force`.
    pub forces: FxHashSet<CompactString>,
    /// Bodies of which a country or town has one: `government`.
    pub national_bodies: FxHashSet<CompactString>,
    /// Courts that articles name without saying of which country: `high court`.
    pub national_courts: FxHashSet<CompactString>,
    /// Bodies named by what they are for: `ministry` of trade.
    pub national_departments: FxHashSet<CompactString>,
    /// Abbreviations for a kind of body: `NGO`.
    pub kind_abbreviations: FxHashSet<CompactString>,
    /// What an article must hold if it speaks of malware and threat actors.
    pub cyber_context: Option<Regex>,
    /// Verbs of speech.
    pub speech_verbs: FxHashSet<CompactString>,
    /// Verbs that equate object and complement: `identify X as Y`.
    pub equating_verbs: FxHashSet<CompactString>,
    /// Verbs of giving an office: `appointed minister`.
    pub appointing_verbs: FxHashSet<CompactString>,
    /// Verbs for what the law does to a person: `a man charged with fraud`.
    pub prosecuting_verbs: FxHashSet<CompactString>,
    /// Conjunctions of clauses that say when or why, and nothing of a noun: `after`.
    pub adverbial_conjunctions: FxHashSet<CompactString>,
    /// Participles before a name: `an adversary called Storm-0558`.
    pub naming_participles: FxHashSet<CompactString>,
    /// Verbs that always have an object, so that a subject without one is whom it is done to: `250 others abducted`.
    pub suffered_verbs: FxHashSet<CompactString>,
    /// Verbs for what people do to others for what these have done: `arrest`, `praise`.
    pub answering_verbs: FxHashSet<CompactString>,
    /// Verbs for what those do who look into something: `search`.
    pub finding_verbs: FxHashSet<CompactString>,
    /// Conjunctions in front of what somebody has done: `after`, `because`.
    pub cause_conjunctions: Vec<CompactString>,
    /// Nouns for people that bodies may be as well: *owner*, *rival*.
    pub role_nouns: FxHashSet<CompactString>,
    /// Gerunds that are nouns as well: *fighting*.
    pub gerund_nouns: FxHashSet<CompactString>,
    /// Kinds of things with a name behind them: *hurricane*, *flight*.
    pub storm_nouns: FxHashSet<CompactString>,
    /// Verbs with an offence behind *of*: *accuse*, *convict*.
    pub accusing_verbs: FxHashSet<CompactString>,
    /// What somebody is accused of: *fraud*, *crime*.
    pub offences: FxHashSet<CompactString>,
    /// Verbs whose object is a place: *retake*, *shell*.
    pub ground_verbs: FxHashSet<CompactString>,
    /// Verbs with what one makes of the object behind *as*: *describe*, *dismiss*.
    pub describing_verbs: FxHashSet<CompactString>,
    /// Verbs with a participle for what becomes of their object: *have*, *see*.
    pub causing_verbs: FxHashSet<CompactString>,
    /// Verbs whose *by* names nobody who does it: `stood by`.
    pub by_verbs: FxHashSet<CompactString>,
    /// Texts that say something: `letter`.
    pub statements: FxHashSet<CompactString>,
    /// Verbs for what such a text says of somebody: `accuse`.
    pub judging_verbs: FxHashSet<CompactString>,
    /// Last words of the name of a part of a body: `committee`.
    pub inner_bodies: FxHashSet<CompactString>,
    /// Bodies called after whom they work for: `campaign`.
    pub owned_bodies: FxHashSet<CompactString>,
    /// Nouns for one of many, which say nothing of who heads a body: `member`.
    pub member_nouns: FxHashSet<CompactString>,
    /// Words for a part of a known group, besides numbers: `some` of the men.
    pub parts: FxHashSet<CompactString>,
    /// Words for a share of people, whoever they are: `half` of voters.
    pub shares: FxHashSet<CompactString>,
}

#[derive(Deserialize)]
struct NamesFile {
    titles: Vec<CompactString>,
    kept_titles: Vec<CompactString>,
    generations: Vec<CompactString>,
    honorifics: Vec<CompactString>,
    female_titles: Vec<CompactString>,
    male_titles: Vec<CompactString>,
    company_suffixes: Vec<CompactString>,
    leading_noise: Vec<CompactString>,
    never_names: Vec<CompactString>,
    doubtful: Vec<CompactString>,
    kinds: Vec<KindRow>,
    patterns: Vec<PatternRow>,
    peoples: Vec<CompactString>,
    heads_of_state: Vec<CompactString>,
    any_office: Vec<CompactString>,
    contrasting: Vec<CompactString>,
    bodies_for: Vec<CompactString>,
    ranks: Vec<CompactString>,
    no_titles: Vec<CompactString>,
    past_titles: Vec<CompactString>,
    lesser_titles: Vec<CompactString>,
    bands: Vec<CompactString>,
    age: Vec<CompactString>,
    forces: Vec<CompactString>,
    national_bodies: Vec<CompactString>,
    national_courts: Vec<CompactString>,
    national_departments: Vec<CompactString>,
    kind_abbreviations: Vec<CompactString>,
    cyber_context: String,
    speech_verbs: Vec<CompactString>,
    equating_verbs: Vec<CompactString>,
    appointing_verbs: Vec<CompactString>,
    prosecuting_verbs: Vec<CompactString>,
    adverbial_conjunctions: Vec<CompactString>,
    naming_participles: Vec<CompactString>,
    suffered_verbs: Vec<CompactString>,
    answering_verbs: Vec<CompactString>,
    finding_verbs: Vec<CompactString>,
    cause_conjunctions: Vec<CompactString>,
    role_nouns: Vec<CompactString>,
    gerund_nouns: Vec<CompactString>,
    storm_nouns: Vec<CompactString>,
    accusing_verbs: Vec<CompactString>,
    offences: Vec<CompactString>,
    ground_verbs: Vec<CompactString>,
    describing_verbs: Vec<CompactString>,
    causing_verbs: Vec<CompactString>,
    by_verbs: Vec<CompactString>,
    member_nouns: Vec<CompactString>,
    parts: Vec<CompactString>,
    shares: Vec<CompactString>,
    statements: Vec<CompactString>,
    judging_verbs: Vec<CompactString>,
    inner_bodies: Vec<CompactString>,
    owned_bodies: Vec<CompactString>,
}

#[derive(Deserialize)]
struct KindRow {
    #[serde(rename = "type")]
    entity_type: EntityType,
    #[serde(rename = "where")]
    place: Where,
    words: Vec<CompactString>,
}

#[derive(Deserialize)]
struct PatternRow {
    #[serde(rename = "type")]
    entity_type: EntityType,
    #[serde(rename = "match")]
    pattern: String,
    in_article: Option<String>,
}

impl Lexicon {
    /// The embedded lists, read once.
    pub fn shipped() -> &'static Lexicon {
        static SHIPPED: LazyLock<Lexicon> = LazyLock::new(|| {
            let (lexicon, problems) = Lexicon::read();
            debug_assert!(problems.is_empty(), "{problems:#?}");
            lexicon
        });
        &SHIPPED
    }

    /// What could be read, and what is wrong with the rest as `file:line: message`.
    fn read() -> (Lexicon, Vec<String>) {
        let mut lexicon = Lexicon::default();
        let mut problems = Vec::new();
        lexicon.read_names(&mut problems);
        let mut table =
            |file: &'static str, text: &'static str, columns: usize, mut take: Box<dyn FnMut(&[&str]) -> Result<(), String> + '_>| {
                let rows = text.lines().enumerate().filter(|(_, l)| !l.is_empty() && !l.starts_with('#')).skip(1);
                for (i, line) in rows {
                    let fields: Vec<&str> = line.split('\t').collect();
                    let taken =
                        if fields.len() == columns { take(&fields) } else { Err(format!("{} fields, expected {columns}", fields.len())) };
                    if let Err(message) = taken {
                        problems.push(format!("{file}:{}: {message}", i + 1));
                    }
                }
            };
        let Lexicon { nouns, pronouns, given_names, name_genders, demonyms, .. } = &mut lexicon;
        table(
            "nouns.tsv",
            include_str!("../../data/lexicon/nouns.tsv"),
            3,
            Box::new(|f| {
                let entity_type = EntityType::from_name(f[0]).ok_or_else(|| format!("no entity type `{}`", f[0]))?;
                let has = |t: &str| f[1].split(' ').any(|x| x == t);
                if let Some(odd) = f[1].split(' ').find(|t| !["", "male", "female", "many", "refer"].contains(t)) {
                    return Err(format!("unknown trait `{odd}`"));
                }
                let gender = if has("male") {
                    Some(Gender::Male)
                } else if has("female") {
                    Some(Gender::Female)
                } else {
                    None
                };
                for word in f[2].split(", ") {
                    let noun = Noun { entity_type, gender, is_collective: has("many"), refers_by_type: has("refer") };
                    if nouns.insert(word.into(), noun).is_some() {
                        return Err(format!("`{word}` stands twice"));
                    }
                }
                Ok(())
            }),
        );
        table(
            "pronouns.tsv",
            include_str!("../../data/lexicon/pronouns.tsv"),
            4,
            Box::new(|f| {
                let kind = match f[3] {
                    "m" => PronounKind::Male,
                    "f" => PronounKind::Female,
                    "n" => PronounKind::Neuter,
                    "any" => PronounKind::Any,
                    other => return Err(format!("unknown kind `{other}`")),
                };
                let person = f[1].parse().map_err(|_| format!("`{}` is no person", f[1]))?;
                pronouns.insert(f[0].into(), Pronoun { person, is_plural: f[2] == "p", kind });
                Ok(())
            }),
        );
        table(
            "given_names.tsv",
            include_str!("../../data/lexicon/given_names.tsv"),
            2,
            Box::new(|f| {
                let gender = match f[1] {
                    "m" => Some(Gender::Male),
                    "f" => Some(Gender::Female),
                    "u" => None,
                    other => return Err(format!("unknown gender `{other}`")),
                };
                given_names.insert(f[0].into(), gender);
                Ok(())
            }),
        );
        table(
            "name_genders.tsv",
            include_str!("../../data/lexicon/name_genders.tsv"),
            2,
            Box::new(|f| {
                name_genders.insert(f[0].into(), if f[1] == "m" { Gender::Male } else { Gender::Female });
                Ok(())
            }),
        );
        table(
            "demonyms.tsv",
            include_str!("../../data/lexicon/demonyms.tsv"),
            2,
            Box::new(|f| {
                demonyms.entry(f[0].into()).or_insert(f[1].into());
                Ok(())
            }),
        );
        (lexicon, problems)
    }

    /// Whether a given name is that of a man or of a woman, if it tells; of `Anne-Sophie` the first part does.
    pub fn gender_of_name(&self, name: &str) -> Option<Gender> {
        let of = |name: &str| match self.given_names.get(name) {
            Some(gender) => Some(*gender),
            None => self.name_genders.get(name).copied().map(Some),
        };
        of(name).or_else(|| of(name.split_once('-')?.0)).flatten()
    }

    fn read_names(&mut self, problems: &mut Vec<String>) {
        let file: NamesFile = match toml::from_str(include_str!("../../data/lexicon/names.toml")) {
            Ok(file) => file,
            Err(e) => return problems.push(format!("names.toml: {e}")),
        };
        self.titles = file.titles.into_iter().collect();
        self.kept_titles = file.kept_titles.into_iter().collect();
        self.generations = file.generations.into_iter().collect();
        self.gendered_titles = file.female_titles.into_iter().map(|t| (t, Gender::Female)).collect();
        self.gendered_titles.extend(file.male_titles.into_iter().map(|t| (t, Gender::Male)));
        self.company_suffixes = file.company_suffixes.into_iter().collect();
        self.leading_noise = file.leading_noise.into_iter().collect();
        self.never_names = file.never_names.into_iter().collect();
        self.doubtful = file.doubtful.iter().map(|d| normalized(d)).collect();
        self.honorifics = file.honorifics.into_iter().collect();
        self.peoples = file.peoples.into_iter().flat_map(|p| [format!("{p}s").into(), p]).collect();
        self.national_bodies = file.national_bodies.into_iter().collect();
        self.national_courts = file.national_courts.into_iter().collect();
        self.national_departments = file.national_departments.into_iter().collect();
        self.kind_abbreviations = file.kind_abbreviations.into_iter().collect();
        self.heads_of_state = file.heads_of_state.into_iter().collect();
        self.any_office = file.any_office.into_iter().collect();
        self.contrasting = file.contrasting.into_iter().collect();
        self.bodies_for = file.bodies_for.into_iter().collect();
        self.ranks = file.ranks.into_iter().collect();
        self.no_titles = file.no_titles.into_iter().collect();
        self.past_titles = file.past_titles.into_iter().collect();
        self.lesser_titles = file.lesser_titles.into_iter().collect();
        self.bands = file.bands.into_iter().collect();
        self.age = file.age;
        self.forces = file.forces.into_iter().collect();
        self.speech_verbs = file.speech_verbs.into_iter().collect();
        self.equating_verbs = file.equating_verbs.into_iter().collect();
        self.appointing_verbs = file.appointing_verbs.into_iter().collect();
        self.prosecuting_verbs = file.prosecuting_verbs.into_iter().collect();
        self.adverbial_conjunctions = file.adverbial_conjunctions.into_iter().collect();
        self.naming_participles = file.naming_participles.into_iter().collect();
        self.suffered_verbs = file.suffered_verbs.into_iter().collect();
        self.answering_verbs = file.answering_verbs.into_iter().collect();
        self.finding_verbs = file.finding_verbs.into_iter().collect();
        self.cause_conjunctions = file.cause_conjunctions;
        self.role_nouns = file.role_nouns.into_iter().collect();
        self.gerund_nouns = file.gerund_nouns.into_iter().collect();
        self.storm_nouns = file.storm_nouns.into_iter().collect();
        self.accusing_verbs = file.accusing_verbs.into_iter().collect();
        self.offences = file.offences.into_iter().collect();
        self.ground_verbs = file.ground_verbs.into_iter().collect();
        self.describing_verbs = file.describing_verbs.into_iter().collect();
        self.causing_verbs = file.causing_verbs.into_iter().collect();
        self.by_verbs = file.by_verbs.into_iter().collect();
        self.member_nouns = file.member_nouns.into_iter().collect();
        self.parts = file.parts.into_iter().collect();
        self.shares = file.shares.into_iter().collect();
        self.statements = file.statements.into_iter().collect();
        self.judging_verbs = file.judging_verbs.into_iter().collect();
        self.inner_bodies = file.inner_bodies.into_iter().collect();
        self.owned_bodies = file.owned_bodies.into_iter().collect();
        self.kinds = (file.kinds.into_iter())
            .map(|k| Kind { entity_type: k.entity_type, place: k.place, words: k.words.into_iter().collect() })
            .collect();
        let mut regex = |pattern: &str| Regex::new(pattern).map_err(|e| problems.push(format!("names.toml: {e}"))).ok();
        self.cyber_context = regex(&file.cyber_context);
        for row in file.patterns {
            let in_article = row.in_article.as_deref().and_then(&mut regex);
            if let Some(pattern) = regex(&row.pattern) {
                self.patterns.push(Pattern { entity_type: row.entity_type, pattern, in_article });
            }
        }
    }

    /// Whether a common noun, given by its lemma, stands for a person: `teacher`, `minister`.
    pub fn is_person(&self, lemma: &str) -> bool {
        self.nouns.get(lemma).is_some_and(|n| n.entity_type == EntityType::Person)
    }

    /// Whether the word is a form of address: `Ms`, `Mr.`.
    pub fn is_honorific(&self, word: &str) -> bool {
        self.honorifics.contains(&*word.trim_end_matches('.').to_lowercase())
    }

    /// Whether the word stands for one or more members of a people: `Ukrainians`, `Muslims`.
    pub fn is_people(&self, word: &str) -> bool {
        self.demonyms.contains_key(word) || self.peoples.contains(word)
    }

    /// Whether an alias of the registry is an everyday word or another name too.
    pub fn is_doubtful(&self, name: &str) -> bool {
        self.doubtful.contains(&normalized(name))
    }

    /// Whether a text speaks of attacks on computers.
    pub fn is_about_cyber(&self, text: &str) -> bool {
        self.cyber_context.as_ref().is_none_or(|r| r.is_match(text))
    }

    /// The type of a name by the words in it: `Ministry of Health` → `GovernmentBody`.
    pub fn kind_of_name(&self, name: &str) -> Option<EntityType> {
        let lower = name.to_lowercase();
        let words: Vec<&str> =
            lower.split(|c: char| c.is_whitespace() || c == ',').map(|w| w.trim_end_matches('.')).filter(|w| !w.is_empty()).collect();
        let has = |kind: &Kind| match kind.place {
            Where::First => words.first().is_some_and(|w| kind.words.contains(*w)),
            Where::Last => words.last().is_some_and(|w| kind.words.contains(*w)),
            Where::Any => words.iter().any(|w| kind.words.contains(*w)) || words.windows(2).any(|w| kind.words.contains(&*w.join(" "))),
        };
        if words.len() < 2 {
            return None;
        }
        self.kinds.iter().find(|k| has(k)).map(|k| k.entity_type)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shipped_lists_have_no_problem() {
        assert_eq!(Lexicon::read().1, Vec::<String>::new());
    }

    #[test]
    fn names_tell_their_kind() {
        let lexicon = Lexicon::shipped();
        for (name, kind) in [
            ("Ministry of Health", Some(EntityType::GovernmentBody)),
            ("Acme Widgets Ltd.", Some(EntityType::Company)),
            ("Kenya Police Service", Some(EntityType::SecurityService)),
            ("Lakeview Airport", Some(EntityType::Facility)),
            ("Jane Doe", None),
            ("Bank", None),
        ] {
            assert_eq!(lexicon.kind_of_name(name), kind, "{name}");
        }
    }
}
