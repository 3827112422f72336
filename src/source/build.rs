//! The last step of every reader: key, hash, language, block kinds and dates of an article whose text stands.

use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::data::{LANGUAGES, PAGES};
use super::dates::{self, Clues};
use super::{Article, ReadOptions, kinds};

/// What a reader knows besides the text.
#[derive(Default)]
pub(super) struct Draft {
    /// For messages and `Article::origin`.
    pub place: String,
    pub id: Option<String>,
    pub url: Option<String>,
    pub title: Option<String>,
    pub publisher: Option<String>,
    pub language: Option<String>,
    pub clues: Clues,
}

impl Draft {
    /// A draft that only knows where it comes from.
    pub fn new(place: &str) -> Self {
        Self { place: place.to_owned(), ..Self::default() }
    }

    /// Completes an article; `source` is the decoded source that its offsets lead to.
    pub fn finish(mut self, mut article: Article, source: &str, options: &ReadOptions) -> Article {
        self.clues.given = options.published;
        article.sha256 = hex(&Sha256::digest(source));
        article.origin = Arc::from(self.place.as_str());
        article.url = self.url.filter(|url| !url.trim().is_empty()).map(|url| url.trim().to_owned());
        article.publisher = self.publisher.filter(|name| !name.is_empty());
        article.language = self.language.as_deref().and_then(iso_639_1).or_else(|| recognise(article.body()));
        article.id = match (self.id.filter(|id| !id.trim().is_empty()), &article.url) {
            (Some(id), _) => id.trim().to_owned(),
            (None, Some(url)) => short_hash(&normal_url(url)),
            (None, None) => short_hash(&article.text),
        };
        kinds::mark_by_words(&article.text, &mut article.blocks);
        dates::date_article(&mut article, &self.clues);
        article
    }
}

/// An address without what does not change its page: scheme, `www.`, case of the host, fragment, tracking, last slash.
fn normal_url(url: &str) -> String {
    let url = url.split('#').next().unwrap_or(url);
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let (address, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (host, path) = address.split_once('/').unwrap_or((address, ""));
    let host = host.to_lowercase();
    let host = host.trim_start_matches("www.").trim_end_matches(":443").trim_end_matches(":80");
    let tracks = |parameter: &str| {
        let name = parameter.split('=').next().unwrap_or(parameter);
        PAGES.tracking.iter().any(|known| known.strip_suffix('*').map_or(known == name, |stem| name.starts_with(stem)))
    };
    let mut kept: Vec<&str> = query.split('&').filter(|p| !p.is_empty() && !tracks(p)).collect();
    kept.sort_unstable();
    let query = if kept.is_empty() { String::new() } else { format!("?{}", kept.join("&")) };
    format!("{host}/{}{query}", path.trim_end_matches('/'))
}

fn short_hash(text: &str) -> String {
    hex(&Sha256::digest(text))[..16].to_owned()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// `en-US` → `en`.
fn iso_639_1(tag: &str) -> Option<String> {
    let primary = tag.trim().split(['-', '_']).next()?.to_lowercase();
    match primary.len() {
        2 => Some(primary),
        3 => LANGUAGES.get(primary.as_str()).map(|code| (*code).to_owned()),
        _ => None,
    }
}

/// The language of a body, from its first characters, if that is sure.
fn recognise(body: &str) -> Option<String> {
    let end = body.char_indices().nth(4000).map_or(body.len(), |(byte, _)| byte);
    let info = whatlang::detect(&body[..end]).filter(whatlang::Info::is_reliable)?;
    LANGUAGES.get(info.lang().code()).map(|code| (*code).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_page_has_one_address() {
        let same = ["http://www.Post.example/a/b/?utm_source=x&id=2#top", "https://post.example/a/b?id=2"];
        assert_eq!(normal_url(same[0]), normal_url(same[1]));
        assert_ne!(normal_url(same[0]), normal_url("https://post.example/a/b?id=3"));
    }

    #[test]
    fn languages_are_two_letters() {
        assert_eq!(iso_639_1("en-US").as_deref(), Some("en"));
        assert_eq!(iso_639_1("deu").as_deref(), Some("de"));
        assert_eq!(iso_639_1("English"), None);
        assert_eq!(
            recognise("Die Polizei in Köln hat am Dienstag zwei Männer festgenommen, die eine Bank überfallen haben sollen.").as_deref(),
            Some("de")
        );
        assert_eq!(recognise("12"), None);
    }
}
