"""Writes the expectations the Rust tests compare with: `golden.py CHECKPOINT golden.tsv`.

One word a line: form, piece ids, shape, UPOS, head, relation, name tag, and the three probabilities.
"""

import argparse
from pathlib import Path

import torch

from batch import collate
from data import Sentence
from evaluate import predict
from train import restore
from wordpiece import Pieces, shape

SENTENCES = """
Iran tested two new missiles on Tuesday , state television said .
The U.S. President met Ukraine ’s leader in Kyiv ; neither spoke to reporters .
" We will not pay , " Anna-Maria Kowalczyk told Reuters from São Paulo .
MAN ARRESTED AFTER BANK ROBBERY IN ZÜRICH
hackers stole data of 3.5 million customers , says Acme Corp
Prime Minister Jane O'Neill , 54 , resigned over the F-16 deal worth $ 1.2bn .
The ransomware , known as DarkLoop , encrypted servers at St. Mary 's Hospital .
Who was killed by the flood that hit the town 's old bridge ?
Police in Lagos have detained four men suspected of kidnapping schoolchildren last week .
It 's raining .
Yes
— … “ ” ‘ ’
国国 Привет مرحبا ½ x² naïve Ångström ﬁnance
https://www.example.org/a/very/long/path?with=many&parts=that&go=on#and-on was down
After the talks collapsed , the rebels who had seized the port withdrew , leaving behind weapons , fuel and food .
Central bank raises rates by 0.25 points to curb inflation
The company , which employs 4,000 people in Ohio and is owned by Globex , said it would close its plants .
Syrian and Russian jets bombed a market in Idlib , killing at least 12 civilians , monitors said .
He gave her the book she had asked for , did n't he ?
The bill to ban sales of such phones was passed by the Senate on 3 March 2021 and signed into law a day later .
"""


def main():
    args = argparse.ArgumentParser(description=__doc__)
    args.add_argument("checkpoint", type=Path)
    args.add_argument("out", type=Path)
    args = args.parse_args()
    model = restore(args.checkpoint)
    pieces = Pieces(model.inventory.vocab)
    sentences = [Sentence("golden", tuple(line.split(" "))) for line in SENTENCES.strip().split("\n")]
    with args.out.open("w", encoding="utf8") as out, torch.no_grad():
        for s, p in zip(sentences, predict(model, sentences, limit=0)):
            tags, names, arcs, _ = model.eval()(collate([s], pieces))
            words = torch.arange(len(s.words))
            arcs[0, words, words + 1] = -1e9
            for i, w in enumerate(s.words):
                head = p["heads"][i]
                probs = (tags[0][0, i].softmax(-1).max(), arcs[0, i].softmax(-1)[head],
                         names[0, i].softmax(-1)[model.inventory.names.index(p["names"][i])])
                print(w, " ".join(map(str, pieces.encode(w))), shape(w, i == 0), p["upos"][i], p["lemmas"][i], head, p["deprels"][i],
                      p["names"][i], *(f"{x:.3f}" for x in probs), sep="\t", file=out)
            print(file=out)


if __name__ == "__main__":
    main()
