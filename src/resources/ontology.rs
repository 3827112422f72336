//! The ontology as the program needs it: event classes with parents, roles and shortcut rules.
//!
//! ```
//! use dateline::resources::Ontology;
//!
//! let ontology = Ontology::embedded();
//! let hack = ontology.class("CyberIntrusion").expect("it is in the ontology");
//! assert!(hack.allows("actor") && !hack.allows("coActor"));
//! assert_eq!(hack.shortcut.as_ref().map(|rule| rule.predicate.as_str()), Some("targeted"));
//! assert!(ontology.is_subclass("CyberIntrusion", "CyberEvent"));
//! ```

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{NamedOrBlankNode, Term, Triple};
use rustc_hash::FxHashMap;

use crate::rdf::vocabulary::{self as v, DL};

/// Classes, roles and rules read from `ontology/dateline.ttl`, codes of other systems read from `ontology/alignments.ttl`.
#[derive(Clone, Debug)]
pub struct Ontology {
    classes: BTreeMap<String, EventClass>,
    entity_classes: BTreeMap<String, EntityClass>,
    roles: BTreeMap<String, Role>,
    labels: BTreeMap<String, String>,
    individuals: BTreeMap<String, BTreeSet<String>>,
    terms: BTreeSet<String>,
    triples: Vec<Triple>,
}

/// A class of events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventClass {
    /// Local name: `CyberIntrusion`.
    pub name: String,
    /// In words: `cyber intrusion`.
    pub label: String,
    /// Class directly above; `None` for `Event`.
    pub parent: Option<String>,
    /// Roles its events may have, inherited ones included.
    pub roles: BTreeSet<String>,
    /// Roles that must agree for two reports to be of the same happening.
    pub identity_roles: BTreeSet<String>,
    /// Other classes under which the same happening is told.
    pub reported_also_as: BTreeSet<String>,
    /// Roles of a person to whom an event of the class happens once only.
    pub once_for: BTreeSet<String>,
    /// Plain triple made of an asserted event of the class.
    pub shortcut: Option<ShortcutRule>,
    /// Nearest categories of PLOVER: `ACCUSE:allege`.
    pub plover: Vec<String>,
    /// Nearest codes of CAMEO, as GDELT uses them: `112`.
    pub cameo: Vec<String>,
}

impl EventClass {
    /// Whether events of the class may have the role.
    pub fn allows(&self, role: &str) -> bool {
        self.roles.contains(role)
    }
}

/// `actor>targeted>target|affected`: the fillers of `subject` stand in `predicate` to those of each of `objects`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShortcutRule {
    /// Role of the subject.
    pub subject: String,
    /// Local name of the shortcut property.
    pub predicate: String,
    /// Roles of the object; one triple for each filler of each.
    pub objects: Vec<String>,
}

/// A class of entities.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntityClass {
    /// Local name: `Person`.
    pub name: String,
    /// Classes directly above; empty for `Entity`.
    pub parents: BTreeSet<String>,
}

/// A role that something plays in an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role {
    /// Local name: `actor`.
    pub name: String,
    /// What may fill it.
    pub kind: RoleKind,
}

/// What may fill a role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RoleKind {
    /// A thing or another event; if named, only entities of that class (`Place`) or events (`Event`).
    Thing(Option<String>),
    /// Words or a number as written.
    Value,
}

/// Why an ontology could not be read.
#[derive(Debug, thiserror::Error)]
pub enum OntologyError {
    /// Not Turtle.
    #[error("ontology: {0}")]
    Syntax(#[from] oxigraph::io::RdfSyntaxError),
    /// Statements that do not fit together; one line each.
    #[error("ontology: {}", .0.join("\nontology: "))]
    Problems(Vec<String>),
}

/// The ontology and its alignments.
const DATELINE_TTL: &str = concat!(include_str!("../../ontology/dateline.ttl"), "\n", include_str!("../../ontology/alignments.ttl"));

impl Ontology {
    /// The ontology that is built into the program.
    pub fn embedded() -> &'static Ontology {
        static ONTOLOGY: LazyLock<Ontology> = LazyLock::new(|| Ontology::parse(DATELINE_TTL).expect("a test reads the embedded ontology"));
        &ONTOLOGY
    }

    /// Reads Turtle; every problem found is reported.
    pub fn parse(turtle: &str) -> Result<Ontology, OntologyError> {
        let parser = RdfParser::from_format(RdfFormat::Turtle);
        let triples = parser.for_slice(turtle).map(|quad| quad.map(Triple::from)).collect::<Result<Vec<_>, _>>()?;
        let ontology = Reader::new(&triples).read()?;
        Ok(Ontology { triples, ..ontology })
    }

    /// The event class of that local name.
    pub fn class(&self, name: &str) -> Option<&EventClass> {
        self.classes.get(name)
    }

    /// All event classes by name, `Event` and the groups included.
    pub fn event_classes(&self) -> impl Iterator<Item = &EventClass> {
        self.classes.values()
    }

    /// All entity classes by name.
    pub fn entity_classes(&self) -> impl Iterator<Item = &EntityClass> {
        self.entity_classes.values()
    }

    /// Whether event class `class` is `ancestor` or lies below it.
    pub fn is_subclass(&self, class: &str, ancestor: &str) -> bool {
        self.lineage(class).any(|c| c.name == ancestor)
    }

    /// Whether event class `class` is one of the others or lies below one.
    pub fn is_any_of(&self, class: &str, ancestors: &[&str]) -> bool {
        ancestors.iter().any(|ancestor| self.is_subclass(class, ancestor))
    }

    /// The class and those above it, nearest first.
    pub fn lineage<'o>(&'o self, class: &str) -> impl Iterator<Item = &'o EventClass> {
        std::iter::successors(self.class(class), |c| self.class(c.parent.as_deref()?))
    }

    /// The role of that local name.
    pub fn role(&self, name: &str) -> Option<&Role> {
        self.roles.get(name)
    }

    /// All roles by name.
    pub fn roles(&self) -> impl Iterator<Item = &Role> {
        self.roles.values()
    }

    /// What a class or property is called in words: `travelledTo` → `travelled to`; the name itself if it is unknown.
    pub fn label<'o>(&'o self, name: &'o str) -> &'o str {
        self.labels.get(name).map_or(name, String::as_str)
    }

    /// Names of the values of a list class such as `Factuality`.
    pub fn individuals(&self, list: &str) -> impl Iterator<Item = &str> {
        self.individuals.get(list).into_iter().flatten().map(String::as_str)
    }

    /// Whether the ontology says anything of `dl:name`.
    pub fn defines(&self, name: &str) -> bool {
        self.terms.contains(name)
    }

    /// Names of all that the ontology defines, without prefix.
    pub fn terms(&self) -> impl Iterator<Item = &str> {
        self.terms.iter().map(String::as_str)
    }

    /// The ontology as triples, for a graph of its own in the store.
    pub fn triples(&self) -> &[Triple] {
        &self.triples
    }
}

/// Reads an [`Ontology`] out of its triples.
struct Reader<'t> {
    triples: &'t [Triple],
    by_property: FxHashMap<&'t str, Vec<&'t Triple>>,
}

/// Local names of the objects of a property, by subject.
type Names = BTreeMap<String, BTreeSet<String>>;
/// Literals of a property, by subject.
type Literals = BTreeMap<String, Vec<String>>;

impl<'t> Reader<'t> {
    fn new(triples: &'t [Triple]) -> Self {
        let mut by_property: FxHashMap<&str, Vec<&Triple>> = FxHashMap::default();
        for triple in triples {
            by_property.entry(triple.predicate.as_str()).or_default().push(triple);
        }
        Reader { triples, by_property }
    }

    fn read(&self) -> Result<Ontology, OntologyError> {
        let mut problems = Vec::new();
        let parents = self.objects(v::RDFS_SUB_CLASS_OF);
        let super_properties = self.objects(v::RDFS_SUB_PROPERTY_OF);
        let roles = self.roles(&super_properties);
        let below = |class: &str, root: &str| ancestors(class, &parents).contains(root);
        let names: BTreeSet<&String> = parents.keys().collect();
        let (allowed, identity) = (self.objects(v::ALLOWED_ROLE), self.objects(v::IDENTITY_ROLE));
        let (reported_also_as, once_for) = (self.objects(v::REPORTED_ALSO_AS), self.objects(v::ONCE_FOR));
        let labels = self.literals(v::RDFS_LABEL);
        let (rules, plover, cameo) = (self.literals(v::SHORTCUT_RULE), self.literals(v::PLOVER_CODE), self.literals(v::CAMEO_CODE));
        let mut classes = BTreeMap::new();
        for name in names.iter().filter(|name| below(name, "Event")).map(|name| name.as_str()) {
            let listed = |literals: &Literals| literals.get(name).cloned().unwrap_or_default();
            let roles = |names: &Names| names.get(name).cloned().unwrap_or_default();
            let class = shortcut_rule(name, &listed(&rules)).map(|shortcut| EventClass {
                name: name.to_owned(),
                label: listed(&labels).concat(),
                parent: parents[name].iter().next().cloned(),
                roles: roles(&allowed),
                identity_roles: roles(&identity),
                reported_also_as: roles(&reported_also_as),
                once_for: roles(&once_for),
                shortcut,
                plover: listed(&plover),
                cameo: listed(&cameo),
            });
            match class {
                Ok(class) => drop(classes.insert(class.name.clone(), class)),
                Err(problem) => problems.push(problem),
            }
        }
        inherit_roles(&mut classes);
        for class in classes.values() {
            let rule = class.shortcut.iter().flat_map(|rule| rule.objects.iter().chain([&rule.subject]));
            for role in class.roles.iter().chain(&class.identity_roles).chain(&class.once_for).chain(rule) {
                if !roles.contains_key(role) {
                    problems.push(format!("class {} names the role {role}, which is not defined", class.name));
                } else if !class.allows(role) {
                    problems.push(format!("class {} uses the role {role}, but does not allow it", class.name));
                }
            }
            for other in &class.reported_also_as {
                if !classes.get(other).is_some_and(|other| other.reported_also_as.contains(&class.name)) {
                    problems.push(format!("class {} is reported also as {other}, which does not say the same of it", class.name));
                }
            }
            if let Some(rule) = &class.shortcut
                && !super_properties.get(&rule.predicate).is_some_and(|above| above.contains("shortcut"))
            {
                problems.push(format!("class {}: {} is not a shortcut property", class.name, rule.predicate));
            }
        }
        if !problems.is_empty() {
            return Err(OntologyError::Problems(problems));
        }
        let entity_classes = names.iter().filter(|name| below(name, "Entity")).map(|name| {
            let parents = parents[*name].iter().filter(|parent| below(parent, "Entity")).cloned().collect();
            ((*name).clone(), EntityClass { name: (*name).clone(), parents })
        });
        let mut individuals: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (name, types) in self.objects(v::RDF_TYPE) {
            for list in types {
                individuals.entry(list).or_default().insert(name.clone());
            }
        }
        let labels = labels.into_iter().map(|(name, label)| (name, label.concat())).collect();
        let terms = self.triples.iter().filter_map(|t| local(&t.subject)).map(str::to_owned).collect();
        Ok(Ontology { entity_classes: entity_classes.collect(), classes, roles, labels, individuals, terms, triples: Vec::new() })
    }

    fn roles(&self, super_properties: &Names) -> BTreeMap<String, Role> {
        let ranges = self.objects(v::RDFS_RANGE);
        let kind = |name: &str| match super_properties.get(name)? {
            above if above.contains("role") => Some(RoleKind::Thing(ranges.get(name).and_then(|range| range.iter().next()).cloned())),
            above if above.contains("valueRole") => Some(RoleKind::Value),
            _ => None,
        };
        super_properties.keys().filter_map(|name| Some((name.clone(), Role { name: name.clone(), kind: kind(name)? }))).collect()
    }

    /// Local names of the objects of a property, by subject; only terms of our own namespace.
    fn objects(&self, property: &str) -> Names {
        let mut found = Names::new();
        for triple in self.by_property.get(property).into_iter().flatten() {
            let Some(subject) = local(&triple.subject) else { continue };
            let objects = found.entry(subject.to_owned()).or_default();
            if let Term::NamedNode(object) = &triple.object
                && let Some(name) = object.as_str().strip_prefix(DL)
            {
                objects.insert(name.to_owned());
            }
        }
        found
    }

    fn literals(&self, property: &str) -> Literals {
        let mut found = Literals::new();
        for triple in self.by_property.get(property).into_iter().flatten() {
            if let (Some(subject), Term::Literal(literal)) = (local(&triple.subject), &triple.object) {
                found.entry(subject.to_owned()).or_default().push(literal.value().to_owned());
            }
        }
        found
    }
}

fn shortcut_rule(class: &str, rules: &[String]) -> Result<Option<ShortcutRule>, String> {
    match rules {
        [] => Ok(None),
        [rule] => ShortcutRule::parse(rule).map(Some).ok_or_else(|| {
            format!("class {class}: cannot read the shortcut rule {rule:?}; write subjectRole>property>objectRole|objectRole")
        }),
        _ => Err(format!("class {class} has {} shortcut rules; one is allowed", rules.len())),
    }
}

impl ShortcutRule {
    fn parse(rule: &str) -> Option<ShortcutRule> {
        let mut parts = rule.split('>').map(str::trim);
        let (subject, predicate, objects) = (parts.next()?, parts.next()?, parts.next()?);
        let objects: Vec<String> = objects.split('|').map(|role| role.trim().to_owned()).collect();
        let complete = parts.next().is_none() && ![subject, predicate].contains(&"") && !objects.iter().any(String::is_empty);
        complete.then(|| ShortcutRule { subject: subject.to_owned(), predicate: predicate.to_owned(), objects })
    }
}

/// Classes hand their roles down; a class that states none, and whose parents state none but those of `Event`,
/// is a group and takes the roles of all classes below it.
fn inherit_roles(classes: &mut BTreeMap<String, EventClass>) {
    let stated: BTreeMap<String, (Option<String>, BTreeSet<String>)> =
        classes.iter().map(|(name, class)| (name.clone(), (class.parent.clone(), class.roles.clone()))).collect();
    let chain = |name| std::iter::successors(stated.get_key_value(name), |(_, (parent, _))| stated.get_key_value(parent.as_deref()?));
    let lineages: BTreeMap<&str, Vec<&str>> =
        stated.keys().map(|name| (name.as_str(), chain(name).map(|(name, _)| name.as_str()).collect())).collect();
    for class in classes.values_mut() {
        let group = stated[&class.name].1.is_empty() || class.parent.is_none();
        for (name, (_, roles)) in &stated {
            let above = lineages[class.name.as_str()].contains(&name.as_str());
            let below = group && lineages[name.as_str()].contains(&class.name.as_str());
            if above || below {
                class.roles.extend(roles.iter().cloned());
            }
        }
    }
}

/// The class and everything above it.
fn ancestors(class: &str, parents: &Names) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut open = vec![class.to_owned()];
    while let Some(name) = open.pop() {
        open.extend(parents.get(&name).into_iter().flatten().filter(|parent| !found.contains(*parent)).cloned());
        found.insert(name);
    }
    found
}

fn local(subject: &NamedOrBlankNode) -> Option<&str> {
    match subject {
        NamedOrBlankNode::NamedNode(node) => node.as_str().strip_prefix(DL),
        NamedOrBlankNode::BlankNode(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::EntityType;

    #[test]
    fn the_embedded_ontology_has_no_problems() {
        let ontology = Ontology::parse(DATELINE_TTL).unwrap_or_else(|problems| panic!("{problems}"));
        assert!(ontology.event_classes().count() > 90);
        let travel = ontology.class("Travel").unwrap();
        assert!(travel.allows("destination") && travel.allows("place") && !travel.allows("target"));
        assert!(ontology.class("Visit").unwrap().allows("origin"), "inherited from Travel");
        assert!(ontology.class("MovementEvent").unwrap().allows("recipient"), "a group takes its classes' roles");
        assert_eq!(ontology.class("CyberIntrusion").unwrap().shortcut.as_ref().unwrap().objects, ["target", "affected"]);
        assert_eq!(ontology.label("travelledTo"), "travelled to");
        assert_eq!(ontology.role("place").unwrap().kind, RoleKind::Thing(Some("Place".into())));
        assert_eq!(ontology.role("amount").unwrap().kind, RoleKind::Value);
        assert!(!ontology.is_subclass("CyberEvent", "CyberIntrusion"));
    }

    #[test]
    fn entity_types_are_the_entity_classes() {
        let ontology = Ontology::embedded();
        let stated: BTreeMap<&str, BTreeSet<&str>> =
            ontology.entity_classes().map(|class| (class.name.as_str(), class.parents.iter().map(String::as_str).collect())).collect();
        let coded: BTreeMap<&str, BTreeSet<&str>> =
            EntityType::ALL.iter().map(|t| (t.name(), t.parents().iter().map(|p| p.name()).collect())).collect();
        assert_eq!(coded, stated);
    }

    /// Holds the variants of an enum against the values of a list in the ontology.
    macro_rules! same_values {
        ($list:ident: $($variant:ident)*) => {
            // A variant that is missing here does not compile, for the match would not be exhaustive.
            let name = |value: $list| match value { $($list::$variant => stringify!($variant),)* };
            let coded = BTreeSet::from([$(name($list::$variant),)*]);
            let list = match stringify!($list) { "Status" => "EventStatus", "Precision" => "DatePrecision", other => other };
            assert_eq!(coded, Ontology::embedded().individuals(list).collect(), "{list}");
        };
    }

    #[test]
    fn enums_are_the_value_lists() {
        use crate::calendar::Precision;
        use crate::document::Resolution;
        use crate::events::{Factuality, Phase, Stance, Status, Temporality};
        use crate::source::DateKind;
        same_values!(Factuality: CTpos PRpos PSpos CTneg PRneg PSneg CTu Uu);
        same_values!(Stance: Asserts Denies DeclinesToConfirm Suspects Plans Accuses Presupposes);
        same_values!(Status: Asserted Hedged Disputed Negated Planned Hypothetical Uncommitted);
        same_values!(Phase: Begin Ongoing End Attempted Failed Foiled);
        same_values!(Temporality: Past Current Future TimeUnknown);
        same_values!(Precision: Day Week Month Quarter Year Interval OpenInterval);
        same_values!(Resolution: NameMatch PartialName PronounCoreference NominalCoreference Metonymy Implicit);
        same_values!(DateKind: StatedPublication MetadataPublication Dateline InferredPublication AggregatorHeader);
    }

    #[test]
    fn every_problem_is_reported() {
        let broken = "@prefix dl: <https://w3id.org/dateline/ns#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
            dl:role a dl:Role . dl:actor rdfs:subPropertyOf dl:role .
            dl:Event a dl:C ; rdfs:subClassOf dl:Thing . dl:A rdfs:subClassOf dl:Event ; dl:allowedRole dl:actr .
            dl:B rdfs:subClassOf dl:Event ; dl:shortcutRule \"actor>\" .";
        let problems = Ontology::parse(broken).unwrap_err().to_string();
        assert!(problems.contains("class A names the role actr") && problems.contains("class B: cannot read"), "{problems}");
        assert!(Ontology::parse("dl:Event a").unwrap_err().to_string().starts_with("ontology: "));
    }
}
