#!/usr/bin/env python3
"""Wrote the vectors of this directory, once, with PyCryptodome and none of the crate's code.

The vectors are frozen: files that exist are compared and never overwritten.

    pip install pycryptodome && python3 make.py
"""
import base64
import json
import pathlib
import random
import struct
import sys

from Crypto.Cipher import ChaCha20_Poly1305

HERE = pathlib.Path(__file__).parent
DICE = random.Random("greentick sealed values, format 1")
CONTEXT = {"home": "token_sets", "row": "01" * 16, "network": "mastodon",
           "host": "social.example", "login": "02" * 16, "account": "42", "generation": 7}


def octets(count):
    return DICE.randbytes(count)


def bound(context, format_, key_id):
    parts = [struct.pack(">q", format_), b"app.greentick", context["home"].encode(),
             bytes.fromhex(context["row"]), context["network"].encode(), context["host"].encode(),
             bytes.fromhex(context["login"]), context["account"].encode(), key_id,
             struct.pack(">Q", context["generation"])]
    return b"".join(struct.pack(">Q", len(part)) + part for part in parts)


def encrypt(key, nonce, associated, padded):
    cipher = ChaCha20_Poly1305.new(key=key, nonce=nonce)
    cipher.update(associated)
    body, tag = cipher.encrypt_and_digest(padded)
    return body + tag


def pad(plain):
    return plain + b"\x80" + bytes(63 - len(plain) % 64)


def case(name, plain=None, context=CONTEXT, format_=1, padded=None):
    key, key_id, nonce = octets(32), octets(16), octets(24)
    padded = pad(plain) if padded is None else padded
    body = encrypt(key, nonce, bound(context, format_, key_id), padded)
    made = {"name": name, "key": key.hex(), "key_id": key_id.hex(), "context": dict(context),
            "format": format_, "nonce": nonce.hex(), "body": body.hex()}
    return made | ({"plain": plain.hex()} if plain is not None else {})


def refused(made, name, error, **changes):
    left = {key: value for key, value in made.items() if key != "plain"}
    return left | {"name": name, "error": error} | changes


def flipped(text, bit):
    data = bytearray.fromhex(text)
    data[bit // 8] ^= 1 << bit % 8
    return data.hex()


def seal_accept():
    made = [case(f"{size} bytes", octets(size))
            for size in [0, 1, 31, 32, 62, 63, 64, 65, 127, 128, 1000, 4095, 4096, 65471]]
    made.append(case("ends like padding", b"value\x80\0\0"))
    made.append(case("nothing but zeros", bytes(64)))
    made.append(case("no instance", b"v", CONTEXT | {"network": "facebook", "host": ""}))
    made.append(case("first generation", b"v", CONTEXT | {"generation": 1}))
    made.append(case("last generation", b"v", CONTEXT | {"generation": 2**64 - 1}))
    made.append(case("account of many letters", b"v", CONTEXT | {"account": "ü€𝄞" * 50}))
    made.append(case("app secret", b"v", CONTEXT | {
        "home": "app_secrets", "row": b"mastodon/social.example".hex(), "login": "",
        "account": "client id"}))
    made.append(case("data key", octets(32), {
        "home": "data_keys", "row": "03" * 16, "network": "", "host": "", "login": "",
        "account": "", "generation": 0}))
    return made


def seal_reject():
    good = case("good", b"access and refresh")
    made = []
    for format_ in [-1, 0, 2, 255]:
        made.append(refused(good, f"format {format_}", "unknown_format", format=format_))
    made.append(refused(case("other", b"v", format_=2), "sealed as format 2", "unknown_format"))
    for size in [0, 1, 12, 23, 25, 32]:
        made.append(refused(good, f"nonce of {size} bytes", "nonce_length",
                            nonce=octets(size).hex()))
    whole = good["body"]
    for size in [0, 1, 15, 16, 17, 63, 64, 79]:
        made.append(refused(good, f"cut to {size} bytes", "length", body=whole[:2 * size]))
    made.append(refused(good, "one byte more", "length", body=whole + "00"))
    made.append(refused(good, "64 bytes more", "forged", body=whole + "00" * 64))
    made.append(refused(good, "64 bytes in front", "forged", body="00" * 64 + whole))
    made.append(refused(good, "too long", "length", body="00" * (65536 + 16)))
    for bit in range(0, 24 * 8, 11):
        made.append(refused(good, f"nonce bit {bit}", "forged", nonce=flipped(good["nonce"], bit)))
    for bit in range(0, len(whole) * 4, 29):
        made.append(refused(good, f"body bit {bit}", "forged", body=flipped(whole, bit)))
    for bit in range(0, 16 * 8, 37):
        key_id = flipped(good["key_id"], bit)
        made.append(refused(good, f"key id bit {bit}", "forged", key_id=key_id))
        made.append(refused(good, f"key bit {bit}", "forged", key=flipped(good["key"], bit)))
    moved = {"home": "app_secrets", "row": "09" * 16, "network": "pixelfed",
             "host": "evil.example", "login": "0a" * 16, "account": "43", "generation": 6}
    for part, value in moved.items():
        made.append(refused(good, f"other {part}", "forged", context=CONTEXT | {part: value}))
    shifted = [("network", "host", "mastodonsocial", ".example"),
               ("home", "network", "token", "_setsmastodon"),
               ("host", "account", "social.example42", "")]
    for first, second, one, two in shifted:
        context = CONTEXT | {first: one, second: two}
        made.append(refused(good, f"{first} runs into {second}", "forged", context=context))
    paddings = {"all zeros": bytes(64), "no marker": b"v" * 64, "wrong marker": pad(b"v")[:1]
                + b"\x81" + bytes(62), "a step too many": pad(b"v") + bytes(64),
                "two steps too many": pad(b"v") + bytes(128)}
    for name, padded in paddings.items():
        made.append(refused(case("", padded=padded), f"padding: {name}", "padding"))
    return made


def record(*texts, version=1):
    return bytes([version]) + b"".join(struct.pack(">I", len(t)) + t for t in texts)


def records():
    token, letters = b"EAAB-access", "ü€𝄞".encode()
    good = {"access only": [token], "both": [token, b"refresh"], "letters": [letters, letters],
            "long": [b"a" * 5000, b"r" * 5000]}
    bad = {"nothing": b"", "version only": record(), "version 0": record(token, version=0),
           "version 2": record(token, version=2), "empty access": record(b"", b"r"),
           "empty refresh": record(token, b""), "three texts": record(token, b"r", b"x"),
           "not UTF-8": record(b"\xff\xfe"), "surrogate": record(b"\xed\xa0\x80"),
           "trailing byte": record(token) + b"\0", "length beyond the end":
           b"\x01" + struct.pack(">I", 99) + token, "huge length": b"\x01\xff\xff\xff\xff" + token,
           "cut length": record(token)[:4], "cut text": record(token)[:-1]}
    return ([{"name": n, "record": record(*t).hex(), "texts": [x.decode() for x in t]}
             for n, t in good.items()],
            [{"name": n, "record": r.hex()} for n, r in bad.items()])


def keks():
    def text(data):
        return base64.b64encode(data).decode()
    good = [b"\x01" + octets(48) for _ in range(3)] + [b"\x01" + bytes(48)]
    key = good[0]
    bad = {"empty": "", "plain text": "hunter2", "32 bytes": text(key[17:]),
           "31 key bytes": text(key[:-1]), "33 key bytes": text(key + b"\0"),
           "version 0": text(b"\0" + key[1:]), "version 2": text(b"\2" + key[1:]),
           "line end": text(key) + "\n", "space in front": " " + text(key),
           "url alphabet": base64.urlsafe_b64encode(b"\x01" + b"\xff" * 48).decode(),
           "no padding": text(key).rstrip("="), "hexadecimal": key.hex(),
           "loose bits": text(key)[:-3] + chr(ord(text(key)[-3]) + 1) + "==",
           "ten kilobytes": "A" * 10000}
    return ([{"name": f"key {i}", "text": text(k), "id": k[1:17].hex(), "key": k[17:].hex()}
             for i, k in enumerate(good)],
            [{"name": n, "text": t} for n, t in bad.items()])


def main():
    files = {"seal-accept": seal_accept(), "seal-reject": seal_reject()}
    files["record-accept"], files["record-reject"] = records()
    files["kek-accept"], files["kek-reject"] = keks()
    changed = False
    for name, cases in files.items():
        text = json.dumps(cases, indent=1, ensure_ascii=False) + "\n"
        path = HERE / f"{name}.json"
        if not path.exists():
            path.write_text(text, encoding="utf-8")
        elif path.read_text(encoding="utf-8") != text:
            changed = True
            print(f"{path.name} differs")
        print(f"{path.name}: {len(cases)} cases")
    sys.exit(changed)


if __name__ == "__main__":
    main()
