"""The report as one file that needs nothing else: no network, no script."""
