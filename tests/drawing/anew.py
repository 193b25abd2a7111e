"""The draw written a second time, from the method printed on the certificate and nothing else.

It shares no code with the program: sums are walked one by one, quotas are reckoned in fractions,
and whether enough officers are left is asked of scipy's maximum flow.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import math
from fractions import Fraction

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_flow

CREDIT = ["A", "B", "C", "D", "未评级"]
RISK = ["高", "中", "低", "未定级"]


def numbers(key, *label):
    """Give a function that draws a number below n, block after block."""
    block = 0

    def below(n):
        nonlocal block
        while True:
            message = "\n".join(label).encode("utf-8") + b"\x00" + block.to_bytes(8, "big")
            block += 1
            x = int(hmac.new(key, message, hashlib.sha256).hexdigest(), 16)
            if x < (2**256 // n) * n:
                return x % n

    return below


def pick(below, weights):
    """Draw one key of a dictionary of weights, in its order."""
    r = below(sum(weights.values()))
    running = 0
    for key, weight in weights.items():
        running += weight
        if running > r:
            return key
    raise AssertionError


def weight_of(times, repeat):
    weight = 10000
    for _ in range(times):
        weight = max(1, math.floor(Fraction(weight * repeat, 100)))
    return weight


def quotas(rules, sizes):
    ratios, factors = dict(rules["ratios"]), dict(rules["factors"])
    share = {(c, r): min(Fraction(ratios[c], 10000) * Fraction(factors[r], 100), Fraction(1))
             for c, r in sizes}  # fmt: skip
    if not rules["size"]:
        return {key: math.ceil(sizes[key] * share[key]) for key in sizes}
    found, left = {key: 0 for key in sizes}, rules["size"]
    open_keys = [key for key in sizes if share[key]]
    while open_keys:
        whole = sum(sizes[key] * share[key] for key in open_keys)
        exact = {key: left * sizes[key] * share[key] / whole for key in open_keys}
        full = [key for key in open_keys if exact[key] > sizes[key]]
        if not full:
            break
        for key in full:
            found[key] = sizes[key]
            left -= sizes[key]
        open_keys = [key for key in open_keys if key not in full]
    for key in open_keys:
        found[key] = math.floor(exact[key])
        left -= found[key]
    rest = sorted(open_keys, key=lambda key: -(exact[key] - math.floor(exact[key])))
    for key in rest[:left]:
        found[key] += 1
    return found


def most_places(may, fixed, pair, most):
    """Return how many places can be filled where `fixed` pairs are filled already."""
    codes = list(may)
    badges = sorted({badge for team in may.values() for badge in team})
    if not codes or not badges:
        return 0
    size = 2 + len(codes) + len(badges)
    room = np.zeros((size, size), dtype=np.int32)
    for i, code in enumerate(codes):
        room[0, 2 + i] = pair - sum(one == code for one, _ in fixed)
        for badge in may[code]:
            if (code, badge) not in fixed:
                room[2 + i, 2 + len(codes) + badges.index(badge)] = 1
    for j, badge in enumerate(badges):
        room[2 + len(codes) + j, 1] = most - sum(one == badge for _, one in fixed)
    return len(fixed) + int(maximum_flow(csr_array(room), 0, 1).flow_value)


def draw_anew(certificate):
    """Return [code, badges] in the order drawn, or raise where the commitment does not hold."""
    seed = bytes.fromhex(certificate["seed"])
    text = certificate["description"]
    digest = hashlib.sha256(seed + text.encode("utf-8")).hexdigest()
    assert digest == certificate["commitment"]
    promised = json.loads(text)
    rules = promised["rules"]
    key = hmac.new(seed, certificate["witness"].encode("utf-8"), hashlib.sha256).digest()

    strata = {(c, r): [] for c in CREDIT for r in RISK}
    for one in promised["objects"]:
        strata[one[2], one[3]].append(one)
    strata = {name: members for name, members in strata.items() if members}
    quota = quotas(rules, {name: len(members) for name, members in strata.items()})
    chosen = []
    for (credit, risk), members in strata.items():
        below = numbers(key, "objects", credit, risk)
        weights = {one[0]: weight_of(one[4], rules["repeat"]) for one in members}
        for _ in range(quota[credit, risk]):
            code = pick(below, weights)
            del weights[code]
            chosen.append(next(one for one in members if one[0] == code))

    sent = {one[0]: [] for one in chosen}
    barred = {(badge, code) for badge, code in promised["avoid"]}
    bodies = sorted({body for _, _, body in promised["officers"]}) if rules["pair"] else []
    for body in bodies:
        staff = sorted(badge for badge, _, whose in promised["officers"] if whose == body)
        may = {}
        for one in chosen:
            last = one[5] if rules["fresh"] else []
            may[one[0]] = [badge for badge in staff
                           if (badge, one[0]) not in barred and badge not in last]  # fmt: skip
        send(key, body, may, rules, sent)
    return [[one[0], sent[one[0]]] for one in chosen]


def send(key, body, may, rules, sent):
    pair, most = rules["pair"], rules["most"]
    gone, fixed = {}, set()
    greatest = most_places(may, fixed, pair, most) if most else 0
    for code in may:
        below, found = numbers(key, "officers", body, code), []
        weights = {badge: max(1, 10000 // (1 + gone.get(badge, 0)) ** 2) for badge in may[code]
                   if not most or gone.get(badge, 0) < most}  # fmt: skip
        while len(found) < pair and weights:
            badge = pick(below, weights)
            del weights[badge]
            if most and most_places(may, fixed | {(code, badge)}, pair, most) < greatest:
                continue
            fixed.add((code, badge))
            found.append(badge)
            gone[badge] = gone.get(badge, 0) + 1
        sent[code] += found
