"""Evidence: one hash over all captures, a day after the other, and proofs that a capture is among them.

A root proves order and content from the day on which somebody else has seen it; who sent the bytes it does not prove.
"""
