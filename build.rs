//! The frame files of `data/frames/` as JSON, which the program reads at start in a fifth of the time that TOML takes.
//!
//! ```text
//! [[frame]]                  {"format": 1, "frame": [[4, {"id": "cyber.hack", …}], …], …}
//! id = "cyber.hack"     →    the number is the byte at which the entry stands
//! …
//! ```

use std::path::Path;
use std::{env, fs};

use serde::Deserialize;
use serde_json::json;
use toml::{Spanned, Value};

/// A frame file as far as its entries are concerned; what stands in them is checked when they are compiled.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    format: u32,
    #[serde(default)]
    frame: Vec<Spanned<Value>>,
    #[serde(default)]
    role: Vec<Spanned<Value>>,
    #[serde(default)]
    embedder: Vec<Spanned<Value>>,
    #[serde(default)]
    modifier: Vec<Spanned<Value>>,
    #[serde(default)]
    light: Vec<Spanned<Value>>,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=data/frames");
    let out = env::var("OUT_DIR")?;
    for file in fs::read_dir("data/frames")? {
        let path = file?.path();
        if path.extension().is_some_and(|e| e == "toml") {
            let written: Written = toml::from_str(&fs::read_to_string(&path)?).map_err(|e| format!("{}: {e}", path.display()))?;
            // what the frames are tried on is read from the files as written
            let bare = |mut frames: Vec<Spanned<Value>>| {
                for table in frames.iter_mut().filter_map(|f| f.get_mut().as_table_mut()) {
                    table.remove("examples");
                    table.remove("rejects");
                }
                frames
            };
            let placed = |entries: Vec<Spanned<Value>>| -> Vec<(usize, Value)> {
                entries.into_iter().map(|e| (e.span().start, e.into_inner())).collect()
            };
            let built = json!({
                "format": written.format,
                "frame": placed(bare(written.frame)),
                "role": placed(written.role),
                "embedder": placed(written.embedder),
                "modifier": placed(written.modifier),
                "light": placed(written.light),
            });
            let name = path.file_stem().unwrap_or_default();
            fs::write(Path::new(&out).join(name).with_extension("json"), built.to_string())?;
        }
    }
    Ok(())
}
