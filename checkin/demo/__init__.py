"""A small, believable company, made through the same services that real ones use."""
