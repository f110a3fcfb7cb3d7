"""Administration: what is wrong now, agencies and posts, who holds them; nothing is re-exported."""
