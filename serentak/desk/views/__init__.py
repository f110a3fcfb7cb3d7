"""Pages of the desk, split by noun; nothing is re-exported."""
