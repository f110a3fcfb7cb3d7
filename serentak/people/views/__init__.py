"""Pages of people: signing in, and what is one's own; nothing is re-exported."""
