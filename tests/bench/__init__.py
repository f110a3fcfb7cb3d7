"""The benchmarks measure what they say: loader and load generator."""
