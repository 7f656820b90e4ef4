"""XXH64 with seed 0, from its published description: conflicts are settled by it."""
_MASK = 2**64 - 1
_P1 = 0x9E3779B185EBCA87
_P2 = 0xC2B2AE3D27D4EB4F
_P3 = 0x165667B19E3779F9
_P4 = 0x85EBCA77C2B2AE63
_P5 = 0x27D4EB2F165667C5


def _rotate(value, bits):
    return ((value << bits) | (value >> (64 - bits))) & _MASK


def _round(lane, word):
    return _rotate((lane + word * _P2) & _MASK, 31) * _P1 & _MASK


def xxh64(data):
    length, at = len(data), 0
    word = lambda size: int.from_bytes(data[at:at + size], "little")
    if length >= 32:
        lanes = [(_P1 + _P2) & _MASK, _P2, 0, -_P1 & _MASK]
        while at + 32 <= length:
            for lane in range(4):
                lanes[lane] = _round(lanes[lane], word(8))
                at += 8
        result = sum(_rotate(lanes[i], bits) for i, bits in enumerate((1, 7, 12, 18))) & _MASK
        for lane in lanes:
            result = ((result ^ _round(0, lane)) * _P1 + _P4) & _MASK
    else:
        result = _P5
    result = (result + length) & _MASK
    while at + 8 <= length:
        result = (_rotate(result ^ _round(0, word(8)), 27) * _P1 + _P4) & _MASK
        at += 8
    if at + 4 <= length:
        result = (_rotate(result ^ word(4) * _P1 & _MASK, 23) * _P2 + _P3) & _MASK
        at += 4
    while at < length:
        result = _rotate(result ^ data[at] * _P5 & _MASK, 11) * _P1 & _MASK
        at += 1
    result = (result ^ result >> 33) * _P2 & _MASK
    result = (result ^ result >> 29) * _P3 & _MASK
    return result ^ result >> 32
