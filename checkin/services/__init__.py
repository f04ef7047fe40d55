"""What people come to do: one function for each use case; the edge puts a transaction around it."""
