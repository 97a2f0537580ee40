"""The search for programs: read-only JSON over the same parameters and figures as the pages."""
