"""List files to entities: one module a published format."""
