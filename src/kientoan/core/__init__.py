"""What every domain stands on: record, access, clock, parameters, sheets, pages."""
