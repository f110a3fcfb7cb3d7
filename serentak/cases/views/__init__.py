"""Pages of the citizen's side, split by what they show: service, filing, slip, tracking."""
