"""Substitutes drawn a second time, from the method printed on the certificate and nothing else."""

from __future__ import annotations

import hashlib
import hmac
import json

from tests.drawing.anew import numbers, pick, weight_of


def substitutes_anew(certificate):
    """Return who stands in for each that falls out, and [code, badges] of who stands at the end."""
    promised = json.loads(certificate["description"])
    seed = bytes.fromhex(certificate["seed"])
    key = hmac.new(seed, certificate["witness"].encode("utf-8"), hashlib.sha256).digest()
    rules, objects = promised["rules"], {one[0]: one for one in promised["objects"]}
    body_of = {badge: body for badge, _, body in promised["officers"]}
    stands = [[one["code"], [who["badge"] for who in one["officers"]]]
              for one in certificate["drawn"]]  # fmt: skip
    used, gone, found = {code for code, _ in stands}, set(), []

    def may(badge, code):
        last = objects[code][5] if rules["fresh"] else []
        load = sum(badge in team for other, team in stands if other != code)
        full = rules["most"] and load >= rules["most"]
        barred = [badge, code] in promised["avoid"]
        return not (full or barred or badge in last or (badge, code) in gone)

    def one_of(badges, *label):
        load = {badge: sum(badge in team for _, team in stands) for badge in badges}
        weights = {badge: max(1, 10000 // (1 + load[badge]) ** 2) for badge in sorted(badges)}
        return pick(numbers(key, *label), weights)

    for one in certificate["substitutes"]:
        place = [code for code, _ in stands].index(one["code"])
        code, team = stands[place]
        if one["badge"]:
            gone.add((one["badge"], code))
            body = body_of[one["badge"]]
            free = [b for b in body_of if body_of[b] == body and b not in team and may(b, code)]
            new = one_of(free, "substitutes", body, code, one["badge"])
            stands[place] = [code, [new if badge == one["badge"] else badge for badge in team]]
            found.append(new)
            continue
        _, _, credit, risk, _, _ = objects[code]
        below = numbers(key, "objects", credit, risk)
        weights = {other[0]: weight_of(other[4], rules["repeat"])
                   for other in promised["objects"] if other[2:4] == [credit, risk]}  # fmt: skip
        while (new := pick(below, weights)) in used:
            del weights[new]
        used.add(new)
        stands[place] = [new, []]
        going = []
        for body in sorted(set(body_of.values())) if rules["pair"] else []:
            mine = [badge for badge in team if body_of[badge] == body and may(badge, new)]
            while len(mine) < rules["pair"]:
                free = [b for b in body_of
                        if body_of[b] == body and b not in mine and may(b, new)]  # fmt: skip
                if not free:
                    break
                mine.append(one_of(free, "substitutes", body, new, str(len(mine))))
            going += mine
        stands[place] = [new, going]
        found.append(new)
    return found, stands
