"""How fast PaperTerm is: `python -m tests.bench [NAME…]`, run by hand. See `__main__` and docs/performance.md."""
