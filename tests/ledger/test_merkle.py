"""Hashing and proofs against the naive tree, exhaustively for small logs, and known vectors."""

from base64 import b64decode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serentak.ledger import merkle
from tests.oracles import merkle as oracle

SMALL = 33
ENTRIES = [f"entry-{i}".encode() for i in range(300)]
ROOTS = [oracle.root(ENTRIES[:n]) for n in range(SMALL + 1)]


def read(level: int, index: int) -> bytes:
    width = 1 << level
    covered = ENTRIES[index * width : (index + 1) * width]
    assert len(covered) == width, "asked for a subtree that is not complete"
    return merkle.complete_root([merkle.leaf_hash(entry) for entry in covered])


def test_known_vectors() -> None:
    assert merkle.leaf_hash(b"entry-0").hex() == (
        "40766b2033429026f53d54502679a839706b4741f8dcaf3a8bba5f41b5ffe075"
    )
    assert merkle.root_of(0, read).hex().startswith("e3b0c442")
    assert merkle.root_of(3, read).hex() == (
        "a64bf26e09128f6fe2fe6f8b2d8c801e166b57c047a7cd9b2b809e7a96a2f1cb"
    )
    assert merkle.root_of(5, read).hex() == (
        "1aa68d3074905a581f84cbbd0f753794904fd80451bc4c13e69d9a53bc59502c"
    )
    assert merkle.inclusion_proof(2, 5, read) == [
        b64decode("J0ebarMh0u5HdFL2i6UndI6GPK/o+9HfK/idFXDRtpc="),
        b64decode("LyelCCwdQq+kiKw1Cp/EOQwIT1T3Hs3/hZ6Y24QptHk="),
        b64decode("GUu1otW9EOXRqm/V1CmAs1bK8dpiPNmYfEv6L4F3Htc="),
    ]
    assert merkle.consistency_proof(3, 5, read) == [
        b64decode("BJ19zbVrz+vTEzBMmDnxlqPUtu873AsIKY+TrIGR8Kg="),
        b64decode("J0ebarMh0u5HdFL2i6UndI6GPK/o+9HfK/idFXDRtpc="),
        b64decode("LyelCCwdQq+kiKw1Cp/EOQwIT1T3Hs3/hZ6Y24QptHk="),
        b64decode("GUu1otW9EOXRqm/V1CmAs1bK8dpiPNmYfEv6L4F3Htc="),
    ]


def test_roots_equal_the_oracle() -> None:
    compact = merkle.CompactRange()
    for size in range(SMALL + 1):
        assert merkle.root_of(size, read) == ROOTS[size] == compact.root()
        assert compact.size == size
        compact.append(merkle.leaf_hash(ENTRIES[size]))


@pytest.mark.parametrize("size", range(1, SMALL + 1))
def test_inclusion_exhaustively(size: int) -> None:
    for index in range(size):
        leaf = merkle.leaf_hash(ENTRIES[index])
        proof = merkle.inclusion_proof(index, size, read)
        assert proof == oracle.path(index, ENTRIES[:size])
        assert merkle.verify_inclusion(index, size, leaf, proof, ROOTS[size])
        for other in range(size + 1):
            if other != index:
                assert not merkle.verify_inclusion(other, size, leaf, proof, ROOTS[size])
        assert not merkle.verify_inclusion(index, size, leaf, [*proof, leaf], ROOTS[size])
        assert not merkle.verify_inclusion(index, size, leaf, proof, ROOTS[size - 1])
        for step in range(len(proof)):
            short = proof[:step] + proof[step + 1 :]
            assert not merkle.verify_inclusion(index, size, leaf, short, ROOTS[size])


@pytest.mark.parametrize("size", range(SMALL + 1))
def test_consistency_exhaustively(size: int) -> None:
    for old in range(size + 1):
        proof = merkle.consistency_proof(old, size, read)
        assert proof == (oracle.proof(old, ENTRIES[:size]) if old else [])
        assert merkle.verify_consistency(old, size, proof, ROOTS[old], ROOTS[size])
        wrong = merkle.leaf_hash(b"another history")
        assert not merkle.verify_consistency(old, size, proof, wrong, ROOTS[size])
        assert not merkle.verify_consistency(old, size, [*proof, wrong], ROOTS[old], ROOTS[size])
        if 0 < old < size:
            assert not merkle.verify_consistency(old, size, proof, ROOTS[old], wrong)
            assert not merkle.verify_consistency(old, size, proof[1:], ROOTS[old], ROOTS[size])
            assert not merkle.verify_consistency(old - 1, size, proof, ROOTS[old], ROOTS[size])


@given(st.integers(1, 300), st.data())
def test_proofs_of_larger_logs(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    old = data.draw(st.integers(1, size))
    root = merkle.root_of(size, read)
    leaf = merkle.leaf_hash(ENTRIES[index])
    proof = merkle.inclusion_proof(index, size, read)
    assert merkle.verify_inclusion(index, size, leaf, proof, root)
    grown = merkle.consistency_proof(old, size, read)
    assert merkle.verify_consistency(old, size, grown, merkle.root_of(old, read), root)


@given(st.integers(1, 300), st.data())
def test_one_flipped_bit_is_found(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    proof = merkle.inclusion_proof(index, size, read)
    chain = [merkle.leaf_hash(ENTRIES[index]), *proof]
    place = data.draw(st.integers(0, len(chain) - 1))
    bit = data.draw(st.integers(0, 255))
    chain[place] = (int.from_bytes(chain[place]) ^ 1 << bit).to_bytes(32)
    assert not merkle.verify_inclusion(index, size, chain[0], chain[1:], merkle.root_of(size, read))


def test_what_does_not_exist_is_not_proved() -> None:
    with pytest.raises(ValueError, match="not in a tree"):
        merkle.inclusion_proof(5, 5, read)
    with pytest.raises(ValueError, match="no beginning"):
        merkle.consistency_proof(6, 5, read)
    assert not merkle.verify_inclusion(0, 0, ROOTS[0], [], ROOTS[0])
    assert not merkle.verify_consistency(2, 1, [], ROOTS[2], ROOTS[1])
