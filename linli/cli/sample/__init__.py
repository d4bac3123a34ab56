"""The demonstration's districts: real divisions and policies, made-up compounds and people.

Everything here follows from a fixed seed: the same bytes each time. Compounds and enterprises
carry 【演示】 in their names. Owners and contact persons are canaries: strings that exist nowhere
else, so that whoever finds one where it should not be has found a leak.
"""
