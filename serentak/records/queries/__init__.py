"""Every read of the engine, split by what is read; nothing is re-exported."""
