"""The storage room: tables, guards, the journal's one door, and the reads; SQLAlchemy stays in here."""
