"""Lemma edit scripts: `form, lemma` <-> a class such as `l3y` (lower-case, drop 3 letters, add "y": parties -> party)."""

from wordpiece import NORMALISE


def script(form: str, lemma: str) -> str:
    """Casing rule (l lower, k keep, t title), letters to drop, letters to add. Lower-case wins ties, so that
    the script of a common word does not change when a headline changes its case."""
    low, target = form.translate(NORMALISE).lower(), lemma.lower()
    n = 0
    while n < min(len(low), len(target)) and low[n] == target[n]:
        n += 1
    body = f"{len(low) - n}{target[n:]}"
    return next((c + body for c in "lkt" if apply(form, c + body) == lemma), "")


def apply(form: str, rule: str) -> str:
    """Inverse of `script`; a rule that drops more letters than there are leaves the form as it is."""
    form = form.translate(NORMALISE)
    digits = len(rule[1:]) - len(rule[1:].lstrip("0123456789"))
    drop, add = int(rule[1:1 + digits]), rule[1 + digits:]
    base = form.lower() if rule[0] in "lt" else form
    if drop > len(base):
        return base
    out = base[:len(base) - drop] + add
    return out[:1].upper() + out[1:] if rule[0] == "t" else out
