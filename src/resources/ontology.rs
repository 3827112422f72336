//! stand-in until the real one is merged
#[derive(Debug, Default)]
pub struct Ontology;
impl Ontology {
    pub fn class(&self, _: &str) -> Option<()> { Some(()) }
    pub fn is_role(&self, _: &str) -> bool { true }
}
