//! Disks that fill up and disks that lose power, in place of the log's file.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex};

use oxigraph::model::{GraphName, Literal, NamedNode, Quad};

use super::log::{Entry, Log, Reached};
use super::medium::Medium;
use super::record::{Draft, Head};
use super::{Access, ArticleRecord, StoreError};

/// Bytes that reach a disk together.
const SECTOR: usize = 512;

#[derive(Clone, Debug)]
enum Change {
    Write(usize, Vec<u8>),
    Length(usize),
}

impl Change {
    fn apply(&self, bytes: &mut Vec<u8>) {
        match self {
            Change::Length(length) => bytes.resize(*length, 0),
            Change::Write(offset, written) => {
                bytes.resize(bytes.len().max(offset + written.len()), 0);
                bytes[*offset..offset + written.len()].copy_from_slice(written);
            }
        }
    }
}

#[derive(Debug, Default)]
struct State {
    /// What survives.
    durable: Vec<u8>,
    /// What the program sees.
    seen: Vec<u8>,
    /// What was done since the last sync.
    pending: Vec<Change>,
    /// Length beyond which the disk is full.
    room: Option<usize>,
    /// Operations until the power is gone.
    left: Option<usize>,
}

/// A disk that keeps what was synced for certain, and of the rest what chance wants.
#[derive(Clone, Debug, Default)]
struct Disk(Arc<Mutex<State>>);

impl Disk {
    fn step<T>(&self, work: impl FnOnce(&mut State) -> io::Result<T>) -> io::Result<T> {
        let mut state = self.0.lock().unwrap();
        match &mut state.left {
            Some(0) => return Err(io::Error::other("no power")),
            Some(left) => *left -= 1,
            None => {}
        }
        work(&mut state)
    }

    /// The power goes and comes back.
    fn cut(&self, chance: &mut Chance) {
        let mut state = self.0.lock().unwrap();
        let pending = std::mem::take(&mut state.pending);
        for change in pending {
            match change {
                Change::Length(_) if chance.below(2) == 0 => change.apply(&mut state.durable),
                Change::Length(_) => {}
                Change::Write(offset, bytes) => {
                    for (number, sector) in bytes.chunks(SECTOR).enumerate() {
                        if chance.below(2) == 0 {
                            Change::Write(offset + number * SECTOR, sector.to_vec()).apply(&mut state.durable);
                        }
                    }
                }
            }
        }
        state.seen = state.durable.clone();
        state.left = None;
    }
}

impl Medium for Disk {
    fn length(&self) -> io::Result<u64> {
        Ok(self.0.lock().unwrap().seen.len() as u64)
    }

    fn read_exact_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<()> {
        let state = self.0.lock().unwrap();
        let bytes = state.seen.get(offset as usize..offset as usize + buffer.len()).ok_or(io::ErrorKind::UnexpectedEof)?;
        buffer.copy_from_slice(bytes);
        Ok(())
    }

    fn write_all_at(&self, bytes: &[u8], offset: u64) -> io::Result<()> {
        self.step(|state| {
            let room = state.room.unwrap_or(usize::MAX).saturating_sub(offset as usize);
            let change = Change::Write(offset as usize, bytes[..bytes.len().min(room)].to_vec());
            change.apply(&mut state.seen);
            state.pending.push(change);
            if bytes.len() > room { Err(io::ErrorKind::StorageFull.into()) } else { Ok(()) }
        })
    }

    fn set_length(&self, length: u64) -> io::Result<()> {
        self.step(|state| {
            let change = Change::Length(length as usize);
            change.apply(&mut state.seen);
            state.pending.push(change);
            Ok(())
        })
    }

    fn sync(&self) -> io::Result<()> {
        self.step(|state| {
            state.durable = state.seen.clone();
            state.pending.clear();
            Ok(())
        })
    }
}

/// Numbers that look like chance and are the same every time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }
}

fn open(disk: &Disk) -> Result<(Log, Vec<(Entry, Head)>), StoreError> {
    let mut records = Vec::new();
    let (log, _) = Log::over(Box::new(disk.clone()), Path::new("articles.log"), Access::Write, Reached::default(), |entry, head| {
        records.push((entry, head));
    })?;
    Ok((log, records))
}

fn keys(records: &[(Entry, Head)]) -> Vec<String> {
    let key = |head: &Head| match head {
        Head::Article(info) => info.key.clone(),
        other => panic!("{other:?}"),
    };
    records.iter().map(|(_, head)| key(head)).collect()
}

/// An article of some length that does not compress.
fn article(key: &str, chance: &mut Chance) -> Draft {
    let node = |name: &str| NamedNode::new_unchecked(format!("https://example.org/{name}"));
    let words: String = (0..chance.below(300)).map(|_| format!("{:x}", chance.below(1 << 30))).collect();
    let quad = Quad::new(node("event"), node("says"), Literal::from(words), GraphName::from(node(key)));
    Draft::article(&ArticleRecord { key: key.to_owned(), graph: node(key).into_string(), quads: vec![quad], ..ArticleRecord::default() })
}

#[test]
fn a_power_cut_costs_at_most_what_was_not_yet_acknowledged() {
    let mut in_flight_survived = 0;
    for seed in 0..120 {
        let mut chance = Chance(seed);
        let disk = Disk::default();
        let mut safe: Vec<String> = Vec::new();
        for cut in 0..4 {
            disk.0.lock().unwrap().left = Some(chance.below(25) as usize);
            let mut flying: Vec<String> = Vec::new();
            if let Ok((mut log, _)) = open(&disk) {
                loop {
                    flying = (0..=chance.below(5)).map(|number| format!("{seed}-{cut}-{}-{number}", safe.len())).collect();
                    let drafts: Vec<Draft> = flying.iter().map(|key| article(key, &mut chance)).collect();
                    if log.append(&drafts).is_err() {
                        break;
                    }
                    safe.append(&mut flying);
                }
            }
            disk.cut(&mut chance);
            let (log, records) = open(&disk).unwrap_or_else(|error| panic!("seed {seed}: {error}"));
            let found = keys(&records);
            assert_eq!(found[..safe.len().min(found.len())], safe, "seed {seed}: what was acknowledged is there");
            let rest: BTreeSet<&String> = found[safe.len()..].iter().collect();
            assert!(rest.iter().all(|key| flying.contains(key)), "seed {seed}: {rest:?} of {flying:?}");
            in_flight_survived += rest.len();
            for (entry, _) in &records {
                log.check(*entry).unwrap_or_else(|error| panic!("seed {seed}: {error}"));
            }
            safe = found;
        }
    }
    assert!(in_flight_survived > 0, "some cuts come in the middle of a write");
}

#[test]
fn damage_to_what_was_safe_is_not_taken_for_a_power_cut() {
    let mut chance = Chance(1);
    let disk = Disk::default();
    let (mut log, _) = open(&disk).unwrap();
    for number in 0..3 {
        log.append(&[article(&format!("{number}"), &mut chance)]).unwrap();
    }
    let whole = disk.0.lock().unwrap().seen.clone();
    // 19 bytes of header; the first record begins there with its length, checksum and head.
    for place in [19, 30, 50, 60, 200] {
        disk.0.lock().unwrap().seen[place] ^= 1;
        let error = match open(&disk) {
            Err(error) => error,
            Ok((log, records)) => log.quads(records[0].0).unwrap_err(),
        };
        assert!(matches!(error, StoreError::Damaged { offset: 19, .. }), "byte {place}: {error}");
        assert_eq!(disk.0.lock().unwrap().seen.len(), whole.len(), "nothing was cut off");
        disk.0.lock().unwrap().seen = whole.clone();
    }
}

#[test]
fn a_full_disk_keeps_what_there_is_and_says_so() {
    let mut chance = Chance(7);
    let disk = Disk::default();
    let (mut log, _) = open(&disk).unwrap();
    log.append(&[article("first", &mut chance)]).unwrap();
    disk.0.lock().unwrap().room = Some(log.bytes() as usize + 40);
    let error = log.append(&[article("second", &mut chance)]).unwrap_err().to_string();
    assert!(error.contains("make room and start again"), "{error}");
    assert_eq!(keys(&open(&disk).unwrap().1), ["first"]);
    disk.0.lock().unwrap().room = None;
    log.append(&[article("second", &mut chance)]).unwrap();
    assert_eq!(keys(&open(&disk).unwrap().1), ["first", "second"]);
}
