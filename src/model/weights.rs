//! The weights file: a header, a table of named tensors, then their data, which is used where it lies.
//!
//! Example: `File::parse(bytes)?.linear("layer0.qkv")?` is the 384 -> 1152 projection of the first layer, its 8-bit
//! matrix borrowed from `bytes`. Only the few float vectors are copied, so loading 23 MB takes about a millisecond.
//!
//! `training/export.py` writes the file and describes the interleaving of the matrices.

use super::ModelError;
use std::collections::HashMap;

const MAGIC: &[u8; 8] = b"DTLNMODL";
const VERSION: u32 = 1;
/// Outputs of a matrix come in groups of this many.
pub const PANEL: usize = 64;

#[derive(Clone, Copy)]
struct Entry {
    kind: u8,
    rows: usize,
    columns: usize,
    data: &'static [u8],
}

/// The parsed table of contents.
pub struct File {
    entries: HashMap<&'static str, Entry>,
}

/// A projection `inputs -> outputs` with 8-bit weights, one scale an output, and a bias.
pub struct Linear {
    pub inputs: usize,
    /// Outputs that mean something; the matrix has [`Linear::width`] of them.
    pub outputs: usize,
    /// `[width / 64][inputs / 4][64][4]` signed bytes.
    pub packed: &'static [u8],
    pub scales: Vec<f32>,
    /// 128 times the sum of each output's weights: what the shift of the inputs to unsigned adds.
    pub shifts: Vec<i32>,
    pub bias: Vec<f32>,
}

impl Linear {
    /// Outputs including the padding to whole panels.
    pub fn width(&self) -> usize {
        self.scales.len()
    }
}

/// An embedding table: 8-bit rows with one scale each.
pub struct Table {
    columns: usize,
    data: &'static [u8],
    scales: Vec<f32>,
}

impl Table {
    pub fn rows(&self) -> usize {
        self.scales.len()
    }

    /// Adds row `index` to `out`.
    #[inline]
    pub fn add_row(&self, index: usize, out: &mut [f32]) {
        let scale = self.scales[index];
        let row = &self.data[index * self.columns..(index + 1) * self.columns];
        for (o, &b) in out.iter_mut().zip(row) {
            *o += f32::from(b as i8) * scale;
        }
    }
}

impl File {
    pub fn parse(bytes: &'static [u8]) -> Result<File, ModelError> {
        let mut at = Cursor { bytes, at: 0 };
        if at.take(8)? != MAGIC {
            return Err(ModelError::NotAModel);
        }
        let version = at.u32()?;
        if version != VERSION {
            return Err(ModelError::Version { found: version, expected: VERSION });
        }
        let count = at.u32()?;
        let mut entries = HashMap::new();
        for _ in 0..count {
            let length = at.u32()? as usize;
            let name = std::str::from_utf8(at.take(length)?).map_err(|_| ModelError::Truncated)?;
            let kind = at.take(1)?[0];
            let (rows, columns) = (at.u32()? as usize, at.u32()? as usize);
            let (offset, length) = (at.u64()?, at.u64()?);
            let end = offset.checked_add(length).ok_or(ModelError::Truncated)?;
            let data = bytes.get(offset..end).ok_or(ModelError::Truncated)?;
            entries.insert(name, Entry { kind, rows, columns, data });
        }
        Ok(File { entries })
    }

    fn entry(&self, name: &str, kind: u8) -> Result<Entry, ModelError> {
        match self.entries.get(name) {
            Some(e) if e.kind == kind => Ok(*e),
            _ => Err(ModelError::Missing { name: name.to_owned() }),
        }
    }

    /// A float matrix, row after row.
    pub fn floats(&self, name: &str, columns: usize) -> Result<Vec<f32>, ModelError> {
        let e = self.entry(name, 0)?;
        check(name, e.columns == columns && e.data.len() == 4 * e.rows * e.columns)?;
        Ok(f32s(e.data))
    }

    pub fn linear(&self, name: &str) -> Result<Linear, ModelError> {
        let e = self.entry(name, 1)?;
        let width = e.rows.next_multiple_of(PANEL);
        let matrix = width * e.columns;
        check(name, e.columns % 4 == 0 && e.data.len() == matrix + 12 * width)?;
        let (packed, rest) = e.data.split_at(matrix);
        let (scales, rest) = rest.split_at(4 * width);
        let (sums, bias) = rest.split_at(4 * width);
        Ok(Linear {
            inputs: e.columns,
            outputs: e.rows,
            packed,
            scales: f32s(scales),
            shifts: words(sums).map(|b| 128 * i32::from_le_bytes(b)).collect(),
            bias: f32s(bias),
        })
    }

    pub fn table(&self, name: &str, columns: usize) -> Result<Table, ModelError> {
        let e = self.entry(name, 2)?;
        let matrix = e.rows * e.columns;
        check(name, e.columns == columns && e.data.len() == matrix + 4 * e.rows)?;
        let (data, scales) = e.data.split_at(matrix);
        Ok(Table { columns, data, scales: f32s(scales) })
    }

    pub fn strings(&self, name: &str) -> Result<Vec<&'static str>, ModelError> {
        let e = self.entry(name, 3)?;
        let text = std::str::from_utf8(e.data).map_err(|_| ModelError::Shape { name: name.to_owned() })?;
        let out: Vec<_> = if e.rows == 0 { Vec::new() } else { text.split('\n').collect() };
        check(name, out.len() == e.rows)?;
        Ok(out)
    }

    pub fn has(&self, name: &str) -> bool {
        self.entries.contains_key(name)
    }
}

/// Turns a broken size into an error that names the tensor.
pub fn check(name: &str, holds: bool) -> Result<(), ModelError> {
    if holds { Ok(()) } else { Err(ModelError::Shape { name: name.to_owned() }) }
}

fn words(bytes: &[u8]) -> impl Iterator<Item = [u8; 4]> {
    bytes.as_chunks::<4>().0.iter().copied()
}

fn f32s(bytes: &[u8]) -> Vec<f32> {
    words(bytes).map(f32::from_le_bytes).collect()
}

struct Cursor {
    bytes: &'static [u8],
    at: usize,
}

impl Cursor {
    fn take(&mut self, n: usize) -> Result<&'static [u8], ModelError> {
        let end = self.at.checked_add(n).ok_or(ModelError::Truncated)?;
        let out = self.bytes.get(self.at..end).ok_or(ModelError::Truncated)?;
        self.at = end;
        Ok(out)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], ModelError> {
        self.take(N)?.try_into().map_err(|_| ModelError::Truncated)
    }

    fn u32(&mut self) -> Result<u32, ModelError> {
        Ok(u32::from_le_bytes(self.array()?))
    }

    fn u64(&mut self) -> Result<usize, ModelError> {
        usize::try_from(u64::from_le_bytes(self.array()?)).map_err(|_| ModelError::Truncated)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn broken_files_are_errors() {
        assert!(matches!(File::parse(b"not a model"), Err(ModelError::NotAModel)));
        assert!(matches!(File::parse(b"DTLNMODL\x01\0\0\0\x05\0\0\0\x02\0"), Err(ModelError::Truncated)));
        assert!(matches!(File::parse(b"DTLNMODL\x09\0\0\0\0\0\0\0"), Err(ModelError::Version { .. })));
    }
}
