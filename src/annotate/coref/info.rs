//! What is looked up of a mention more than once: its group, relation, article and words.
//!
//! ```text
//! "the company"   group: definite nouns, singular   article: definite   modifiers: none
//! ```

use compact_str::CompactString;
use rustc_hash::FxHashSet;

use super::quotes::{Quote, quote_at};
use super::{Context, paths};
use crate::document::{Document, Gender, MentionId, MentionKind, Token, TokenId, TokenSpan, is_relation};
use crate::resources::{Pronoun, PronounKind};

/// Kinds of mentions that refer back in ways of their own.
pub(super) const GROUPS: usize = 10;

/// What is looked up of a mention more than once.
pub(super) struct Info {
    pub group: usize,
    pub pronoun: Option<Pronoun>,
    pub span: TokenSpan,
    pub head: TokenId,
    pub sentence: u32,
    pub block: u32,
    pub relation: usize,
    pub place: usize,
    pub kind: MentionKind,
    pub article: usize,
    pub lemma: CompactString,
    pub text: String,
    pub modifiers: Vec<String>,
    pub words: FxHashSet<String>,
    pub governor: Option<TokenId>,
    pub quote: Option<usize>,
    pub is_reflexive: bool,
    pub is_unlisted: bool,
    /// What a name of one word tells if it is a given name, as that of a surname may not.
    pub leaning: Option<Gender>,
}

impl Info {
    /// Whether it is the subject of a verb.
    pub fn is_subject(&self) -> bool {
        self.relation < 2
    }

    /// Whether a noun phrase may refer back: not `a company`, nor what is said of something (`is the president`, `Blinken, the minister`).
    pub fn may_refer_back(&self, document: &Document) -> bool {
        let is_apposition = self.relation == 8;
        // "became the first party to win"
        let is_complement = document.token(self.head).deprel == "xcomp";
        self.article != 3 && !is_apposition && !is_complement && !document.has(self.head, "cop")
    }
}

/// Gathers it for every mention.
pub(super) fn infos(context: &Context, quotes: &[Quote]) -> Vec<Info> {
    (0..context.document.mentions.len()).map(|i| info(context, quotes, MentionId(i as u32))).collect()
}

fn info(context: &Context, quotes: &[Quote], id: MentionId) -> Info {
    let Context { document, lexicon, .. } = *context;
    let mention = &document.mentions[id.index()];
    let head = document.token(mention.head);
    let text = document.text_of(mention.span).to_lowercase();
    let pronoun = lexicon.pronouns.get(&*text).copied().filter(|_| mention.kind == MentionKind::Pronoun);
    let article = article(context, mention.head);
    let group = group(mention.kind, head, pronoun, article);
    let sentence = document.sentence_of(mention.head);
    let form = |t: TokenId| document.form(t).to_lowercase();
    let is_modifier = |t: &TokenId| *t < mention.head && matches!(&*document.token(*t).upos, "ADJ" | "NOUN" | "PROPN" | "VERB" | "NUM");
    let modifiers = mention.span.iter().filter(is_modifier);
    Info {
        group,
        pronoun,
        span: mention.span,
        head: mention.head,
        sentence: sentence.0,
        block: document.sentence(sentence).block,
        relation: relation(&head.deprel),
        place: paths::place(document, mention.head),
        kind: mention.kind,
        article,
        lemma: head.lemma.to_lowercase(),
        modifiers: modifiers.map(form).collect(),
        words: mention.span.iter().map(form).collect(),
        governor: head.head,
        quote: quote_at(document, quotes, mention.head),
        is_reflexive: text.ends_with("self") || text.ends_with("selves"),
        is_unlisted: context.is_new(id),
        leaning: match mention.kind {
            MentionKind::Name if mention.span.len() == 1 => lexicon.gender_of_name(document.text_of(mention.span)),
            _ => None,
        },
        text,
    }
}

/// Which of [`GROUPS`] kinds of mentions it is that refer back in ways of their own.
fn group(kind: MentionKind, head: &Token, pronoun: Option<Pronoun>, article: usize) -> usize {
    let is_plural = head.is_plural_noun() || head.feats.contains("Number=Plur");
    match (pronoun, kind) {
        (Some(p), _) if p.person == 1 && p.is_plural => 4,
        (Some(p), _) if p.person == 1 => 3,
        (Some(p), _) if p.person == 2 => 8,
        (Some(p), _) => match p.kind {
            PronounKind::Male | PronounKind::Female => 0,
            PronounKind::Neuter => 1,
            PronounKind::Any => 2,
        },
        (None, MentionKind::Nominal) if head.upos == "PROPN" => 9,
        (None, MentionKind::Nominal) if article == 1 || article == 2 => 5 + usize::from(is_plural),
        (None, MentionKind::Nominal) => 7,
        _ => 8,
    }
}

/// 0 none, 1 definite, 2 demonstrative, 3 indefinite, 4 possessive.
fn article(context: &Context, head: TokenId) -> usize {
    let document = context.document;
    let is_owned = document.has(head, "nmod:poss");
    let of = |t: TokenId| match (&*document.token(t).lemma.to_lowercase(), &*document.token(t).feats) {
        (_, feats) if feats.contains("PronType=Dem") => 2,
        (_, feats) if feats.contains("Definite=Def") => 1,
        _ => 3,
    };
    document.children_by(head, "det").map(of).min().unwrap_or(if is_owned { 4 } else { 0 })
}

/// A syntactic relation in coarse kinds, 15 of them.
fn relation(deprel: &str) -> usize {
    const KINDS: &[&str] =
        &["nsubj:pass", "nsubj", "obj", "iobj", "obl:agent", "obl", "nmod:poss", "nmod", "appos", "conj", "compound", "amod"];
    KINDS.iter().position(|k| is_relation(deprel, k)).unwrap_or(match deprel {
        "root" => 12,
        "ccomp" | "xcomp" | "advcl" | "acl" | "parataxis" | "acl:relcl" => 13,
        _ => 14,
    })
}
