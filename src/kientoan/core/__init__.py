"""What every domain stands on: recording, access, clock, parameters, sheets, pages."""
