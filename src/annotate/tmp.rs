//! temporary
use crate::document::*;
use crate::link::Registry;
use std::collections::BTreeMap;
pub fn find_times(_: &mut Document) {}
pub fn find_mentions(d: &mut Document, registry: &Registry) {
    let mut out = Vec::new();
    let n = d.tokens.len();
    let mut covered = vec![false; n];
    let mut i = 0;
    while i < n {
        if d.tokens[i].name_tag.starts_with("B-") || d.tokens[i].name_tag.starts_with("I-") {
            let mut j = i + 1;
            while j < n && d.tokens[j].name_tag.starts_with("I-") { j += 1; }
            let span = TokenSpan::new(i, j);
            let head = span.iter().find(|t| d.token(*t).head.is_none_or(|h| !span.contains(h))).unwrap_or(span.start);
            let ty = match &d.tokens[i].name_tag[2..] { "PER" => EntityType::Person, "ORG" => EntityType::Organization, "LOC" => EntityType::City, "NORP" => EntityType::Country, "PRODUCT" => EntityType::Product, "MALWARE" => EntityType::Malware, _ => EntityType::Entity };
            let entry = registry.lookup(d.text_of(span)).next();
            out.push(Mention { span, head, kind: MentionKind::Name, entity_type: entry.map_or(ty, |e| e.entity_type), registry: entry.map(|e| e.key.clone()), confidence: 0.9, chain: None, resolution: Resolution::NameMatch });
            for k in i..j { covered[k] = true; }
            i = j;
        } else { i += 1; }
    }
    for i in 0..n {
        if covered[i] { continue; }
        let t = &d.tokens[i];
        if t.upos == "NOUN" {
            let l = t.lemma.as_str();
            let ty = if ["minister","president","secretary","spokesperson","spokesman","chief","executive","governor","director","leader"].contains(&l) { EntityType::Position } else if l.ends_with("er") || l.ends_with("or") || l.ends_with("ist") || ["police","official","people","man","woman","official","troops","force","company","agency","government","department","group","adversary"].contains(&l) { EntityType::Group } else { EntityType::Entity };
            out.push(Mention { span: TokenSpan::new(i, i + 1), head: TokenId(i as u32), kind: MentionKind::Nominal, entity_type: ty, registry: None, confidence: 0.6, chain: None, resolution: Resolution::NameMatch });
        }
    }
    out.sort_by_key(|m| m.span);
    d.mentions = out;
}
pub fn find_chains(d: &mut Document, _: &Registry) {
    let mut by: BTreeMap<String, usize> = BTreeMap::new();
    for i in 0..d.mentions.len() {
        let m = &d.mentions[i];
        let text = d.text_of(m.span).to_owned();
        let c = *by.entry(text.to_lowercase()).or_insert_with(|| { d.chains.push(Chain { mentions: vec![], entity_type: m.entity_type, registry: m.registry.clone(), name: text.as_str().into() }); d.chains.len() - 1 });
        d.chains[c].mentions.push(MentionId(i as u32));
        d.mentions[i].chain = Some(ChainId(c as u32));
    }
}
