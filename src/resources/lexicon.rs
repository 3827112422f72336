//! The word lists of `data/lexicon`: common nouns with their types, pronouns, titles, kinds and patterns of names.

use std::sync::LazyLock;

use compact_str::CompactString;
use regex::Regex;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::de::Error;
use serde::{Deserialize, Deserializer};

use crate::document::EntityType;
use crate::document::Gender;
use crate::text::normalized;

type Words = FxHashSet<CompactString>;

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

/// A kind of body that no body of another kind is.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BodyKind {
    /// Lemmas: `bank`, `lender`.
    pub nouns: Words,
    /// Types that a name of the kind may have, besides that of any organisation.
    pub may_be: Vec<EntityType>,
}

/// Words that tell the type of a name.
#[derive(Debug, Deserialize)]
pub struct Kind {
    /// The type.
    #[serde(rename = "type")]
    pub entity_type: EntityType,
    /// Where one of the words must stand.
    #[serde(rename = "where")]
    pub place: Where,
    /// The words, lower case.
    pub words: Words,
}

/// A regular expression whose matches are names of a type.
#[derive(Debug, Deserialize)]
pub struct Pattern {
    /// The type.
    #[serde(rename = "type")]
    pub entity_type: EntityType,
    /// What a name looks like.
    #[serde(rename = "match", deserialize_with = "regex")]
    pub pattern: Regex,
    /// What must match somewhere in the article.
    #[serde(default, deserialize_with = "some_regex")]
    pub in_article: Option<Regex>,
}

/// All word lists: those of `names.toml` by their keys there, and the tables beside it.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lexicon {
    /// By lemma, or by lemma of modifier and head: `threat actor`.
    #[serde(skip)]
    pub nouns: FxHashMap<CompactString, Noun>,
    /// By lower-case form.
    #[serde(skip)]
    pub pronouns: FxHashMap<CompactString, Pronoun>,
    /// Given names in their usual spelling; `None`: borne by men and women.
    #[serde(skip)]
    pub given_names: FxHashMap<CompactString, Option<Gender>>,
    /// Gender of further given names, which do not tell that something is the name of a person: `Sierra`.
    #[serde(skip)]
    name_genders: FxHashMap<CompactString, Gender>,
    /// Nouns for people of a country, to its key: `Ukrainians`.
    #[serde(skip)]
    pub demonyms: FxHashMap<CompactString, CompactString>,
    /// Titles, lower case without final dot.
    pub titles: Words,
    /// Verbs for coming to death, with who does so as the subject of the passive or, without an object, of the active.
    pub deadly_verbs: Words,
    /// Verbs for what courts deal with.
    pub misdeeds: Words,
    /// Titles of those who tell of it by their office.
    pub crime_tellers: Words,
    /// Where words are put up for all to read.
    pub outlets: Words,
    /// Nouns for one who belongs to a party, which the party is called by as well.
    pub party_members: Words,
    /// What stands behind *by* for how something is done.
    pub means: Words,
    /// Verbs for keeping the day of what happened before.
    pub marking_verbs: Words,
    /// Titles that are part of the name.
    pub kept_titles: Words,
    /// What tells children from parents of the same name: `jr`.
    pub generations: Words,
    /// Forms of address: what follows is a person.
    pub honorifics: Words,
    female_titles: Words,
    male_titles: Words,
    /// Last words of company names.
    pub company_suffixes: Words,
    /// Words that never start a name.
    pub leading_noise: Words,
    /// Words that are no name though written with a capital.
    pub never_names: Words,
    /// Aliases that need the model's word.
    pub doubtful: Words,
    /// Words that tell the type of a name, in order.
    pub kinds: Vec<Kind>,
    /// Forms of names, in order.
    pub patterns: Vec<Pattern>,
    /// Believers and peoples without a country: `Muslim`.
    peoples: Words,
    /// Offices that one person at a time holds in a country.
    pub heads_of_state: Words,
    /// Words for an office without saying which: `role`.
    pub any_office: Words,
    /// Adjectives by which a thing is another than the one without: `previous`.
    pub contrasting: Words,
    /// Bodies whose names go on with what they are for: `Ministry of Land`.
    pub bodies_for: Words,
    /// Ranks, written short, that stand between an office and a name: `lt`.
    pub ranks: Words,
    /// Nouns for people that are no office in front of a name: `rival`.
    pub no_titles: Words,
    /// Words before a title that its holder has no more: `former`.
    pub past_titles: Words,
    /// Words before a title of which its holder is not the first: `vice` president.
    pub lesser_titles: Words,
    /// Nouns by which a text calls armed men again whom it has named: the `group`.
    pub bands: Words,
    /// The words behind a number that make it an age: `30-year-old`.
    pub age: Vec<CompactString>,
    /// Nouns by which it calls a police service again: the `force`.
    pub forces: Words,
    /// Bodies of which a country or town has one: `government`.
    pub national_bodies: Words,
    /// Courts that articles name without saying of which country: `high court`.
    pub national_courts: Words,
    /// Bodies that no ministry is: `court`, `parliament`.
    pub chambers: Words,
    /// Kinds of bodies that one another are not: unions, hospitals, parties.
    pub bodies: Vec<BodyKind>,
    /// Bodies named by what they are for: `ministry` of trade.
    pub national_departments: Words,
    /// Abbreviations for a kind of body: `NGO`.
    pub kind_abbreviations: Words,
    /// What an article must hold if it speaks of malware and threat actors.
    #[serde(deserialize_with = "some_regex")]
    cyber_context: Option<Regex>,
    /// Verbs of speech.
    pub speech_verbs: Words,
    /// Verbs that may close a sentence with who knows or tells what it says: `…, an inquiry found`.
    pub reporting_verbs: Words,
    /// Verbs that equate object and complement: `identify X as Y`.
    pub equating_verbs: Words,
    /// Verbs of giving an office: `appointed minister`.
    pub appointing_verbs: Words,
    /// Verbs for what the law does to a person: `a man charged with fraud`.
    pub prosecuting_verbs: Words,
    /// Conjunctions of clauses that say when or why, and nothing of a noun: `after`.
    pub adverbial_conjunctions: Words,
    /// Prepositions of where or when, which say nothing of a name: `in`.
    pub setting_prepositions: Words,
    /// Prepositions that are particles before another one: `down`.
    pub particles: Words,
    /// Prepositions before which they are: `over`.
    pub behind_particles: Words,
    /// Nouns that count: `dozen`.
    pub counting_nouns: Words,
    /// Adjectives for what comes of a deed: `dead` in `shot dead 12 men`.
    pub outcomes: Words,
    /// Verbs with an infinitive and no other object: `try`.
    pub trying_verbs: Words,
    /// Verbs with an infinitive without *to*: `help`.
    pub bare_verbs: Words,
    /// Nouns for who speaks for whose he is: `Marsh's lawyer`.
    pub mouthpieces: Words,
    /// Nouns for a time at which something happens: `the first time that`.
    pub occasions: Words,
    /// Nouns with a clause for what they are of: `no reports of the flaw being exploited`.
    pub content_nouns: Words,
    /// Nouns for coming to harm, with what that is suffered in behind them: `death in a crash`.
    pub harm_nouns: Words,
    /// Prepositions before an indirect question: `into`.
    pub question_prepositions: Words,
    /// Words for who came to harm, to their verbs: `injured`.
    pub casualty_verbs: FxHashMap<CompactString, CompactString>,
    /// What somebody has a word for: `what it called a rebel base`.
    pub naming_verbs: Words,
    /// Nouns that say no more of somebody than that he did something bad: `attacker`.
    pub doer_nouns: Words,
    /// What such people do: `raid`.
    pub harming_verbs: Words,
    /// Where and how long somebody is locked up: `prison`, `year`.
    pub terms: Words,
    /// Participles before a name: `an adversary called Storm-0558`.
    pub naming_participles: Words,
    /// Verbs that always have an object, so that a subject without one is whom it is done to: `250 others abducted`.
    pub suffered_verbs: Words,
    /// Verbs for what people do to others for what these have done: `arrest`, `praise`.
    pub answering_verbs: Words,
    /// Verbs for what those do who look into something: `search`.
    pub finding_verbs: Words,
    /// Conjunctions in front of what somebody has done: `after`, `because`.
    pub cause_conjunctions: Words,
    /// Nouns for people that bodies may be as well: *owner*, *rival*.
    pub role_nouns: Words,
    /// Gerunds that are nouns as well: *fighting*.
    pub gerund_nouns: Words,
    /// Kinds of things that stand before their names: *hurricane*, *flight*.
    pub leading_kinds: Words,
    /// Verbs with an offence behind *of*: *accuse*, *convict*.
    pub accusing_verbs: Words,
    /// What somebody is accused of: *fraud*, *crime*.
    pub offences: Words,
    /// Verbs whose object is a place: *retake*, *shell*.
    pub ground_verbs: Words,
    /// Verbs with what one makes of the object behind *as*: *describe*, *dismiss*.
    pub describing_verbs: Words,
    /// Verbs with a participle for what becomes of their object: *have*, *see*.
    pub causing_verbs: Words,
    /// Verbs whose *by* names nobody who does it: `stood by`.
    pub by_verbs: Words,
    /// Texts that say something: `letter`.
    pub statements: Words,
    /// Verbs for what such a text says of somebody: `accuse`.
    pub judging_verbs: Words,
    /// Last words of the name of a part of a body: `committee`.
    pub inner_bodies: Words,
    /// Bodies called after whom they work for: `campaign`.
    pub owned_bodies: Words,
    /// Nouns for one of many, which say nothing of who heads a body: `member`.
    pub member_nouns: Words,
    /// Words for a part of a known group, besides numbers: `some` of the men.
    pub parts: Words,
    /// Words for a share of people, whoever they are: `half` of voters.
    pub shares: Words,
}

/// A regular expression, checked when it is read.
fn regex<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Regex, D::Error> {
    Regex::new(&String::deserialize(deserializer)?).map_err(D::Error::custom)
}

fn some_regex<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Regex>, D::Error> {
    regex(deserializer).map(Some)
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
        let mut problems = Vec::new();
        let mut lexicon = toml::from_str(include_str!("../../data/lexicon/names.toml")).unwrap_or_else(|e| {
            problems.push(format!("names.toml: {e}"));
            Lexicon::default()
        });
        lexicon.doubtful = lexicon.doubtful.iter().map(|d| normalized(d)).collect();
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

    /// Whether a common noun, given by its lemma, stands for a person: `teacher`, `minister`.
    pub fn is_person(&self, lemma: &str) -> bool {
        self.nouns.get(lemma).is_some_and(|n| n.entity_type == EntityType::Person)
    }

    /// The same of a word with a capital: `President`.
    pub fn is_person_or_title(&self, lemma: &str) -> bool {
        self.is_person(&lemma.to_lowercase())
    }

    /// Whether the word is a form of address: `Ms`, `Mr.`.
    pub fn is_honorific(&self, word: &str) -> bool {
        self.honorifics.contains(&*word.trim_end_matches('.').to_lowercase())
    }

    /// Whether the word stands for one or more members of a people: `Ukrainians`, `Muslims`.
    pub fn is_people(&self, word: &str) -> bool {
        let is_listed = |word: &str| self.peoples.contains(word);
        self.demonyms.contains_key(word) || is_listed(word) || word.strip_suffix('s').is_some_and(is_listed)
    }

    /// Whose title a word is: `mr`.
    pub fn gender_of_title(&self, word: &str) -> Option<Gender> {
        let is_male = self.male_titles.contains(word).then_some(Gender::Male);
        is_male.or_else(|| self.female_titles.contains(word).then_some(Gender::Female))
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
