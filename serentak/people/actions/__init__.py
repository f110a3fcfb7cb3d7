"""Every write of people, split by what is written; nothing is re-exported."""
