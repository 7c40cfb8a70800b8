"""Forms of programmes, by page: design, people, imports, proposals."""
