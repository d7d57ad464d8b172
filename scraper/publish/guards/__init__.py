"""What strangers may not do: bounds on what a query costs, and what a browser is told."""
