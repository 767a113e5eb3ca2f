"""What the core app adds to the registries of earlier layers."""
