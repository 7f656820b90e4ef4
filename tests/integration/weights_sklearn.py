#!/usr/bin/env python3
"""`tune --weights` against scikit-learn, on a generated stream whose truth is known: rows, coefficients, weights, threshold, AUC.
needs:

The rows are made anew from the leads that tune writes and the truth that gen writes; of the document only the penalty that
was chosen is taken.
"""
import json

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold

from cli import ROOT, check, finish, fresh, run, same


def near(what, got, want, by):
    return check(what, np.max(np.abs(np.asarray(got) - np.asarray(want))) <= by, f"got {got}, want {want}")


def model(c, x, y):
    return LogisticRegression(C=c, tol=1e-8, max_iter=10000).fit(x, y)


def whole(c, x, y, present):
    """Suggested weights, made by their description."""
    columns = list(range(x.shape[1]))
    while True:
        found = model(c, x[:, columns], y).coef_[0]
        if found.min() >= 0:
            break
        del columns[int(found.argmin())]
    weights = np.zeros(x.shape[1])
    weights[columns] = found * sum(present) / found.sum()
    return np.round(weights)


def made(folder):
    """The files of a stream, and what tune says of it."""
    stream = ["--seed", "11", "--sales", "60000", "--rings", "14", "--days", "400"]
    files = ["--out", folder / "e.ndjson", "--dealers-out", folder / "d.csv", "--truth", folder / "t.ndjson"]
    same("gen", run("gen", "--quiet", *stream, *files).returncode, 0)
    got = run(
        *("tune", "--rules", ROOT / "rules/atf.yaml", "--groups", ROOT / "rules/groups.yaml"),
        *("--dealers", folder / "d.csv", "--labels", folder / "t.ndjson", "--weights", "--seed", "5"),
        *("--json", folder / "tune.json", "--leads-out", folder / "leads", folder / "e.ndjson"),
    )
    if not same("tune", got.returncode, 0):
        print(got.stderr.decode())
        finish()
    return json.loads((folder / "tune.json").read_text())["weights"]


def rows_of(folder, ids):
    """Of each purchaser's lead: hits, whether it came true, whose it is, its score, whether a group has it."""
    truth = [json.loads(line) for line in open(folder / "t.ndjson")]
    buyers = {one["purchaser"] for one in truth if one["kind"] == "buyer"}
    leads = [json.loads(line) for line in open(folder / "leads/present.ndjson")]
    leads = [lead for lead in leads if lead["subject"]["kind"] == "purchaser"]
    hits = [{one["id"] for one in lead["indicators"]} for lead in leads]
    x = np.array([[name in of for name in ids] for of in hits], dtype=float)
    keys = np.array([lead["subject"]["key"] for lead in leads])
    y = np.array([key in buyers for key in keys])
    score = np.array([lead["score"] for lead in leads])
    return x, y, keys, score, np.array([bool(lead["routes"]) for lead in leads])


def unseen(c, x, y, keys, present):
    """AUC of weights that were made without the purchaser, by folds of our own."""
    scores = np.zeros(len(y))
    for inside, outside in GroupKFold(5).split(x, y, keys):
        scores[outside] = x[outside] @ whole(c, x[inside], y[inside], present)
    return roc_auc_score(y, scores)


def main():
    folder = fresh("weights_sklearn")
    said = made(folder)
    listed = said["indicators"]
    x, y, keys, score, accepted = rows_of(folder, [one["id"] for one in listed])
    same("labelled leads", (said["n"], said["true"], said["false"]), (len(y), y.sum(), (~y).sum()))
    same("purchasers", said["purchasers"], len(set(keys)))
    same("hits in true leads", [one["true"] for one in listed], list(x[y].sum(0)))
    same("hits in false leads", [one["false"] for one in listed], list(x[~y].sum(0)))

    varies = (x.sum(0) > 0) & (x.sum(0) < len(x))
    same("of which something is said", [one["suggested"] is not None for one in listed], list(varies))
    known = [one for one, one_varies in zip(listed, varies) if one_varies]
    present = [one["present"] for one in known]
    fit = model(said["c"], x[:, varies], y)
    near("coefficients", [one["coefficient"] for one in known], fit.coef_[0], 0.01)
    near("intercept", said["intercept"], fit.intercept_[0], 0.02)
    for one in known:
        check(f"{one['id']}: its interval", one["low"] <= one["coefficient"] <= one["high"], one)
    suggested = np.array([one["suggested"] for one in known])
    near("weights", suggested, whole(said["c"], x[:, varies], y, present), 1)

    near("AUC now", said["auc"]["present"], roc_auc_score(y, score), 0.0001)
    near("AUC suggested, unseen", said["auc"]["suggested"], unseen(said["c"], x[:, varies], y, keys, present), 0.02)
    line = said["threshold"]
    same("true now", line["present_true"], (accepted & y).sum())
    same("false now", line["present_false"], (accepted & ~y).sum())
    new = np.where(varies, [one["suggested"] or 0 for one in listed], [one["present"] for one in listed]) @ x.T
    same("true then", line["suggested_true"], ((new >= line["suggested"]) & y).sum())
    same("false then", line["suggested_false"], ((new >= line["suggested"]) & ~y).sum())
    check("no true lead less", line["suggested_true"] >= line["present_true"], line)
    check("any higher line would lose some", ((new > line["suggested"]) & y).sum() < line["present_true"], line)
    finish()


if __name__ == "__main__":
    main()
