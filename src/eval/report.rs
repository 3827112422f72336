//! What a measurement comes to: rows of figures, and the single errors behind them.

use std::ops::AddAssign;

use serde_json::{Value, json};

/// How many of what was found and of what is annotated agree.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Found and annotated.
    pub right: usize,
    /// Found.
    pub found: usize,
    /// Annotated.
    pub gold: usize,
}

impl Counts {
    /// Share of what was found that is right, 0 to 1; 0 if nothing was found.
    pub fn precision(&self) -> f64 {
        share(self.right, self.found)
    }

    /// Share of what is annotated that was found, 0 to 1; 0 if nothing is annotated.
    pub fn recall(&self) -> f64 {
        share(self.right, self.gold)
    }

    /// Harmonic mean of the two, 0 to 1.
    pub fn f1(&self) -> f64 {
        mean(self.precision(), self.recall())
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Counts) {
        self.right += other.right;
        self.found += other.found;
        self.gold += other.gold;
    }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// Harmonic mean of precision and recall.
pub(super) fn mean(precision: f64, recall: f64) -> f64 {
    if precision + recall == 0.0 { 0.0 } else { 2.0 * precision * recall / (precision + recall) }
}

/// A figure of one row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Figure {
    /// Precision, recall and F1 from counts.
    Match(Counts),
    /// Precision and recall, 0 to 1, that are no shares of counts (coreference).
    Rates {
        /// Precision.
        precision: f64,
        /// Recall.
        recall: f64,
    },
    /// A share of cases.
    Share {
        /// Cases in which it holds.
        right: usize,
        /// All cases.
        of: usize,
    },
    /// A plain value from 0 to 1: the mean of other rows.
    Value(f64),
}

/// A line of a report.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// What is measured.
    pub what: String,
    /// Its figure.
    pub figure: Figure,
}

/// What kind of error it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MissKind {
    /// Annotated, not found.
    Missed,
    /// Found, not annotated.
    Spurious,
    /// Found with another value.
    Wrong,
}

impl MissKind {
    /// In a word.
    pub fn word(self) -> &'static str {
        match self {
            MissKind::Missed => "missed",
            MissKind::Spurious => "spurious",
            MissKind::Wrong => "wrong",
        }
    }
}

/// A single error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Miss {
    /// Article, sentence or line it is in.
    pub place: String,
    /// Its kind.
    pub kind: MissKind,
    /// What was missed or found, for a person.
    pub what: String,
}

/// Figures of one gold file or folder.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// The figures in order.
    pub rows: Vec<Row>,
    /// The errors in order of the text.
    pub errors: Vec<Miss>,
}

impl Report {
    /// Adds a row.
    pub(super) fn row(&mut self, what: impl Into<String>, figure: Figure) {
        self.rows.push(Row { what: what.into(), figure });
    }

    /// Adds a row of shares.
    pub(super) fn share(&mut self, what: impl Into<String>, right: usize, of: usize) {
        self.row(what, Figure::Share { right, of });
    }

    /// Adds an error.
    pub(super) fn miss(&mut self, place: &str, kind: MissKind, what: impl Into<String>) {
        self.errors.push(Miss { place: place.to_owned(), kind, what: what.into() });
    }

    /// The figure of a row.
    pub fn figure(&self, what: &str) -> Option<Figure> {
        self.rows.iter().find(|row| row.what == what).map(|row| row.figure)
    }

    /// As JSON: `rows` with percentages, and the first errors.
    pub fn to_json(&self, errors: usize) -> Value {
        let rows = self.rows.iter().map(|row| match row.figure {
            Figure::Match(c) => json!({
                "what": row.what, "precision": percent(c.precision()), "recall": percent(c.recall()), "f1": percent(c.f1()),
                "right": c.right, "found": c.found, "gold": c.gold,
            }),
            Figure::Rates { precision, recall } => json!({
                "what": row.what, "precision": percent(precision), "recall": percent(recall), "f1": percent(mean(precision, recall)),
            }),
            Figure::Share { right, of } => json!({"what": row.what, "percent": percent(share(right, of)), "right": right, "of": of}),
            Figure::Value(value) => json!({"what": row.what, "percent": percent(value)}),
        });
        let misses = self.errors.iter().take(errors).map(|e| json!({"place": e.place, "kind": e.kind.word(), "what": e.what}));
        json!({"rows": rows.collect::<Vec<_>>(), "errors": misses.collect::<Vec<_>>()})
    }

    /// As cells of a table: what, precision, recall, F1 or share, and the counts.
    pub fn cells(&self) -> Vec<[String; 5]> {
        let shown = |value: f64| format!("{:.1}", 100.0 * value);
        let cells = |row: &Row| match row.figure {
            Figure::Match(c) => {
                let counts = format!("{} of {} found, {} gold", c.right, c.found, c.gold);
                [row.what.clone(), shown(c.precision()), shown(c.recall()), shown(c.f1()), counts]
            }
            Figure::Rates { precision, recall } => {
                [row.what.clone(), shown(precision), shown(recall), shown(mean(precision, recall)), String::new()]
            }
            Figure::Share { right, of } => {
                [row.what.clone(), String::new(), String::new(), shown(share(right, of)), format!("{right} of {of}")]
            }
            Figure::Value(value) => [row.what.clone(), String::new(), String::new(), shown(value), String::new()],
        };
        self.rows.iter().map(cells).collect()
    }
}

fn percent(value: f64) -> f64 {
    (value * 10_000.0).round() / 100.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_found_is_no_division_by_zero() {
        assert_eq!(Counts::default().f1(), 0.0);
        let counts = Counts { right: 1, found: 2, gold: 4 };
        assert!((counts.f1() - 1.0 / 3.0).abs() < 1e-9);
    }

    #[test]
    fn json_has_as_many_errors_as_wanted() {
        let mut report = Report::default();
        report.share("dates", 1, 3);
        report.miss("a", MissKind::Missed, "Arrest");
        report.miss("b", MissKind::Spurious, "Visit");
        let json = report.to_json(1);
        assert_eq!(json["rows"][0]["percent"], 33.33);
        assert_eq!(json["errors"].as_array().unwrap().len(), 1);
    }
}
