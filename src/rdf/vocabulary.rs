//! Names of the vocabularies that the program writes. A test holds those of `dl:` against `ontology/dateline.ttl`.

use oxigraph::model::NamedNodeRef;

/// Namespace of the ontology (`dl:`); it does not change with the base IRI of resources.
pub const DL: &str = "https://w3id.org/dateline/ns#";

/// Prefixes that queries may use without declaring them, and that serialisers write.
pub const PREFIXES: &[(&str, &str)] = &[
    ("dl", DL),
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
    ("skos", "http://www.w3.org/2004/02/skos/core#"),
    ("prov", "http://www.w3.org/ns/prov#"),
    ("dcterms", "http://purl.org/dc/terms/"),
    ("oa", "http://www.w3.org/ns/oa#"),
];

macro_rules! terms {
    ($($name:ident = $iri:literal;)*) => {$(
        #[doc = concat!("`", $iri, "`")]
        pub const $name: &str = $iri;
    )*};
}

terms! {
    RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
    RDF_SUBJECT = "http://www.w3.org/1999/02/22-rdf-syntax-ns#subject";
    RDF_PREDICATE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#predicate";
    RDF_OBJECT = "http://www.w3.org/1999/02/22-rdf-syntax-ns#object";
    RDF_REIFIES = "http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies";
    RDFS_LABEL = "http://www.w3.org/2000/01/rdf-schema#label";
    RDFS_RANGE = "http://www.w3.org/2000/01/rdf-schema#range";
    RDFS_SUB_CLASS_OF = "http://www.w3.org/2000/01/rdf-schema#subClassOf";
    RDFS_SUB_PROPERTY_OF = "http://www.w3.org/2000/01/rdf-schema#subPropertyOf";
    PREF_LABEL = "http://www.w3.org/2004/02/skos/core#prefLabel";
    ALT_LABEL = "http://www.w3.org/2004/02/skos/core#altLabel";
    EXACT_MATCH = "http://www.w3.org/2004/02/skos/core#exactMatch";
    DCTERMS_LANGUAGE = "http://purl.org/dc/terms/language";
    DCTERMS_SOURCE = "http://purl.org/dc/terms/source";
    DCTERMS_IS_REPLACED_BY = "http://purl.org/dc/terms/isReplacedBy";
    PROV_USED = "http://www.w3.org/ns/prov#used";
    WAS_GENERATED_BY = "http://www.w3.org/ns/prov#wasGeneratedBy";
    WAS_DERIVED_FROM = "http://www.w3.org/ns/prov#wasDerivedFrom";
    WAS_ASSOCIATED_WITH = "http://www.w3.org/ns/prov#wasAssociatedWith";
    SPECIALIZATION_OF = "http://www.w3.org/ns/prov#specializationOf";
    SOFTWARE_AGENT = "http://www.w3.org/ns/prov#SoftwareAgent";
    OA_SOURCE = "http://www.w3.org/ns/oa#hasSource";
    OA_SELECTOR = "http://www.w3.org/ns/oa#hasSelector";
    OA_TEXT_POSITION = "http://www.w3.org/ns/oa#TextPositionSelector";
    OA_TEXT_QUOTE = "http://www.w3.org/ns/oa#TextQuoteSelector";
    OA_START = "http://www.w3.org/ns/oa#start";
    OA_END = "http://www.w3.org/ns/oa#end";
    OA_EXACT = "http://www.w3.org/ns/oa#exact";
    ALLOWED_ROLE = "https://w3id.org/dateline/ns#allowedRole";
    IDENTITY_ROLE = "https://w3id.org/dateline/ns#identityRole";
    REPORTED_ALSO_AS = "https://w3id.org/dateline/ns#reportedAlsoAs";
    ONCE_FOR = "https://w3id.org/dateline/ns#onceFor";
    PLOVER_CODE = "https://w3id.org/dateline/ns#ploverCode";
    CAMEO_CODE = "https://w3id.org/dateline/ns#cameoCode";
    SHORTCUT_RULE = "https://w3id.org/dateline/ns#shortcutRule";
}

macro_rules! dl_terms {
    ($($name:ident = $local:literal;)*) => {
        $(
            #[doc = concat!("`dl:", $local, "`")]
            pub const $name: NamedNodeRef<'static> =
                NamedNodeRef::new_unchecked(concat!("https://w3id.org/dateline/ns#", $local));
        )*

        /// Local names of all terms of `dl:` named here.
        pub const DL_TERMS: &[&str] = &[$($local,)*];
    };
}

dl_terms! {
    ARTICLE = "Article"; REVISION = "Revision"; DOCUMENT_DATE = "DocumentDate"; EXTRACTION = "Extraction";
    CLAIM = "Claim"; EVIDENCE_CLASS = "Evidence"; MENTION = "Mention"; TIME_EXPRESSION = "TimeExpression";
    SHORTCUT_STATEMENT = "ShortcutStatement"; MEDIA_OUTLET = "MediaOutlet"; ENTITY = "Entity";
    HEADLINE = "headline"; PUBLISHER = "publisher"; LINKS_TO = "linksTo"; MENTIONS = "mentions"; ROLE = "role"; REVISION_OF_GRAPH = "revision";
    TEXT_SHA256 = "textSha256"; HAS_DOCUMENT_DATE = "documentDate"; ANCHOR_DATE = "anchorDate"; DATE_KIND = "dateKind";
    RESOLVED_DATE = "resolvedDate"; DATE_APPROXIMATE = "dateApproximate"; RULE = "rule"; CONFIDENCE = "confidence";
    TOOL_VERSION = "toolVersion"; FRAME_SET = "frameSet";
    IN_ARTICLE = "inArticle"; STATUS = "status"; EVENT_LABEL = "eventLabel"; PHASE = "phase"; RECURRING = "recurring"; RELATION = "relation";
    DATE = "date"; BEGIN_DATE = "beginDate"; END_DATE = "endDate"; DATE_PRECISION = "datePrecision"; EDTF = "edtf";
    TIME_EVIDENCE = "timeEvidence"; UNRESOLVED_TIME = "unresolvedTime"; SAME_DAY_AS = "sameDayAs"; VARIANT_OF = "variantOf";
    ABOUT_EVENT = "aboutEvent"; ACCORDING_TO = "accordingTo"; RELAYED_BY = "relayedBy"; STANCE = "stance";
    FACTUALITY = "factuality"; AUTHOR_FACTUALITY = "authorFactuality"; TEMPORALITY = "temporality"; EVIDENCE = "evidence";
    FRAME = "frame"; TRIGGER_TEXT = "triggerText"; IN_HEADLINE = "inHeadline";
    QUOTE = "quote"; BEGIN = "begin"; END = "end"; QUOTE_CLEANED = "quoteCleaned"; VALUE = "value"; ANCHORED_TO = "anchoredTo";
    REFERS_TO = "refersTo"; RESOLUTION = "resolution"; FROM_EVENT = "fromEvent"; FROM_CLAIM = "fromClaim";
    TEXT_FINGERPRINT = "textFingerprint"; SYNDICATED_FROM = "syndicatedFrom"; CANONICAL_EVENT = "CanonicalEvent"; DESCRIBES = "describes";
    SUB_EVENT_OF = "subEventOf"; INDEPENDENT_SOURCES = "independentSources"; NEAR_DUPLICATE_OF = "nearDuplicateOf";
    CONTRADICTS = "contradicts"; SAME_ENTITY_AS = "sameEntityAs"; HOMONYM_OF = "homonymOf";
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resources::Ontology;

    #[test]
    fn every_term_is_in_the_ontology() {
        let missing: Vec<_> = DL_TERMS.iter().filter(|name| !Ontology::embedded().defines(name)).collect();
        assert!(missing.is_empty(), "{missing:?}");
    }
}
